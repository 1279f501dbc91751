#include "formats/stix/writer.hpp"

#include <algorithm>
#include <cstring>
#include <set>

#include "base/bytes.hpp"
#include "core/observable/type.hpp"
#include "formats/stix/marked_text.hpp"
#include "formats/stix/marking.hpp"
#include "formats/stix/object_text.hpp"
#include "formats/stix/uuid.hpp"

namespace tidings::stix {
namespace {

constexpr std::size_t piece_bytes = 64 * 1024;
constexpr std::string_view bundle_begin = R"({"type":"bundle","objects":[)";

bool is_opaque(const v1::Value& value) { return value.type() == static_cast<std::uint32_t>(observable::Type::Opaque); }
bool is_report(const v1::Said& said) { return said.kind() == v1::KIND_REPORT || said.kind() == v1::KIND_ASSESSMENT; }

}  // namespace

bool BundleWriter::is_first(std::string_view thing) {
  std::uint64_t mark = 0;
  std::memcpy(&mark, base::sha256(thing).data(), sizeof mark);
  return once_.insert(mark).second;
}

base::Status BundleWriter::put_object(const WrittenObject& object) {
  text_ += objects_++ == 0 ? bundle_begin : std::string_view(",\n");
  text_ += object.text;
  held_.update(object.id).update(std::to_string(object.text.size()));
  if (text_.size() < piece_bytes) return {};
  const auto put = put_(text_);
  text_.clear();
  return put;
}

base::Status BundleWriter::put_once(const WrittenObject& object) {
  return is_first(object.id) ? put_object(object) : base::Status{};
}

base::Status BundleWriter::put_references(const v1::Said& said) {
  const auto identity = "identity " + said.origin();
  if (is_first(identity)) {
    if (const auto put = put_object(identity_object(said.origin(), said.origin_name())); !put) return put;
  }
  return put_markings(said.tlp(), stated_pap(said.tlp(), said.pap()));
}

base::Status BundleWriter::put_markings(v1::Tlp tlp, v1::Pap pap) {
  if (const auto id = marking_id(tlp); !id.empty() && is_first(id)) {
    if (const auto put = put_object({std::string(id), marking_object(tlp)}); !put) return put;
  }
  const auto id = marking_id(pap);
  return !id.empty() && is_first(id) ? put_object({std::string(id), marking_object(pap)}) : base::Status{};
}

/// Several versions of one id may be held.
base::Status BundleWriter::add_original(std::string_view id, std::string_view json, const v1::Said& said) {
  if (!is_object_text(json, id) || !is_first(json)) return {};
  auto marked = marked_text(id, json, said);
  if (const auto put = put_markings(marked.tlp, marked.pap); !put) return put;
  return put_object({std::string(id), std::move(marked.text)});
}

bool BundleWriter::came_as_stix(const v1::Said& said) const {
  const auto id = original_id(said);
  return !id.empty() && is_held_ && is_held_(said, id);
}

base::Status BundleWriter::put_said(const v1::Value& value, const v1::Said& said, std::string_view about) {
  if (came_as_stix(said)) return {};
  const auto made = object_of_said(value, said, about);
  if (!made) return {};
  if (const auto put = put_references(said); !put) return put;
  for (const auto& object : made->beside) {
    if (const auto put = put_once(object); !put) return put;
  }
  return put_object(made->object);
}

/// Puts what is reported of the value; answers the earliest report.
base::Result<const v1::Said*> BundleWriter::put_reports(const v1::Indicator& indicator) {
  std::set<std::string_view> origins;
  const v1::Said* earliest = nullptr;
  for (const auto& said : indicator.said()) {
    if (!is_report(said)) continue;
    if (original_id(said).empty() && !origins.insert(said.origin()).second) continue;
    if (earliest == nullptr || said.issued_at() < earliest->issued_at()) earliest = &said;
    if (const auto put = put_said(indicator.value(), said, {}); !put) return put.error();
  }
  return earliest;
}

/// The id that sightings and disputes of a value refer to.
std::string BundleWriter::id_of_report(const v1::Value& value, const v1::Said* report) const {
  if (report == nullptr) return {};
  return came_as_stix(*report) ? std::string(original_id(*report)) : indicator_id(report->origin(), value);
}

base::Status BundleWriter::add(const v1::Indicator& indicator) {
  if (is_opaque(indicator.value())) return {};
  const auto earliest = put_reports(indicator);
  if (!earliest) return earliest.error();
  if (std::ranges::all_of(indicator.said(), is_report)) return {};
  const auto about = id_of_report(indicator.value(), *earliest);
  for (const auto& said : indicator.said()) {
    if (is_report(said)) continue;
    if (const auto put = put_said(indicator.value(), said, about); !put) return put;
  }
  return {};
}

base::Status BundleWriter::finish() {
  if (objects_ == 0) text_ += bundle_begin;
  const auto held = held_.finish();
  text_ += R"(],"id":")" + tidings_id("bundle", "bundle|" + held.text()) + "\"}\n";
  const auto put = put_(text_);
  text_.clear();
  return put;
}

}  // namespace tidings::stix
