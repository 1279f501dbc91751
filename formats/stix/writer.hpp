#pragma once
/// A STIX 2.1 bundle of indicators, written as they come. For each value: an indicator by every origin that reports it
/// (its newest report), the sightings and disputes of all as sightings and opinions about the first of these, and, once
/// each, the identities and marking definitions that they refer to. What came as STIX object comes back as that object:
/// what it was read as is not made anew, and the object is added by itself. Of an id and a version there is one object.
/// Equal indicators make an equal bundle: its id is made of what it holds. Memory: an id an origin, two marks an
/// original. Errors: what `put` answers. Lives on: any executor; one thread at a time.
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>

#include "base/digest.hpp"
#include "base/result.hpp"
#include "formats/stix/said_object.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::stix {

/// Whether the object of this id, of which the same origin made what it said, is held and is that origin's to tell, and
/// is added here or on purpose is not. Where it is not, the object is made anew.
using IsHeld = std::function<bool(const v1::Said& said, std::string_view id)>;
/// Whether some object came under the id of one that is made.
using CameToo = std::function<bool(std::string_view id)>;
using Put = std::function<base::Status(std::string_view bytes)>;

class BundleWriter {
 public:
  BundleWriter(IsHeld is_held, Put put, CameToo came_too = {})
      : is_held_(std::move(is_held)), put_(std::move(put)), came_too_(std::move(came_too)) {}

  /// Of an opaque value nothing is written.
  base::Status add(const v1::Indicator& indicator);
  /// An object as it came, marked as `said` is, and naming its bulletin where it must (marked_text.hpp); once, however
  /// often it is added. Bytes that are no object of that id are passed over. False: other content of this id and
  /// version stands here already.
  base::Result<bool> add_original(std::string_view id, std::string_view json, const v1::Said& said);
  base::Status finish();  ///< also begins a bundle that nothing was added to
  std::uint64_t objects() const { return objects_; }

 private:
  base::Status put_object(const WrittenObject& object);
  base::Status put_made(const WrittenObject& object);
  base::Status put_said(const v1::Indicator& indicator, const v1::Said& said, std::string_view about,
                        std::uint64_t created);
  base::Status put_references(const v1::Said& said);
  base::Status put_marking(std::string_view id);
  base::Result<const v1::Said*> put_reports(const v1::Indicator& indicator);
  bool is_told_by_original(const v1::Indicator& indicator, const v1::Said& said) const;
  std::string id_of_report(const v1::Indicator& indicator, const v1::Said* report) const;
  bool is_first(std::string_view thing);
  bool is_first_version(const WrittenObject& object);

  IsHeld is_held_;
  Put put_;
  CameToo came_too_;
  std::uint64_t objects_{0};
  base::Sha256 held_;                       ///< of the ids of what was put: makes the bundle's own
  std::unordered_set<std::uint64_t> once_;  ///< what must not come twice, by its digest
  std::string text_;                        ///< waits to be put in a larger piece
};

}  // namespace tidings::stix
