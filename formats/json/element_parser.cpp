#include "formats/json/element_parser.hpp"

#include "formats/draft/text_source.hpp"
#include "formats/json/element_scan.hpp"
#include "formats/json/fault.hpp"

namespace tidings::json_stream {
namespace {

using base::ErrorCode;

constexpr std::size_t room_bytes = 64 * 1024;
constexpr std::size_t stack_bytes = 16 * 1024;

boost::json::parse_options how_to_parse(const CutterOptions& options) {
  boost::json::parse_options how;
  how.max_depth = options.max_depth;
  return how;
}

base::Error bad(const std::string& what) {
  const bool has_place = what.starts_with('/') || what.starts_with(' ');
  return base::fail(ErrorCode::BadInput, has_place ? what : ": " + what);
}

}  // namespace

ElementParser::ElementParser(const CutterOptions& options)
    : options_(options),
      room_(room_bytes),
      stack_(stack_bytes),
      parser_({}, how_to_parse(options), stack_.data(), stack_.size()) {}

base::Result<boost::json::value> ElementParser::parse(const std::string& text, std::optional<std::size_t> members) {
  resource_.emplace(room_.data(), room_.size());
  boost::system::error_code error;
  parser_.reset(&*resource_);
  parser_.write(text, error);
  if (error) {
    parser_.reset();  // what it has lies in the resource
    return bad(fault_in(text, error.message()));
  }
  auto parsed = parser_.release();
  if (members && members_in(parsed) != *members) return twice(text);
  return parsed;
}

base::Error ElementParser::twice(const std::string& text) const {
  draft::TextSource source(text);
  const CutterOptions whole{{}, options_.max_element_bytes, options_.max_element_bytes, options_.max_depth};
  const auto walked = cut(source, whole, [](const Element&) { return base::Status(); });
  return bad(walked ? " has a name twice" : walked.error().what);
}

}  // namespace tidings::json_stream
