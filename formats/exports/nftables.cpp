// Sets for `nft -f`: one transaction that makes the table and its sets where they are not there yet, and replaces what
// is in them. Intervals are merged, since the kernel refuses a set whose intervals overlap.
#include "formats/exports/spans.hpp"
#include "formats/exports/writers.hpp"

namespace tidings::exports {
namespace {

/// Elements in one statement: nft parses each at once.
constexpr std::size_t at_once = 1'000;

class Nftables final : public Writer {
 public:
  explicit Nftables(const Options& options) : table_("inet " + options.set) {}

  void begin(Out& out) override {
    auto& text = out.text();
    text += "# Made by Tidings; the next export overwrites it.\nadd table " + table_ + "\n";
    for (const auto* family : {"ipv4", "ipv6"}) {
      const auto set = table_ + " " + family;
      text += "add set " + set + " { type " + family + "_addr; flags interval; }\nflush set " + set + "\n";
    }
  }
  Left add(const Item& item, Out& out) override { return spans_.add(item, out); }
  void end(Out& out, Counts&) override {
    write(out, "ipv4", spans_.v4);
    write(out, "ipv6", spans_.v6);
  }

 private:
  template <class Number>
  void write(Out& out, const std::string& set, Spans<Number>& spans) {
    std::size_t count = 0;
    for (const auto& span : spans.merged()) {
      auto& text = out.text();
      if (count % at_once == 0)
        text += (count == 0 ? "" : " }\n") + std::string("add element ") + table_ + " " + set + " { ";
      else
        text += ", ";
      text += range_text(span);
      ++count;
      out.settle();
    }
    if (count > 0) out.text() += " }\n";
  }

  std::string table_;
  AddressSpans spans_;
};

}  // namespace

std::unique_ptr<Writer> make_nftables(const Options& options) { return std::make_unique<Nftables>(options); }

}  // namespace tidings::exports
