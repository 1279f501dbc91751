#include "tests/bench/floors.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "base/digest.hpp"
#include "core/identity/key.hpp"
#include "tests/bench/node.hpp"
#include "tests/bench/rows.hpp"

namespace tidings::bench {
namespace {

bool read_all(int fd, char* to, std::size_t size) {
  while (size > 0) {
    const auto got = ::read(fd, to, size);
    if (got <= 0) return false;
    to += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

bool write_all(int fd, const char* from, std::size_t size) {
  while (size > 0) {
    const auto put = ::write(fd, from, size);
    if (put <= 0) return false;
    from += put;
    size -= static_cast<std::size_t>(put);
  }
  return true;
}

void echo(std::vector<int> fds, std::size_t request_bytes, std::size_t answer_bytes) {
  std::vector<pollfd> polled;
  for (const int fd : fds) polled.push_back({fd, POLLIN, 0});
  std::vector<char> request(request_bytes);
  const std::vector<char> answer(answer_bytes, 'a');
  std::size_t open = fds.size();
  while (open > 0) {
    ::poll(polled.data(), polled.size(), -1);
    for (auto& one : polled) {
      if (one.fd < 0 || one.revents == 0) continue;
      if (!read_all(one.fd, request.data(), request_bytes) || !write_all(one.fd, answer.data(), answer_bytes)) {
        ::close(one.fd);
        one.fd = -1;
        --open;
      }
    }
  }
}

}  // namespace

double hash_only_s_a_claim() {
  constexpr int claims = 200'000;
  const std::string leaf(53, 'l');
  const std::string node(65, 'n');
  const std::string salt(37, 's');
  unsigned kept = 0;
  const double begin = now_s();
  for (int i = 0; i < claims; ++i) {
    kept += base::sha256(leaf).data()[0];
    kept += base::sha256(node).data()[0];
    if (i % 2 == 0) kept += base::sha256(salt).data()[0];
  }
  const double took = now_s() - begin;
  if (kept == 0) give_up("a hash of nothing but zeros");
  return took / claims;
}

double ed25519_checks_per_s() {
  const auto key = identity::SigningKey::generate();
  const std::string message(300, 'm');
  const auto signature = key.sign(identity::purpose::bulletin, message);
  int done = 0;
  const double begin = now_s();
  while (now_s() - begin < 0.5) {
    if (!identity::verify(key.public_key(), identity::purpose::bulletin, message, signature))
      give_up("Ed25519 is broken here");
    ++done;
  }
  return done / (now_s() - begin);
}

double fdatasync_p99_ms(const std::string& folder) {
  const std::string path = folder + "/fdatasync";
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  const std::string block(4096, 'b');
  std::vector<double> times;
  for (int i = 0; i < 200; ++i) {
    const double begin = now_s();
    if (!write_all(fd, block.data(), block.size()) || ::fdatasync(fd) != 0) give_up("cannot write in " + folder);
    times.push_back((now_s() - begin) * 1000);
  }
  ::close(fd);
  ::unlink(path.c_str());
  return percentile(std::move(times), 0.99);
}

Echo unix_echo(std::size_t connections, std::size_t request_bytes, std::size_t answer_bytes, double seconds) {
  std::vector<int> ours;
  std::vector<int> theirs;
  for (std::size_t i = 0; i < connections; ++i) {
    std::array<int, 2> pair{};
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, pair.data()) != 0) give_up("no socket pair");
    ours.push_back(pair[0]);
    theirs.push_back(pair[1]);
  }
  std::thread server(echo, theirs, request_bytes, answer_bytes);
  std::vector<std::vector<double>> times(connections);
  std::vector<std::thread> clients;
  const double begin = now_s();
  for (std::size_t i = 0; i < connections; ++i) {
    clients.emplace_back([&, i] {
      const std::vector<char> request(request_bytes, 'r');
      std::vector<char> answer(answer_bytes);
      while (now_s() - begin < seconds) {
        const double sent = now_s();
        if (!write_all(ours[i], request.data(), request_bytes) || !read_all(ours[i], answer.data(), answer_bytes))
          break;
        times[i].push_back((now_s() - sent) * 1000);
      }
      ::close(ours[i]);
    });
  }
  for (auto& client : clients) client.join();
  server.join();
  std::vector<double> all;
  for (const auto& one : times) all.insert(all.end(), one.begin(), one.end());
  return {static_cast<double>(all.size()) / seconds, percentile(all, 0.99)};
}

}  // namespace tidings::bench
