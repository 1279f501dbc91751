#pragma once
/// The events of one export, gathered until all was read: values, and MISP's own objects that came with them. Inside of
/// this folder. Errors: TooLarge. Lives on: one executor.
#include <functional>
#include <set>

#include "base/digest.hpp"
#include "formats/exports/format.hpp"
#include "formats/misp/writer.hpp"

namespace tidings::exports {

/// What one export holds at most while it is made: some 500,000 attributes.
inline constexpr std::size_t max_event_bytes = std::size_t{512} << 20;

class MispEvents {
 public:
  explicit MispEvents(const Options& options) : chosen_(options.chosen), writer_({max_event_bytes}) {}

  base::Status add(const Item& item);
  /// Whether it is one of MISP's.
  base::Result<Left> add_original(const v1::Value& value, const v1::Said& said);
  /// In a fixed order, each event once: where two organisations publish the same one, ours, or the one that comes
  /// first. The other is counted.
  base::Status finish(const std::function<base::Status(misp::WrittenEvent)>& take, Counts& counts);

 private:
  bool chosen_;
  misp::Writer writer_;
  std::set<base::Digest> wanted_;  ///< publications of values that were added
};

}  // namespace tidings::exports
