#pragma once
/// One question while it is answered: the store's state, the book, the asker's ceiling and the instant, with the
/// bulletins it came across, each read once.
/// Lives on: a reader thread.
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "core/bulletin/opaque_claims.hpp"
#include "core/indicator/weights.hpp"
#include "daemon/query/query.hpp"
#include "daemon/store/leapfrog.hpp"

namespace tidings::query {

inline constexpr std::size_t page_spending = 20'000;

class Asking {
 public:
  Asking(store::Reading& reading, Outlook outlook, Ceiling ceiling)
      : reading_(reading), outlook_(std::move(outlook)), ceiling_(ceiling) {}

  store::IndexReader& index() { return reading_.index; }
  store::LedgerReader& ledger() { return reading_.ledger; }
  store::Reading& reading() { return reading_; }
  const partners::Book& book() const { return *outlook_.book; }
  base::Instant now() const { return outlook_.now; }
  const warning::WarningLists& warnings() const { return *outlook_.warnings; }
  const indicator::Weights& weights() const { return *outlook_.weights; }
  /// The same question, at the same instant, of one who may see no more than this.
  Asking under(v1::Tlp max_tlp) { return {reading_, outlook_, {max_tlp, {}, ceiling_.goes}}; }
  bool sees_everything() const { return ceiling_.max_tlp >= v1::TLP_RED; }
  v1::Tlp max_tlp() const { return ceiling_.max_tlp; }

  /// How far the index reaches, as far as the asker may know.
  struct Reach {
    store::Sequence indexed_to, last;
    bool rebuilding{false};
  };
  base::Result<Reach> reach();
  template <class Answer>
  base::Status tell_reach(Answer& answer) {
    const auto reached = reach();
    if (!reached) return reached.error();
    answer.set_indexed_to(reached->indexed_to.value);
    answer.set_last_sequence(reached->last.value);
    answer.set_rebuilding(reached->rebuilding);
    return {};
  }

  /// What may still be spent on one page of an answer, in rows read: some ten milliseconds of a reader.
  store::Spending& spending() { return spending_; }

  /// What is said at these keys, in any order: the newest, and of a crowded one what each origin said last.
  base::Result<std::vector<std::vector<store::Hit>>> exact(std::span<const std::string> keys);
  /// Reads how these stand, where it is not known yet.
  base::Status learn_standing(std::vector<store::Sequence> sequences);
  /// Null for what the asker may not see, and for what is not there. Known after learn_standing().
  const store::Standing* standing(store::Sequence sequence) const;
  /// Valid until the next call.
  base::Result<const std::string*> bytes(store::Sequence sequence);
  base::Result<const v1::Header*> header(store::Sequence sequence);
  /// Views into the bytes.
  base::Result<const bulletin::Envelope*> envelope(store::Sequence sequence);
  base::Result<const v1::Claim*> claim(store::Sequence sequence, std::uint32_t number);
  /// The numbers of the claims in a bulletin that are opaque and of this value.
  base::Result<std::vector<std::uint32_t>> opaque_claims(store::Sequence sequence, std::string_view value);
  /// Room for what every claim of a bulletin is told with (told.cpp); empty until it is filled.
  base::Result<std::string*> told_with(store::Sequence sequence);

 private:
  struct Body {
    std::string bytes;
    v1::Header header;
    std::optional<bulletin::Envelope> opened;      ///< from the first claim that is asked for
    std::optional<bulletin::OpaqueClaims> opaque;  ///< likewise
    std::string told_with;
  };
  base::Result<Body*> body(store::Sequence sequence);
  bool is_visible(const store::BulletinRow& row) const {
    return row.tlp <= ceiling_.max_tlp && !(row.local && ceiling_.goes == Goes::Outside);
  }

  store::Reading& reading_;
  Outlook outlook_;
  Ceiling ceiling_;
  std::unordered_map<std::uint64_t, std::optional<store::Standing>> standing_;
  std::unordered_map<std::uint64_t, Body> bodies_;
  std::size_t body_bytes_{0};
  v1::Claim claim_;  ///< each in turn, so that its memory is used again
  store::Spending spending_{page_spending};
};

}  // namespace tidings::query
