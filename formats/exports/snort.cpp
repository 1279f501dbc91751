// Snort 3 rules (docs.snort.org): addresses by the packet, names by the query on the wire, http URLs by host and path.
#include <algorithm>

#include "formats/exports/sids.hpp"

namespace tidings::exports {
namespace {

using observable::Type;

constexpr std::size_t max_content_bytes = 250;

std::string begun(const Item& item, std::string_view head) {
  return "alert " + std::string(head) + " (msg:\"" + message_of(item) + "\"; ";
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  append_content(out, text);
  return out + "\"";
}

/// The name as a query carries it (RFC 1035 section 3.1); its end tells it from a longer one, and names below it end
/// alike.
std::string labels_of(std::string_view name) {
  std::string out;
  while (!name.empty()) {
    const auto label = name.substr(0, name.find('.'));
    out.push_back(static_cast<char>(label.size()));
    out += label;
    name.remove_prefix(std::min(name.size(), label.size() + 1));
  }
  out.push_back('\0');
  return out;
}

Left append_name(const Item& item, std::string& rule) {
  if (!is_plain_name(item.value)) return Left::Unwritable;
  if (item.value.size() > max_content_bytes) return Left::TooLong;
  rule += begun(item, "udp $HOME_NET any -> any 53") + "content:" + quoted(labels_of(item.value)) +
          ", nocase, fast_pattern; " + metadata_of(item);
  return Left::Nothing;
}

Left append_url(const Item& item, std::string& rule) {
  const auto url = read_url(item.value);
  if (!url || url->scheme != "http" || url->host.starts_with('[')) return Left::Unwritable;
  if (url->host.size() > max_content_bytes || url->rest.size() > max_content_bytes) return Left::TooLong;
  rule += begun(item, "http $HOME_NET any -> any any") +
          "flow:established,to_server; http_header:field host; content:" +
          quoted(std::string(url->host) + std::string(url->port)) +
          ", nocase; http_raw_uri; bufferlen:" + std::to_string(url->rest.size()) + "; content:" + quoted(url->rest) +
          ", fast_pattern; " + metadata_of(item);
  return Left::Nothing;
}

class Snort final : public RuleWriter {
 public:
  using RuleWriter::RuleWriter;

 private:
  Left append_rule(const Item& item, std::string& rule) override {
    if (item.type == Type::Domain) return append_name(item, rule);
    if (item.type == Type::Url) return append_url(item, rule);
    if (item.type == Type::IpPort) {
      rule += begun(item, towards("tcp", item)) + "flow:to_server; " + metadata_of(item);
    } else {
      rule += begun(item, "ip $HOME_NET any <> " + item.text() + " any") + metadata_of(item);
    }
    return Left::Nothing;
  }
};

}  // namespace

std::unique_ptr<Writer> make_snort(const Options& options) { return std::make_unique<Snort>(options); }

}  // namespace tidings::exports
