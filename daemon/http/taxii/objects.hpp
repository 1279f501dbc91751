#pragma once
/// STIX 2.1 objects (OASIS Standard, June 2021) of what a bulletin says: an indicator, sighting or opinion of each claim,
/// a report of the bulletin where it has a title, an identity of its origin; what came as a STIX object is that object,
/// byte for byte. What is the same for all claims of a bulletin is written once.
/// Lives on: any executor.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/bulletin/bulletin.hpp"
#include "core/identity/card.hpp"
#include "daemon/http/taxii/ids.hpp"

namespace tidings::taxii {

/// Whether it is told as it stands, as taken back, or its JSON is not asked for (manifests).
enum class Telling : std::uint8_t { Whole, Revoked, Outline };

struct Object {
  std::string id;
  std::uint64_t version{0};  ///< modified, in µs
  std::string_view spec_version{"2.1"};
  std::string json;  ///< empty in an outline
};

std::string_view type_of_id(std::string_view object_id);

/// What a sighting or an opinion is of: ids of objects.
using Referred = std::vector<std::string>;

class Objects {
 public:
  explicit Objects(const bulletin::Header& header);

  /// Nothing where STIX has no object for it, or another one stands for it: see is_told_by_original().
  /// `modified`: 0 is the time of issue; of what is taken back, when that was.
  std::optional<Object> of_claim(const v1::Claim& claim, std::uint32_t number, const Referred& referred, Telling telling,
                                 std::uint64_t modified = 0) const;
  /// The bulletin's own: a report of these objects, or an opinion on what it disputes as a whole.
  std::optional<Object> of_bulletin(const Referred& referred, Telling telling, std::uint64_t modified = 0) const;
  /// The id of the claim's object, whether or not it is told.
  std::string id_of(const v1::Claim& claim, std::uint32_t number) const;
  bool has_report() const;

 private:
  std::string_view type() const;  ///< of what its claims make
  Object begun(std::string id, std::uint64_t modified, Telling telling) const;
  void append_indicator(std::string& out, const v1::Claim& claim) const;
  void append_sighting(std::string& out, const v1::Claim& claim, const Referred& referred) const;
  void append_opinion(std::string& out, std::string_view words, const Referred& referred) const;
  void append_rest(std::string& out, const v1::Claim& claim) const;

  const bulletin::Header& header_;
  std::string identity_, created_, rest_, labels_;
};

/// A claim that was made of a STIX object which travels beside it.
bool is_told_by_original(const v1::Claim& claim);
/// A claim that is a STIX object.
bool is_stix_object(const v1::Claim& claim);
/// When such an object was last modified; its `created`, or `otherwise`, where it does not say.
std::uint64_t version_of(const v1::Claim& claim, std::uint64_t otherwise);

Object identity_object(const identity::Identity& identity);
/// The TLP marking (STIX 2.1 section 7.2.1.4; FIRST TLP 2.0) that is referred to; empty for none.
std::string_view marking_id(v1::Tlp tlp);

/// As JSON text, with its quotes; bytes that are no UTF-8 are replaced.
void append_text(std::string& out, std::string_view text);

}  // namespace tidings::taxii
