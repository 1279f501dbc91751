#include "formats/stix/reading.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "core/bulletin/bulletin.hpp"
#include "formats/stix/cyber_observable.hpp"
#include "formats/stix/indicator.hpp"

namespace tidings::stix {
namespace {

using draft::Fate;
using observable::Type;

/// A header holds 64 KiB, of which the signer needs some; its text alone may take half.
constexpr std::size_t max_words_bytes = 48 * 1024;

bool has_room(const v1::Header& header, int entries, std::size_t bytes) {
  return entries < static_cast<int>(bulletin::max_list_entries) && header.ByteSizeLong() + bytes < max_words_bytes;
}

void fill_audience(const Marking& marking, v1::Header& header) {
  header.mutable_audience()->set_tlp(marking.tlp);
  header.mutable_audience()->set_pap(marking.pap);
  header.mutable_audience()->set_local(marking.local);
  for (const auto& id : marking.bulletins) header.add_based_on(id);
  for (const auto& statement : marking.statements) {
    if (has_room(header, header.tags_size(), statement.size())) header.add_tags("statement:" + statement);
  }
}

void fill_report(const Report& report, v1::Header& header) {
  header.set_title(report.title);
  header.set_text(report.text);
  for (const auto& reference : report.references) {
    if (has_room(header, header.references_size(), reference.size())) header.add_references(reference);
  }
  for (const auto& tag : report.tags) {
    if (has_room(header, header.tags_size(), tag.size())) header.add_tags(tag);
  }
}

std::string key_of(v1::Kind kind, const Marking& marking, const std::string& producer, const Report* report,
                   const std::string& text) {
  std::string key = std::to_string(kind) + " " + std::to_string(marking.tlp) + " " + std::to_string(marking.pap) + " " +
                    (marking.local ? "local " : "") + std::to_string(report == nullptr ? 0 : report->id);
  for (const auto& statement : marking.statements) key += '\0' + statement;
  for (const auto& id : marking.bulletins) key += '\0' + id;
  return key + '\0' + '\0' + producer + '\0' + text;
}

std::string tag_of(std::string_view id) { return std::string(origin_tag) + std::string(id); }

bool is_disagreement(std::string_view opinion) { return opinion == "disagree" || opinion == "strongly-disagree"; }

}  // namespace

void Reading::note(Fate fate, std::string_view where, std::string what, std::string reason) {
  sink_.note({fate, std::string(where), std::move(what), std::move(reason)});
}

base::Result<std::uint32_t> Reading::context_of(v1::Kind kind, const Marking& marking, const std::string& producer,
                                                const Report* report, const std::string& text) {
  auto key = key_of(kind, marking, producer, report, text);
  if (const auto found = contexts_.find(key); found != contexts_.end()) return found->second;
  if (contexts_.size() >= max_contexts) {
    return base::fail(base::ErrorCode::TooLarge,
                      "it has more than " + std::to_string(max_contexts) + " reports, authors, markings and bulletins");
  }
  v1::Header header;
  header.set_kind(kind);
  if (report != nullptr) fill_report(*report, header);
  fill_audience(marking, header);
  if (!text.empty()) header.set_text(text);
  header.set_producer(producer.empty() && report != nullptr ? report->producer : producer);
  header.set_publication_id(survey_.publication_id());
  const auto number = sink_.context(std::move(header));
  contexts_.emplace(std::move(key), number);
  return number;
}

base::Result<std::uint32_t> Reading::context_of(const Place& place) {
  auto producer = survey_.producer_of(place.object, place.marking);
  const auto* report = survey_.report_of(place.number, place.marking);
  if (last_.marking == &place.marking && last_.report == report && last_.producer == producer) return last_.context;
  const auto context = context_of(v1::KIND_REPORT, place.marking, producer, report, {});
  if (context) last_ = {&place.marking, report, std::move(producer), *context};
  return context;
}

const char* Reading::media_type(const Object& object) const {
  const auto version = text_of(object, "spec_version");
  if (!version.empty()) return version == "2.0" ? media_type_20 : media_type_21;
  return version_ == "2.0" || object.contains("created") ? media_type_20 : media_type_21;
}

bool Reading::is_revoked(const Place& place) {
  const auto* revoked = place.object.if_contains("revoked");
  if (revoked == nullptr || (revoked->is_bool() && !revoked->get_bool())) return false;
  if (revoked->is_bool())
    note(Fate::Withdrawn, place.pointer, std::string(place.id), "its author has revoked it");
  else
    note(Fate::Refused, place.id, "revoked", "it is neither true nor false");
  return true;
}

base::Status Reading::take_indicator(const Place& place, std::uint32_t context, bool has_original, bool& claimed) {
  if (is_revoked(place)) return {};
  const auto tags = survey_.tags_of(place.number, place.marking);
  auto read = read_indicator(place.object, tags);
  for (auto& refused : read.refused) note(Fate::Refused, place.id, std::move(refused.what), std::move(refused.reason));
  for (auto& remark : read.remarks) note(Fate::LeftOut, place.id, std::move(remark.what), std::move(remark.reason));
  if (survey_.is_referred_to(place.number)) {
    auto& referred = referred_[place.number];
    narrow(referred.marking, place.marking);  // of its versions the narrowest
    for (const auto& claim : read.claims) referred.values.push_back({static_cast<Type>(claim.type()), claim.value()});
  }
  for (auto& claim : read.claims) {
    if (has_original) claim.add_tags(tag_of(place.id));
    if (const auto taken = sink_.claim(context, std::move(claim)); !taken) return taken;
    claimed = true;
  }
  return {};
}

base::Status Reading::take_original(const Place& place, std::uint32_t context, std::string_view content, bool claimed) {
  v1::Claim claim;
  claim.set_type(static_cast<std::uint32_t>(Type::Opaque));
  claim.set_value(std::string(place.id));
  auto& opaque = *claim.mutable_opaque();
  opaque.set_media_type(media_type(place.object));
  opaque.set_external_id(std::string(place.id));
  opaque.set_content(content.data(), content.size());
  if (!claimed) note(Fate::Opaque, place.pointer, std::string(place.id), "no value is read of it");
  return sink_.claim(context, std::move(claim));
}

void Reading::take_sighting(const Place& place, bool has_original) {
  if (is_revoked(place)) return;
  Reference reference;
  reference.id = place.pointer;
  reference.producer = survey_.producer_of(place.object, place.marking);
  reference.marking = place.marking;
  reference.about = survey_.number(text_of(place.object, "sighting_of_ref"));
  for_each_text(place.object, "observed_data_refs", [&](std::string_view id) {
    if (const auto number = survey_.number(id); number != 0) reference.observed.push_back(number);
  });
  auto& sighting = *reference.claim.mutable_sighting();
  sighting.set_count(number_of(place.object, "count", 1));
  sighting.set_first_seen(time_of(place.object, "first_seen"));
  sighting.set_last_seen(time_of(place.object, "last_seen"));
  std::string where;
  for_each_text(place.object, "where_sighted_refs", [&](std::string_view id) {
    const auto name = survey_.name_of(id, place.marking);
    if (!name.empty()) where += (where.empty() ? "seen at " : ", ") + name;
  });
  const auto description = text_of(place.object, "description");
  if (!description.empty()) where += (where.empty() ? "" : ": ") + std::string(description);
  reference.claim.set_comment(std::string(base::cut(where, bulletin::max_comment_bytes)));
  if (has_original) reference.claim.add_tags(tag_of(place.id));
  references_.push_back(std::move(reference));
}

void Reading::take_opinion(const Place& place, bool has_original) {
  if (!is_disagreement(text_of(place.object, "opinion")) || is_revoked(place)) return;
  for_each_text(place.object, "object_refs", [&](std::string_view id) {
    const auto about = survey_.number(id);
    if (about == 0) return;
    Reference reference;
    reference.kind = v1::KIND_DISPUTE;
    reference.id = place.pointer;
    reference.producer = survey_.producer_of(place.object, place.marking);
    reference.marking = place.marking;
    reference.text = std::string(base::cut(text_of(place.object, "explanation"), bulletin::max_comment_bytes));
    reference.about = about;
    if (has_original) reference.claim.add_tags(tag_of(place.id));
    references_.push_back(std::move(reference));
  });
}

/// Of observed data and cyber-observables that a sighting asks for.
void Reading::take_values(const Place& place) {
  if (!survey_.is_referred_to(place.number)) return;
  auto& referred = referred_[place.number];
  narrow(referred.marking, place.marking);
  referred.values = observables_of(place.object);
  const auto* embedded = place.type == "observed-data" ? object_of(place.object, "objects") : nullptr;  // STIX 2.0
  if (embedded == nullptr) return;
  for (const auto& [key, value] : *embedded) {
    if (!value.is_object()) continue;
    auto values = observables_of(value.get_object());
    referred.values.insert(referred.values.end(), values.begin(), values.end());
  }
}

base::Status Reading::take(const Object& object, std::string_view bytes, std::string_view pointer) {
  const auto id = text_of(object, "id");
  const Place place{object, id, text_of(object, "type"), pointer, survey_.number(id), survey_.marking_of(object)};
  if (place.type.empty() || !is_id(place.id) || type_of_id(place.id) != place.type) {
    note(Fate::Refused, pointer, std::string(base::cut(place.id, 80)), "it has no type, or no id of that type");
    return {};
  }
  if (const auto standard = standard_marking(id)) {
    const bool is_it = defined_marking(object) == standard;
    note(
        Fate::LeftOut, pointer, std::string(id),
        is_it ? std::string(known_definition) : "its id is that of a standard's definition, which says something else");
    return {};
  }
  if (place.marking.local)
    note(Fate::Local, pointer, std::string(place.id),
         "its marking is not in the file, or of no kind that is known, or it names more than " +
             std::to_string(bulletin::max_based_on) + " bulletins, or it refers to what stays for one of these");
  const auto context = context_of(place);
  if (!context) return context.error();
  const bool fits = bytes.size() <= bulletin::max_opaque_bytes;
  if (!fits) note(Fate::LeftOut, pointer, std::string(place.id), "the object itself is longer than 256 KiB");
  const bool has_original = options_.originals && fits;
  bool claimed = false;
  if (place.type == "indicator") {
    if (const auto taken = take_indicator(place, *context, has_original, claimed); !taken) return taken;
  } else if (place.type == "sighting") {
    take_sighting(place, has_original);
  } else if (place.type == "opinion") {
    take_opinion(place, has_original);
  } else {
    take_values(place);
  }
  return has_original ? take_original(place, *context, bytes, claimed) : base::Status{};
}

base::Status Reading::tell_about(Reference& reference, const Referred& referred) {
  auto marking = reference.marking;
  hold_to(marking, referred.marking, options_.unmarked);
  const auto context = context_of(reference.kind, marking, reference.producer, nullptr, reference.text);
  if (!context) return context.error();
  for (const auto& value : referred.values) {
    auto claim = reference.claim;
    claim.set_type(static_cast<std::uint32_t>(value.type));
    claim.set_value(value.value);
    if (const auto taken = sink_.claim(*context, std::move(claim)); !taken) return taken;
  }
  return {};
}

base::Status Reading::tell(Reference& reference) {
  std::vector<Number> about{reference.about};
  const auto has_values = [&](Number number) {
    const auto found = referred_.find(number);
    return found != referred_.end() && !found->second.values.empty();
  };
  if (!has_values(reference.about)) about = reference.observed;
  for (const auto observed : reference.observed) {
    if (has_values(reference.about)) break;
    for (const auto seen : survey_.seen_by(observed)) about.push_back(seen);
  }
  bool told = false;
  for (const auto number : about) {
    if (!has_values(number)) continue;
    told = true;
    if (const auto said = tell_about(reference, referred_.at(number)); !said) return said;
  }
  if (!told)
    note(Fate::LeftOut, reference.id, "sighting_of_ref, object_refs", "it refers to no value that is in the file");
  return {};
}

base::Status Reading::finish() {
  for (auto& reference : references_) {
    if (const auto told = tell(reference); !told) return told;
  }
  return {};
}

}  // namespace tidings::stix
