#include "daemon/watching/passage.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "core/bulletin/context.hpp"
#include "core/bulletin/verify.hpp"
#include "core/bulletin/wire.hpp"
#include "core/observable/observable.hpp"
#include "daemon/query/told.hpp"
#include "daemon/store/describe.hpp"

namespace tidings::watching {
namespace {

constexpr std::uint32_t arrivals_field = v1::WatchAnswer::kArrivalsFieldNumber;
constexpr std::uint32_t cursor_field = v1::WatchAnswer::kCursorFieldNumber;

class PassageReader {
 public:
  PassageReader(query::Asking& asking, std::span<const SieveRef> sieves, const base::Secret& cursor_key,
                const PassageBounds& bounds)
      : asking_(asking), sieves_(sieves), cursor_key_(cursor_key), bounds_(bounds), pieces_(sieves.size()) {}

  base::Result<std::vector<Passage>> read(const Position& from, const std::optional<Position>& until);

 private:
  using Whole = std::pair<store::Entry, std::string>;
  base::Result<std::vector<Whole>> entries_behind(const Position& from);
  enum class Stopped : std::uint8_t { AtBound, AtUntil, AtEnd };
  base::Result<Stopped> sift_all(const std::vector<Whole>& entries, const Position& from);
  base::Status sift(const Whole& whole, std::uint32_t first_claim);
  base::Result<store::Standing> standing_of(const Whole& whole, const bulletin::Verified& verified);
  std::vector<std::size_t> sieves_for(const store::BulletinRow& row) const;
  base::Status sift_claims(const bulletin::Verified& verified, const store::Standing& standing,
                           std::uint32_t first_claim, const std::vector<std::size_t>& wanted);
  base::Status drop_low_scores(const v1::Claim& claim, std::vector<std::size_t>& passed);
  base::Result<std::uint32_t> score_under(v1::Tlp max_tlp, const v1::Claim& claim);
  void sift_without_claims(const bulletin::Verified& verified, const store::BulletinRow& row,
                           const std::vector<std::size_t>& wanted);
  v1::Arrival arrival_of(const v1::Header& header, const store::BulletinRow& row, const v1::Claim& claim) const;
  void add(v1::Arrival arrival, const std::vector<std::size_t>& passed);
  void end_passage(bool reaches_end);
  bool has_room();
  std::string cursor_for(const Sieve& sieve) const;

  query::Asking& asking_;
  std::map<v1::Tlp, query::Asking> under_;  ///< for scores, a ceiling each
  std::span<const SieveRef> sieves_;
  const base::Secret& cursor_key_;
  const PassageBounds& bounds_;
  store::LedgerId ledger_;
  std::optional<Position> until_;
  std::vector<Passage> passages_;  ///< those that are whole
  std::vector<Piece> pieces_;      ///< of the one that is not
  std::size_t told_bytes_{0};
  Position from_, at_;
};

base::Result<std::vector<PassageReader::Whole>> PassageReader::entries_behind(const Position& from) {
  const bool is_within = from.next != Position::whole;  // its rest is still to tell
  const store::Sequence after{is_within && from.at.value > 0 ? from.at.value - 1 : from.at.value};
  return asking_.ledger().forward_whole(after, bounds_.bulletins, bounds_.body_bytes);
}

base::Result<std::vector<Passage>> PassageReader::read(const Position& from, const std::optional<Position>& until) {
  const auto ledger = asking_.ledger().id();
  if (!ledger) return ledger.error();
  ledger_ = *ledger;
  until_ = until;
  const auto entries = entries_behind(from);
  if (!entries) return entries.error();
  from_ = at_ = from;
  const auto stopped = sift_all(*entries, from);
  if (!stopped) return stopped.error();
  // Behind the last of these stands nothing up to `until`, or to the end: what was there has been forgotten.
  if (until && *stopped != Stopped::AtBound) at_ = std::max(at_, *until);
  end_passage(*stopped == Stopped::AtEnd);
  return std::move(passages_);
}

void PassageReader::end_passage(bool reaches_end) {
  Passage passage{from_, at_, reaches_end, {}, std::exchange(told_bytes_, 0)};
  auto pieces = std::exchange(pieces_, std::vector<Piece>(sieves_.size()));
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    bulletin::append_bytes_field(pieces[i].answer, cursor_field, cursor_for(*sieves_[i]));
    pieces[i].to = at_;
    passage.pieces.push_back(std::make_shared<const Piece>(std::move(pieces[i])));
  }
  passages_.push_back(std::move(passage));
  from_ = at_;
}

/// In this passage, or in a next one.
bool PassageReader::has_room() {
  if (told_bytes_ < bounds_.told_bytes) return true;
  if (passages_.size() + 1 >= bounds_.passages) return false;
  end_passage(false);
  return true;
}

base::Result<PassageReader::Stopped> PassageReader::sift_all(const std::vector<Whole>& entries, const Position& from) {
  std::vector<store::Sequence> places;
  std::size_t bytes = 0;
  for (const auto& [entry, body] : entries) {
    places.push_back(entry.sequence);
    bytes += body.size();
  }
  if (auto learned = asking_.learn_standing(std::move(places)); !learned) return learned.error();
  for (const auto& whole : entries) {
    const auto place = whole.first.sequence;
    if (until_ && Position{place, 0} > *until_) return Stopped::AtUntil;
    if (!has_room()) return Stopped::AtBound;
    if (auto sifted = sift(whole, place == from.at ? from.next : 0); !sifted) return sifted.error();
    if (at_.next != Position::whole) return until_ && at_ >= *until_ ? Stopped::AtUntil : Stopped::AtBound;
  }
  const bool is_cut = entries.size() >= bounds_.bulletins || bytes >= bounds_.body_bytes;
  return is_cut ? Stopped::AtBound : Stopped::AtEnd;
}

base::Status PassageReader::sift(const Whole& whole, std::uint32_t first_claim) {
  const auto& [entry, bytes] = whole;
  const Position behind{entry.sequence, Position::whole};
  if (entry.expires_at <= asking_.now()) {
    at_ = behind;
    return {};
  }
  const auto verified = bulletin::read_verified(bytes);
  if (!verified) {  // damaged on the disk since: it must not stop all that watch for ever
    at_ = behind;
    return {};
  }
  const auto standing = standing_of(whole, *verified);
  if (!standing) return standing.error();
  for (std::size_t i = 0; i < sieves_.size(); ++i) {
    if (sieves_[i]->may_know_of(standing->row)) pieces_[i].may_be_told_empty = true;
  }
  const auto wanted = sieves_for(standing->row);
  if (!wanted.empty() && !standing->withdrawn && !standing->superseded) {
    if (standing->row.claims > 0) return sift_claims(*verified, *standing, first_claim, wanted);
    sift_without_claims(*verified, standing->row, wanted);
    return {};
  }
  at_ = behind;
  return {};
}

/// While an index is rebuilt it does not know all that the ledger has.
base::Result<store::Standing> PassageReader::standing_of(const Whole& whole, const bulletin::Verified& verified) {
  if (const auto* known = asking_.standing(whole.first.sequence)) return *known;
  auto described = store::describe(verified, {}, whole.first.giver, whole.first.received_at);
  described.row.sequence = whole.first.sequence;
  return asking_.index().judge(described.row);
}

std::vector<std::size_t> PassageReader::sieves_for(const store::BulletinRow& row) const {
  std::vector<std::size_t> wanted;
  for (std::size_t i = 0; i < sieves_.size(); ++i) {
    if (sieves_[i]->passes(row)) wanted.push_back(i);
  }
  return wanted;
}

base::Status PassageReader::sift_claims(const bulletin::Verified& verified, const store::Standing& standing,
                                        std::uint32_t first_claim, const std::vector<std::size_t>& wanted) {
  const auto& header = verified.header.message;
  std::vector<std::size_t> passed;
  for (const auto& claim : verified.claims) {
    const Position here{standing.row.sequence, claim.number};
    if (until_ && here >= *until_) {
      at_ = *until_;
      return {};
    }
    if (claim.number < first_claim || !claim.indexable) continue;
    if (bulletin::valid_window(header, claim.message).until <= asking_.now()) continue;
    if (std::ranges::binary_search(standing.withdrawn_claims, claim.number)) continue;
    passed.clear();
    for (const auto sieve : wanted) {
      if (sieves_[sieve]->passes(header, claim.message)) passed.push_back(sieve);
    }
    if (auto scored = drop_low_scores(claim.message, passed); !scored) return scored;
    if (passed.empty()) continue;
    if (!has_room()) return {};  // at_ tells where to go on
    auto arrival = arrival_of(header, standing.row, claim.message);
    arrival.mutable_value()->set_type(claim.message.type());
    arrival.mutable_value()->set_value(claim.message.value());
    arrival.mutable_said()->set_claim(claim.number);
    at_ = {standing.row.sequence, claim.number + 1};
    add(std::move(arrival), passed);
  }
  at_ = {standing.row.sequence, Position::whole};
  return {};
}

/// What all say of the value, this claim among it, is looked up for those alone who ask for a score, under the ceiling
/// of each: what one may not see does not lift an arrival over what he asks for.
base::Status PassageReader::drop_low_scores(const v1::Claim& claim, std::vector<std::size_t>& passed) {
  std::map<v1::Tlp, std::uint32_t> scores;
  std::vector<std::size_t> kept;
  for (const auto sieve : passed) {
    const auto max_tlp = sieves_[sieve]->max_tlp();
    if (sieves_[sieve]->asks_for_score() && !scores.contains(max_tlp)) {
      const auto score = score_under(max_tlp, claim);
      if (!score) return score.error();
      scores.emplace(max_tlp, *score);
    }
    if (!sieves_[sieve]->asks_for_score() || sieves_[sieve]->passes_score(scores.at(max_tlp))) kept.push_back(sieve);
  }
  passed = std::move(kept);
  return {};
}

base::Result<std::uint32_t> PassageReader::score_under(v1::Tlp max_tlp, const v1::Claim& claim) {
  auto& asking = under_.try_emplace(max_tlp, asking_.under(max_tlp)).first->second;
  v1::Value value;
  value.set_type(claim.type());
  value.set_value(claim.value());
  const auto type = observable::type_from_number(claim.type()).value_or(observable::Type::None);
  const std::vector<std::string> keys{observable::index_key(type, claim.value())};
  const auto hits = asking.exact(keys);
  if (!hits) return hits.error();
  if (auto learned = query::learn_standing(asking, *hits); !learned) return learned.error();
  const auto view = query::view_of(asking, value, hits->front());
  if (!view) return view.error();
  return std::uint32_t{view->score.value};
}

void PassageReader::sift_without_claims(const bulletin::Verified& verified, const store::BulletinRow& row,
                                        const std::vector<std::size_t>& wanted) {
  const auto& header = verified.header.message;
  std::vector<std::size_t> passed;
  for (const auto sieve : wanted) {
    if (sieves_[sieve]->passes(header, {})) passed.push_back(sieve);
  }
  at_ = {row.sequence, Position::whole};
  if (!passed.empty()) add(arrival_of(header, row, {}), passed);
}

v1::Arrival PassageReader::arrival_of(const v1::Header& header, const store::BulletinRow& row,
                                      const v1::Claim& claim) const {
  v1::Arrival arrival;
  auto& said = *arrival.mutable_said();
  query::tell_bulletin(asking_.book(), row, header, said);
  query::tell_words(claim, said);
  const bool states_verdict = row.kind == v1::KIND_REPORT || claim.verdict() != 0 || header.verdict() != 0;
  if (states_verdict) said.set_verdict(bulletin::effective_verdict(header, claim));
  said.set_role(bulletin::effective_role(header, claim));
  if (const auto confidence = bulletin::effective_confidence(header, claim)) {
    said.set_confidence(bulletin::encode_confidence(*confidence));
  }
  const auto window = bulletin::valid_window(header, claim);
  said.set_valid_from(window.from.us);
  said.set_valid_until(window.until.us);
  *arrival.mutable_targets() = header.targets();
  return arrival;
}

void PassageReader::add(v1::Arrival arrival, const std::vector<std::size_t>& passed) {
  std::array<std::string, 2> encoded;  // a form for each reach
  for (const auto sieve : passed) {
    auto& form = encoded[static_cast<std::size_t>(sieves_[sieve]->reach())];
    if (form.empty()) {
      arrival.set_cursor(cursor_for(*sieves_[sieve]));
      form = arrival.SerializeAsString();
    }
    bulletin::append_bytes_field(pieces_[sieve].answer, arrivals_field, form);
    ++pieces_[sieve].arrivals;
    told_bytes_ += form.size();
  }
}

std::string PassageReader::cursor_for(const Sieve& sieve) const {
  return sieve.reach() == Reach::Outside ? write_place(ledger_, at_) : seal_cursor(cursor_key_, ledger_, at_);
}

/// The first entry behind a place; nothing at the end.
base::Result<std::optional<store::Entry>> entry_behind(store::LedgerReader& ledger, std::uint64_t place) {
  const auto found = ledger.forward_whole({place}, 1, 1);
  if (!found) return found.error();
  if (found->empty()) return std::optional<store::Entry>{};
  return std::optional(found->front().first);
}

}  // namespace

base::Result<std::vector<Passage>> read_passages(query::Asking& asking, const Position& from,
                                                 const std::optional<Position>& until, std::span<const SieveRef> sieves,
                                                 const base::Secret& cursor_key, const PassageBounds& bounds) {
  return PassageReader(asking, sieves, cursor_key, bounds).read(from, until);
}

base::Result<Position> position_before(store::LedgerReader& ledger, base::Instant since) {
  const auto last = ledger.last();
  if (!last) return last.error();
  std::uint64_t before = 0, end = last->value;  // what is asked for begins behind one of [before, end]
  while (before < end) {
    const auto middle = before + (end - before) / 2;
    const auto entry = entry_behind(ledger, middle);
    if (!entry) return entry.error();
    if (!*entry || (*entry)->received_at >= since)
      end = middle;
    else
      before = (*entry)->sequence.value;
  }
  return Position{{before}, Position::whole};
}

}  // namespace tidings::watching
