#include "formats/list/shape.hpp"

#include <algorithm>
#include <array>

#include "formats/list/digest_line.hpp"

#include "base/letters.hpp"

namespace tidings::list {
namespace {

using observable::Type;

constexpr std::string_view blanks = " \t";
constexpr std::string_view rpz_ip = ".rpz-ip";

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f' || c == '\n'; }

bool equal_any_case(std::string_view a, std::string_view lower_case) {
  return a.size() == lower_case.size() &&
         std::equal(a.begin(), a.end(), lower_case.begin(), [](char x, char y) { return base::lower(x) == y; });
}

Shape no_value(std::string_view reason) { return {{}, {}, reason, false, {}, {}}; }
Shape left_out(std::string_view reason) { return {{}, {}, reason, true, {}, {}}; }

// "$TTL 300", "@ IN SOA a. b. (1 2 3 4 5)", "NS localhost.": what a zone says of itself.
bool is_zone_record(std::string_view text) {
  constexpr std::array<std::string_view, 4> directives = {"$ttl", "$origin", "$include", "$generate"};
  const bool ends_in_name = text.ends_with('.');
  const auto first = take_field(text);
  if (text.empty()) return false;
  if (first == "@") return true;
  if (std::ranges::any_of(directives, [&](auto one) { return equal_any_case(first, one); })) return true;
  if (equal_any_case(first, "ns")) return ends_in_name;
  for (int i = 0; i < 3 && !text.empty(); ++i) {
    const auto field = take_field(text);
    if (equal_any_case(field, "soa") || equal_any_case(field, "ns")) return !text.empty();
  }
  return false;
}

bool is_this_host(std::string_view field) {
  constexpr std::array<std::string_view, 5> names = {"0.0.0.0", "127.0.0.1", "::", "::1", "0"};
  return std::ranges::find(names, field) != names.end();
}

// What blocklists point the unwanted names at: this host, some host of one's own network, an address of nobody's.
bool is_sink(std::string_view field) {
  if (is_this_host(field)) return true;
  if (field.empty() || field.find_first_not_of("0123456789abcdefABCDEF.:") != std::string_view::npos) return false;
  const auto address = observable::parse(field);
  return address && (address->observable.type == Type::Ipv4 || address->observable.type == Type::Ipv6) &&
         !observable::special_reason(address->observable).empty();
}

Shape hosts(std::string_view text, observable::Hint hint) {
  const auto address = take_field(text);
  if (text.empty()) {
    // A bare name does no harm in a hosts file; a bare address says nothing.
    if (is_sink(address)) return no_value("hosts line without a name");
    return value(address, hint);
  }
  while (!text.empty()) {
    const auto name = take_field(text);
    if (is_own_name(name)) continue;
    auto shape = value(name, hint);
    shape.more = text;
    return shape;
  }
  return left_out("the host's own name");
}

// "[Adblock Plus 2.0]", "[AdGuard]": but "[2a02::1]:53" is an address.
bool is_filter_head(std::string_view text) { return text.starts_with("[Ad") && text.ends_with(']'); }

// "evil.example##.banner", "evil.example#@#.banner": a URL may have such a fragment.
bool is_cosmetic(std::string_view text) {
  constexpr std::array<std::string_view, 4> marks = {"##", "#@#", "#?#", "#$#"};
  return text.find("://") == std::string_view::npos &&
         std::ranges::any_of(marks, [&](auto mark) { return text.find(mark) != std::string_view::npos; });
}

bool is_between_slashes(std::string_view text) {
  return text.size() > 1 && text.starts_with('/') && text.ends_with('/');
}

Shape adblock(std::string_view text, observable::Hint hint) {
  if (is_filter_head(text)) return left_out("filter list header");
  if (text.starts_with("@@")) return left_out("exception rule: what it names is let pass");
  if (!switched_off(text).empty()) return left_out("it switches another rule off");
  if (is_cosmetic(text)) return left_out("cosmetic rule: it hides a part of a page");
  if (is_between_slashes(text)) return no_value("regular expression");
  while (text.starts_with('|')) text.remove_prefix(1);
  text = text.substr(0, std::min(text.find('^'), text.rfind('$')));
  while (text.ends_with('|')) text.remove_suffix(1);
  return value(text, hint);
}

bool ends_with_any_case(std::string_view text, std::string_view ending) {
  return text.size() >= ending.size() && equal_any_case(text.substr(text.size() - ending.size()), ending);
}

bool is_rpz_trigger(std::string_view owner) {
  constexpr std::array<std::string_view, 3> triggers = {".rpz-client-ip", ".rpz-nsdname", ".rpz-nsip"};
  return std::ranges::any_of(triggers, [&](std::string_view trigger) { return ends_with_any_case(owner, trigger); });
}

// "24.0.148.9.45.rpz-ip" is 45.9.148.0/24, "128.1.zz.db8.2001.rpz-ip" 2001:db8::1: the prefix, then all from its end
// on.
Shape rpz_address(std::string_view owner, observable::Hint hint) {
  owner.remove_suffix(rpz_ip.size());
  const auto prefix = owner.substr(0, owner.find('.'));
  owner.remove_prefix(std::min(prefix.size() + 1, owner.size()));
  const auto labels = std::ranges::count(owner, '.') + 1;
  const bool is_address = prefix.find_first_not_of("0123456789") == std::string_view::npos && labels > 1 &&
                          owner.find_first_not_of("0123456789abcdefABCDEFzZ.") == std::string_view::npos;
  if (!is_address) return no_value("no address before rpz-ip");
  const bool is_v4 = labels == 4 && owner.find("zz") == std::string_view::npos;
  std::string text;
  for (auto rest = owner; !rest.empty();) {
    const auto dot = rest.rfind('.');
    const auto label = dot == std::string_view::npos ? rest : rest.substr(dot + 1);
    rest = rest.substr(0, dot == std::string_view::npos ? 0 : dot);
    if (is_v4) {
      text.append(text.empty() ? "" : ".").append(label);
    } else if (equal_any_case(label, "zz")) {
      text += "::";
    } else {
      text.append(text.empty() || text.ends_with(':') ? "" : ":").append(label);
    }
  }
  if (prefix != (is_v4 ? "32" : "128")) text.append("/").append(prefix);
  auto shape = value({}, hint);
  shape.spelt = std::move(text);
  return shape;
}

std::string_view without_dot(std::string_view name) {
  return name.ends_with('.') ? name.substr(0, name.size() - 1) : name;
}

Shape rpz(std::string_view text, observable::Hint hint) {
  text = trimmed(text.substr(0, text.find(';')));
  if (is_zone_record(text) || text.starts_with('$')) return left_out("a zone's own record, no policy");
  const auto owner = take_field(text);
  if (is_rpz_trigger(owner)) return no_value("response policy by client or name server");
  const auto end = text.find_last_of(blanks);
  const auto target = end == std::string_view::npos ? text : text.substr(end + 1);
  if (equal_any_case(target, "rpz-passthru.") || equal_any_case(target, "rpz-passthru")) {
    return no_value("passthru policy: what it names is let pass");
  }
  const auto is_same = [](char a, char b) { return base::lower(a) == base::lower(b); };
  if (std::ranges::equal(without_dot(target), without_dot(owner), is_same)) {
    return no_value("it is its own answer: what it names is let pass");
  }
  return ends_with_any_case(owner, rpz_ip) ? rpz_address(owner, hint) : value(owner, hint);
}

// "name CNAME target" with a TTL and a class before CNAME, or without; "name A 127.0.0.1".
bool looks_like_rpz(std::string_view text) {
  take_field(text);
  for (int i = 0; i < 3 && !text.empty(); ++i) {
    const auto field = take_field(text);
    if (equal_any_case(field, "cname")) return !text.empty();
    if (equal_any_case(field, "a") || equal_any_case(field, "aaaa"))
      return is_sink(trimmed(text.substr(0, text.find(';'))));
  }
  return false;
}

// "address=/a.example/b.example/0.0.0.0": the names between the first slash and the last. What stands behind that is
// what they are answered with, or who is asked.
Shape dnsmasq(std::string_view text, observable::Hint hint) {
  const auto begin = text.find('/');
  const auto end = text.rfind('/');
  if (begin == std::string_view::npos || end <= begin + 1) return no_value("no name between slashes");
  const auto option = text.substr(0, begin);
  const auto target = text.substr(end + 1);
  if ((option == "server=" || option == "local=") && !target.empty() && !is_this_host(target)) {
    return left_out("it is forwarded to a server, not blocked");
  }
  if (option == "nftset=" || option == "ipset=") return left_out("it fills a set, and is not blocked");
  auto names = text.substr(begin + 1, end - begin - 1);
  const auto first = take_name(names);
  auto shape = value(first, hint);
  shape.more = names;
  return shape;
}

bool looks_like_dnsmasq(std::string_view text) {
  constexpr std::array<std::string_view, 5> options = {"address=/", "server=/", "local=/", "nftset=/", "ipset=/"};
  return std::any_of(options.begin(), options.end(), [&](std::string_view o) { return text.starts_with(o); });
}

struct IntelType {
  std::string_view word;
  Type type;
};
// Zeek's Intel::Type; a file hash is of the type that its length tells.
constexpr std::array<IntelType, 8> intel_types = {{{"Intel::ADDR", Type::Ipv4},
                                                   {"Intel::SUBNET", Type::Ipv4Cidr},
                                                   {"Intel::URL", Type::Url},
                                                   {"Intel::DOMAIN", Type::Domain},
                                                   {"Intel::EMAIL", Type::Email},
                                                   {"Intel::FILE_HASH", Type::None},
                                                   {"Intel::FILE_NAME", Type::Filename},
                                                   {"Intel::CERT_HASH", Type::X509Sha1}}};

Shape first_tab_field(std::string_view text, observable::Hint hint) {
  const auto tab = text.find('\t');
  if (tab == std::string_view::npos) return value(text, hint);
  const auto field = text.substr(0, tab);
  const auto rest = text.substr(tab + 1);
  const auto kind = rest.substr(0, rest.find('\t'));
  if (!kind.starts_with("Intel::")) return beside_a_digest(text, hint).value_or(value(field, hint));
  for (const auto& known : intel_types) {
    if (known.word == kind) return value(field, {known.type, false});
  }
  return no_value("an Intel type that has no observable type");
}

// Before the score, which is digits at the end, else before the description.
Shape loki(std::string_view text, observable::Hint hint) {
  const auto last = text.rfind(';');
  if (last == std::string_view::npos) return value(text, hint);
  const auto score = trimmed(text.substr(last + 1));
  const bool digits =
      !score.empty() && std::all_of(score.begin(), score.end(), [](char c) { return c >= '0' && c <= '9'; });
  return value(text.substr(0, digits ? last : text.find(';')), hint);
}

// A ';' that cannot be part of the value: URLs may hold one, names, addresses and hashes may not.
bool looks_like_loki(std::string_view text) {
  const auto semicolon = text.find(';');
  if (semicolon == std::string_view::npos || semicolon == 0) return false;
  return text.substr(0, semicolon).find_first_of("/?\\|") == std::string_view::npos;
}

bool looks_like_hosts(std::string_view text) {
  const auto address = take_field(text);
  if (text.empty() || address.find_first_of(".:") == std::string_view::npos) return address == "0" && !text.empty();
  return is_sink(address) || is_own_name(take_field(text));
}

// "/ads[0-9]+/" of a filter list: no path.
bool is_expression(std::string_view text) {
  return is_between_slashes(text) && text.find_first_of("[](){}\\^|") != std::string_view::npos;
}

Shape by_shape(std::string_view text, observable::Hint hint) {
  const bool is_filter = text.starts_with('|') || text.starts_with("@@||") || text.ends_with('^') ||
                         is_filter_head(text) || is_cosmetic(text);
  if (is_filter || is_expression(text)) return adblock(text, hint);
  if (text.find_first_of(blanks) != std::string_view::npos && is_zone_record(text)) return rpz(text, hint);
  if (text.find('\t') != std::string_view::npos && !looks_like_hosts(text)) {
    return looks_like_rpz(text) ? rpz(text, hint) : first_tab_field(text, hint);
  }
  if (text.find_first_of(blanks) != std::string_view::npos) {
    if (const auto digest = beside_a_digest(text, hint)) return *digest;
    if (looks_like_hosts(text)) return hosts(text, hint);
    if (looks_like_rpz(text)) return rpz(text, hint);
  }
  if (const auto digest = behind_its_name(text, hint)) return *digest;
  if (looks_like_dnsmasq(text)) return dnsmasq(text, hint);
  if (looks_like_loki(text)) return loki(text, hint);
  return value(text, hint);
}

// "http://evil.example/x", and <http://evil.example/x>: one value in quotes, with the comma of a list of such behind
// it.
std::string_view without_quotes(std::string_view text) {
  constexpr std::string_view opening = "\"'`<", closing = "\"'`>";
  const auto kind = text.empty() ? std::string_view::npos : opening.find(text.front());
  if (kind == std::string_view::npos) return text;
  const auto end = text.find(closing[kind], 1);
  const auto rest = end == std::string_view::npos ? text : text.substr(end + 1);
  return rest.empty() || rest == "," ? trimmed(text.substr(1, end - 1)) : text;
}

}  // namespace

Shape value(std::string_view text, observable::Hint hint) { return {text, hint, {}, false, {}, {}}; }

std::string_view take_field(std::string_view& text) {
  std::size_t end = 0;
  while (end < text.size() && text[end] != ' ' && text[end] != '\t') ++end;
  const auto field = text.substr(0, end);
  text.remove_prefix(end);
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  return field;
}

std::string_view take_name(std::string_view& text) {
  const auto end = std::min(text.find_first_of(" \t/"), text.size());
  const auto name = text.substr(0, end);
  text.remove_prefix(end);
  text.remove_prefix(std::min(text.find_first_not_of(" \t/"), text.size()));
  return name;
}

std::string switched_off(std::string_view rule) {
  constexpr std::string_view option = "badfilter";
  const auto options = rule.rfind('$');
  if (options == std::string_view::npos) return {};
  std::string out(rule.substr(0, options));
  bool found = false;
  char before = '$';
  for (auto rest = rule.substr(options + 1); !rest.empty();) {
    const auto one = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(one.size() + 1, rest.size()));
    if (one == option) {
      found = true;
      continue;
    }
    (out += before) += one;
    before = ',';
  }
  return found ? out : std::string();
}

bool is_own_name(std::string_view name) {
  constexpr std::array<std::string_view, 12> own = {
      "localhost",     "localhost.localdomain", "localhost4",   "localhost6",   "local",          "broadcasthost",
      "ip6-localhost", "ip6-loopback",          "ip6-localnet", "ip6-allnodes", "ip6-allrouters", "ip6-mcastprefix"};
  return name == "0.0.0.0" || name == "ip6-allhosts" ||
         std::ranges::any_of(own, [&](std::string_view each) { return equal_any_case(name, each); });
}

std::string_view trimmed(std::string_view text) {
  constexpr std::array<std::string_view, 2> wide = {"\xc2\xa0", "\xef\xbb\xbf"};
  for (bool again = true; again && !text.empty();) {
    again = is_blank(text.front());
    if (again) text.remove_prefix(1);
    for (const auto mark : wide) {
      if (!text.starts_with(mark)) continue;
      text.remove_prefix(mark.size());
      again = true;
    }
  }
  for (bool again = true; again && !text.empty();) {
    again = is_blank(text.back());
    if (again) text.remove_suffix(1);
    for (const auto mark : wide) {
      if (!text.ends_with(mark)) continue;
      text.remove_suffix(mark.size());
      again = true;
    }
  }
  return text;
}

std::string_view without_comment(std::string_view text) {
  for (auto at = text.find('#'); at != std::string_view::npos; at = text.find('#', at + 1)) {
    // "x # why" and "x #why"; a '#' within a word is a fragment.
    if (at > 0 && is_blank(text[at - 1])) return trimmed(text.substr(0, at));
  }
  return text;
}

Shape find_value(std::string_view text, const LineHint& hint) {
  switch (hint.format) {
    case LineFormat::List: return by_shape(without_quotes(text), hint.hint);
    case LineFormat::Hosts: return hosts(text, hint.hint);
    case LineFormat::Adblock: return adblock(text, hint.hint);
    case LineFormat::Rpz: return rpz(text, hint.hint);
    case LineFormat::Zeek: return first_tab_field(text, hint.hint);
    case LineFormat::Loki: return loki(text, hint.hint);
    case LineFormat::Dnsmasq: return dnsmasq(text, hint.hint);
    case LineFormat::Field: return beside_a_digest(text, hint.hint).value_or(value(text, hint.hint));
    case LineFormat::CsvCell:
    case LineFormat::Maltrail: break;
  }
  return value(text, hint.hint);
}

}  // namespace tidings::list
