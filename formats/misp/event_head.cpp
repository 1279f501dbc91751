#include "formats/misp/event_head.hpp"

#include <algorithm>
#include <array>

#include "base/utf8.hpp"
#include "base/uuid.hpp"
#include "core/bulletin/bulletin.hpp"
#include "formats/misp/attribute.hpp"
#include "formats/misp/original.hpp"

namespace tidings::misp {
namespace {

// A header has 64 KiB for all of it; these leave room for 256 organisations by name and what the publisher adds.
constexpr std::size_t max_tags_bytes = std::size_t{12} * 1024;
constexpr std::size_t max_references_bytes = std::size_t{12} * 1024;
constexpr std::size_t max_context_text_bytes = std::size_t{24} * 1024;

constexpr std::array<std::string_view, 5> threat_levels = {"", "high-risk", "medium-risk", "low-risk", ""};
constexpr std::array<std::string_view, 3> analyses = {"initial", "ongoing", "completed"};

const base::Uuid& space() {
  static const base::Uuid made = *base::uuid_from_text("6f1e6a52-8c0b-4d8e-9a53-2f0b1c7d4e90");
  return made;
}

std::string machine_tag(std::string_view predicate, std::string_view value) {
  return "misp:" + std::string(predicate) + "=\"" + std::string(value) + "\"";
}

template <std::size_t Size>
void tag_level(std::vector<std::string>& tags, const json::object& event, std::string_view member,
               std::string_view predicate, const std::array<std::string_view, Size>& names) {
  const auto level = number_of(event, member);
  if (level && *level < Size && !names[*level].empty()) tags.push_back(machine_tag(predicate, names[*level]));
}

std::vector<std::string> event_tags(const json::object& event) {
  auto tags = tags_of(event, bulletin::max_list_entries - 8);
  tag_level(tags, event, "threat_level_id", "threat-level", threat_levels);
  tag_level(tags, event, "analysis", "analysis", analyses);
  const auto date = text_of(event, "date");
  if (date.size() == 10) tags.push_back(machine_tag("date", date));
  if (truth_of(event, "published") == false) tags.push_back(machine_tag("published", "0"));
  return tags;
}

void read_frame(v1::Header& frame, const json::object& event) {
  frame.set_title(std::string(base::cut(text_of(event, "info"), bulletin::max_title_bytes)));
  if (const auto* author = object_of(event, "Orgc")) {
    frame.set_producer(std::string(base::cut(text_of(*author, "name"), bulletin::max_list_entry_bytes)));
  }
  const auto tags = event_tags(event);
  frame.set_confidence(confidence_of(tags));
  std::size_t bytes = 0;
  for (const auto& tag : tags) {
    if (bytes + tag.size() > max_tags_bytes) break;
    bytes += tag.size();
    frame.add_tags(tag);
  }
}

void read_reports(EventHead& head, const json::object& event, const Options& options) {
  each_object(event, "EventReport", [&](const json::object& report) {
    if (truth_of(report, "deleted").value_or(false)) return;
    auto marking = marking_in(around(head, report), report, options.sharing_groups, options.unmarked);
    if (marking.refused) return;
    std::string text(text_of(report, "name"));
    text.append(text.empty() ? "" : "\n\n").append(text_of(report, "content"));
    head.texts.push_back({std::move(text), std::move(marking)});
  });
}

/// Whether words of `marking` may stand in a context of `wanted`.
bool may_stand(const EventHead& head, const Marking& words, const Marking& wanted) {
  const auto settled = [&](Marking marking) {
    if (marking.tlp == v1::TLP_UNSPECIFIED) marking.tlp = head.unmarked.value_or(v1::TLP_UNSPECIFIED);
    return marking;
  };
  return narrowest(settled(words), settled(wanted)) == settled(wanted);
}

}  // namespace

std::string id_of(std::string_view name) { return base::to_text(base::name_uuid(space(), name)); }

Marking around(const EventHead& head, const json::object& thing) {
  return around(head, number_of(thing, "event_id").value_or(0));
}

Marking around(const EventHead& head, std::uint64_t event) {
  auto marking = head.marking;
  if (head.number == 0 || event == 0 || event == head.number) return marking;
  marking.local = true;
  marking.why = "it is of another event, whose marking is not in the file";
  return marking;
}

EventHead read_head(const json::object& event, const Marking& beside, const base::Digest& content,
                    const Options& options) {
  EventHead head;
  head.number = number_of(event, "id").value_or(0);
  head.unmarked = options.unmarked;
  head.marking =
      narrowed_by_words(narrowest(beside, tagged_event(event, options.sharing_groups)), event, head.unmarked);
  head.original = event_original(event);
  const auto uuid = base::uuid_from_text(text_of(event, "uuid"));
  head.uuid = uuid ? base::to_text(*uuid) : id_of(head.original + content.str());
  if (uuid) head.frame.set_publication_id(uuid->str());
  read_frame(head.frame, event);
  read_reports(head, event, options);
  return head;
}

v1::Header context_of(const EventHead& head, const Marking& marking, v1::Kind kind, std::string_view producer) {
  v1::Header context(head.frame);
  if (!may_stand(head, head.marking, marking)) {
    context.clear_title();
    context.clear_tags();
    context.clear_producer();
  }
  context.set_kind(kind);
  *context.mutable_audience() = audience_of(marking);
  context.mutable_based_on()->Assign(marking.bulletins.begin(), marking.bulletins.end());
  if (kind != v1::KIND_REPORT) {
    context.clear_confidence();
    context.set_producer(std::string(producer));
    return context;
  }
  std::size_t bytes = 0;
  for (const auto& [url, own] : head.references) {
    if (!may_stand(head, own, marking) || bytes + url.size() > max_references_bytes) continue;
    bytes += url.size();
    context.add_references(url);
  }
  std::string text;
  for (const auto& [words, own] : head.texts) {
    if (may_stand(head, own, marking)) text.append(text.empty() ? "" : "\n\n").append(words);
  }
  context.set_text(std::string(base::cut(text, max_context_text_bytes)));
  return context;
}

}  // namespace tidings::misp
