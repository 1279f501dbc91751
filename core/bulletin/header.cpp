// Reading a header: shape first (counts, duplicates), then protobuf, then what the fields say.
#include <array>

#include "base/digest.hpp"
#include "core/bulletin/bulletin.hpp"
#include "core/bulletin/wire.hpp"

namespace tidings::bulletin {
namespace {

using base::ErrorCode;

constexpr std::uint32_t last_known_field = 25;
constexpr std::uint32_t audience_field = 7;
constexpr std::uint32_t release_to_field = 3;
constexpr std::uint64_t max_instant_us = 253'402'300'799'999'999;  // 9999-12-31T23:59:59.999999Z
constexpr std::uint32_t max_confidence = 101;                      // 100, plus one

base::Error bad(std::string what) { return base::fail(ErrorCode::BadInput, std::move(what)); }
base::Error too_large(std::string what) { return base::fail(ErrorCode::TooLarge, std::move(what)); }

/// How often a field of Header may stand; 1 for what is not a list.
std::size_t max_count(std::uint32_t field) {
  switch (field) {
    case 13: return max_based_on;
    case 14:
    case 17:
    case 18:
    case 19: return max_list_entries;
    default: return 1;
  }
}

/// Two readers could differ on which of two audiences counts, so a field that is no list must stand once at most.
base::Status check_audience_shape(std::string_view bytes) {
  FieldWalker walker(bytes);
  std::size_t names = 0;
  std::array<std::size_t, 5> counts{};
  for (Field field; walker.next(field);) {
    if (field.number == release_to_field) {
      if (++names > max_list_entries) return too_large("the audience names more than 256 organisations");
    } else if (field.number < counts.size() && ++counts[field.number] > 1) {
      return bad("field " + std::to_string(field.number) + " of the audience stands twice");
    }
  }
  if (walker.damaged()) return bad("the audience cannot be read");
  return {};
}

base::Status check_shape(std::string_view bytes) {
  FieldWalker walker(bytes);
  std::array<std::size_t, last_known_field + 1> counts{};
  for (Field field; walker.next(field);) {
    if (field.number > last_known_field) continue;
    const std::size_t most = max_count(field.number);
    if (++counts[field.number] > most) {
      const std::string number = "field " + std::to_string(field.number) + " of the header";
      return most == 1 ? bad(number + " stands twice")
                       : too_large(number + " has more than " + std::to_string(most) + " entries");
    }
    if (field.number == audience_field && field.type == WireType::Bytes) {
      if (const auto checked = check_audience_shape(field.bytes); !checked) return checked;
    }
  }
  if (walker.damaged()) return bad("the header cannot be read");
  return {};
}

base::Status check_times(const v1::Header& header) {
  if (header.issued_at() == 0) return bad("the header does not say when it was issued");
  if (header.expires_at() > max_instant_us) return bad("the header's expiry lies after the year 9999");
  if (header.expires_at() <= header.issued_at()) return bad("the bulletin expires before or when it is issued");
  if (header.expires_at() - header.issued_at() > static_cast<std::uint64_t>(max_lifetime.count())) {
    return bad("the bulletin expires more than 2 years after it was issued; what still holds then is to be said again");
  }
  return {};
}

base::Status check_audience(const v1::Audience& audience) {
  if (audience.tlp() == v1::TLP_UNSPECIFIED) return bad("the header has no TLP");
  if (audience.tlp() < 0 || audience.tlp() > v1::TLP_RED) {
    return base::fail(ErrorCode::Unsupported, "TLP number " + std::to_string(audience.tlp()) + " is not known here");
  }
  for (const auto& id : audience.release_to()) {
    if (id.size() != OrgId::size) return bad("an organisation that the audience names has not 32 bytes");
  }
  return {};
}

base::Status check_targets(const v1::Header& header) {
  for (const auto& target : header.targets()) {
    if (target.bulletin_id().size() != BulletinId::size)
      return bad("the id of a bulletin that this one refers to has not 32 bytes");
    if (target.claims_size() > static_cast<int>(max_claims)) return too_large("a target names more than 4,096 claims");
    for (const auto number : target.claims()) {
      if (number >= max_claims) return bad("a target names claim " + std::to_string(number) + "; the last is 4,095");
    }
  }
  for (const auto& id : header.based_on()) {
    if (id.size() != BulletinId::size) return bad("the id of a bulletin that this one is based on has not 32 bytes");
  }
  if (header.targets_size() > 0) return {};
  if (header.kind() == v1::KIND_WITHDRAWAL) return bad("a withdrawal that names nothing to withdraw");
  const bool refers = header.kind() == v1::KIND_SIGHTING || header.kind() == v1::KIND_DISPUTE;
  if (refers && header.claim_count() == 0) return bad("a sighting or dispute with neither target nor claim");
  return {};
}

template <class List>
base::Status check_list(const List& list, std::string_view what) {
  for (const auto& entry : list) {
    if (entry.size() > max_list_entry_bytes) return too_large("a " + std::string(what) + " is longer than 2,048 bytes");
  }
  return {};
}

base::Status check_texts(const v1::Header& header) {
  if (header.title().size() > max_title_bytes) return too_large("the title is longer than 1,024 bytes");
  if (header.text().size() > max_text_bytes) return too_large("the text is longer than 48 KiB");
  if (header.producer().size() > max_list_entry_bytes) return too_large("the producer is longer than 2,048 bytes");
  if (const auto checked = check_list(header.references(), "reference"); !checked) return checked;
  if (const auto checked = check_list(header.tags(), "tag"); !checked) return checked;
  return check_list(header.ecosystems(), "ecosystem");
}

base::Status check_numbers(const v1::Header& header) {
  if (header.kind() == v1::KIND_UNSPECIFIED) return bad("the header does not say of what kind it is");
  if (header.publication_id().size() != PublicationId::size) return bad("the publication's id has not 16 bytes");
  if (header.revision() == 0) return bad("the revision is 0; revisions count from 1");
  if (header.part() == 0 || header.part() > header.parts()) {
    return bad("part " + std::to_string(header.part()) + " of " + std::to_string(header.parts()) + " does not exist");
  }
  if (header.confidence() > max_confidence) return bad("the confidence is above 100");
  if (header.claim_count() > max_claims) {
    return too_large("the header says " + std::to_string(header.claim_count()) + " claims; at most 4,096 are taken");
  }
  if (header.claims_root().size() != base::Digest::size) return bad("the root of the claims has not 32 bytes");
  return {};
}

base::Status check_header(const v1::Header& header) {
  if (header.version() != 1) {
    return base::fail(ErrorCode::Unsupported,
                      "bulletin format " + std::to_string(header.version()) + " is not known here");
  }
  if (header.origin().size() != OrgId::size) return bad("the origin has not 32 bytes");
  for (const auto check : {&check_numbers, &check_times, &check_targets, &check_texts}) {
    if (const auto checked = check(header); !checked) return checked;
  }
  return check_audience(header.audience());
}

}  // namespace

Lane lane_of(const v1::Header& header) {
  if (header.kind() == v1::KIND_WITHDRAWAL) return Lane::Withdrawal;
  return header.priority() == v1::PRIORITY_URGENT ? Lane::Urgent : Lane::Normal;
}

base::Result<Header> read_header(std::string_view bytes) {
  if (bytes.size() > max_header_bytes) return too_large("the header is longer than 64 KiB");
  if (const auto checked = check_shape(bytes); !checked) return checked.error();
  Header header;
  if (!header.message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return bad("the header cannot be read, or a text in it is not UTF-8");
  }
  if (const auto checked = check_header(header.message); !checked) return checked.error();
  header.id = *BulletinId::from_bytes(base::sha256(bytes).bytes());
  header.origin = *OrgId::from_bytes(header.message.origin());
  header.kind = header.message.kind();
  header.issued_at = {header.message.issued_at()};
  header.expires_at = {header.message.expires_at()};
  header.lane = lane_of(header.message);
  header.publication = *PublicationId::from_bytes(header.message.publication_id());
  header.revision = header.message.revision();
  return header;
}

}  // namespace tidings::bulletin
