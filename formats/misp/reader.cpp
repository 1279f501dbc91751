#include "formats/misp/reader.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <deque>
#include <optional>
#include <unordered_map>

#include "base/digest.hpp"
#include "base/uuid.hpp"
#include "formats/json/cutter.hpp"
#include "formats/misp/attribute.hpp"
#include "formats/misp/event_draft.hpp"

namespace tidings::misp {
namespace {

using base::ErrorCode;
using json_stream::Element;

json_stream::CutterOptions cutter_options(const Options& options) {
  json_stream::CutterOptions out;
  for (const auto* event : {"", "/*", "/*/Event", "/response/*/Event", "/response/*"}) {
    out.arrays.push_back(std::string(event) + "/Attribute");
    out.arrays.push_back(std::string(event) + "/Object");
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

bool is_of_objects(const Element& element) { return element.array % 2 == 1; }

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
  bool begun{false};
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
  base::Status turn_to(Event& event);
  base::Status leave();
  base::Status find_events(const json::value& value, const std::string& pointer);
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
  const auto read = json_stream::cut(source_, cutter_, [this](const Element& element) -> base::Status {
    auto* event = event_at(event_pointer(element.pointer));
    if (event == nullptr) return too_many();
    event->content.update(element.bytes);
    return {};
  });
  return read ? source_.rewind() : read.error();
}

base::Status Reading::find_events(const json::value& value, const std::string& pointer) {
  if (const auto* array = value.if_array()) {
    for (std::size_t i = 0; i < array->size(); ++i) {
      if (!(*array)[i].is_object()) continue;
      if (auto found = find_events((*array)[i], pointer + "/" + std::to_string(i)); !found) return found;
    }
    return {};
  }
  const auto* object = value.if_object();
  if (object == nullptr) return {};
  for (const auto* wrapper : {"Event", "response"}) {
    const auto* inner = object->if_contains(wrapper);
    if (inner == nullptr || !inner->is_structured()) continue;
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
  event->json = object;
  order_.push_back(event);
  return {};
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
  if (event.begun || event.json == nullptr) return {};
  event.begun = true;
  event.head = read_head(*event.json, event.beside, event.content.finish(), options_);
  settle_references(event);
  if (event.head.marking.refused) {
    sink_.note({draft::Fate::Refused, event.pointer, event.head.frame.title(), event.head.marking.why});
    return {};
  }
  draft_.emplace(event.head, options_, sink_);
  return draft_->begin(*event.json, event.pointer);
}

base::Status Reading::take(const Element& element) {
  auto* event = event_at(event_pointer(element.pointer));
  if (event == nullptr) return too_many();
  if (auto turned = turn_to(*event); !turned) return turned;
  if (!draft_) return {};  // refused as a whole
  return is_of_objects(element) ? draft_->object(element.value, element.bytes, element.pointer)
                                : draft_->attribute(element.value, element.bytes, element.pointer);
}

base::Status Reading::run() {
  cutter_.on_refused = [](std::string_view, const std::string&) {};
  auto first = cutter_;
  first.wants = may_be_reference;
  const auto rest = json_stream::cut(source_, first, [this](const Element& element) { return scan(element); });
  if (!rest) return rest.error();
  current_ = nullptr;
  if (auto found = find_events(*rest, ""); !found) return found;
  if (order_.empty()) return base::fail(ErrorCode::BadInput, "there is no MISP event in it");
  if (auto again = source_.rewind(); !again) return again;
  if (auto digested = digest_contents(); !digested) return digested;
  cutter_.on_refused = [this](std::string_view pointer, std::string reason) {
    sink_.note({draft::Fate::Refused, std::string(pointer), "", std::move(reason)});
  };
  const auto read = json_stream::cut(source_, cutter_, [this](const Element& element) { return take(element); });
  if (!read) return read.error();
  for (auto* event : order_) {
    if (event->begun) continue;
    if (auto turned = turn_to(*event); !turned) return turned;
  }
  return leave();
}

}  // namespace

base::Status read(draft::Source& source, const Options& options, draft::Sink& sink) {
  return Reading(source, options, sink).run();
}

}  // namespace tidings::misp
