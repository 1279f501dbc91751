#pragma once
/// Nodes, wires between them, and time: a discrete simulation that runs the same way every time.
/// A wire has a latency and a rate; it can be cut (both sides know at once) or go silent (nobody is told).
/// Lives on: the simulation's thread.
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <queue>
#include <vector>

#include "proto/frame.hpp"
#include "tests/simulation/world/node.hpp"

namespace tidings::world {

struct WireOptions {
  Duration latency{50'000};
  std::uint64_t bytes_per_second{10'000'000};
};

class Network {
 public:
  explicit Network(sync::LinkOptions options = {}) : options_(options) {}

  std::size_t add_node();
  Node& node(std::size_t number) { return *nodes_[number]; }
  std::size_t size() const { return nodes_.size(); }
  /// Makes partners of two nodes, with what each may be sent and takes, and a wire. Not connected yet.
  std::size_t join(std::size_t a, std::size_t b, const policy::Terms& a_for_b, const policy::Terms& b_for_a,
                   const WireOptions& options = {});
  std::size_t wires() const { return wires_.size(); }
  std::pair<std::size_t, std::size_t> ends(std::size_t wire) const {
    return {wires_[wire].ends[0], wires_[wire].ends[1]};
  }
  bool is_up(std::size_t wire) const { return wires_[wire].up; }

  void connect(std::size_t wire);
  void cut(std::size_t wire);
  void silence(std::size_t wire) { wires_[wire].silent = true; }
  /// Cuts a wire when so many more bytes have arrived over it, in whichever direction: in the midst of a frame.
  void cut_after(std::size_t wire, std::uint64_t bytes) { wires_[wire].cut_after = bytes; }

  /// Node `from` says something over a wire that its link would not say. Arrives at once.
  void say(std::size_t wire, std::size_t from, std::uint8_t type, const std::string& message);

  Duration now() const { return now_; }
  void at(Duration when, std::function<void()> what);
  /// Runs until `until`, or until nothing is left to happen but timers.
  void run(Duration until);
  /// Serves a node and sends what that left behind; after doing something to it by hand.
  void wake(std::size_t number);

  struct Cost {
    std::uint64_t bytes{0}, body_bytes{0};
  };
  const Cost& cost() const { return cost_; }

 private:
  struct Wire {
    std::array<std::size_t, 2> ends;
    WireOptions options;
    bool up{false}, silent{false};
    std::uint64_t epoch{0};  ///< of the connection: what was under way in an earlier one is lost
    std::uint64_t cut_after{0};
    std::array<bool, 2> busy{};
    std::array<std::unique_ptr<proto::FrameReader>, 2> readers;
  };
  struct Event {
    Duration when;
    std::uint64_t order;
    std::function<void()> what;
    bool operator>(const Event& other) const { return std::tie(when, order) > std::tie(other.when, other.order); }
  };

  sync::Link* link_of(const Wire& wire, std::size_t end);
  void pump(std::size_t wire, std::size_t from);
  void arrive(std::size_t wire, std::size_t to, const std::string& bytes);
  void tick();

  sync::LinkOptions options_;
  std::vector<std::unique_ptr<Node>> nodes_;
  std::vector<Wire> wires_;
  std::vector<std::vector<std::pair<std::size_t, std::size_t>>> wires_of_;  ///< of a node: wire, end
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
  std::uint64_t order_{0};
  Duration now_{0}, next_tick_{0};
  Cost cost_;
};

}  // namespace tidings::world
