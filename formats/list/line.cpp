#include "formats/list/line.hpp"

#include "formats/list/shape.hpp"

namespace tidings::list {
namespace {

using observable::Type;

Line without_value(Line::Outcome outcome, std::string reason) {
  Line line;
  line.outcome = outcome;
  line.reason = std::move(reason);
  return line;
}

// Types whose values may begin with ';' or '!', and hold " #".
bool is_free_text(Type type) {
  switch (type) {
    case Type::Filename:
    case Type::FilePath:
    case Type::FilenameMd5:
    case Type::FilenameSha1:
    case Type::FilenameSha256:
    case Type::Regkey:
    case Type::Mutex:
    case Type::UserAgent:
    case Type::StixPattern:
    case Type::Yara:
    case Type::Sigma:
    case Type::Suricata:
    case Type::Other:
    case Type::Opaque: return true;
    case Type::None:
    case Type::Ipv4:
    case Type::Ipv6:
    case Type::Ipv4Cidr:
    case Type::Ipv6Cidr:
    case Type::IpPort:
    case Type::Domain:
    case Type::DomainWildcard:
    case Type::Url:
    case Type::UriPath:
    case Type::Email:
    case Type::Md5:
    case Type::Sha1:
    case Type::Sha256:
    case Type::Sha384:
    case Type::Sha512:
    case Type::Ssdeep:
    case Type::Tlsh:
    case Type::Imphash:
    case Type::Asn:
    case Type::Cve:
    case Type::Cpe:
    case Type::Ja3:
    case Type::Ja4:
    case Type::Jarm:
    case Type::X509Sha1:
    case Type::X509Sha256:
    case Type::MacAddress:
    case Type::Bitcoin: break;
  }
  return false;
}

// Rule L1. Of a type whose values may begin with ';' or '!', '#' alone marks a comment.
bool is_comment(std::string_view line, const LineHint& hint) {
  if (hint.format == LineFormat::CsvCell) return false;
  if (line[0] == '#') return true;
  if (line[0] != ';' && line[0] != '!') return false;
  return !(hint.hint.hash_of_file_name || is_free_text(hint.hint.type));
}

Line take(std::string_view value, observable::Hint hint) {
  auto parsed = observable::parse(value, hint);
  if (!parsed) return without_value(Line::Outcome::Reject, std::move(parsed.error().what));
  Line line;
  line.outcome = Line::Outcome::Value;
  line.parsed = std::move(*parsed);
  return line;
}

}  // namespace

Line parse_line(std::string_view line, const LineHint& hint) {
  const auto text = trimmed(line);
  if (text.empty()) return without_value(Line::Outcome::Blank, "blank line");
  if (is_comment(text, hint)) return without_value(Line::Outcome::Comment, "comment line");
  Shape shape;
  shape.hint = hint.hint;
  if (hint.format == LineFormat::CsvCell || (hint.format == LineFormat::Field && is_free_text(hint.hint.type)) ||
      hint.hint.hash_of_file_name) {
    shape.value = text;
  } else {
    shape = find_value(without_comment(text), hint);
  }
  if (!shape.reason.empty()) {
    return without_value(shape.is_meant ? Line::Outcome::LeftOut : Line::Outcome::Reject, std::string(shape.reason));
  }
  auto out = take(shape.spelt.empty() ? shape.value : shape.spelt, shape.hint);
  out.more = shape.more;
  return out;
}

}  // namespace tidings::list
