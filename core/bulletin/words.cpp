#include "core/bulletin/words.hpp"

#include <algorithm>
#include <optional>

#include "base/letters.hpp"
#include "core/bulletin/wire.hpp"
#include "core/observable/observable.hpp"
#include "core/observable/reach.hpp"
#include "core/observable/unescaped.hpp"

namespace tidings::bulletin {
namespace {

using observable::Type;
using writing::TakeWord;

/// Where the text that people read begins in a canonical value; nothing for a type that has none.
std::optional<std::size_t> text_begin(Type type) {
  switch (type) {
    case Type::Domain:
    case Type::DomainWildcard:
    case Type::Url:
    case Type::UriPath:
    case Type::Email:
    case Type::Filename:
    case Type::FilePath:
    case Type::Regkey:
    case Type::Mutex:
    case Type::UserAgent:
    case Type::Cve:
    case Type::Cpe:
    case Type::StixPattern:
    case Type::Yara:
    case Type::Sigma:
    case Type::Suricata:
    case Type::Other:
    case Type::Opaque: return 0;
    case Type::FilenameMd5: return 16;
    case Type::FilenameSha1: return 20;
    case Type::FilenameSha256: return 32;
    case Type::None:
    case Type::Ipv4:
    case Type::Ipv6:
    case Type::Ipv4Cidr:
    case Type::Ipv6Cidr:
    case Type::IpPort:
    case Type::Md5:
    case Type::Sha1:
    case Type::Sha256:
    case Type::Sha384:
    case Type::Sha512:
    case Type::Ssdeep:
    case Type::Tlsh:
    case Type::Imphash:
    case Type::Asn:
    case Type::Ja3:
    case Type::Ja4:
    case Type::Jarm:
    case Type::X509Sha1:
    case Type::X509Sha256:
    case Type::MacAddress:
    case Type::Bitcoin: return std::nullopt;
  }
  return std::nullopt;
}

/// What the canonical form escapes.
void each_decoded_word(std::string_view text, const TakeWord& take) {
  if (text.find('%') == std::string_view::npos) return;
  const auto read = observable::unescaped(text);
  if (read != text) writing::each_word(read, take);
}

void each_word_of_value(const v1::Claim& claim, const TakeWord& take) {
  const auto type = observable::type_from_number(claim.type());
  if (!type) return;
  const auto begin = text_begin(*type);
  if (!begin || *begin >= claim.value().size()) return;
  const auto text = std::string_view(claim.value()).substr(*begin, max_worded_value_bytes);
  writing::each_word(text, take);
  if (*type == Type::Url || *type == Type::UriPath) each_decoded_word(text, take);
  if (claim.value().find("xn--") == std::string::npos || !observable::is_canonical(*type, claim.value())) return;
  const auto name = observable::name_in(*type, claim.value());
  if (name.find("xn--") != std::string_view::npos) writing::each_word(observable::unicode_name(name), take);
}

/// What is not ASCII may fold to anything, and names in Punycode and escapes are read as what they stand for.
bool may_hold(std::string_view text, std::string_view beginning) {
  if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) return true;
  const auto is_same = [](char a, char b) { return base::lower(a) == b; };
  return !std::ranges::search(text, beginning, is_same).empty() || text.find("xn--") != std::string_view::npos ||
         text.find('%') != std::string_view::npos;
}

}  // namespace

bool may_have_word(std::string_view claim_bytes, std::string_view beginning) {
  FieldWalker walker(claim_bytes);
  std::optional<Type> type;
  for (Field field; walker.next(field);) {
    if (field.number == v1::Claim::kTypeFieldNumber) {
      if (type) return true;  // the last one would count
      type = observable::type_from_number(static_cast<std::uint32_t>(field.value)).value_or(Type::None);
    } else if (field.type == WireType::Bytes) {
      const bool is_no_text = field.number == v1::Claim::kValueFieldNumber && type && !text_begin(*type);
      if (!is_no_text && may_hold(field.bytes, beginning)) return true;
    }
  }
  return walker.damaged();
}

void each_word(const v1::Header& header, const TakeWord& take) {
  writing::each_word(header.title(), take);
  writing::each_word(header.text(), take);
  writing::each_word(header.producer(), take);
  for (const auto* list : {&header.references(), &header.tags(), &header.ecosystems()}) {
    for (const auto& text : *list) writing::each_word(text, take);
  }
}

void each_word(const v1::Claim& claim, const TakeWord& take) {
  each_word_of_value(claim, take);
  for (const auto& tag : claim.tags()) {
    if (!tag.starts_with(object_tag)) writing::each_word(tag, take);
  }
  if (!claim.comment().empty()) writing::each_word(claim.comment(), take);
}

}  // namespace tidings::bulletin
