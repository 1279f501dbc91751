#pragma once
/// MISP events of indicators, as files of a MISP feed or one by one. A publication becomes an event. Where MISP's own
/// objects came with it they are written as they were, less what holds no more (withdrawn, expired, chosen away: what
/// is not among the indicators); what else there is becomes attributes, with ids that follow from publication and
/// value, so that the next export is the same event again. An event names the bulletins that it came from by tags, one
/// that came back only where their markings do not tell whom it may reach. Held are all events of one export, bounded.
/// docs/formats.md tells what changes. Errors: TooLarge beyond the bound, and what the taker answers. Lives on: any
/// executor; one thread at a time.
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "formats/misp/members.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::misp {

struct WriterOptions {
  std::size_t max_held_bytes{std::size_t{512} << 20};
};

struct WrittenEvent {
  std::string uuid;
  json::object head;  ///< the event, but for its lists
  struct List {
    std::string_view name;
    std::string text;  ///< what stands between its brackets
  };
  std::vector<List> lists;  ///< attributes, objects, reports
  std::string hashes;       ///< its lines in hashes.csv
  json::object fallback;    ///< what its publication says, for members that the head has not
  std::size_t parts{0};     ///< originals of its publication that did not come back, since only a part of them stands

  /// {"Event": …}, the content of UUID.json, piece by piece; and whole.
  base::Status each_piece(const std::function<base::Status(std::string_view)>& take) const;
  std::string text() const;
};

/// Whether so many dispute an indicator, and such, that it is not to be detected.
enum class Disputed : std::uint8_t { No, Yes };

class Writer {
 public:
  explicit Writer(const WriterOptions& options);
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  base::Status add(const v1::Indicator& indicator, Disputed disputed = Disputed::No);
  /// An opaque claim, with what is said of it; one that is no original of MISP's is passed over.
  base::Status add_original(const v1::Said& said, const v1::Claim& claim);
  /// Gives the events in a fixed order; then it is empty again.
  base::Status finish(const std::function<base::Status(WrittenEvent)>& take);

 private:
  struct Publication;
  Publication& publication(const v1::Said& said);
  base::Status hold(std::size_t bytes);

  WriterOptions options_;
  std::map<std::string, std::unique_ptr<Publication>> publications_;  ///< ours first, then by origin and id
  std::size_t held_{0};
};

}  // namespace tidings::misp
