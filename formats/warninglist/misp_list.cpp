#include "formats/warninglist/misp_list.hpp"

#include <array>
#include <boost/json/basic_parser_impl.hpp>
#include <optional>
#include <set>

#include "formats/warninglist/attributes.hpp"

namespace tidings::warninglist {
namespace {

namespace json = boost::json;
using base::ErrorCode;
using boost::system::error_code;
using warning::Kind;

constexpr std::size_t max_members = 64;  // the schema has 7

std::optional<Kind> kind_of(std::string_view word) {
  for (const auto kind : {Kind::String, Kind::Substring, Kind::Hostname, Kind::Cidr, Kind::Regex}) {
    if (name(kind) == word) return kind;
  }
  return std::nullopt;
}

/// The parser's handler: follows the document by depth and keeps what a list is made of.
class Reader {
 public:
  // What Boost.JSON asks for; our own bounds are told in our own words.
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  base::Result<warning::List> finish();
  std::optional<base::Error>& fault() { return fault_; }
  std::string pointer() const;

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code& ec);
  bool on_object_end(std::size_t, error_code&) { return leave(); }
  bool on_array_begin(error_code& ec);
  bool on_array_end(std::size_t, error_code&) { return leave(); }
  bool on_key_part(json::string_view part, std::size_t, error_code& ec) { return take(part, ec); }
  bool on_key(json::string_view part, std::size_t, error_code& ec);
  bool on_string_part(json::string_view part, std::size_t, error_code& ec) { return take(part, ec); }
  bool on_string(json::string_view part, std::size_t, error_code& ec);
  bool on_number_part(json::string_view, error_code&) { return true; }
  bool on_int64(std::int64_t, json::string_view, error_code& ec) { return scalar(ec); }
  bool on_uint64(std::uint64_t, json::string_view, error_code& ec) { return scalar(ec); }
  bool on_double(double, json::string_view, error_code& ec) { return scalar(ec); }
  bool on_bool(bool, error_code& ec) { return scalar(ec); }
  bool on_null(error_code& ec) { return scalar(ec); }
  bool on_comment_part(json::string_view, error_code&) { return true; }
  bool on_comment(json::string_view, error_code&) { return true; }

 private:
  enum class Member { Other, Name, Type, List, Attributes };
  static Member member_of(std::string_view key);
  bool is_texts() const { return member_ == Member::List || member_ == Member::Attributes; }
  bool fail(error_code& ec, ErrorCode code, std::string what);
  bool expect(bool right, const char* what, error_code& ec);
  bool enter(error_code& ec);
  bool leave();
  bool take(json::string_view part, error_code& ec);
  bool scalar(error_code& ec);
  bool keep(std::string text, error_code& ec);

  warning::List list_;
  std::optional<base::Error> fault_;
  std::optional<Kind> kind_;
  bool has_list_{false}, states_attributes_{false};
  std::set<std::string> members_;
  std::string key_, text_;
  Member member_{Member::Other};
  std::size_t depth_{0};
  std::size_t at_{0};  ///< in the array of texts
};

Reader::Member Reader::member_of(std::string_view key) {
  if (key == "name") return Member::Name;
  if (key == "type") return Member::Type;
  if (key == "list") return Member::List;
  if (key == "matching_attributes") return Member::Attributes;
  return Member::Other;
}

std::string Reader::pointer() const {
  if (depth_ == 0 || key_.empty()) return "/";
  std::string out = "/";
  for (const char c : key_) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  if (depth_ > 1 && is_texts()) out += "/" + std::to_string(at_);
  return out;
}

bool Reader::fail(error_code& ec, ErrorCode code, std::string what) {
  fault_ = base::fail(code, std::move(what) + ", at " + pointer());
  ec = make_error_code(boost::system::errc::invalid_argument);
  return false;
}

bool Reader::expect(bool right, const char* what, error_code& ec) {
  return right || fail(ec, ErrorCode::BadInput, what);
}

bool Reader::enter(error_code& ec) {
  if (depth_ >= max_depth) return fail(ec, ErrorCode::BadInput, "it is nested too deeply");
  ++depth_;
  return true;
}

bool Reader::leave() {
  --depth_;
  if (depth_ <= 1) at_ = 0;
  return true;
}

bool Reader::on_object_begin(error_code& ec) {
  if (depth_ > 0 && !expect(member_ == Member::Other, "an object stands where a text belongs", ec)) return false;
  return enter(ec);
}

bool Reader::on_array_begin(error_code& ec) {
  if (!expect(depth_ > 0, "it is not an object", ec)) return false;
  if (depth_ == 1 && !expect(member_ != Member::Name && member_ != Member::Type, "it is not a text", ec)) return false;
  if (depth_ > 1 && !expect(member_ == Member::Other, "an array stands where a text belongs", ec)) return false;
  if (member_ == Member::List) has_list_ = true;
  return enter(ec);
}

bool Reader::take(json::string_view part, error_code& ec) {
  if (text_.size() + part.size() > 4 * warning::max_entry_bytes) {
    // Too long to be an entry, and to be kept; a description may be as long as it likes.
    if (member_ != Member::Other) return fail(ec, ErrorCode::TooLarge, "a text is longer than any entry");
    return true;
  }
  text_.append(part.data(), part.size());
  return true;
}

bool Reader::on_key(json::string_view part, std::size_t, error_code& ec) {
  if (!take(part, ec)) return false;
  auto key = std::exchange(text_, {});
  if (depth_ > 1) return true;
  key_ = std::move(key);
  member_ = member_of(key_);
  if (!members_.insert(key_).second) return fail(ec, ErrorCode::BadInput, "the member stands twice");
  if (members_.size() > max_members) return fail(ec, ErrorCode::TooLarge, "it has too many members");
  return true;
}

bool Reader::on_string(json::string_view part, std::size_t, error_code& ec) {
  if (!expect(depth_ > 0, "it is not an object", ec) || !take(part, ec)) return false;
  return keep(std::exchange(text_, {}), ec);
}

bool Reader::scalar(error_code& ec) {
  return expect(depth_ > 0, "it is not an object", ec) && expect(member_ == Member::Other, "it is not a text", ec);
}

bool Reader::keep(std::string text, error_code& ec) {
  switch (member_) {
    case Member::Other: return true;
    case Member::Name:
      if (text.empty() || text.size() > max_name_bytes) {
        return fail(ec, ErrorCode::TooLarge, "the name is empty or longer than 256 bytes");
      }
      list_.name = std::move(text);
      return true;
    case Member::Type:
      kind_ = kind_of(text);
      return expect(kind_.has_value(), "the type is none of string, substring, hostname, cidr, regex", ec);
    case Member::List:
      if (!expect(depth_ > 1, "it is not an array", ec)) return false;
      if (at_ >= warning::max_entries)
        return fail(ec, ErrorCode::TooLarge, "the list has more than 10,000,000 entries");
      list_.entries.push_back({std::move(text), at_++});
      return true;
    case Member::Attributes:
      if (!expect(depth_ > 1, "it is not an array", ec)) return false;
      ++at_;
      states_attributes_ = true;
      add_attribute(text, list_.types);
      return true;
  }
  return true;
}

base::Result<warning::List> Reader::finish() {
  if (list_.name.empty()) return base::fail(ErrorCode::BadInput, "it has no name, at /name");
  if (!kind_) return base::fail(ErrorCode::BadInput, "it has no type, at /type");
  if (!has_list_) return base::fail(ErrorCode::BadInput, "it has no list, at /list");
  list_.kind = *kind_;
  if (!states_attributes_) list_.types = warning::Types::all();
  return std::move(list_);
}

}  // namespace

base::Result<warning::List> read_misp_list(std::string_view text) {
  if (text.size() > max_json_bytes) return base::fail(ErrorCode::TooLarge, "it is larger than 256 MiB");
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  json::parse_options options;
  options.max_depth = max_depth + 1;  // ours is met first, and says where
  json::basic_parser<Reader> parser(options);
  error_code ec;
  const auto read = parser.write_some(false, text.data(), text.size(), ec);
  auto& reader = parser.handler();
  if (ec && reader.fault()) return std::move(*reader.fault());
  if (ec) {
    return base::fail(ErrorCode::BadInput,
                      "not JSON: " + ec.message() + ", at byte " + std::to_string(read) + " in " + reader.pointer());
  }
  if (text.find_first_not_of(" \t\r\n", read) != std::string_view::npos) {
    return base::fail(ErrorCode::BadInput, "more stands behind the list, at byte " + std::to_string(read));
  }
  return reader.finish();
}

}  // namespace tidings::warninglist
