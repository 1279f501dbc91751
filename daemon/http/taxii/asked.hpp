#pragma once
/// What a request asks of a collection: the parameters of TAXII 2.1 sections 3.4 and 5.4 to 5.8, read once, strictly.
/// A parameter that is not known is left alone; one that is known and malformed, or given twice, is refused.
/// Errors: BadInput. Lives on: any executor (pure).
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "daemon/http/server/target.hpp"
#include "formats/stix/versions.hpp"

namespace tidings::taxii {

inline constexpr std::size_t max_matches = 100;  ///< values of one match[field]

/// match[version]: which versions of an object.
struct Versions {
  bool first{false}, last{false}, all{false};
  std::vector<std::uint64_t> exactly;  ///< µs
};

struct Asked {
  std::optional<std::uint64_t> added_after;  ///< µs: what was added later
  std::optional<std::uint64_t> limit;
  std::string next;
  std::vector<std::string> ids, types, spec_versions;  ///< empty: any
  Versions versions;
  bool states_versions{false};  ///< else `versions` is what the standard says they are then

  bool wants_type(std::string_view type) const;
  bool wants_spec_version(std::string_view version) const;
  bool wants_only_last() const { return versions.last && !versions.first && !versions.all && versions.exactly.empty(); }
};

/// Which parameters an endpoint takes (others of them are not looked at).
enum class Takes : std::uint8_t { Everything, WithoutIdAndType, VersionsOnly, Nothing };
base::Result<Asked> read_asked(const server::Parameters& parameters, Takes takes);

using stix::timestamp;
/// "2026-11-22T14:03:05.000001Z": always six digits, as date_added has.
std::string timestamp_text(std::uint64_t us);
void append_timestamp(std::string& out, std::uint64_t us);
/// With three digits, as created and modified have.
void append_milliseconds(std::string& out, std::uint64_t us);

/// What `next` says: where the page before ended, and of what question it was.
std::string write_next(std::uint64_t date, std::string_view question);
base::Result<std::uint64_t> read_next(std::string_view next, std::string_view question);

}  // namespace tidings::taxii
