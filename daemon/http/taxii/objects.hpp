#pragma once
/// The STIX 2.1 object that a claim is: what came as one is that object, byte for byte but for a marking that it was
/// published under and does not say; of all others formats/stix makes it. What is the same for all claims of a bulletin
/// is told once. Lives on: any executor; one thread at a time.
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "core/bulletin/bulletin.hpp"
#include "daemon/http/taxii/ids.hpp"
#include "daemon/partners/partner_book.hpp"
#include "formats/stix/versions.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::taxii {

/// Whether it is told as it stands, also as it was posted, as taken back, or its JSON is not asked for (manifests).
enum class Telling : std::uint8_t { Whole, Both, Revoked, Outline };

struct Object {
  std::string id;
  std::uint64_t version{0};  ///< modified, in µs
  std::string_view spec_version{"2.1"};
  std::string json;    ///< empty in an outline
  std::string came{};  ///< as it was posted, where both are asked for
};

/// A claim that is a STIX object.
bool is_stix_object(const v1::Claim& claim);
/// Whether what it holds is that object: partners send what they like, and it stands beside others in one answer.
bool is_whole_object(const v1::Claim& claim);
using stix::original_of;
/// Whose objects have such ids, of the organisations that are known here: they follow from who says them; null:
/// nobody's.
const identity::OrgId* organisation_of_id(const partners::Book& book, std::string_view id);
/// When an object that was posted was last modified; its `created`, or `otherwise`, where it does not say.
std::uint64_t version_of(const v1::Claim& claim, std::uint64_t otherwise);
/// Which of `modified` and `created` stands there and is no timestamp; empty: neither.
std::string_view unreadable_time(const v1::Claim& claim);

class Objects {
 public:
  Objects(const partners::Book& book, const store::BulletinRow& row, const bulletin::Header& header);

  /// Empty where STIX has no object for it, or another one stands for it. A sighting's and a dispute's is told by
  /// of_claim() alone.
  std::string indicator_id(const v1::Claim& claim) const;
  /// Whether the claim makes an object at all, and of which type.
  std::string_view type_of(const v1::Claim& claim) const;
  /// The objects of these ids stood in the bulletin and were taken back: what was claimed of them stands by itself.
  void forget(std::set<std::string> ids) { gone_ = std::move(ids); }
  /// Whether it is told by the object that it was made of, which is its origin's own to tell.
  bool is_told_by_original(const v1::Claim& claim) const;
  struct Beside {
    std::string_view about{};        ///< the id of what a sighting or dispute refers to
    std::uint64_t created{0};        ///< when the first version that is told was issued; 0: this one is it
    std::uint64_t taken_back_at{0};  ///< of what is told as revoked
  };
  std::optional<Object> of_claim(const v1::Claim& claim, std::uint32_t number, const Beside& beside, Telling telling);
  std::uint64_t version_of_claim(const v1::Claim& claim) const;

 private:
  void say(const v1::Claim& claim, std::uint32_t number);
  bool may_say(std::string_view id) const;

  const partners::Book& book_;
  const bulletin::Header& header_;
  v1::Said said_;  ///< what the bulletin says of all its claims; then what the claim that is told says
  int tags_{0};    ///< of all
  std::set<std::string> gone_;
};

Object identity_object(const partners::Book& book, const identity::OrgId& organisation);
/// The marking definition of TLP 1, TLP 2.0 or PAP of that id; nothing for other ids.
std::optional<Object> marking_object(std::string_view id);

/// As JSON text, with its quotes; bytes that are no UTF-8 are replaced.
void append_text(std::string& out, std::string_view text);

}  // namespace tidings::taxii
