#include "formats/misp/reader.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <deque>
#include <map>
#include <optional>
#include <unordered_map>

#include "base/digest.hpp"
#include "base/uuid.hpp"
#include "formats/json/cutter.hpp"
#include "formats/misp/attribute.hpp"
#include "formats/misp/event_draft.hpp"
#include "formats/misp/event_shape.hpp"

namespace tidings::misp {
namespace {

using base::ErrorCode;
using json_stream::Element;

json_stream::CutterOptions cutter_options(const Options& options) {
  json_stream::CutterOptions out;
  for (const auto* event : {"", "/*", "/*/Event", "/response/*/Event", "/response/*"}) {
    for (const auto list : lists) out.arrays.push_back(std::string(event) + "/" + std::string(list));
  }
  out.max_element_bytes = options.max_element_bytes;
  out.max_rest_bytes = options.max_rest_bytes;
  return out;
}

// Events that are held at once, without what is in them; a feed has one a file, a server answers with a page of them.
constexpr std::size_t max_events = 65'536;

/// The first pass looks for references alone; in most events few attributes are. What hides behind an escape in one of
/// these words is no reference, and travels in the originals all the same.
bool may_be_reference(std::string_view bytes) {
  constexpr auto words = std::to_array<std::string_view>(
      {"\"link\"", "\"External analysis\"", "\"Internal reference\"", "\"Antivirus detection\""});
  return std::ranges::any_of(words, [&](std::string_view word) {
    return memmem(bytes.data(), bytes.size(), word.data(), word.size()) != nullptr;
  });
}

/// "/response/0/Event/Attribute/17" -> "/response/0/Event".
std::string_view event_pointer(std::string_view element) {
  element = element.substr(0, element.rfind('/'));
  return element.substr(0, element.rfind('/'));
}

struct Reference {
  Words words;             ///< with what they say of themselves
  std::uint64_t event{0};  ///< the number of the event that they are of; 0 where none is told
};

struct Event {
  std::string pointer;
  const json::object* json{nullptr};
  std::vector<Reference> references;  ///< as the first pass found them
  Marking beside;                     ///< what marks it where it stands
  base::Sha256 content;               ///< of its attributes and objects, where it has no uuid
  EventHead head;
  bool begun{false}, is_older{false};
};

class Reading {
 public:
  Reading(draft::Source& source, const Options& options, draft::Sink& sink)
      : source_(source), options_(options), sink_(sink), cutter_(cutter_options(options)) {}
  base::Status run();

 private:
  base::Status scan(const Element& element);
  base::Status digest_contents();
  void scan_attribute(Event& event, const json::value& value, const Marking& around);
  base::Status take(const Element& element);
  base::Status tell(const Element& element);
  base::Status turn_to(Event& event);
  base::Status leave();
  base::Status find_events(json::value& value, const std::string& pointer);
  base::Status find_within(json::value& value, const std::string& pointer);
  void pass_over_older();
  void settle_references(Event& event);
  base::Error too_many() const;
  Event* event_at(std::string_view pointer);  ///< null if there are too many

  draft::Source& source_;
  const Options& options_;
  draft::Sink& sink_;
  json_stream::CutterOptions cutter_;
  std::deque<Event> events_;
  std::unordered_map<std::string, Event*> by_pointer_;
  std::vector<Event*> order_;  ///< as they stand in the document
  Event* current_{nullptr};
  std::optional<EventDraft> draft_;
};

Event* Reading::event_at(std::string_view pointer) {
  if (current_ != nullptr && current_->pointer == pointer) return current_;
  const auto [found, is_new] = by_pointer_.try_emplace(std::string(pointer), nullptr);
  if (!is_new) return found->second;
  if (events_.size() >= max_events) return nullptr;
  found->second = &events_.emplace_back();
  found->second->pointer = std::string(pointer);
  return found->second;
}

base::Error Reading::too_many() const {
  return base::fail(ErrorCode::TooLarge, "there are more than " + std::to_string(max_events) + " events in it");
}

void Reading::scan_attribute(Event& event, const json::value& value, const Marking& around) {
  const auto* attribute = value.if_object();
  if (attribute == nullptr || event.references.size() >= max_references) return;
  if (!is_reference(*attribute) || truth_of(*attribute, "deleted").value_or(false)) return;
  const auto url = text_of(*attribute, "value");
  if (url.empty() || url.size() > 2048) return;
  event.references.push_back({{std::string(url), marking_in(around, *attribute, options_.sharing_groups, {})},
                              number_of(*attribute, "event_id").value_or(0)});
}

/// The first pass: references stand in the context, before any claim.
base::Status Reading::scan(const Element& element) {
  auto* event = event_at(event_pointer(element.pointer));
  if (event == nullptr) return too_many();
  current_ = event;
  if (!is_of_objects(element)) {
    scan_attribute(*event, element.value, {});
  } else if (const auto* object = element.value.if_object()) {
    if (truth_of(*object, "deleted").value_or(false)) return {};
    const auto around = marking_in({}, *object, options_.sharing_groups, {});
    if (const auto* attributes = array_of(*object, "Attribute")) {
      for (const auto& attribute : *attributes) scan_attribute(*event, attribute, around);
    }
  }
  return {};
}

/// What has no uuid is told apart by all that is in it: heads are often alike.
base::Status Reading::digest_contents() {
  const auto is_named = [](const Event* event) {
    return base::uuid_from_text(text_of(*event->json, "uuid")).has_value();
  };
  if (std::ranges::all_of(order_, is_named)) return {};
  const auto add = [this](const Element& element) -> base::Status {
    auto* event = event_at(event_pointer(element.pointer));
    if (event == nullptr) return too_many();
    event->content.update(element.bytes);
    return {};
  };
  const auto read = json_stream::cut(source_, cutter_, add);
  if (!read) return read.error();
  for (const auto* event : order_) {
    if (auto added = each_held(*event->json, event->pointer, add); !added) return added;
  }
  return source_.rewind();
}

base::Status Reading::find_within(json::value& value, const std::string& pointer) {
  if (!value.is_structured()) return {};
  const auto before = order_.size();
  auto found = find_events(value, pointer);
  if (found && order_.size() == before && !is_empty(value))
    sink_.note({draft::Fate::Refused, pointer, {}, "there is no event in it"});
  return found;
}

base::Status Reading::find_events(json::value& value, const std::string& pointer) {
  if (auto* array = value.if_array()) {
    for (std::size_t i = 0; i < array->size(); ++i) {
      if (auto found = find_within((*array)[i], pointer + "/" + std::to_string(i)); !found) return found;
    }
    return {};
  }
  auto* object = value.if_object();
  if (object == nullptr) return {};
  if (numbered_list(value) != nullptr) {
    for (auto& member : *object) {
      if (auto found = find_within(member.value(), pointer + "/" + std::string(member.key())); !found) return found;
    }
    return {};
  }
  for (const auto* wrapper : {"Event", "response"}) {
    auto* inner = object->if_contains(wrapper);
    if (inner == nullptr || !inner->is_structured()) continue;
    // What stands beside the attributes says of what event they are.
    if (has_lists(*object) && inner->is_object() && !has_lists(inner->get_object())) continue;
    const auto within = pointer + "/" + wrapper;
    auto found = find_events(*inner, within);
    // Some tell the tags of an event beside it.
    if (const auto event = by_pointer_.find(within); event != by_pointer_.end())
      event->second->beside = tagged_marking(*object, options_.sharing_groups);
    return found;
  }
  if (!object->contains("info") && !object->contains("Attribute") && !object->contains("Object")) return {};
  auto* event = event_at(pointer);
  if (event == nullptr) return too_many();
  for (const auto list : lists) settle_list(*object, list);
  settle_list(*object, "EventReport");
  event->json = object;
  order_.push_back(event);
  return {};
}

/// Of several copies of an event the newest counts, wherever it stands: an older one would take back what it says.
void Reading::pass_over_older() {
  std::map<std::string, std::uint64_t> newest;
  const auto copy_of = [](const Event& event) {
    const auto uuid = base::uuid_from_text(text_of(*event.json, "uuid"));
    return std::pair(uuid ? uuid->str() : std::string(), instant_of(*event.json, "timestamp"));
  };
  for (const auto* event : order_) {
    const auto [uuid, at] = copy_of(*event);
    newest[uuid] = std::max(newest[uuid], at);
  }
  for (auto* event : order_) {
    const auto [uuid, at] = copy_of(*event);
    if (uuid.empty() || at == 0 || at == newest[uuid]) continue;
    event->is_older = true;
    sink_.note({draft::Fate::LeftOut, event->pointer, std::string(text_of(*event->json, "info")),
                "a newer copy of the same event stands in the file, too"});
  }
}

void Reading::settle_references(Event& event) {
  for (auto& [words, number] : event.references) {
    const auto marking = narrowest(around(event.head, number), words.marking);
    if (!marking.refused) event.head.references.push_back({std::move(words.text), marking});
  }
  event.references.clear();
}

base::Status Reading::leave() {
  auto finished = draft_ ? draft_->finish() : base::Status{};
  draft_.reset();
  if (current_ != nullptr) current_->head = {};
  current_ = nullptr;
  return finished;
}

base::Status Reading::turn_to(Event& event) {
  if (current_ == &event) return {};
  if (auto left = leave(); !left) return left;
  current_ = &event;
  if (event.begun) return {};
  event.begun = true;
  if (event.json == nullptr) {
    sink_.note({draft::Fate::Refused, event.pointer, {}, "attributes stand in it, and it is no event"});
    return {};
  }
  event.head = read_head(*event.json, event.beside, event.content.finish(), options_);
  settle_references(event);
  if (event.head.marking.refused) {
    sink_.note({draft::Fate::Refused, event.pointer, event.head.frame.title(), event.head.marking.why});
    return {};
  }
  draft_.emplace(event.head, options_, sink_);
  if (auto begun = draft_->begin(*event.json, event.pointer); !begun) return begun;
  return each_held(*event.json, event.pointer, [&](const Element& held) {
    return settled(held, [&](const Element& element) { return tell(element); });
  });
}

base::Status Reading::tell(const Element& element) {
  return is_of_objects(element) ? draft_->object(element.value, element.bytes, element.pointer)
                                : draft_->attribute(element.value, element.bytes, element.pointer);
}

base::Status Reading::take(const Element& element) {
  auto* event = event_at(event_pointer(element.pointer));
  if (event == nullptr) return too_many();
  if (event->is_older) return {};
  if (auto turned = turn_to(*event); !turned) return turned;
  return draft_ ? tell(element) : base::Status{};  // none: refused as a whole
}

base::Status Reading::run() {
  cutter_.on_refused = [](std::string_view, const std::string&) {};
  auto first = cutter_;
  first.wants = may_be_reference;
  const OnElement look = [this](const Element& element) {
    return settled(element, [this](const Element& each) { return scan(each); });
  };
  auto rest = json_stream::cut(source_, first, look);
  if (!rest) return rest.error();
  if (auto found = find_events(*rest, ""); !found) return found;
  for (const auto* event : order_) {
    if (auto looked = each_held(*event->json, event->pointer, look); !looked) return looked;
  }
  current_ = nullptr;
  pass_over_older();
  if (order_.empty()) return base::fail(ErrorCode::BadInput, "there is no MISP event in it");
  if (auto again = source_.rewind(); !again) return again;
  if (auto digested = digest_contents(); !digested) return digested;
  cutter_.on_refused = [this](std::string_view pointer, std::string reason) {
    sink_.note({draft::Fate::Refused, std::string(pointer), "", std::move(reason)});
  };
  const auto read = json_stream::cut(source_, cutter_, [this](const Element& element) {
    return settled(element, [this](const Element& each) { return take(each); });
  });
  if (!read) return read.error();
  for (auto* event : order_) {
    if (event->begun || event->is_older) continue;
    if (const auto why = why_hollow(*event->json); !why.empty()) {
      sink_.note({draft::Fate::Refused, event->pointer, std::string(text_of(*event->json, "info")), why});
      continue;
    }
    if (auto turned = turn_to(*event); !turned) return turned;
  }
  return leave();
}

}  // namespace

base::Status read(draft::Source& source, const Options& options, draft::Sink& sink) {
  return Reading(source, options, sink).run();
}

}  // namespace tidings::misp
