#pragma once
/// What is parsed of a request by hand: percent-encoding, query strings, media types, entity tags. Strict and bounded;
/// pure, so that a fuzzer walks all of it. Errors: BadInput, TooLarge.
/// Lives on: any executor.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace tidings::server {

inline constexpr std::size_t max_parameters = 32;

/// RFC 3986 section 2.1; nothing where a '%' is not followed by two digits, or the bytes are no UTF-8.
std::optional<std::string> percent_decoded(std::string_view text);

/// The segments of a path between its slashes, decoded: "/a/b%20c/" is "a", "b c", "". No dot segments, no empty one
/// but the last.
base::Result<std::vector<std::string>> path_segments(std::string_view path);

using Parameters = std::vector<std::pair<std::string, std::string>>;
/// "a=b&match[type]=x": in order, decoded; '+' stands for itself (RFC 3986), as it does in a time's offset.
base::Result<Parameters> query_parameters(std::string_view query);

/// "application/taxii+json;version=2.1;q=0.5", lower-case but for parameter values.
struct MediaType {
  std::string type, subtype;
  Parameters parameters;   ///< without q
  unsigned quality{1000};  ///< thousandths
  std::optional<std::string_view> parameter(std::string_view name) const;
};
std::optional<MediaType> media_type(std::string_view text);
/// An Accept header; what cannot be read in it is left out.
std::vector<MediaType> accepted(std::string_view header);
/// Whether a header such as Accept-Encoding lists `token` with a quality above 0.
bool lists_token(std::string_view header, std::string_view token);

/// If-None-Match (RFC 9110 section 13.1.2), compared weakly.
bool matches_tag(std::string_view header, std::string_view tag);

}  // namespace tidings::server
