#pragma once
// One link held by hand: frames in, frames and wishes out; and bulletins to talk about.
#include <string>
#include <utility>
#include <vector>

#include "base/digest.hpp"
#include "core/sync/link.hpp"
#include "proto/frame.hpp"
#include "proto/wire_limits.hpp"
#include "tidings/v1/bulletin.pb.h"
#include "tidings/v1/link.pb.h"

namespace tidings::sync::test {

using namespace std::chrono_literals;
using base::ErrorCode;

inline OrgId org(char letter) { return *OrgId::from_bytes(std::string(32, letter)); }

struct Item {
  BulletinId id;
  std::string bytes;
  Lane lane{Lane::Normal};
  Candidate candidate() const { return {id, static_cast<std::uint32_t>(bytes.size())}; }
};

/// Bulletin number `n`, of about `size` bytes: what the link looks at of one (the header's hash) is right.
inline Item item(std::uint64_t n, Lane lane = Lane::Normal, std::size_t size = 300) {
  v1::Header header;
  header.set_version(1);
  header.set_issued_at(n);
  header.set_kind(lane == Lane::Withdrawal ? v1::KIND_WITHDRAWAL : v1::KIND_REPORT);
  header.set_priority(lane == Lane::Urgent ? v1::PRIORITY_URGENT : v1::PRIORITY_NORMAL);
  v1::Bulletin bulletin;
  bulletin.set_header(header.SerializeAsString());
  if (size > bulletin.header().size() + 16) bulletin.add_claims(std::string(size - bulletin.header().size() - 16, 'c'));
  const auto id = base::sha256(bulletin.header());
  return {*BulletinId::from_bytes(id.bytes()), bulletin.SerializeAsString(), lane};
}

inline Greeting greeting(char letter) {
  Greeting greeting;
  greeting.organisation = org(letter);
  greeting.software = "test";
  return greeting;
}

struct Held {
  explicit Held(const LinkOptions& options = {}) : link(options, greeting('a'), Duration(0)) {}

  template <class Message>
  void say(v1::FrameType type, const Message& message) {
    link.on_frame(static_cast<std::uint8_t>(type), message.SerializeAsString(), now);
  }
  v1::Hello hello(std::uint32_t window = 4u << 20) {
    v1::Hello said;
    said.set_version(1);
    said.set_organisation(org('b').str());
    said.set_window_bytes(window);
    return said;
  }
  /// Both sides greeted and ready; what that left behind is thrown away.
  Held& greeted(std::uint32_t window = 4u << 20) {
    say(v1::FRAME_HELLO, hello(window));
    link.ready();
    wishes();
    frames();
    return *this;
  }

  /// Everything that goes out, cut into frames.
  std::vector<proto::Frame> frames() {
    proto::FrameReader reader(proto::max_frame_bytes);
    while (link.has_output()) reader.push(link.take_output(64 * 1024));
    std::vector<proto::Frame> all;
    while (auto next = reader.next()) {
      if (!next->has_value()) break;
      all.push_back(**std::move(next));
    }
    return all;
  }
  template <class Message>
  std::vector<Message> said(v1::FrameType type) {
    std::vector<Message> all;
    for (const auto& frame : frames()) {
      if (frame.type != type) continue;
      all.emplace_back().ParseFromString(frame.body);
    }
    return all;
  }
  template <class W>
  std::vector<W> wished() {
    std::vector<W> all;
    for (auto& wish : link.take_wishes()) {
      if (auto* one = std::get_if<W>(&wish)) all.push_back(std::move(*one));
    }
    return all;
  }
  std::vector<Wish> wishes() { return link.take_wishes(); }
  /// The Close that was wished; Internal with no text if none was.
  wish::Close closed() {
    auto all = wished<wish::Close>();
    return all.empty() ? wish::Close{ErrorCode::Internal, ""} : all.front();
  }

  void offer(std::uint64_t number, const std::vector<Item>& items, const std::string& token = "") {
    v1::Offer offer;
    offer.set_number(number);
    offer.set_lane(static_cast<v1::Lane>(items.empty() ? Lane::Normal : items.front().lane));
    offer.set_token(token);
    for (const auto& one : items) {
      auto& entry = *offer.add_entries();
      entry.set_bulletin_id(one.id.str());
      entry.set_size(static_cast<std::uint32_t>(one.bytes.size()));
    }
    say(v1::FRAME_OFFER, offer);
  }
  void want_all(std::uint64_t offer, std::size_t count) {
    std::vector<Judgement> all;
    for (std::size_t i = 0; i < count; ++i) all.push_back({static_cast<std::uint32_t>(i), true, {}, {}});
    link.judged(offer, all);
  }
  void deliver(const Item& one, std::size_t piece = proto::max_piece_bytes) {
    for (std::size_t at = 0; at < one.bytes.size(); at += piece) {
      v1::Deliver deliver;
      if (at == 0) {
        deliver.set_bulletin_id(one.id.str());
        deliver.set_size(static_cast<std::uint32_t>(one.bytes.size()));
      }
      deliver.set_lane(static_cast<v1::Lane>(one.lane));
      deliver.set_piece(one.bytes.substr(at, piece));
      say(v1::FRAME_DELIVER, deliver);
    }
  }
  void give_candidates(const std::vector<Item>& items, const std::string& token, bool at_end = true) {
    std::vector<Candidate> found;
    for (const auto& one : items) found.push_back(one.candidate());
    link.candidates(items.empty() ? Lane::Normal : items.front().lane, std::move(found), token, at_end);
  }
  void want(std::uint64_t offer, const std::vector<std::uint32_t>& entries) {
    v1::Want want;
    want.set_offer(offer);
    for (const auto entry : entries) want.add_entries(entry);
    say(v1::FRAME_WANT, want);
  }
  void ack(const Item& one, v1::Outcome outcome = v1::OUTCOME_STORED, const std::string& reason = "") {
    v1::Ack ack;
    auto& entry = *ack.add_entries();
    entry.set_bulletin_id(one.id.str());
    entry.set_outcome(outcome);
    entry.set_reason(reason);
    say(v1::FRAME_ACK, ack);
  }

  Duration now{0};
  Link link;
};

}  // namespace tidings::sync::test
