#include "daemon/link/socket_options.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace tidings::link {
namespace {

// Two writes of ours: the next is ready before the last has left, and at 6 Mbit/s an urgent one waits 170 ms at most.
constexpr int unsent_low_water = 128 * 1024;

void set(int socket, int level, int option, int value) {
  // An option that a kernel lacks costs speed, never correctness: not an error.
  static_cast<void>(setsockopt(socket, level, option, &value, sizeof value));
}

}  // namespace

void tune_socket(int socket) {
  set(socket, IPPROTO_TCP, TCP_NODELAY, 1);
  set(socket, IPPROTO_TCP, TCP_NOTSENT_LOWAT, unsent_low_water);
  set(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
}

}  // namespace tidings::link
