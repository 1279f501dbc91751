// Zeek's intelligence file (docs.zeek.org, "Intelligence Framework"): columns between tabs, with a header.
#include "base/bytes.hpp"
#include "base/utf8.hpp"
#include "formats/exports/sorted_writer.hpp"

namespace tidings::exports {
namespace {

using observable::Type;

std::string_view zeek_type(Type type) {
  switch (type) {
    case Type::Ipv4:
    case Type::Ipv6: return "Intel::ADDR";
    case Type::Ipv4Cidr:
    case Type::Ipv6Cidr: return "Intel::SUBNET";
    case Type::Domain: return "Intel::DOMAIN";
    case Type::Url: return "Intel::URL";
    case Type::Email: return "Intel::EMAIL";
    case Type::Md5:
    case Type::Sha1:
    case Type::Sha256: return "Intel::FILE_HASH";
    case Type::Filename: return "Intel::FILE_NAME";
    case Type::X509Sha1: return "Intel::CERT_HASH";
    case Type::UserAgent: return "Intel::SOFTWARE";
    case Type::None:
    case Type::IpPort:
    case Type::DomainWildcard:
    case Type::UriPath:
    case Type::Sha384:
    case Type::Sha512:
    case Type::Ssdeep:
    case Type::Tlsh:
    case Type::Imphash:
    case Type::FilePath:
    case Type::FilenameMd5:
    case Type::FilenameSha1:
    case Type::FilenameSha256:
    case Type::Regkey:
    case Type::Mutex:
    case Type::Asn:
    case Type::Cve:
    case Type::Cpe:
    case Type::Ja3:
    case Type::Ja4:
    case Type::Jarm:
    case Type::X509Sha256:
    case Type::MacAddress:
    case Type::Bitcoin:
    case Type::StixPattern:
    case Type::Yara:
    case Type::Sigma:
    case Type::Suricata:
    case Type::Other:
    case Type::Opaque: return "";
  }
  return "";
}

/// What could end a column or a line, begin a comment, or mean "unset" and "empty", as \xHH, which Zeek reads back.
void append_column(std::string& out, std::string_view text) {
  static constexpr std::string_view digits = "0123456789abcdef";
  const bool means_nothing = text == "-" || text == "(empty)";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool plain = byte >= ' ' && byte != 0x7f && text[i] != '\\' && !(i == 0 && (text[i] == '#' || means_nothing));
    if (plain)
      out += text[i];
    else
      out.append({'\\', 'x', digits[byte >> 4], digits[byte & 15]});
  }
  if (text.empty()) out += '-';
}

Left append_intel(const Item& item, std::string& line) {
  auto value = item.text();
  if (item.type == Type::Url) {  // Zeek has it without its scheme
    const auto url = read_url(value);
    if (!url || url->scheme != "http") return Left::Unwritable;
    value = std::string(url->host) + std::string(url->port) + std::string(url->rest);
  }
  append_column(line, value);
  line.append("\t").append(zeek_type(item.type)).append("\t");
  append_column(line, base::to_valid_utf8(item.said.origin_name()));
  line += '\t';
  append_column(line, base::to_valid_utf8(item.said.title()));
  line += '\t';
  append_column(line, "tidings:" + base::to_hex(item.said.bulletin_id()));
  return Left::Nothing;
}

}  // namespace

std::unique_ptr<Writer> make_zeek(const Options&) {
  return std::make_unique<LineWriter<append_intel>>(
      "#fields\tindicator\tindicator_type\tmeta.source\tmeta.desc\tmeta.url\n");
}

}  // namespace tidings::exports
