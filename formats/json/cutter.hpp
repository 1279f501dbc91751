#pragma once
/// A JSON document (RFC 8259) too large to be held, cut at named arrays: their elements are given one by one, and the
/// document without them at its end. Bounded: depth, an element's bytes, what is left. A name that stands twice in one
/// object is a fault, since parsers differ in which of the two they take. Errors: BadInput (with the byte at which it
/// is no JSON), TooLarge, and what the sink answers. Lives on: any executor; one thread at a time.
#include <boost/json/value.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "formats/draft/draft.hpp"

namespace tidings::json_stream {

struct CutterOptions {
  /// Where the arrays stand: JSON pointers in which "*" is any element or member, as "/objects" and
  /// "/response/*/Event/Attribute". Elements of an array within an element are part of that.
  std::vector<std::string> arrays;
  std::size_t max_element_bytes{std::size_t{8} << 20};
  std::size_t max_rest_bytes{std::size_t{8} << 20};
  std::size_t max_depth{64};
  /// If given: an element for which it answers false is passed over; whether that is JSON at all nobody has judged.
  std::function<bool(std::string_view bytes)> wants{};
  /// If given: an object or list among the elements that cannot be taken (too deep or too long, a name twice, no JSON
  /// between its brackets, no UTF-8) is told here, and passed over. Else the document ends with it.
  std::function<void(std::string_view pointer, std::string reason)> on_refused{};
};

/// One element of one of the arrays.
struct Element {
  std::size_t array{0};      ///< which of CutterOptions::arrays
  std::string_view pointer;  ///< where it stands: "/objects/17"
  std::string_view bytes;    ///< as it stands in the document
  const boost::json::value& value;
};

/// Reads `source` from where it is to its end. What is left has empty arrays in the places of those that were cut.
base::Result<boost::json::value> cut(draft::Source& source, const CutterOptions& options,
                                     const std::function<base::Status(const Element&)>& on_element);

}  // namespace tidings::json_stream
