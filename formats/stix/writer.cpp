#include "formats/stix/writer.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <set>

#include "core/observable/type.hpp"
#include "formats/stix/marked_text.hpp"
#include "formats/stix/marking.hpp"
#include "formats/stix/object_text.hpp"
#include "formats/stix/uuid.hpp"
#include "formats/stix/versions.hpp"

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

base::Status BundleWriter::put_references(const v1::Said& said) {
  const auto identity = "identity " + said.origin();
  if (is_first(identity)) {
    if (const auto put = put_made(identity_object(said.origin(), said.origin_name())); !put) return put;
  }
  if (const auto put = put_marking(marking_id(said.tlp())); !put) return put;
  return put_marking(marking_id(stated_pap(said.tlp(), said.pap())));
}

base::Status BundleWriter::put_marking(std::string_view id) {
  const auto object = marking_object(id);
  return object && is_first(id) ? put_object({std::string(id), *object}) : base::Status{};
}

bool BundleWriter::is_first_version(const WrittenObject& object) {
  return is_first("version " + object.id + " " + std::to_string(version_of(object.text, 0)));
}

/// Several versions of one id may be held.
base::Result<bool> BundleWriter::add_original(std::string_view id, std::string_view json, const v1::Said& said) {
  if (!is_object_text(json, id) || !is_first(json)) return true;
  auto marked = marked_text(json, said);
  const WrittenObject object{std::string(id), std::move(marked.text)};
  if (!is_first_version(object)) return false;
  for (const auto& standard : marked.standards) {
    if (const auto put = put_marking(standard); !put) return put.error();
  }
  if (const auto put = put_object(object); !put) return put.error();
  return true;
}

/// Whether an object of its author's tells it: who said it says that object, or the object's author says the same of
/// this value. What somebody else says under that id is made anew, under his own name.
bool BundleWriter::is_told_by_original(const v1::Indicator& indicator, const v1::Said& said) const {
  const auto id = original_id(said);
  if (id.empty() || !is_held_) return false;
  return std::ranges::any_of(indicator.said(), [&](const v1::Said& other) {
    const auto its = original_id(other);
    return its == id ? is_held_(other, id) : its.empty() && is_report(other) && is_id_of(id, other.origin());
  });
}

/// One that came may be the very same, in the same version.
base::Status BundleWriter::put_made(const WrittenObject& object) {
  const bool is_first = !came_too_ || !came_too_(object.id) || is_first_version(object);
  return is_first ? put_object(object) : base::Status{};
}

base::Status BundleWriter::put_said(const v1::Indicator& indicator, const v1::Said& said, std::string_view about,
                                    std::uint64_t created) {
  if (is_told_by_original(indicator, said)) return {};
  const auto made = object_of_said(indicator.value(), said, about, created);
  if (!made) return {};
  if (const auto put = put_references(said); !put) return put;
  for (const auto& object : made->beside) {
    if (!is_first(object.id)) continue;
    if (const auto put = put_made(object); !put) return put;
  }
  return put_made(made->object);
}

/// Puts what is reported of the value; answers the earliest report.
base::Result<const v1::Said*> BundleWriter::put_reports(const v1::Indicator& indicator) {
  const auto is_made = [&](const v1::Said& said) { return is_report(said) && !is_told_by_original(indicator, said); };
  std::map<std::string_view, std::uint64_t> created;
  for (const auto& said : indicator.said()) {
    if (!is_made(said)) continue;
    auto& first = created.try_emplace(said.origin(), said.issued_at()).first->second;
    first = std::min(first, said.issued_at());
  }
  std::set<std::string_view> origins;
  const v1::Said* earliest = nullptr;
  for (const auto& said : indicator.said()) {
    if (!is_report(said)) continue;
    if (is_made(said) && !origins.insert(said.origin()).second) continue;
    if (earliest == nullptr || said.issued_at() < earliest->issued_at()) earliest = &said;
    if (const auto put = put_said(indicator, said, {}, created[said.origin()]); !put) return put.error();
  }
  return earliest;
}

/// The id that sightings and disputes of a value refer to.
std::string BundleWriter::id_of_report(const v1::Indicator& indicator, const v1::Said* report) const {
  if (report == nullptr) return {};
  return is_told_by_original(indicator, *report) ? std::string(original_id(*report))
                                                 : indicator_id(report->origin(), indicator.value());
}

base::Status BundleWriter::add(const v1::Indicator& indicator) {
  if (is_opaque(indicator.value())) return {};
  const auto earliest = put_reports(indicator);
  if (!earliest) return earliest.error();
  if (std::ranges::all_of(indicator.said(), is_report)) return {};
  const auto about = id_of_report(indicator, *earliest);
  for (const auto& said : indicator.said()) {
    if (is_report(said)) continue;
    if (const auto put = put_said(indicator, said, about, 0); !put) return put;
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
