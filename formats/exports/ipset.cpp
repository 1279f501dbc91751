// Sets for `ipset restore`: new ones are filled beside those in use and take their places in one step each.
#include "formats/exports/spans.hpp"
#include "formats/exports/writers.hpp"

namespace tidings::exports {
namespace {

/// The same in every export: a set that is there with another bound is refused. It is a bound alone and takes no
/// memory.
constexpr std::size_t max_networks = 16'777'216;

class Ipset final : public Writer {
 public:
  explicit Ipset(const Options& options) : set_(options.set) {}

  void begin(Out& out) override { out.text() += "# Made by Tidings; the next export overwrites it.\n"; }
  Left add(const Item& item, Out& out) override { return spans_.add(item, out); }
  void end(Out& out, Counts&) override {
    write(out, set_ + "4", "inet", spans_.v4);
    write(out, set_ + "6", "inet6", spans_.v6);
  }

 private:
  template <class Number>
  static std::size_t networks_in(Spans<Number>& spans) {
    std::size_t count = 0;
    for (const auto& span : spans.merged()) {
      Spans<Number>::each_network(span, [&](Number, unsigned) { ++count; });
    }
    return count;
  }

  template <class Number>
  void write(Out& out, const std::string& set, const std::string& family, Spans<Number>& spans) {
    if (networks_in(spans) > max_networks) {
      out.fail(base::fail(base::ErrorCode::TooLarge, "more networks than a set of ipset may have: narrow the export"));
    }
    const auto make = [&](const std::string& name) {
      out.text() +=
          "create " + name + " hash:net family " + family + " maxelem " + std::to_string(max_networks) + " -exist\n";
    };
    const auto fresh = set + "-new";
    make(fresh);
    out.text() += "flush " + fresh + "\n";
    for (const auto& span : spans.merged()) {
      Spans<Number>::each_network(span, [&](Number address, unsigned prefix) {
        out.text().append("add ").append(fresh).append(" ").append(network_text(address, prefix)).append("\n");
      });
      out.settle();
    }
    make(set);
    out.text() += "swap " + fresh + " " + set + "\ndestroy " + fresh + "\n";
  }

  std::string set_;
  AddressSpans spans_;
};

}  // namespace

std::unique_ptr<Writer> make_ipset(const Options& options) { return std::make_unique<Ipset>(options); }

}  // namespace tidings::exports
