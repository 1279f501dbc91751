#pragma once
/// The value of one element's text, which has ended where its brackets do: the parser judges numbers, literals, escapes
/// and UTF-8. Its memory is used again for the next. Inside of this folder.
/// Errors: BadInput; what it says begins with where in the element that is ("/b has \"c\" twice"), or ": ".
/// Lives on: any executor; one thread at a time.
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parser.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <vector>

#include "formats/json/cutter.hpp"

namespace tidings::json_stream {

class ElementParser {
 public:
  explicit ElementParser(const CutterOptions& options);
  /// To be let go of before the next is parsed. `members`: how many names were read, where nobody compared them.
  base::Result<boost::json::value> parse(const std::string& text, std::optional<std::size_t> members);

 private:
  base::Error twice(const std::string& text) const;

  const CutterOptions& options_;
  std::vector<unsigned char> room_, stack_;
  std::optional<boost::json::monotonic_resource> resource_;
  boost::json::parser parser_;
};

}  // namespace tidings::json_stream
