#pragma once
/// A STIX 2.1 bundle of indicators, written as they come. For each value: an indicator by every origin that reports it
/// (its newest report), the sightings and disputes of all as sightings and opinions about the first of these, and, once
/// each, the identities and marking definitions that they refer to. What came as STIX object comes back as that object.
/// Equal indicators make an equal bundle: its id is made of what it holds. Memory: an id an origin, a mark an original.
/// Errors: what `put` answers. Lives on: any executor; one thread at a time.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

#include "base/digest.hpp"
#include "base/result.hpp"
#include "formats/stix/said_object.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::stix {

/// The content of the opaque claim of this value that the same origin published beside what it said: in its bulletin,
/// or in another of its publication. Nothing where it is not held: then the object is made anew.
using Originals = std::function<std::optional<std::string>(const v1::Said& said, std::string_view id)>;
using Put = std::function<base::Status(std::string_view bytes)>;

class BundleWriter {
 public:
  BundleWriter(Originals originals, Put put) : originals_(std::move(originals)), put_(std::move(put)) {}

  base::Status add(const v1::Indicator& indicator);
  base::Status finish();  ///< also begins a bundle that nothing was added to
  std::uint64_t objects() const { return objects_; }

 private:
  base::Status put_object(const WrittenObject& object);
  base::Status put_once(const WrittenObject& object);
  base::Status put_said(const v1::Value& value, const v1::Said& said, std::string_view about);
  base::Result<bool> put_original(const v1::Said& said, std::string_view id);
  base::Status put_references(const v1::Said& said);
  base::Result<const v1::Said*> put_reports(const v1::Indicator& indicator);
  std::string id_of_report(const v1::Value& value, const v1::Said* report) const;
  bool is_first(std::string_view thing);

  Originals originals_;
  Put put_;
  std::uint64_t objects_{0};
  base::Sha256 held_;                       ///< of the ids of what was put: makes the bundle's own
  std::unordered_set<std::uint64_t> once_;  ///< what must not come twice, by its digest
  std::string text_;                        ///< waits to be put in a larger piece
};

}  // namespace tidings::stix
