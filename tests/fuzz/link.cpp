// A partner that says anything: the input is cut into frames and fed to a link whose owner answers honestly. The first
// byte says how the owner judges, so that the same frames go every way.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/sync/link.hpp"
#include "proto/frame.hpp"
#include "proto/wire_limits.hpp"
#include "tidings/v1/link.pb.h"

namespace {

using namespace tidings;
namespace wish = sync::wish;

constexpr sync::Duration step{1'000'000};

bulletin::BulletinId number(std::uint64_t n) {
  bulletin::BulletinId id;
  id.data()[0] = static_cast<unsigned char>(n);
  return id;
}

class Owner {
 public:
  explicit Owner(std::uint8_t mood) : mood_(mood), link_(options(), greeting(), sync::Duration(0)) {}

  /// False once the link is over.
  bool hear(const proto::Frame& frame) {
    now_ += step;
    link_.on_frame(frame.type, frame.body, now_);
    if (now_ >= link_.next_deadline()) link_.on_time(now_);
    for (int round = 0; round < 4; ++round) {
      for (auto& wish : link_.take_wishes()) std::visit([this](auto& one) { answer(one); }, wish);
      if (link_.take_output(32 * 1024).size() > 8u << 20) std::abort();
    }
    const auto counts = link_.counts();
    if (counts.receiving > bulletin::lane_count * proto::max_in_flight + proto::max_offer_entries) std::abort();
    return !over_;
  }

 private:
  static sync::LinkOptions options() {
    sync::LinkOptions options;
    options.window_bytes = 64 * 1024;
    return options;
  }
  static sync::Greeting greeting() {
    sync::Greeting greeting;
    greeting.organisation.data()[0] = 1;
    return greeting;
  }

  void answer(wish::Hear&) { link_.ready(); }
  void answer(wish::FindCandidates& find) {
    std::vector<sync::Candidate> found;
    for (int i = 0; i < (mood_ & 3) && next_ < 40; ++i) found.push_back({number(++next_), 40'000});
    link_.candidates(find.lane, std::move(found), "token", next_ >= 40 || (mood_ & 3) == 0);
  }
  void answer(wish::FetchBody& fetch) {
    if ((mood_ & 4) != 0) return link_.body(fetch.id, std::nullopt);
    link_.body(fetch.id, std::string(40'000, 'b'));
  }
  void answer(wish::JudgeOffer& offer) {
    std::vector<sync::Judgement> judgements;
    for (std::uint32_t entry = 0; entry < offer.entries.size(); ++entry) {
      const bool wanted = ((mood_ >> 3) & 1) != 0 || entry % 2 == 0;
      judgements.push_back({entry, wanted, static_cast<sync::Outcome>(2 + entry % 4), base::ErrorCode::Quota});
    }
    link_.judged(offer.offer, judgements);
  }
  void answer(wish::NoteCame&) {}
  void answer(wish::Submit& submit) {
    if (submit.bytes.size() > bulletin::max_bulletin_bytes) std::abort();
    link_.submitted(submit.id, static_cast<sync::Outcome>(1 + (mood_ >> 4) % 5), base::ErrorCode::Policy);
  }
  void answer(wish::KeepToken& keep) {
    if (keep.token.size() > proto::max_token_bytes) std::abort();
    std::vector<bulletin::BulletinId> again;
    for (const auto& later : keep.later) again.push_back(later.id);
    link_.want_again(again);
  }
  void answer(wish::SettleWanted&) {}
  void answer(wish::NoteGiven&) {}
  void answer(wish::NoteDelivered&) { link_.on_append(); }
  void answer(wish::NoteRefused& refused) {
    if (refused.reason.size() > 32) std::abort();
  }
  void answer(wish::LearnIdentity& learnt) { link_.introduce(learnt.identity, learnt.contact); }
  void answer(wish::Close&) { over_ = true; }

  std::uint8_t mood_;
  bool over_{false};
  std::uint64_t next_{0};
  sync::Duration now_{0};
  sync::Link link_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  Owner owner(data[0]);
  proto::FrameReader reader(proto::max_frame_bytes);
  reader.push({reinterpret_cast<const char*>(data) + 1, size - 1});
  while (auto frame = reader.next()) {
    if (!frame->has_value() || !owner.hear(**frame)) break;
  }
  return 0;
}
