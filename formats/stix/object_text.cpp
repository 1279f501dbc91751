#include "formats/stix/object_text.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <string>
#include <utility>

#include "formats/stix/object.hpp"

namespace tidings::stix {
namespace {

namespace json = boost::json;

/// Reads along and keeps nothing: names and texts of the outermost object are compared as they come, in pieces.
class Handler {
 public:
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);

  explicit Handler(std::string_view id) : id_(id) {}
  bool fits() const { return is_object_ && types_ == 1 && ids_ == 1; }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code& error) {
    if (!is_other(error)) return false;
    is_object_ |= depth_++ == 0;
    return true;
  }
  bool on_object_end(std::size_t, json::error_code&) { return --depth_, true; }
  bool on_array_begin(json::error_code& error) {
    if (!is_other(error)) return false;
    ++depth_;
    return true;
  }
  bool on_array_end(std::size_t, json::error_code&) { return --depth_, true; }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    if (depth_ == 1) name_.append(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view part, std::size_t, json::error_code&) {
    if (depth_ != 1) return true;
    name_.append(part.data(), part.size());
    member_ = std::exchange(name_, {});
    if (member_ == "type") ++types_;
    if (member_ == "id") ++ids_;
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    if (is_asked()) text_.append(part.data(), part.size());
    return true;
  }
  bool on_string(json::string_view part, std::size_t, json::error_code& error) {
    if (!is_asked()) return true;
    text_.append(part.data(), part.size());
    const bool is_right = std::exchange(text_, {}) == (member_ == "id" ? id_ : type_of_id(id_));
    member_.clear();
    if (!is_right) error = json::error::syntax;
    return is_right;
  }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t, json::string_view, json::error_code& error) { return is_other(error); }
  bool on_uint64(std::uint64_t, json::string_view, json::error_code& error) { return is_other(error); }
  bool on_double(double, json::string_view, json::error_code& error) { return is_other(error); }
  bool on_bool(bool, json::error_code& error) { return is_other(error); }
  bool on_null(json::error_code& error) { return is_other(error); }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  /// Whether what is read now is the value of "type" or "id".
  bool is_asked() const { return depth_ == 1 && (member_ == "id" || member_ == "type"); }
  bool is_other(json::error_code& error) const {
    if (is_asked()) error = json::error::syntax;
    return !is_asked();
  }

  std::string_view id_;
  std::size_t depth_{0}, types_{0}, ids_{0};
  bool is_object_{false};
  std::string name_, member_, text_;
};

}  // namespace

bool is_object_text(std::string_view json, std::string_view id) {
  json::parse_options how;
  how.max_depth = 64;
  json::basic_parser<Handler> parser(how, id);
  json::error_code error;
  const auto read = parser.write_some(false, json.data(), json.size(), error);
  return !error && read == json.size() && parser.done() && parser.handler().fits();
}

}  // namespace tidings::stix
