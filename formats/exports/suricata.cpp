// Suricata rules (docs.suricata.io, "Rules Format"): addresses by the packet, names by the query, http URLs by host and
// path, certificates and JA3 by TLS.
#include "formats/exports/sids.hpp"

namespace tidings::exports {
namespace {

using observable::Type;

/// Suricata refuses content beyond 255 bytes; as a name has a dot before it.
constexpr std::size_t max_content_bytes = 250;

void append_options(std::string& rule, const Item& item) {
  rule.append("; threshold:type limit, track by_src, count 1, seconds 600; ").append(metadata_of(item));
}

std::string begun(const Item& item, std::string_view head) {
  return "alert " + std::string(head) + " (msg:\"" + message_of(item) + "\"; ";
}

std::string content(std::string_view text) {
  std::string out = "content:\"";
  append_content(out, text);
  return out + "\"";
}

Left append_name(const Item& item, std::string& rule) {
  const bool is_wildcard = item.type == Type::DomainWildcard;
  const auto name = is_wildcard ? item.value.substr(1) : item.value;  // ".evil.example"
  if (!is_plain_name(is_wildcard ? name.substr(1) : name)) return Left::Unwritable;
  if (name.size() >= max_content_bytes) return Left::TooLong;
  rule += begun(item, "dns $HOME_NET any -> any any");
  rule += is_wildcard ? "dns.query; " + content(name) : "dns.query; dotprefix; " + content("." + std::string(name));
  rule += "; nocase; endswith";
  append_options(rule, item);
  return Left::Nothing;
}

/// What https hides is left out: its host alone would accuse all that is served there.
Left append_url(const Item& item, std::string& rule) {
  const auto url = read_url(item.value);
  if (!url || url->scheme != "http" || url->host.starts_with('[')) return Left::Unwritable;
  if (url->host.size() > max_content_bytes || url->rest.size() > max_content_bytes) return Left::TooLong;
  const auto port = url->port.empty() ? std::string("any") : std::string(url->port.substr(1));
  rule += begun(item, "http $HOME_NET any -> any " + port) + "flow:established,to_server; http.host; " +
          content(url->host) + "; bsize:" + std::to_string(url->host.size()) + "; http.uri.raw; " + content(url->rest) +
          "; bsize:" + std::to_string(url->rest.size());
  append_options(rule, item);
  return Left::Nothing;
}

std::string with_colons(std::string_view hex) {
  std::string out;
  for (std::size_t at = 0; at < hex.size(); at += 2) out.append(at == 0 ? "" : ":").append(hex.substr(at, 2));
  return out;
}

class Suricata final : public RuleWriter {
 public:
  using RuleWriter::RuleWriter;

 private:
  Left append_rule(const Item& item, std::string& rule) override {
    if (item.type == Type::Domain || item.type == Type::DomainWildcard) return append_name(item, rule);
    if (item.type == Type::Url) return append_url(item, rule);
    if (item.type == Type::IpPort) {
      rule += begun(item, towards("ip", item));
    } else if (item.type == Type::Ja3) {
      rule += begun(item, "tls $HOME_NET any -> any any") + "ja3.hash; " + content(item.text());
    } else if (item.type == Type::X509Sha1) {
      rule +=
          begun(item, "tls any any -> $HOME_NET any") + "tls.cert_fingerprint; " + content(with_colons(item.text()));
    } else {
      rule += begun(item, "ip $HOME_NET any <> " + item.text() + " any");
    }
    if (rule.ends_with("; ")) rule.resize(rule.size() - 2);
    append_options(rule, item);
    return Left::Nothing;
  }
};

}  // namespace

std::unique_ptr<Writer> make_suricata(const Options& options) { return std::make_unique<Suricata>(options); }

}  // namespace tidings::exports
