#include "tests/integration/link/raw_peer.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <memory>

namespace tidings::link {
namespace {

using Clock = std::chrono::steady_clock;
struct Free {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(SSL* end) const { SSL_free(end); }
  void operator()(SSL_SESSION* session) const { SSL_SESSION_free(session); }
};
using Context = std::unique_ptr<SSL_CTX, Free>;
using End = std::unique_ptr<SSL, Free>;
using Session = std::unique_ptr<SSL_SESSION, Free>;

struct Socket {
  explicit Socket(unsigned short port, std::chrono::milliseconds most) : fd(::socket(AF_INET, SOCK_STREAM, 0)) {
    const timeval limit{.tv_sec = most.count() / 1000, .tv_usec = most.count() % 1000 * 1000};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected = ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~Socket() { ::close(fd); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  int fd;
  bool connected{false};
};

std::string last_error() {
  std::array<char, 256> text{};
  ERR_error_string_n(ERR_get_error(), text.data(), text.size());
  ERR_clear_error();
  return text.data();
}

Context make_context(const RawPeer& peer) {
  Context context(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_use_certificate_chain_file(context.get(), peer.certificate_file.c_str());
  SSL_CTX_use_PrivateKey_file(context.get(), peer.key_file.c_str(), SSL_FILETYPE_PEM);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_CLIENT);
  if (peer.at_most_tls_1_2) SSL_CTX_set_max_proto_version(context.get(), TLS1_2_VERSION);
  if (!peer.alpn.empty()) {
    const std::string wire = static_cast<char>(peer.alpn.size()) + peer.alpn;
    SSL_CTX_set_alpn_protos(context.get(), reinterpret_cast<const unsigned char*>(wire.data()),
                            static_cast<unsigned>(wire.size()));
  }
  return context;
}

Fate meet_once(unsigned short port, const RawPeer& peer, SSL_CTX* context, Session& session,
               std::chrono::milliseconds most) {
  const auto began = Clock::now();
  Fate fate;
  const Socket socket(port, most);
  const End end(SSL_new(context));
  SSL_set_fd(end.get(), socket.fd);
  if (session) SSL_set_session(end.get(), session.get());
  fate.shaken = SSL_connect(end.get()) == 1;
  if (!fate.shaken) {
    fate.error = last_error();
    return fate;
  }
  fate.resumed = SSL_session_reused(end.get()) != 0;
  if (!peer.first_words.empty())
    SSL_write(end.get(), peer.first_words.data(), static_cast<int>(peer.first_words.size()));
  std::array<char, 4096> buffer{};
  while (SSL_read(end.get(), buffer.data(), static_cast<int>(buffer.size())) > 0) fate.heard = true;
  fate.error = last_error();
  session.reset(SSL_get1_session(end.get()));
  fate.lived = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began);
  return fate;
}

}  // namespace

Fate meet(unsigned short port, const RawPeer& peer, std::chrono::milliseconds most) {
  const Context context = make_context(peer);
  Session session;
  Fate fate = meet_once(port, peer, context.get(), session, most);
  if (peer.ask_to_resume) fate = meet_once(port, peer, context.get(), session, most);
  return fate;
}

Fate meet_without_tls(unsigned short port, const std::string& bytes, std::chrono::milliseconds most) {
  const auto began = Clock::now();
  Fate fate;
  const Socket socket(port, most);
  fate.shaken = socket.connected;
  static_cast<void>(::send(socket.fd, bytes.data(), bytes.size(), MSG_NOSIGNAL));
  std::array<char, 4096> buffer{};
  while (::recv(socket.fd, buffer.data(), buffer.size(), 0) > 0) {}
  fate.lived = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began);
  return fate;
}

}  // namespace tidings::link
