#include "client/unreachable.hpp"

#include <fcntl.h>
#include <grp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace tidings::client {
namespace {

using base::ErrorCode;
using base::fail;

/// Who may open the socket: its group, by name.
std::string permission_advice(const std::string& path) {
  struct stat found{};
  if (::stat(path.c_str(), &found) != 0) return "its folder may not be entered";
  const group* owner = ::getgrgid(found.st_gid);
  if ((found.st_mode & S_IWGRP) == 0 || owner == nullptr) return "only its owner may use it";
  const std::string name = owner->gr_name;
  return "it is for the group '" + name + "': ask to be added ('sudo usermod -aG " + name +
         " USER', then log in again)";
}

base::Error explain(const std::string& path, int error) {
  const std::string where = "cannot reach the daemon at " + path + ": ";
  if (error == ENOENT || error == ENOTDIR) {
    return fail(ErrorCode::Unreachable,
                where +
                    "there is no such socket; start the daemon ('systemctl start tidingsd', or 'tidingsd --config "
                    "FILE'), or name its socket with --socket or TIDINGS_SOCKET");
  }
  if (error == ECONNREFUSED) {
    return fail(ErrorCode::Unreachable,
                where + "nobody listens there any more; start the daemon ('systemctl start tidingsd')");
  }
  if (error == EACCES || error == EPERM) {
    return fail(ErrorCode::Unreachable, where + "permission denied; " + permission_advice(path));
  }
  if (error == EAGAIN || error == EINPROGRESS) {
    return fail(ErrorCode::Unreachable, where + "it takes no more connections at the moment; try again");
  }
  return fail(ErrorCode::Unreachable, where + describe_errno(error));
}

}  // namespace

std::string describe_errno(int error) { return std::generic_category().message(error); }

base::Result<int> connect_to(const std::string& socket_path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (socket_path.empty() || socket_path.size() >= sizeof address.sun_path) {
    return fail(ErrorCode::BadInput, "a socket's path has 1 to " + std::to_string(sizeof address.sun_path - 1) +
                                         " characters, not " + std::to_string(socket_path.size()));
  }
  std::memcpy(address.sun_path, socket_path.c_str(), socket_path.size());
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return explain(socket_path, errno);
  const timeval patience{10, 0};  // connect() on a Unix socket waits while the backlog is full
  ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    const int error = errno;
    ::close(fd);
    return explain(socket_path, error);
  }
  return fd;
}

}  // namespace tidings::client
