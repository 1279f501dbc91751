#pragma once
/// A TCP relay on loopback that counts what passes: the honest way to say what a claim costs on the wire.
#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

namespace tidings::bench {

class CountingProxy {
 public:
  CountingProxy(int listen_port, int to_port);
  ~CountingProxy();
  CountingProxy(const CountingProxy&) = delete;
  CountingProxy& operator=(const CountingProxy&) = delete;
  std::uint64_t bytes() const { return bytes_; }  ///< of TCP payload, both directions

 private:
  void accept_loop();
  void relay(int from_client, int to_server);

  int listener_{-1};
  int to_port_;
  std::atomic<std::uint64_t> bytes_{0};
  std::atomic<bool> stopping_{false};
  std::vector<std::thread> relays_;
  std::thread acceptor_;
};

}  // namespace tidings::bench
