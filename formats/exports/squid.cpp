// Files that Squid's ACLs read: dstdomain, dst, url_regex.
#include <algorithm>

#include "formats/exports/sorted_writer.hpp"
#include "formats/exports/spans.hpp"

namespace tidings::exports {
namespace {

constexpr std::string_view head = "# Made by Tidings; the next export overwrites it.\n";

std::string turned(std::string_view text) { return {text.rbegin(), text.rend()}; }

/// dstdomain: ".evil.example" is the name and all below it. Squid complains of a name below another that is listed, so
/// those are left out: sorted from their ends, they follow it.
class SquidDomains final : public SortedWriter {
 public:
  SquidDomains() : SortedWriter(std::string(head)) {}

  void end(Out& out, Counts&) override {
    std::string covering;
    lines().each([&](std::string_view line) {
      if (!covering.empty() && line.starts_with(covering)) return;
      covering = line;
      out.text().append(turned(line)).append("\n");
      out.settle();
    });
  }

 private:
  Left append_line(const Item& item, std::string& line) override {
    if (!is_plain_name(item.value)) return Left::Unwritable;
    line = turned(item.value) + ".";
    return Left::Nothing;
  }
};

/// url_regex, anchored at both ends. It sees the whole of https URLs only where Squid decrypts.
Left append_url(const Item& item, std::string& line) {
  const auto url = read_url(item.value);
  if (!url) return Left::Unwritable;
  line += '^';
  append_regex(line, item.value.substr(0, item.value.find('#')));
  line += '$';
  return Left::Nothing;
}

/// One network a line, none within another.
class Networks final : public Writer {
 public:
  void begin(Out& out) override { out.text() += head; }
  Left add(const Item& item, Out& out) override { return spans_.add(item, out); }
  void end(Out& out, Counts&) override {
    write(out, spans_.v4);
    write(out, spans_.v6);
  }

 private:
  template <class Number>
  static void write(Out& out, Spans<Number>& spans) {
    for (const auto& span : spans.merged()) {
      Spans<Number>::each_network(span, [&](Number address, unsigned prefix) {
        out.text().append(network_text(address, prefix)).append("\n");
      });
      out.settle();
    }
  }
  AddressSpans spans_;
};

}  // namespace

std::unique_ptr<Writer> make_squid_domains(const Options&) { return std::make_unique<SquidDomains>(); }
std::unique_ptr<Writer> make_squid_addresses(const Options&) { return std::make_unique<Networks>(); }
std::unique_ptr<Writer> make_squid_urls(const Options&) {
  return std::make_unique<LineWriter<append_url>>(std::string(head));
}
std::unique_ptr<Writer> make_haproxy_addresses(const Options&) { return std::make_unique<Networks>(); }

}  // namespace tidings::exports
