#include "tests/simulation/world/network.hpp"

#include <algorithm>

#include "proto/wire_limits.hpp"
#include "tidings/v1/link.pb.h"

namespace tidings::world {
namespace {

constexpr std::size_t chunk_bytes = 16 * 1024;
constexpr Duration tick_every{5'000'000};

}  // namespace

std::size_t Network::add_node() {
  nodes_.push_back(std::make_unique<Node>(nodes_.size(), options_, now_));
  wires_of_.emplace_back();
  return nodes_.size() - 1;
}

std::size_t Network::join(std::size_t a, std::size_t b, const policy::Terms& a_for_b, const policy::Terms& b_for_a,
                          const WireOptions& options) {
  node(a).partner(node(b).id()).terms = a_for_b;
  node(b).partner(node(a).id()).terms = b_for_a;
  const std::size_t number = wires_.size();
  wires_.push_back(Wire{{a, b}, options, false, false, 0, 0, {}, {}});
  wires_of_[a].emplace_back(number, 0);
  wires_of_[b].emplace_back(number, 1);
  return number;
}

void Network::at(Duration when, std::function<void()> what) { events_.push({when, order_++, std::move(what)}); }

sync::Link* Network::link_of(const Wire& wire, std::size_t end) {
  return node(wire.ends[end]).partner(node(wire.ends[1 - end]).id()).link.get();
}

void Network::connect(std::size_t number) {
  auto& wire = wires_[number];
  if (wire.up) return;
  wire.up = true;
  wire.silent = false;
  ++wire.epoch;
  for (std::size_t end = 0; end < 2; ++end) {
    wire.busy[end] = false;
    wire.readers[end] = std::make_unique<proto::FrameReader>(proto::max_frame_bytes);
    node(wire.ends[end]).connect(node(wire.ends[1 - end]).id(), now_);
  }
  for (std::size_t end = 0; end < 2; ++end) pump(number, end);
}

void Network::cut(std::size_t number) {
  auto& wire = wires_[number];
  if (!wire.up) return;
  wire.up = false;
  ++wire.epoch;
  wire.cut_after = 0;
  for (std::size_t end = 0; end < 2; ++end) node(wire.ends[end]).disconnect(node(wire.ends[1 - end]).id());
  for (std::size_t end = 0; end < 2; ++end) wake(wire.ends[end]);
}

void Network::wake(std::size_t number) {
  node(number).serve();
  for (const auto& [wire, end] : wires_of_[number]) pump(wire, end);
}

/// Puts the next bytes of a link on its wire, if that is free.
void Network::pump(std::size_t number, std::size_t from) {
  auto& wire = wires_[number];
  sync::Link* link = wire.up ? link_of(wire, from) : nullptr;
  if (link == nullptr || wire.busy[from] || !link->has_output()) return;
  auto bytes = std::make_shared<std::string>(link->take_output(chunk_bytes));
  node(wire.ends[from]).serve();  // room for the next bodies
  wire.busy[from] = true;
  const Duration sent = now_ + Duration(1 + bytes->size() * 1'000'000 / wire.options.bytes_per_second);
  const std::uint64_t epoch = wire.epoch;
  at(sent, [this, number, from, epoch] {
    if (wires_[number].epoch != epoch) return;
    wires_[number].busy[from] = false;
    pump(number, from);
  });
  if (wire.silent) return;
  at(sent + wire.options.latency, [this, number, from, epoch, bytes] {
    if (wires_[number].epoch == epoch) arrive(number, 1 - from, *bytes);
  });
}

void Network::arrive(std::size_t number, std::size_t to, const std::string& bytes) {
  auto& wire = wires_[number];
  const bool cuts = wire.cut_after > 0 && bytes.size() >= wire.cut_after;
  const std::string_view came = std::string_view(bytes).substr(0, cuts ? wire.cut_after : bytes.size());
  wire.cut_after -= wire.cut_after > 0 && !cuts ? bytes.size() : 0;
  cost_.bytes += came.size();
  auto& reader = *wire.readers[to];
  reader.push(came);
  while (auto frame = reader.next()) {
    if (!frame->has_value()) break;
    if ((*frame)->type == v1::FRAME_DELIVER) cost_.body_bytes += (*frame)->body.size();
    link_of(wire, to)->on_frame((*frame)->type, (*frame)->body, now_);
  }
  if (cuts) return cut(number);
  wake(wire.ends[to]);
  if (node(wire.ends[to]).closed(node(wire.ends[1 - to]).id())) cut(number);
}

void Network::say(std::size_t number, std::size_t from, std::uint8_t type, const std::string& message) {
  if (!wires_[number].up) return;
  std::string frame;
  proto::append_frame(frame, type, message);
  arrive(number, wires_[number].ends[0] == from ? 1 : 0, frame);
}

void Network::tick() {
  for (auto& node : nodes_) node->hurry();
  for (std::size_t n = 0; n < size(); ++n) wake(n);
  for (std::size_t number = 0; number < wires_.size(); ++number) {
    auto& wire = wires_[number];
    for (std::size_t end = 0; end < 2 && wire.up; ++end) {
      link_of(wire, end)->on_time(now_);
      wake(wire.ends[end]);
      if (wire.up && node(wire.ends[end]).closed(node(wire.ends[1 - end]).id())) cut(number);
    }
  }
}

void Network::run(Duration until) {
  while (now_ < until) {
    if (events_.empty() || events_.top().when > next_tick_) {
      if (next_tick_ > until) break;
      now_ = std::max(now_, next_tick_);
      next_tick_ += tick_every;
      tick();
      continue;
    }
    if (events_.top().when > until) break;
    now_ = std::max(now_, events_.top().when);
    const auto what = events_.top().what;
    events_.pop();
    what();
  }
  now_ = std::max(now_, until);
}

}  // namespace tidings::world
