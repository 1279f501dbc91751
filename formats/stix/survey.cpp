#include "formats/stix/survey.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "base/bytes.hpp"
#include "base/utf8.hpp"
#include "core/bulletin/bulletin.hpp"
#include "formats/draft/stated_marking.hpp"

namespace tidings::stix {
namespace {

constexpr std::size_t id_overhead = 96;  ///< what a map's entry costs beside its text
constexpr std::size_t max_name_bytes = 256;
constexpr std::size_t max_report_references = 64;
constexpr auto tagged_types =
    std::to_array<std::string_view>({"malware", "threat-actor", "intrusion-set", "campaign", "tool", "attack-pattern",
                                     "infrastructure", "vulnerability"});

bool is_tagged(std::string_view type) { return std::ranges::find(tagged_types, type) != tagged_types.end(); }
bool is_report(std::string_view type) { return type == "report" || type == "grouping"; }

/// The id that others know it by (T1566.001, CVE-2024-1234), else its name.
std::string common_name(const Object& object, std::string_view type) {
  const auto* value = object.if_contains("external_references");
  const auto* list = value == nullptr ? nullptr : value->if_array();
  if (list != nullptr && (type == "attack-pattern" || type == "vulnerability")) {
    for (const auto& each : *list) {
      const auto* reference = each.if_object();
      if (reference == nullptr) continue;
      const auto source = text_of(*reference, "source_name");
      const auto id = text_of(*reference, "external_id");
      if (!id.empty() && (source.starts_with("mitre-") || source == "cve"))
        return std::string(base::cut(id, max_name_bytes));
    }
  }
  return std::string(base::cut(text_of(object, "name"), max_name_bytes));
}

void take_references(const Object& object, std::vector<std::string>& references) {
  const auto* value = object.if_contains("external_references");
  const auto* list = value == nullptr ? nullptr : value->if_array();
  if (list == nullptr) return;
  for (const auto& each : *list) {
    const auto* reference = each.if_object();
    const auto url = reference == nullptr ? std::string_view() : text_of(*reference, "url");
    const bool usable = !url.empty() && url.size() <= bulletin::max_list_entry_bytes;
    if (usable && references.size() < max_report_references) references.emplace_back(url);
  }
}

/// Of parts of an object, by what they refer to; others than those that name a language may mean any marking.
template <class Take>
void each_part_mark(const Object& object, const Take& take) {
  const auto* value = object.if_contains("granular_markings");
  if (value == nullptr || value->is_null()) return;
  const auto* list = value->if_array();
  if (list == nullptr) return take(unreadable_mark);
  for (const auto& each : *list) {
    const auto* part = each.if_object();
    const bool is_language =
        part != nullptr && part->contains("lang") && std::ranges::all_of(*part, [](const auto& member) {
          return member.key() == "lang" || member.key() == "selectors";
        });
    const auto id = part == nullptr ? std::string_view() : text_of(*part, "marking_ref");
    if (!is_language) take(id.empty() ? unreadable_mark : id);
  }
}

/// Of what marks_key() joined.
template <class Take>
void each_mark(std::string_view key, const Take& take) {
  while (!key.empty()) {
    const auto mark = key.substr(0, key.find('\n'));
    key.remove_prefix(mark.size() + 1);
    take(mark);
  }
}

}  // namespace

Number Survey::intern(std::string_view id) {
  if (id.empty() || id.size() > max_id_bytes) return 0;
  if (const auto known = number(id); known != 0) return known;
  remember(id.size() + id_overhead);
  const auto fresh = static_cast<Number>(numbers_.size() + 1);
  numbers_.emplace(id, fresh);
  return fresh;
}

Number Survey::number(std::string_view id) const {
  const auto found = numbers_.find(id);
  return found == numbers_.end() ? 0 : found->second;
}

/// What marks any of the object, joined: ids, and what its labels and words say.
std::string Survey::marks_key(const Object& object) {
  auto key = stated_marks(object);
  const auto add = [&](std::string_view id) {
    if (!id.empty()) (key += is_id(id) ? id : unreadable_mark) += '\n';
  };
  for_each_text(object, "object_marking_refs", add);
  if (!is_of_texts(object, "object_marking_refs")) add(unreadable_mark);
  each_part_mark(object, add);
  return key;
}

Number Survey::marks_of(const Object& object) {
  auto key = marks_key(object);
  const auto size = key.size();
  const auto [place, fresh] = mark_sets_.try_emplace(std::move(key), static_cast<Number>(mark_sets_.size()));
  if (fresh) remember(size + id_overhead + sizeof(Marking));
  return place->second;
}

/// All but statements.
Marking Survey::levels_of(const std::string& key) const {
  Marking marking;
  draft::Stated words;
  each_mark(key, [&](std::string_view id) {
    if (const auto worded = worded_mark(id)) return words.narrow(*worded);
    auto said = is_id(id) ? standard_marking(id) : stated_marking(id);
    const auto defined = definitions_.find(id);
    if (!said && defined != definitions_.end()) said = defined->second.said;
    if (const auto given = options_.markings.find(id); !said && given != options_.markings.end()) {
      said = Marking{given->second.tlp(), given->second.pap(), given->second.local(), {}};
    }
    if (said)
      narrow(marking, {said->tlp, said->pap, said->local, {}, said->bulletins});
    else
      marking.local = true;
  });
  narrow_by_words(marking, words, options_.unmarked);
  keep_if_of_many(marking);
  return marking;
}

Marking Survey::resolve(const std::string& key) const {
  auto marking = levels_of(key);
  each_mark(key, [&](std::string_view id) {
    const auto defined = definitions_.find(id);
    if (defined == definitions_.end() || !defined->second.said || standard_marking(id)) return;
    const auto& [said, marks] = defined->second;
    // Its words are as secret as the definition is.
    if (!marks.empty() && !may_stand_in(levels_of(marks), marking, options_.unmarked)) return;
    narrow(marking, {v1::TLP_UNSPECIFIED, v1::PAP_UNSPECIFIED, false, said->statements});
  });
  return marking;
}

void Survey::define(const Object& object) {
  const auto id = text_of(object, "id");
  auto said = defined_marking(object);
  auto marks = marks_key(object);
  remember(marks.size());
  const auto [place, fresh] = definitions_.try_emplace(std::string(id), Definition{said, {}});
  place->second.marks += marks;
  auto& known = place->second.said;
  if (fresh) {
    remember(id.size() + id_overhead + sizeof(Definition));
    for (const auto& statement : said ? said->statements : std::vector<std::string>()) remember(statement.size());
  } else if (known && said) {
    narrow(*known, *said);
  } else {
    known.reset();  // told in two ways, one of which nobody can read
  }
}

void Survey::take_name(const Object& object, std::string_view type) {
  auto name = common_name(object, type);
  if (name.empty()) return;
  if (type != "identity") name = std::string(type) + ":" + name;
  remember(name.size() + sizeof(Named) + id_overhead);
  names_.insert_or_assign(intern(text_of(object, "id")), Named{std::move(name), marks_of(object), nullptr});
}

void Survey::take_relationship(const Object& object) {
  const auto from = text_of(object, "source_ref"), to = text_of(object, "target_ref");
  if (type_of_id(from) != "indicator" || !is_tagged(type_of_id(to))) return;
  if (!is_id(from) || !is_id(to)) return;
  relations_.push_back({intern(from), intern(to), marks_of(object)});
  remember(sizeof(Edge));
}

void Survey::take_report(const Object& object, const Version& version) {
  RawReport raw;
  raw.report.id = intern(text_of(object, "id"));
  raw.report.title = std::string(base::cut(text_of(object, "name"), bulletin::max_title_bytes));
  const auto text = text_of(object, text_of(object, "description").empty() ? "context" : "description");
  raw.report.text = std::string(base::cut(text, bulletin::max_text_bytes / 2));
  take_references(object, raw.report.references);
  for_each_text(object, "labels", [&](std::string_view label) {
    if (!draft::is_marking_tag(label) && label.size() <= bulletin::max_list_entry_bytes &&
        raw.report.tags.size() < max_report_references)
      raw.report.tags.emplace_back(label);
  });
  raw.created_by = intern(text_of(object, "created_by_ref"));
  raw.version = version;
  const auto number = static_cast<Number>(raw_reports_.size());
  members_.emplace_back(raw.report.id, number);  // its own words stand beside itself
  for_each_text(object, "object_refs", [&](std::string_view id) {
    if (!is_id(id)) return;
    members_.emplace_back(intern(id), number);
    remember(sizeof(members_[0]));
  });
  remember(raw.report.text.size() + raw.report.title.size() + sizeof raw);
  raw_reports_.push_back(std::move(raw));
}

/// Sightings, opinions and observed data: whose values must be at hand when they are told.
void Survey::take_reference(const Object& object, std::string_view type) {
  const auto refer = [&](std::string_view id) {
    if (!is_id(id)) return;
    const auto number = intern(id);
    if (referred_.size() <= number) referred_.resize(std::size_t{number} + 1);
    referred_[number] = true;
  };
  if (type == "sighting") {
    refer(text_of(object, "sighting_of_ref"));
    for_each_text(object, "observed_data_refs", refer);
  } else if (type == "opinion") {
    for_each_text(object, "object_refs", refer);
  } else {
    const auto from = intern(text_of(object, "id"));
    for_each_text(object, "object_refs", [&](std::string_view id) {
      if (!is_id(id)) return;
      seen_.emplace_back(from, intern(id));
      remember(sizeof(seen_[0]));
    });
  }
}

void Survey::take_indicator(std::string_view id) {
  indicators_.push_back(TextHash{}(id));
  remember(sizeof(indicators_[0]));
}

base::Status Survey::take(const Object& object) {
  const auto type = text_of(object, "type");
  if (!is_id(text_of(object, "id"))) return {};
  const auto version = Bound::version(object, marks_of(object));
  const auto references = bound_.take(object, version);
  remember(Bound::remembered(references));
  remember(borrowed_.take(object, version, references != 0));
  if (type == "marking-definition")
    define(object);
  else if (type == "identity" || is_tagged(type))
    take_name(object, type);
  else if (type == "relationship")
    take_relationship(object);
  else if (is_report(type))
    take_report(object, version);
  else if (type == "sighting" || type == "opinion" || type == "observed-data")
    take_reference(object, type);
  else if (type == "indicator")
    take_indicator(text_of(object, "id"));
  if (remembered_ <= options_.max_remembered_bytes) return {};
  return base::fail(base::ErrorCode::TooLarge,
                    "its ids and names are more than " + std::to_string(options_.max_remembered_bytes >> 20) + " MiB");
}

void Survey::settle_names() {
  const auto nothing = mark_sets_.find(std::string_view());
  for (const auto& [id, number] : numbers_) {
    const auto named = names_.find(number);
    if (named == names_.end()) continue;
    const bool is_marked = nothing == mark_sets_.end() || named->second.marks != nothing->second;
    const auto* borrowed = is_marked ? nullptr : borrowed_.of(id);
    named->second.marking = &markings_[named->second.marks];
    if (borrowed == nullptr) continue;
    // Its name stands beside objects that refer to it, and says there what they do, whichever bulletin they came from.
    named->second.marking = &lent_.emplace_back(*borrowed);
    lent_.back().bulletins.clear();
  }
}

void Survey::finish() {
  markings_.resize(mark_sets_.size());
  std::vector<bool> is_marked(mark_sets_.size());
  for (const auto& [key, number] : mark_sets_) {
    markings_[number] = resolve(marks_of_all_ + key);
    const auto own = levels_of(key);
    is_marked[number] = own.tlp != v1::TLP_UNSPECIFIED || !own.bulletins.empty();
  }
  bound_.finish(markings_, is_marked, options_.unmarked);
  borrowed_.finish(markings_, bound_, options_.unmarked);
  settle_names();
  std::ranges::sort(relations_, {}, [](const Edge& edge) { return std::pair(edge.from, edge.to); });
  std::ranges::sort(members_);
  std::ranges::sort(seen_);
  referred_.resize(numbers_.size() + 1);
  for (const auto& [from, to] : seen_) {
    if (referred_[from]) referred_[to] = true;
  }
  for (auto& raw : raw_reports_) {
    raw.report.marking = marking_of(raw.version);
    const auto author = names_.find(raw.created_by);
    const bool fits =
        author != names_.end() && may_stand_in(*author->second.marking, raw.report.marking, options_.unmarked);
    if (fits) raw.report.producer = author->second.tag;
    reports_.push_back(std::move(raw.report));
  }
  raw_reports_.clear();
  publication_id_ = find_publication_id();
}

const Marking& Survey::marking_of(const Object& object) const {
  if (const auto* borrowed = borrowed_.of(object)) return *borrowed;
  static const Marking unknown{v1::TLP_UNSPECIFIED, v1::PAP_UNSPECIFIED, true, {}};
  const auto found = mark_sets_.find(marks_key(object));
  return found == mark_sets_.end() ? unknown : marking_of(Bound::version(object, found->second));
}

const Marking& Survey::marking_of(const Version& version) const {
  const auto* held = bound_.of(version);
  return held == nullptr ? markings_[version.second] : *held;
}

std::string Survey::name_of(std::string_view id, const Marking& beside) const {
  const auto name = names_.find(number(id));
  if (name == names_.end() || !may_stand_in(*name->second.marking, beside, options_.unmarked)) return {};
  return name->second.tag;
}

std::string Survey::producer_of(const Object& object, const Marking& beside) const {
  const auto id = text_of(object, "created_by_ref");
  return id.empty() ? std::string() : name_of(id, beside);
}

const Report* Survey::report_of(Number object, const Marking& beside) const {
  const auto [first, last] = std::ranges::equal_range(members_, object, {}, &std::pair<Number, Number>::first);
  for (auto at = first; at != last; ++at) {
    const auto& report = reports_[at->second];
    if (may_stand_in(report.marking, beside, options_.unmarked)) return &report;
  }
  return nullptr;
}

std::vector<std::string> Survey::tags_of(Number object, const Marking& beside) const {
  std::vector<std::string> tags;
  const auto [first, last] = std::ranges::equal_range(relations_, object, {}, &Edge::from);
  for (auto at = first; at != last && tags.size() < max_report_references; ++at) {
    const auto name = names_.find(at->to);
    if (name == names_.end()) continue;
    const bool fits = may_stand_in(markings_[at->marks], beside, options_.unmarked) &&
                      may_stand_in(*name->second.marking, beside, options_.unmarked);
    if (fits) tags.push_back(name->second.tag);
  }
  return tags;
}

std::vector<Number> Survey::seen_by(Number observed_data) const {
  std::vector<Number> objects;
  const auto [first, last] = std::ranges::equal_range(seen_, observed_data, {}, &std::pair<Number, Number>::first);
  for (auto at = first; at != last; ++at) objects.push_back(at->second);
  return objects;
}

std::string Survey::find_publication_id() const {
  if (reports_.size() != 1) return {};
  std::unordered_set<std::size_t> held;
  for (const auto& [id, number] : numbers_) {
    if (std::ranges::binary_search(members_, number, {}, &std::pair<Number, Number>::first))
      held.insert(TextHash{}(id));
  }
  if (!std::ranges::all_of(indicators_, [&](std::size_t id) { return held.contains(id); })) return {};
  const auto found = std::ranges::find(numbers_, reports_[0].id, &std::pair<const std::string, Number>::second);
  std::string digits;
  for (const char c : found->first.substr(found->first.find("--") + 2)) {
    if (c != '-') digits.push_back(c);
  }
  const auto bytes = digits.size() == 32 ? base::from_hex(digits) : std::nullopt;
  return bytes.value_or(std::string());
}

}  // namespace tidings::stix
