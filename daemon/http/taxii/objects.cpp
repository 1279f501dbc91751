#include "daemon/http/taxii/objects.hpp"

#include <algorithm>

#include "core/observable/type.hpp"
#include "daemon/http/taxii/asked.hpp"
#include "daemon/query/told.hpp"
#include "formats/stix/json_text.hpp"
#include "formats/stix/marked_text.hpp"
#include "formats/stix/marking.hpp"
#include "formats/stix/member_text.hpp"
#include "formats/stix/object_text.hpp"
#include "formats/stix/said_object.hpp"
#include "formats/stix/uuid.hpp"

namespace tidings::taxii {
namespace {

using observable::Type;

Type type_of_value(const v1::Claim& claim) { return observable::type_from_number(claim.type()).value_or(Type::None); }

v1::Value value_of(const v1::Claim& claim) {
  v1::Value value;
  value.set_type(claim.type());
  value.set_value(claim.value());
  return value;
}

/// The same object, taken back: a later version of it (STIX 2.1 section 3.6.3).
void revoke(std::string& json, std::uint64_t at) {
  const auto modified = stix::text_member(json, "modified");
  if (modified.empty()) return;
  std::string text;
  stix::append_time(text, at);
  json.replace(static_cast<std::size_t>(modified.data() - json.data()), modified.size(), text);
  json.insert(json.size() - 1, ",\"revoked\":true");
}

}  // namespace

void append_text(std::string& out, std::string_view text) { stix::append_text(out, text); }

bool is_stix_object(const v1::Claim& claim) { return stix::carries_object(claim) && is_object_id(claim.value()); }

bool is_whole_object(const v1::Claim& claim) { return stix::is_object_text(claim.opaque().content(), claim.value()); }

const identity::OrgId* organisation_of_id(const partners::Book& book, std::string_view id) {
  const auto begin = stix::origin_begin(id);
  if (begin.empty()) return nullptr;
  const auto least = identity::OrgId::from_bytes(begin + std::string(identity::OrgId::size - begin.size(), '\0'));
  for (auto at = book.identities.lower_bound(*least); at != book.identities.end(); ++at) {
    if (!at->first.bytes().starts_with(begin)) break;
    if (stix::is_id_of(id, at->first.bytes())) return &at->first;
  }
  return nullptr;
}

std::uint64_t version_of(const v1::Claim& claim, std::uint64_t otherwise) {
  return stix::version_of(claim.opaque().content(), otherwise);
}

std::string_view unreadable_time(const v1::Claim& claim) {
  const std::string_view json = claim.opaque().content();
  for (const std::string_view name : {"modified", "created"}) {
    if (stix::find_member(json, name) && !timestamp(stix::text_member(json, name))) return name;
  }
  return {};
}

Objects::Objects(const partners::Book& book, const store::BulletinRow& row, const bulletin::Header& header)
    : book_(book), header_(header) {
  query::tell_bulletin(book, row, header.message, said_);
  tags_ = said_.tags_size();
}

/// In place of the claim before: the bulletin's own words are many, and the same for thousands.
void Objects::say(const v1::Claim& claim, std::uint32_t number) {
  said_.mutable_tags()->DeleteSubrange(tags_, said_.tags_size() - tags_);
  said_.clear_verdict();
  said_.clear_confidence();
  said_.clear_sighting();
  said_.set_claim(number);
  query::tell_words(claim, said_);
  query::tell_effective(header_.message, claim, said_);
}

/// Under ids of the standards nobody says anything, and under those of another organisation it alone.
bool Objects::may_say(std::string_view id) const {
  if (stix::standard_marking(id)) return false;
  const auto* organisation = organisation_of_id(book_, id);
  return organisation == nullptr || *organisation == header_.origin;
}

bool Objects::is_told_by_original(const v1::Claim& claim) const {
  const std::string id(original_of(claim));
  return !id.empty() && may_say(id) && !gone_.contains(id);
}

std::string_view Objects::type_of(const v1::Claim& claim) const {
  if (is_stix_object(claim)) return may_say(claim.value()) ? type_of_id(claim.value()) : std::string_view();
  const auto type = type_of_value(claim);
  if (type == Type::None || type == Type::Opaque || is_told_by_original(claim)) return {};
  switch (header_.kind) {
    case v1::KIND_REPORT:
    case v1::KIND_ASSESSMENT: return "indicator";
    case v1::KIND_SIGHTING: return "sighting";
    case v1::KIND_DISPUTE: return "opinion";
    default: return {};
  }
}

std::string Objects::indicator_id(const v1::Claim& claim) const {
  if (is_stix_object(claim)) return claim.value();
  if (is_told_by_original(claim)) return std::string(original_of(claim));
  return stix::indicator_id(header_.origin.bytes(), value_of(claim));
}

std::uint64_t Objects::version_of_claim(const v1::Claim& claim) const {
  return is_stix_object(claim) ? version_of(claim, header_.issued_at.us) : header_.issued_at.us;
}

std::optional<Object> Objects::of_claim(const v1::Claim& claim, std::uint32_t number, const Beside& beside,
                                        Telling telling) {
  const auto type = type_of(claim);
  if (type.empty()) return std::nullopt;
  Object object;
  object.version = beside.taken_back_at != 0 ? beside.taken_back_at : version_of_claim(claim);
  if (is_stix_object(claim)) {
    if (!is_whole_object(claim)) return std::nullopt;
    object.id = claim.value();
    if (claim.opaque().media_type().ends_with("version=2.0")) object.spec_version = "2.0";
    if (telling == Telling::Both) object.came = claim.opaque().content();
    if (telling != Telling::Outline) {
      object.json = stix::marked_text(claim.opaque().content(), said_).text;
    }
    return object;
  }
  if (telling == Telling::Outline && type == "indicator") {
    object.id = indicator_id(claim);
    return object;
  }
  say(claim, number);
  auto made = stix::object_of_said(value_of(claim), said_, beside.about, beside.created);
  if (!made) return std::nullopt;
  object.id = std::move(made->object.id);
  if (telling == Telling::Outline) return object;
  object.json = std::move(made->object.text);
  if (telling == Telling::Revoked) revoke(object.json, beside.taken_back_at);
  return object;
}

Object identity_object(const partners::Book& book, const identity::OrgId& organisation) {
  auto made = stix::identity_object(organisation.bytes(), book.name_of(organisation));
  Object object{std::move(made.id), 0, "2.1", std::move(made.text)};
  object.version = timestamp(stix::text_member(object.json, "modified")).value_or(0);
  return object;
}

std::optional<Object> marking_object(std::string_view id) {
  auto text = stix::marking_object(id);
  if (!text) return std::nullopt;
  Object object{std::string(id), 0, "2.1", std::move(*text)};
  object.version = timestamp(stix::text_member(object.json, "created")).value_or(0);
  return object;
}

}  // namespace tidings::taxii
