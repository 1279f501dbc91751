// A partner that says whatever it likes: the link ends or goes on, within its bounds, and never does what it must not.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "tests/unit/core/sync/fixture.hpp"

namespace tidings::sync {
namespace {

using namespace test;

/// What a liar may put on the wire: messages of every type whose fields are drawn from few values, so that they often
/// fit what went before.
class Liar {
 public:
  explicit Liar(Held& held) : held_(held) {}

  void say_something() {
    switch (*rc::gen::inRange(0, 8)) {
      case 0: return offer();
      case 1: return want();
      case 2: return deliver();
      case 3: return ack();
      case 4: return held_.say(v1::FRAME_PING, v1::Ping());
      case 5: return held_.say(v1::FRAME_IDENTITY, v1::IdentityFrame());
      case 6:
        return held_.link.on_frame(*rc::gen::arbitrary<std::uint8_t>(), *rc::gen::string<std::string>(), held_.now);
      default: return answer();
    }
  }

 private:
  const Item& some() const { return items_[*rc::gen::inRange<std::size_t>(0, items_.size())]; }

  void offer() {
    v1::Offer offer;
    offer.set_number(next_ + (*rc::gen::inRange(0, 20) == 0 ? 1 : 0));
    offer.set_lane(static_cast<v1::Lane>(*rc::gen::inRange(0, 3)));
    for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
      const Item& one = some();
      auto& entry = *offer.add_entries();
      entry.set_bulletin_id(one.id.str());
      entry.set_size(static_cast<std::uint32_t>(one.bytes.size()) + (*rc::gen::inRange(0, 20) == 0 ? 1U : 0U));
    }
    offer.set_token("token");
    ++next_;
    held_.say(v1::FRAME_OFFER, offer);
  }
  void want() {
    v1::Want want;
    want.set_offer(*rc::gen::inRange<std::uint64_t>(0, 4));
    if (*rc::gen::arbitrary<bool>()) want.add_entries(*rc::gen::inRange<std::uint32_t>(0, 3));
    if (*rc::gen::inRange(0, 4) == 0) want.add_ids(some().id.str());
    want.set_more(*rc::gen::arbitrary<bool>());
    held_.say(v1::FRAME_WANT, want);
  }
  void deliver() {
    const Item& one = some();
    v1::Deliver deliver;
    deliver.set_lane(static_cast<v1::Lane>(*rc::gen::inRange(0, 3)));
    if (*rc::gen::inRange(0, 3) != 0) {
      deliver.set_bulletin_id(one.id.str());
      deliver.set_size(static_cast<std::uint32_t>(one.bytes.size()));
    }
    deliver.set_gone(*rc::gen::inRange(0, 6) == 0);
    deliver.set_piece(*rc::gen::arbitrary<bool>() ? one.bytes : one.bytes.substr(0, one.bytes.size() / 2));
    held_.say(v1::FRAME_DELIVER, deliver);
  }
  void ack() { held_.ack(some(), static_cast<v1::Outcome>(*rc::gen::inRange(0, 7))); }

  /// The owner is honest, but may be late: it answers some wishes and keeps others.
  void answer() {
    for (auto& wish : held_.link.take_wishes()) {
      if (const auto* offered = std::get_if<wish::JudgeOffer>(&wish)) {
        for (const auto& entry : offered->entries) wanted.insert(entry.id);
        held_.want_all(offered->offer, offered->entries.size());
      } else if (const auto* submit = std::get_if<wish::Submit>(&wish)) {
        RC_ASSERT(wanted.contains(submit->id));
        held_.link.submitted(submit->id, static_cast<Outcome>(*rc::gen::inRange(1, 6)), ErrorCode::Policy);
      } else if (const auto* fetch = std::get_if<wish::FetchBody>(&wish)) {
        held_.link.body(fetch->id, std::nullopt);
      } else if (const auto* find = std::get_if<wish::FindCandidates>(&wish)) {
        held_.link.candidates(find->lane, {some().candidate()}, "t", *rc::gen::arbitrary<bool>());
      }
    }
    held_.link.take_output(100'000);
  }

  Held& held_;
  std::uint64_t next_{1};
  std::vector<Item> items_{item(1), item(2), item(3, Lane::Urgent), item(4, Lane::Withdrawal),
                           item(5, Lane::Normal, 9'000)};
  std::set<BulletinId> wanted;
};

RC_GTEST_PROP(Lies, end_the_link_or_are_harmless_and_nothing_is_submitted_that_was_not_wanted, ()) {
  LinkOptions options;
  options.window_bytes = 12'000;
  Held held(options);
  held.say(v1::FRAME_HELLO, held.hello());
  held.link.ready();
  Liar liar(held);
  for (int i = *rc::gen::inRange(1, 200); i > 0; --i) {
    liar.say_something();
    const auto counts = held.link.counts();
    RC_ASSERT(counts.unwanted <= 17U);
    RC_ASSERT(counts.receiving <= 3U * proto::max_in_flight);
  }
}

}  // namespace
}  // namespace tidings::sync
