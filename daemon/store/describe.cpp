#include "daemon/store/describe.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "core/bulletin/words.hpp"
#include "core/observable/observable.hpp"
#include "daemon/store/lists.hpp"

namespace tidings::store {
namespace {

/// The wire says confidence plus one, so that 0 is "not stated".
std::optional<std::uint32_t> stated(std::uint32_t plus_one) {
  if (plus_one == 0) return std::nullopt;
  return plus_one - 1;
}

v1::Verdict effective_verdict(const v1::Header& header, const v1::Claim& claim) {
  if (claim.verdict() != v1::VERDICT_UNSPECIFIED) return claim.verdict();
  if (header.verdict() != v1::VERDICT_UNSPECIFIED) return header.verdict();
  return header.kind() == v1::KIND_REPORT ? v1::VERDICT_MALICIOUS : v1::VERDICT_UNSPECIFIED;
}

ClaimFacts facts_of(const v1::Header& header, const v1::Claim& claim) {
  const auto role = claim.role() != v1::ROLE_UNSPECIFIED ? claim.role() : header.role();
  const auto confidence = stated(claim.confidence() != 0 ? claim.confidence() : header.confidence());
  const bool own_window = (claim.valid_from() != 0 && claim.valid_from() != header.issued_at()) ||
                          (claim.valid_until() != 0 && claim.valid_until() != header.expires_at());
  const bool own_detail = !claim.comment().empty() || claim.tags_size() > 0 || claim.has_sighting();
  return ClaimFacts::of(effective_verdict(header, claim), role, confidence, own_window, own_detail);
}

BulletinRow row_of(const bulletin::Verified& verified, const OrgId& giver, Instant received_at) {
  const auto& header = verified.header;
  BulletinRow row;
  row.id = header.id;
  row.origin = header.origin;
  row.giver = giver;
  row.kind = header.kind;
  row.tlp = header.message.audience().tlp();
  row.local = header.message.audience().local();
  row.issued_at = header.issued_at;
  row.expires_at = header.expires_at;
  row.received_at = received_at;
  row.publication = header.publication;
  row.revision = header.revision;
  row.part = header.message.part();
  row.parts = header.message.parts();
  row.claims = header.message.claim_count();
  row.not_indexed = static_cast<std::uint32_t>(verified.not_indexable);
  row.sources = indicator::sources_of(header, verified.claims);
  return row;
}

Entry entry_of(const bulletin::Header& header, const BulletinRow& row, std::size_t size) {
  Entry entry;
  entry.id = row.id;
  entry.origin = row.origin;
  entry.giver = row.giver;
  entry.lane = header.lane;
  entry.kind = row.kind;
  entry.issued_at = row.issued_at;
  entry.expires_at = row.expires_at;
  entry.received_at = row.received_at;
  entry.size = static_cast<std::uint32_t>(size);
  return entry;
}

/// What one bulletin says again of an observable: its postings at one key, rising by claim.
class Repeats {
 public:
  explicit Repeats(const bulletin::Verified& verified) : verified_(verified) {}

  /// Keeps what adds something, up to max_postings_a_key; how many did and found no room.
  std::size_t thin(std::vector<Posting>& postings) {
    auto kept = postings.begin();
    for (auto first = postings.begin(); first != postings.end();) {
      const auto end = std::find_if(first, postings.end(), [&](const Posting& one) { return one.key != first->key; });
      const auto begin = kept;
      for (; first != end; ++first) {
        if (!has_room(begin, kept, *first)) continue;
        if (kept != first) *kept = std::move(*first);
        ++kept;
      }
    }
    postings.erase(kept, postings.end());
    return left_out_;
  }

 private:
  using At = std::vector<Posting>::const_iterator;
  /// Kinds of one key are told apart (a domain and its wildcard): each is found by a claim of its own.
  bool has_room(At begin, At end, const Posting& posting) {
    if (begin == end) return true;
    const bool adds_up = verified_.header.kind == v1::KIND_SIGHTING;
    const bool is_alone = adds_up || posting.facts.own_window() || posting.facts.own_detail();
    const auto says_the_same = [&](const Posting& one) {
      return one.facts.bits == posting.facts.bits && type_of(one) == type_of(posting);
    };
    if (!is_alone && std::any_of(begin, end, says_the_same)) return false;
    if (static_cast<std::size_t>(end - begin) < max_postings_a_key) return true;
    if (!adds_up) ++left_out_;  // a sum is read from the bulletin
    return false;
  }
  observable::Type type_of(const Posting& posting) const {
    const auto& claims = verified_.claims;
    const auto at = std::lower_bound(claims.begin(), claims.end(), posting.claim,
                                     [](const auto& claim, std::uint32_t number) { return claim.number < number; });
    return at == claims.end() ? observable::Type::None : at->type;
  }

  const bulletin::Verified& verified_;
  std::size_t left_out_{0};
};

/// The lists that a bulletin belongs to, each with its only claim that does.
class Lists {
 public:
  explicit Lists(std::vector<Posting>& postings) : postings_(postings) {}

  /// What is said of all claims leads to the only one, where there is one: that says more, in fewer bytes.
  void add_header(const v1::Header& header, const BulletinRow& row) {
    const auto claim = row.claims == 1 ? 0 : whole_bulletin;
    for (auto key : {origin_list(row.origin), kind_list(row.kind), tlp_list(row.tlp)}) add(std::move(key), claim);
    for (const auto& tag : header.tags()) tags_[tag] = claim;
    for (const auto& ecosystem : header.ecosystems()) ecosystems_[ecosystem] = claim;
    bulletin::each_word(header, [&](std::string_view word) { add_word(word, claim); });
  }
  void add_claim(const bulletin::ReadClaim& claim, ClaimFacts facts) {
    const auto& message = claim.message;
    if (claim.indexable) add_facts(claim, facts);
    for (const auto& tag : message.tags()) {
      if (!tag.starts_with(bulletin::object_tag)) note(tags_, tag, claim.number);
    }
    if (const auto& ecosystem = message.sighting().ecosystem(); !ecosystem.empty()) {
      note(ecosystems_, ecosystem, claim.number);
    }
    if (claim.indexable && words_ < bulletin::max_filed_words) {
      bulletin::each_word(message, [&](std::string_view word) { add_word(word, claim.number); });
    }
  }
  void add_facts(const bulletin::ReadClaim& claim, ClaimFacts facts) {
    note(types_, claim.message.type(), claim.number);
    note(roles_, facts.role(), claim.number);
    if (const auto confidence = facts.confidence()) note(confidences_, *confidence / confidence_step, claim.number);
  }
  void finish() {
    for (const auto& [role, claim] : roles_) add(role_list(role), claim);
    for (const auto& [step, claim] : confidences_) add(confidence_list(step * confidence_step), claim);
    for (const auto& [type, claim] : types_) add(type_list(type), claim);
    for (const auto& [tag, claim] : tags_) add(tag_list(tag), claim);
    for (const auto& [ecosystem, claim] : ecosystems_) add(ecosystem_list(ecosystem), claim);
  }

 private:
  template <class Key>
  static void note(std::map<Key, std::uint32_t>& list, const Key& key, std::uint32_t claim) {
    const auto [place, is_new] = list.try_emplace(key, claim);
    if (!is_new && place->second != claim) place->second = whole_bulletin;
  }
  void add(std::string key, std::uint32_t claim) { postings_.push_back({std::move(key), claim, {}}); }
  void add_word(std::string_view word, std::uint32_t claim) {
    if (words_++ < bulletin::max_filed_words) add(word_list(word), claim);
  }

  std::vector<Posting>& postings_;
  std::map<std::string, std::uint32_t> tags_, ecosystems_;
  std::map<std::uint32_t, std::uint32_t> types_, confidences_;
  std::map<v1::Role, std::uint32_t> roles_;
  std::size_t words_{0};
};

bool comes_before(const Posting& a, const Posting& b) { return std::tie(a.key, a.claim) < std::tie(b.key, b.claim); }

/// A bulletin stands in a list once: with its only claim there, or whole.
void unite_lists(std::vector<Posting>& postings) {
  std::string list;  // below this key there are observables only
  base::append_be16(list, observable::first_reserved_type);
  const auto first = std::lower_bound(postings.begin(), postings.end(), list,
                                      [](const Posting& one, const std::string& key) { return one.key < key; });
  auto kept = first;
  for (auto at = first; at != postings.end(); ++at) {
    const bool repeats = kept != first && std::prev(kept)->key == at->key;
    if (!repeats) {
      if (kept != at) *kept = std::move(*at);
      ++kept;
    } else if (std::prev(kept)->claim != at->claim) {
      std::prev(kept)->claim = whole_bulletin;
    }
  }
  postings.erase(kept, postings.end());
}

}  // namespace

NewBulletin describe(const bulletin::Verified& verified, std::string bytes, const OrgId& giver, Instant received_at) {
  const auto& header = verified.header.message;
  NewBulletin made;
  made.row = row_of(verified, giver, received_at);
  made.entry = entry_of(verified.header, made.row, bytes.size());
  made.bytes = std::move(bytes);
  made.targets.assign(header.targets().begin(), header.targets().end());
  made.postings.reserve(verified.claims.size() - std::min(verified.claims.size(), verified.not_indexable));
  Lists lists(made.postings);
  lists.add_header(header, made.row);
  for (const auto& claim : verified.claims) {
    const auto facts = facts_of(header, claim.message);
    lists.add_claim(claim, facts);
    if (!claim.indexable) continue;
    made.postings.push_back({observable::index_key(claim.type, claim.message.value()), claim.number, facts});
  }
  lists.finish();
  std::sort(made.postings.begin(), made.postings.end(), comes_before);
  unite_lists(made.postings);
  made.row.not_indexed += static_cast<std::uint32_t>(Repeats(verified).thin(made.postings));
  return made;
}

}  // namespace tidings::store
