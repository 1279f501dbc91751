#include "daemon/query/filter.hpp"

#include <algorithm>

#include "core/bulletin/context.hpp"
#include "core/bulletin/words.hpp"
#include "core/observable/type.hpp"
#include "daemon/query/query.hpp"
#include "daemon/store/lists.hpp"

namespace tidings::query {
namespace {

constexpr int ecosystem_bit = max_asked_tags;
constexpr int first_word_bit = ecosystem_bit + 1;
static_assert(first_word_bit + writing::max_asked_words <= 64);
constexpr std::uint32_t most_sure = 100;

Marks bit(std::size_t number) { return Marks{1} << number; }

base::Error bad(std::string why) { return base::fail(base::ErrorCode::BadInput, std::move(why)); }

template <class List>
bool has(const List& list, const auto& wanted) {
  return std::ranges::find(list, wanted) != list.end();
}
/// Nothing asked for is met by all.
template <class List>
bool allows(const List& list, const auto& one) {
  return list.empty() || has(list, one);
}

template <class Asked>
base::Status bounded(const Asked& asked, int most, const char* what) {
  if (asked.size() <= most) return {};
  return base::fail(base::ErrorCode::TooLarge, "more than " + std::to_string(most) + " " + what + " are asked for");
}

/// Every word that begins so, or would; nothing where there are too many: then bulletins are looked at as they come,
/// and what many words begin with is soon found.
base::Result<std::optional<std::vector<std::string>>> lists_of(const writing::AskedWord& word,
                                                               store::IndexReader& index) {
  const auto exact = store::word_list(word.text);
  if (!word.begins) return std::optional(std::vector{exact});
  auto keys = index.keys(exact, exact + '\xff', max_listed_words + 1);  // no byte of UTF-8 is 0xff
  if (!keys) return keys.error();
  if (keys->size() > max_listed_words) return std::optional<std::vector<std::string>>{};
  if (keys->empty()) keys->push_back(exact);
  return std::optional(std::move(*keys));
}

}  // namespace

base::Result<Filter> Filter::of(const v1::Filter& asked, const partners::Book& book) {
  Filter filter;
  if (auto read = filter.read_lists(asked, book); !read) return read.error();
  if (auto read = filter.read_times(asked); !read) return read.error();
  if (auto read = filter.read_texts(asked); !read) return read.error();
  if (asked.min_confidence() > most_sure) return bad("a confidence is 0 to 100");
  if (asked.min_score() > most_sure) return bad("a score is 0 to 100");
  filter.min_confidence_ = asked.min_confidence();
  filter.min_score_ = asked.min_score();
  return filter;
}

base::Status Filter::read_lists(const v1::Filter& asked, const partners::Book& book) {
  for (const auto& checked :
       {bounded(asked.types(), max_asked_entries, "types"), bounded(asked.origins(), max_asked_entries, "origins"),
        bounded(asked.tlps(), max_asked_entries, "markings"), bounded(asked.kinds(), max_asked_entries, "kinds"),
        bounded(asked.roles(), max_asked_entries, "roles")}) {
    if (!checked) return checked;
  }
  for (const auto type : asked.types()) {
    if (!observable::type_from_number(type)) return bad("no such type of observable");
    types_.push_back(type);
  }
  for (const auto& name : asked.origins()) {
    const auto origin = find_organisation(book, name);
    if (!origin) return origin.error();
    origins_.push_back(*origin);
  }
  for (const auto tlp : asked.tlps()) tlps_.push_back(static_cast<v1::Tlp>(tlp));
  for (const auto kind : asked.kinds()) kinds_.push_back(static_cast<v1::Kind>(kind));
  for (const auto role : asked.roles()) roles_.push_back(static_cast<v1::Role>(role));
  return {};
}

base::Status Filter::read_times(const v1::Filter& asked) {
  if (asked.received_since() != 0) received_since_ = {asked.received_since()};
  if (asked.received_until() != 0) received_until_ = {asked.received_until()};
  if (asked.issued_since() != 0) issued_since_ = {asked.issued_since()};
  if (asked.issued_until() != 0) issued_until_ = {asked.issued_until()};
  if (received_since_ > received_until_ || issued_since_ > issued_until_)
    return bad("a time that ends before it begins");
  return {};
}

base::Status Filter::read_texts(const v1::Filter& asked) {
  if (auto checked = bounded(asked.tags(), max_asked_tags, "tags"); !checked) return checked;
  if (auto checked = bounded(asked.ecosystems(), max_asked_entries, "ecosystems"); !checked) return checked;
  tags_.assign(asked.tags().begin(), asked.tags().end());
  ecosystems_.assign(asked.ecosystems().begin(), asked.ecosystems().end());
  if (!asked.text().empty()) {
    auto words = writing::read_question(asked.text());
    if (!words) return words.error();
    words_ = std::move(*words);
  }
  for (std::size_t i = 0; i < tags_.size(); ++i) all_marks_ |= bit(i);
  if (!ecosystems_.empty()) all_marks_ |= bit(ecosystem_bit);
  for (std::size_t i = 0; i < words_.size(); ++i) all_marks_ |= bit(first_word_bit + i);
  return {};
}

base::Result<std::vector<std::vector<std::string>>> Filter::lists(store::IndexReader& index) const {
  std::vector<std::vector<std::string>> groups;
  const auto add = [&](const auto& asked, auto list_of) {
    if (asked.empty()) return;
    auto& group = groups.emplace_back();
    for (const auto& one : asked) group.push_back(list_of(one));
  };
  for (const auto& word : words_) {
    auto group = lists_of(word, index);
    if (!group) return group.error();
    if (*group) groups.push_back(std::move(**group));
  }
  for (const auto& tag : tags_) groups.push_back({store::tag_list(tag)});
  add(ecosystems_, store::ecosystem_list);
  add(origins_, store::origin_list);
  add(types_, store::type_list);
  add(kinds_, store::kind_list);
  add(tlps_, store::tlp_list);
  add(roles_, store::role_list);
  if (min_confidence_ > 0) {
    auto& group = groups.emplace_back();
    const auto step = store::confidence_step;
    for (auto from = min_confidence_ - min_confidence_ % step; from <= most_sure; from += step) {
      group.push_back(store::confidence_list(from));
    }
  }
  return groups;
}

base::Result<store::SequenceRange> Filter::places(store::IndexReader& index) const {
  if (received_since_.us == 0 && received_until_.us == UINT64_MAX) return store::SequenceRange{};
  return index.received(received_since_, received_until_);
}

bool Filter::narrows() const {
  return asks_for_texts() || !origins_.empty() || !kinds_.empty() || !tlps_.empty() || !roles_.empty() ||
         min_confidence_ > 0 || received_since_.us != 0 || received_until_.us != UINT64_MAX;
}

bool Filter::fits_type(std::uint32_t type) const { return allows(types_, type); }
bool Filter::fits_origin(const identity::OrgId& origin) const { return allows(origins_, origin); }

bool Filter::fits(const store::BulletinRow& row) const {
  const auto lies = [](base::Instant at, base::Instant since, base::Instant until) {
    return since <= at && at <= until;
  };
  return fits_origin(row.origin) && allows(kinds_, row.kind) && allows(tlps_, row.tlp) &&
         lies(row.received_at, received_since_, received_until_) && lies(row.issued_at, issued_since_, issued_until_);
}

bool Filter::fits(v1::Role role, std::optional<std::uint32_t> confidence) const {
  return allows(roles_, role) && (min_confidence_ == 0 || confidence.value_or(0) >= min_confidence_);
}

bool Filter::fits(const v1::Header& header, const v1::Claim& claim) const {
  return fits_type(claim.type()) &&
         fits(bulletin::effective_role(header, claim), bulletin::effective_confidence(header, claim)) &&
         (!asks_for_texts() || are_enough(marks_of(header) | marks_of(claim)));
}

void Filter::mark_word(std::string_view word, Marks& marks) const {
  for (std::size_t i = 0; i < words_.size(); ++i) {
    const auto& asked = words_[i];
    if (word == asked.text || (asked.begins && word.starts_with(asked.text))) marks |= bit(first_word_bit + i);
  }
}

bool Filter::may_have_words(Marks of_header, std::string_view claim_bytes) const {
  for (std::size_t i = 0; i < words_.size(); ++i) {
    const bool is_wanted = (of_header & bit(first_word_bit + i)) == 0;
    if (is_wanted && !bulletin::may_have_word(claim_bytes, words_[i].text)) return false;
  }
  return true;
}

Marks Filter::marks_of(const v1::Header& header) const {
  Marks marks = 0;
  for (std::size_t i = 0; i < tags_.size(); ++i) {
    if (has(header.tags(), tags_[i])) marks |= bit(i);
  }
  if (std::ranges::any_of(header.ecosystems(), [&](const auto& one) { return has(ecosystems_, one); })) {
    marks |= bit(ecosystem_bit);
  }
  if (!words_.empty()) bulletin::each_word(header, [&](std::string_view word) { mark_word(word, marks); });
  return marks;
}

Marks Filter::marks_of(const v1::Claim& claim) const {
  Marks marks = 0;
  for (std::size_t i = 0; i < tags_.size(); ++i) {
    if (has(claim.tags(), tags_[i])) marks |= bit(i);
  }
  if (has(ecosystems_, claim.sighting().ecosystem())) marks |= bit(ecosystem_bit);
  if (!words_.empty()) bulletin::each_word(claim, [&](std::string_view word) { mark_word(word, marks); });
  return marks;
}

}  // namespace tidings::query
