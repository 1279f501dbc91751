#include "formats/json/cutter.hpp"

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <optional>

#include "formats/json/element_parser.hpp"
#include "formats/json/element_scan.hpp"
#include "formats/json/fault.hpp"
#include "formats/json/names.hpp"
#include "formats/json/pointer.hpp"

namespace tidings::json_stream {
namespace {

using base::ErrorCode;

constexpr std::size_t chunk_bytes = 64 * 1024;
constexpr std::size_t max_name_bytes = 4096;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Walks a document token by token; what it walks over is copied to one text: an element's, or the rest's. The parser
/// that reads these texts then judges numbers, literals, escapes and UTF-8.
class Cutter {
 public:
  using OnElement = std::function<base::Status(const Element&)>;
  Cutter(draft::Source& source, const CutterOptions& options, const OnElement& on_element)
      : source_(source), options_(options), on_element_(on_element) {
    for (const auto& array : options.arrays) arrays_.push_back(steps_of(array));
  }

  base::Result<boost::json::value> run();

 private:
  struct Level {
    bool is_object{false};
    std::optional<std::size_t> cut;  ///< its elements are given: of which array
    std::size_t element{0};
    Names names;
  };

  base::Status byte_order_mark();
  base::Status value();
  base::Status document();
  base::Status open();
  base::Status close();
  base::Status after_value();
  base::Status after_element(std::optional<std::size_t> members);
  base::Status after_place();
  base::Status name();
  base::Status string(std::string* content);
  base::Status scalar();
  base::Status begin_element();
  base::Status bracketed_element();
  base::Status end_element(std::optional<std::size_t> members);
  base::Status refuse(const base::Error& error);
  std::optional<base::Error> beyond_bounds() const;
  base::Status put(std::string_view bytes);
  base::Status take(std::size_t length, std::size_t within, std::string* content);
  void skip(std::size_t length) {
    at_ += length;
    offset_ += length;
  }
  base::Result<std::optional<char>> peek();
  base::Result<std::optional<char>> next_token();
  std::optional<std::size_t> array_here() const;
  std::string pointer() const;
  base::Error bad(const std::string& what) const {
    return base::fail(ErrorCode::BadInput, "byte " + std::to_string(offset_) + ": " + what);
  }

  draft::Source& source_;
  const CutterOptions& options_;
  const OnElement& on_element_;
  std::vector<Steps> arrays_;
  std::array<char, chunk_bytes> chunk_{};
  std::size_t at_{0}, end_{0};
  std::uint64_t offset_{0};
  bool ended_{false};
  std::vector<Level> levels_;
  Steps path_;                             ///< of the value that is read now
  std::optional<std::size_t> element_in_;  ///< the array whose element is read now
  std::size_t element_depth_{0};
  std::string rest_, element_;
  bool wants_value_{true}, is_first_{false};
  ElementScan scan_;
  ElementParser parser_{options_};
};

base::Result<std::optional<char>> Cutter::peek() {
  if (at_ < end_) return std::optional(chunk_[at_]);
  if (ended_) return std::optional<char>{};
  const auto count = source_.read(chunk_);
  if (!count) return count.error();
  at_ = 0;
  end_ = *count;
  ended_ = *count == 0;
  if (ended_) return std::optional<char>{};
  return std::optional(chunk_[0]);
}

base::Result<std::optional<char>> Cutter::next_token() {
  while (true) {
    const auto c = peek();
    if (!c || !*c || !is_blank(**c)) return c;
    skip(1);
  }
}

base::Status Cutter::put(std::string_view bytes) {
  auto& text = element_in_ ? element_ : rest_;
  const auto most = element_in_ ? options_.max_element_bytes : options_.max_rest_bytes;
  if (text.size() + bytes.size() > most) {
    return base::fail(ErrorCode::TooLarge,
                      (element_in_ ? pointer() + " is" : std::string("what stands beside the lists is")) +
                          " longer than " + std::to_string(most) + " bytes");
  }
  text.append(bytes);
  return {};
}

std::optional<std::size_t> Cutter::array_here() const {
  for (std::size_t i = 0; i < arrays_.size(); ++i) {
    const auto fits = [](const std::string& wanted, const std::string& step) {
      return wanted == "*" || wanted == step;
    };
    if (arrays_[i].size() == path_.size() && std::ranges::equal(arrays_[i], path_, fits)) return i;
  }
  return std::nullopt;
}

std::string Cutter::pointer() const {
  std::string text;
  for (const auto& step : path_) text += "/" + escaped(step);
  return text;
}

base::Status Cutter::open() {
  if (levels_.size() >= options_.max_depth) {
    return base::fail(ErrorCode::BadInput, pointer() + " is nested deeper than " + std::to_string(options_.max_depth));
  }
  Level level;
  level.is_object = chunk_[at_] == '{';
  if (!level.is_object && !element_in_) level.cut = array_here();
  if (auto kept = take(1, 0, nullptr); !kept) return kept;
  levels_.push_back(std::move(level));
  is_first_ = true;
  wants_value_ = false;
  return {};
}

base::Status Cutter::close() {
  const char closing = levels_.back().is_object ? '}' : ']';
  if (chunk_[at_] != closing) return bad(std::string("a ',' or '") + closing + "' is missing");
  levels_.pop_back();
  if (auto kept = take(1, 0, nullptr); !kept) return kept;
  return after_value();
}

base::Status Cutter::begin_element() {
  element_in_ = levels_.back().cut;
  element_depth_ = levels_.size();
  element_.clear();
  return {};
}

/// An object or a list: its end is found fast, since what is in it is the parser's to judge.
base::Status Cutter::bracketed_element() {
  scan_.begin();
  std::optional<base::Error> refused;
  while (!scan_.has_ended()) {
    const auto c = peek();
    if (!c) return c.error();
    if (!*c) return bad("it ends before its last bracket");
    skip(scan_.take({chunk_.data() + at_, end_ - at_}, element_));
    if (!refused) refused = beyond_bounds();
    if (refused && !options_.on_refused) return *refused;
    if (refused) element_.clear();  // its end is looked for all the same
  }
  if (!refused) return after_element(scan_.members());
  element_in_.reset();
  if (auto told = refuse(*refused); !told) return told;
  return after_place();
}

/// Of the element that is read.
std::optional<base::Error> Cutter::beyond_bounds() const {
  if (levels_.size() + scan_.deepest() > options_.max_depth) {
    return base::fail(ErrorCode::BadInput, pointer() + " is nested deeper than " + std::to_string(options_.max_depth));
  }
  if (element_.size() <= options_.max_element_bytes) return std::nullopt;
  return base::fail(ErrorCode::TooLarge,
                    pointer() + " is longer than " + std::to_string(options_.max_element_bytes) + " bytes");
}

base::Status Cutter::refuse(const base::Error& error) {
  if (!options_.on_refused) return error;
  const auto where = pointer();
  std::string_view why = error.what;
  if (why.starts_with(where)) why.remove_prefix(where.size());
  why.remove_prefix(std::min(why.find_first_not_of(": "), why.size()));
  options_.on_refused(where, std::string(why));
  return {};
}

/// `members`: how many names were read, where they were not compared when they were.
base::Status Cutter::end_element(std::optional<std::size_t> members) {
  const auto array = *element_in_;
  element_in_.reset();
  if (options_.wants && !options_.wants(element_)) return {};
  const auto where = pointer();
  const auto parsed = parser_.parse(element_, members);
  if (!parsed) return refuse({parsed.error().code, where + parsed.error().what});
  return on_element_({array, where, element_, *parsed});
}

/// A value has ended: its place in what holds it goes on.
base::Status Cutter::after_value() {
  if (element_in_ && levels_.size() == element_depth_) return after_element(std::nullopt);
  return after_place();
}

base::Status Cutter::after_element(std::optional<std::size_t> members) {
  if (auto ended = end_element(members); !ended) return ended;
  return after_place();
}

base::Status Cutter::after_place() {
  if (!path_.empty()) path_.pop_back();
  wants_value_ = false;
  is_first_ = false;
  return {};
}

base::Status Cutter::string(std::string* content) {
  if (auto kept = put("\""); !kept) return kept;
  skip(1);
  while (true) {
    const auto c = peek();
    if (!c) return c.error();
    if (!*c) return bad("it ends within a text");
    const auto waiting = std::string_view(chunk_.data() + at_, end_ - at_);
    auto length = std::min(waiting.find_first_of("\"\\"), waiting.size());
    const bool ends = length < waiting.size() && waiting[length] == '"';
    const bool escapes = length < waiting.size() && !ends;
    if (ends || escapes) ++length;
    if (auto kept = take(length, ends ? length - 1 : length, content); !kept) return kept;
    if (ends) return {};
    if (!escapes) continue;
    const auto what = peek();  // it is no end of the text, whatever it is
    if (!what) return what.error();
    if (!*what) return bad("it ends within a text");
    if (auto kept = take(1, 1, content); !kept) return kept;
  }
}

/// `length` bytes of the chunk go on to the text, the first `within` of them to `content`.
base::Status Cutter::take(std::size_t length, std::size_t within, std::string* content) {
  const std::string_view bytes(chunk_.data() + at_, length);
  if (auto kept = put(bytes); !kept) return kept;
  if (content != nullptr) {
    if (content->size() + within > max_name_bytes) {
      return base::fail(ErrorCode::TooLarge, pointer() + " has a name that is too long");
    }
    content->append(bytes.substr(0, within));
  }
  skip(length);
  return {};
}

/// A number or a literal, which the parser of its text judges.
base::Status Cutter::scalar() {
  for (std::size_t total = 0;;) {
    const auto c = peek();
    if (!c) return c.error();
    const auto waiting = std::string_view(chunk_.data() + at_, *c ? end_ - at_ : 0);
    const auto length = std::min(waiting.find_first_of(" \t\n\r,}]{[\":"), waiting.size());
    total += length;
    if (total == 0) return bad("a value is missing");
    if (total > max_name_bytes) return bad("a number is too long");
    const bool ends = length < waiting.size() || waiting.empty();
    if (auto kept = take(length, 0, nullptr); !kept) return kept;
    if (ends) return {};
  }
}

base::Status Cutter::name() {
  auto& level = levels_.back();
  if (chunk_[at_] != '"') return bad("a name is missing");
  std::string raw;
  if (auto read = string(&raw); !read) return read;
  boost::system::error_code error;
  std::string name = raw;
  if (raw.find('\\') != std::string::npos) {
    const auto parsed = boost::json::parse("\"" + raw + "\"", error);
    if (error) return bad("a name is not well formed");
    name.assign(parsed.as_string().data(), parsed.as_string().size());
  }
  if (!level.names.add(name)) return base::fail(ErrorCode::BadInput, pointer() + " has \"" + name + "\" twice");
  const auto colon = next_token();
  if (!colon) return colon.error();
  if (!*colon || **colon != ':') return bad("a ':' is missing");
  if (auto kept = take(1, 0, nullptr); !kept) return kept;
  path_.push_back(std::move(name));
  wants_value_ = true;
  return {};
}

base::Status Cutter::value() {
  const auto c = next_token();
  if (!c) return c.error();
  if (!*c) return bad("it ends where a value should stand");
  if (!levels_.empty() && levels_.back().cut && !element_in_) {
    if (auto begun = begin_element(); !begun) return begun;
    if (**c == '{' || **c == '[') return bracketed_element();
  }
  if (**c == '{' || **c == '[') return open();
  if (auto read = **c == '"' ? string(nullptr) : scalar(); !read) return read;
  return after_value();
}

/// One step: a value, or what may stand between values.
base::Status Cutter::document() {
  if (wants_value_) return value();
  const auto c = next_token();
  if (!c) return c.error();
  if (!*c) return bad("it ends before its last bracket");
  auto& level = levels_.back();
  const bool ends = **c == '}' || **c == ']';
  if (ends) return close();
  if (!is_first_) {
    if (**c != ',') return close();
    if (!level.cut || element_in_) {
      if (auto kept = put(","); !kept) return kept;
    }
    skip(1);
    const auto next = next_token();
    if (!next) return next.error();
    if (!*next) return bad("it ends before its last bracket");
    if (**next == '}' || **next == ']') return bad("nothing stands behind a ','");
  }
  if (level.is_object) return name();
  path_.push_back(std::to_string(level.element++));
  wants_value_ = true;
  return {};
}

/// RFC 8259 section 8.1: a reader may pass over a byte order mark.
base::Status Cutter::byte_order_mark() {
  for (const char mark : {'\xef', '\xbb', '\xbf'}) {
    const auto c = peek();
    if (!c) return c.error();
    if (*c != mark && offset_ == 0) return {};
    if (*c != mark) return bad("no JSON begins so");
    skip(1);
  }
  return {};
}

base::Result<boost::json::value> Cutter::run() {
  if (auto passed = byte_order_mark(); !passed) return passed.error();
  bool begun = false;
  while (!begun || wants_value_ || !levels_.empty()) {
    begun = true;
    if (auto read = document(); !read) return read.error();
  }
  const auto more = next_token();
  if (!more) return more.error();
  if (*more) return bad("something stands behind its end");
  boost::system::error_code error;
  boost::json::parse_options how;
  how.max_depth = options_.max_depth;
  auto rest = boost::json::parse(rest_, error, {}, how);
  if (error) return base::fail(ErrorCode::BadInput, fault_in(rest_, error.message()));
  return rest;
}

}  // namespace

base::Result<boost::json::value> cut(draft::Source& source, const CutterOptions& options,
                                     const std::function<base::Status(const Element&)>& on_element) {
  return Cutter(source, options, on_element).run();
}

}  // namespace tidings::json_stream
