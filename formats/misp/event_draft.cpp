#include "formats/misp/event_draft.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <utility>

#include "base/utf8.hpp"
#include "base/uuid.hpp"
#include "formats/misp/object.hpp"
#include "formats/misp/tags.hpp"

namespace tidings::misp {
namespace {

// What a note shows of a value.
constexpr std::size_t shown_bytes = 96;
// Organisations that saw something of one event: each gets a bulletin of its own.
constexpr std::size_t max_contexts = 256;

std::string shown(const json::object& thing, std::string_view kind, std::string_view name) {
  std::string what(base::cut(text_of(thing, kind), shown_bytes));
  return what.append(" ").append(base::cut(text_of(thing, name), shown_bytes));
}

using Claims = std::vector<v1::Claim>;

/// As it was before its author deleted it, or some of it.
json::object undeleted(const json::object& thing) {
  auto before = thing;
  before.erase("deleted");
  auto* attributes = before.if_contains("Attribute");
  if (attributes == nullptr || !attributes->is_array()) return before;
  for (auto& attribute : attributes->get_array()) {
    if (attribute.is_object()) attribute.get_object().erase("deleted");
  }
  return before;
}

Claims withdrawn_of(const AttributeReading& reading, const json::object& attribute) {
  return reading.fate == draft::Fate::Withdrawn ? read_attribute(undeleted(attribute)).claims : Claims();
}

/// Also what two attributes said together of which one is left.
Claims withdrawn_of(const ObjectReading& reading, const json::object& object) {
  Claims claims;
  const auto is_withdrawn = [](const AttributeReading& one) { return one.fate == draft::Fate::Withdrawn; };
  if (std::ranges::none_of(reading.attributes, is_withdrawn)) return claims;
  for (const auto& was : read_object(undeleted(object)).claims) {
    const auto is_it = [&](const ObjectReading::Claim& one) {
      return one.claim.type() == was.claim.type() && one.claim.value() == was.claim.value();
    };
    if (std::ranges::none_of(reading.claims, is_it)) claims.push_back(was.claim);
  }
  return claims;
}

std::string key_of(const EventHead& head, const json::object& thing, std::string_view text) {
  const auto uuid = base::uuid_from_text(text_of(thing, "uuid"));
  return head.uuid + "/" + (uuid ? base::to_text(*uuid) : id_of(text));
}

}  // namespace

std::optional<std::size_t> EventDraft::find_context(const Marking& marking, v1::Kind kind,
                                                    std::string_view producer) const {
  for (std::size_t i = 0; i < contexts_.size(); ++i) {
    const auto& known = contexts_[i];
    if (known.kind == kind && known.producer == producer && known.marking == marking) return i;
  }
  return std::nullopt;
}

std::size_t EventDraft::context(const Marking& marking, v1::Kind kind, std::string_view producer) {
  if (const auto known = find_context(marking, kind, producer)) return *known;
  const auto number = sink_.context(context_of(head_, marking, kind, producer));
  contexts_.push_back({marking, kind, std::string(producer), number, {}});
  return contexts_.size() - 1;
}

bool EventDraft::is_refused(const Marking& marking, std::string_view pointer, const json::object& thing) {
  if (!marking.refused) return false;
  const bool is_attribute = thing.contains("type");
  sink_.note({draft::Fate::Refused, std::string(pointer),
              is_attribute ? shown(thing, "type", "value") : shown(thing, "name", "uuid"), marking.why});
  return true;
}

void EventDraft::note_marking(const Marking& marking, std::string_view pointer, std::string what) {
  const bool is_local = audience_of(marking).local();
  if (!is_local) return;
  sink_.note({draft::Fate::Local, std::string(pointer), std::move(what),
              marking.why.empty() ? "nobody is in all of its sharing groups" : marking.why});
}

Marking EventDraft::marking_in(const Marking& around, const json::object& thing) const {
  return misp::marking_in(around, thing, options_.sharing_groups, options_.unmarked);
}

void EventDraft::note_parts(const json::object& thing, std::string_view pointer) {
  each_kept_cluster(thing, [&](const json::object& cluster) {
    sink_.note({draft::Fate::Local, std::string(pointer) + "/Galaxy",
                std::string(base::cut(text_of(cluster, "tag_name"), shown_bytes)),
                "the distribution of the cluster or its galaxy is for fewer"});
  });
  for (const auto* list : {"Note", "Opinion", "Relationship"}) {
    each_object(thing, list, [&](const json::object& part) {
      if (!is_for_fewer(part)) return;
      sink_.note({draft::Fate::Local, std::string(pointer) + "/" + list, std::string(text_of(part, "uuid")),
                  "by its distribution or words it is for fewer"});
    });
  }
}

base::Status EventDraft::carry_in(const Marking& marking, Original what, const std::string& key,
                                  std::string_view text) {
  if (!options_.originals) return {};
  const auto number = contexts_[context(marking)].number;
  return carry(what, key, text, [&](v1::Claim claim) { return sink_.claim(number, std::move(claim)); });
}

base::Status EventDraft::begin(const json::object& event, const std::string& pointer) {
  note_marking(head_.marking, pointer, shown(event, "info", ""));
  note_parts(event, pointer);
  context(head_.marking);
  if (auto carried = carry_in(head_.marking, Original::Event, head_.uuid, head_.original); !carried) return carried;
  for (const auto list : {"ShadowAttribute", "RelatedEvent"}) {
    const auto* array = array_of(event, list);
    if (array == nullptr || array->empty()) continue;
    sink_.note({draft::Fate::LeftOut, pointer + "/" + list, std::to_string(array->size()) + " of " + list,
                "proposals and other events are not the author's words in this one"});
  }
  for (const auto* list : {"Attribute", "Object", "EventReport"}) {
    const auto* value = event.if_contains(list);
    if (value == nullptr || value->is_array() || is_empty(*value)) continue;
    sink_.note({draft::Fate::Refused, pointer + "/" + list, {}, "it must be a list"});
  }
  return reports(event, pointer);
}

base::Status EventDraft::reports(const json::object& event, const std::string& pointer) {
  const auto* array = array_of(event, "EventReport");
  for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
    const auto* report = (*array)[i].if_object();
    if (report == nullptr) continue;
    const auto marking = marking_in(around(head_, *report), *report);
    const auto where = pointer + "/EventReport/" + std::to_string(i);
    if (is_refused(marking, where, *report)) continue;
    note_parts(*report, where);
    if (marking.local && !head_.marking.local) note_marking(marking, where, shown(*report, "name", "uuid"));
    if (truth_of(*report, "deleted").value_or(false))
      sink_.note({draft::Fate::Withdrawn, where, shown(*report, "name", "uuid"), "its author deleted it"});
    std::string text;
    append_original(text, Original::Report, (*array)[i], json::serialize(*report));
    if (auto carried = carry_in(marking, Original::Report, key_of(head_, *report, text), text); !carried)
      return carried;
  }
  return {};
}

void EventDraft::note(const AttributeReading& reading, const json::object& attribute, std::string pointer,
                      Claims withdrawn) {
  if (!reading.fate) return;
  sink_.note(
      {*reading.fate, std::move(pointer), shown(attribute, "type", "value"), reading.reason, std::move(withdrawn)});
}

base::Status EventDraft::claim(const Marking& marking, v1::Claim claim, const Sightings& sightings) {
  if (sightings.expires != 0) claim.set_valid_until(sightings.expires);
  for (const auto& seen : sightings.seen) {
    if (contexts_.size() >= max_contexts && !find_context(marking, seen.kind, seen.by)) {
      sink_.note({draft::Fate::LeftOut, head_.uuid, "a sighting by " + seen.by, "too many others saw something of it"});
      continue;
    }
    v1::Claim said;
    said.set_type(claim.type());
    said.set_value(claim.value());
    *said.mutable_sighting() = seen.sighting;
    if (seen.kind == v1::KIND_DISPUTE) said.clear_sighting();
    const auto number = contexts_[context(marking, seen.kind, seen.by)].number;
    if (auto taken = sink_.claim(number, std::move(said)); !taken) return taken;
  }
  return sink_.claim(contexts_[context(marking)].number, std::move(claim));
}

base::Status EventDraft::pack(Context& context, const json::value& value, std::string_view bytes) {
  if (!options_.originals) return {};
  context.pack += context.pack.empty() ? '[' : ',';
  append_original(context.pack, Original::Attributes, value, bytes);
  return context.pack.size() >= max_pack_bytes ? flush(context) : base::Status{};
}

base::Status EventDraft::flush(Context& context) {
  if (context.pack.empty()) return {};
  const auto text = std::exchange(context.pack, {}) + "]";
  const auto key = head_.uuid + "/attributes/" + std::to_string(++packs_);
  return carry(Original::Attributes, key, text,
               [&](v1::Claim claim) { return sink_.claim(context.number, std::move(claim)); });
}

base::Status EventDraft::attribute(const json::value& value, std::string_view bytes, std::string_view pointer) {
  const auto* attribute = value.if_object();
  if (attribute == nullptr) {
    sink_.note({draft::Fate::Refused, std::string(pointer), std::string(base::cut(bytes, shown_bytes)),
                "an attribute must be an object"});
    return {};
  }
  const auto marking = marking_in(around(head_, *attribute), *attribute);
  if (is_refused(marking, pointer, *attribute)) return {};
  auto reading = read_attribute(*attribute);
  note(reading, *attribute, std::string(pointer), withdrawn_of(reading, *attribute));
  note_parts(*attribute, pointer);
  if (marking.local && !head_.marking.local) note_marking(marking, pointer, shown(*attribute, "type", "value"));
  const auto sightings = sightings_of(*attribute);
  for (auto& made : reading.claims) {
    if (auto taken = claim(marking, std::move(made), sightings); !taken) return taken;
  }
  return pack(contexts_[context(marking)], value, bytes);
}

base::Status EventDraft::object(const json::value& value, std::string_view bytes, std::string_view pointer) {
  const auto* object = value.if_object();
  if (object == nullptr) {
    sink_.note({draft::Fate::Refused, std::string(pointer), std::string(base::cut(bytes, shown_bytes)),
                "an object must be one of JSON's, too"});
    return {};
  }
  const auto whole = marking_in(around(head_, *object), *object);
  if (is_refused(whole, pointer, *object)) return {};
  note_parts(*object, pointer);
  auto reading = read_object(*object);
  std::vector<Marking> markings(reading.attributes.size(), whole);
  std::vector<Sightings> sightings(reading.attributes.size());
  auto withdrawn = withdrawn_of(reading, *object);
  auto narrow = whole;
  bool complete = true;
  for (std::size_t i = 0; i < markings.size(); ++i) {
    const auto* attribute = array_of(*object, "Attribute")->at(i).if_object();
    if (attribute == nullptr) continue;
    const auto where = std::string(pointer) + "/Attribute/" + std::to_string(i);
    markings[i] = marking_in(whole, *attribute);
    sightings[i] = sightings_of(*attribute);
    if (is_refused(markings[i], where, *attribute)) {
      complete = false;
      continue;
    }
    narrow = narrowest(narrow, markings[i]);
    const bool is_withdrawn = reading.attributes[i].fate == draft::Fate::Withdrawn;
    note(reading.attributes[i], *attribute, where, is_withdrawn ? std::exchange(withdrawn, {}) : Claims());
    note_parts(*attribute, where);
  }
  if (narrow.local && !head_.marking.local) note_marking(narrow, pointer, shown(*object, "name", "uuid"));
  for (auto& made : reading.claims) {
    auto marking = whole;
    for (const auto number : made.from) marking = narrowest(marking, markings[number]);
    if (marking.refused) continue;
    if (auto taken = claim(marking, std::move(made.claim), sightings[made.from.front()]); !taken) return taken;
  }
  if (!complete) return {};  // the rest of it would not be the object any more
  std::string text;
  append_original(text, Original::Object, value, bytes);
  return carry_in(narrow, Original::Object, key_of(head_, *object, text), text);
}

base::Status EventDraft::finish() {
  for (auto& each : contexts_) {
    if (auto flushed = flush(each); !flushed) return flushed;
  }
  return {};
}

}  // namespace tidings::misp
