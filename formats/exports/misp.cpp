// MISP events in one text, as a server answers a search: {"response": [{"Event": …}, …]}.
#include "formats/exports/misp_events.hpp"
#include "formats/exports/writers.hpp"

namespace tidings::exports {
namespace {

class Misp final : public Writer {
 public:
  explicit Misp(const Options& options) : events_(options) {}

  void begin(Out&) override {}
  Left add(const Item& item, Out& out) override {
    if (auto added = events_.add(item.indicator); !added) out.fail(added.error());
    return Left::Nothing;
  }
  void original(const v1::Value& value, const v1::Said& said, Pass, Out& out) override {
    if (auto added = events_.add_original(value, said); !added) out.fail(added.error());
  }
  void end(Out& out, Counts&) override {
    std::string_view before = "{\"response\":[";
    const auto done = events_.finish([&](const misp::WrittenEvent& event) {
      out.text().append(before);
      before = ",\n";
      return event.each_piece([&](std::string_view piece) {
        out.text().append(piece);
        out.settle();
        return out.status();
      });
    });
    if (!done) out.fail(done.error());
    out.text().append(before.starts_with(',') ? "]}\n" : "{\"response\":[]}\n");
  }

 private:
  MispEvents events_;
};

}  // namespace

std::unique_ptr<Writer> make_misp(const Options& options) { return std::make_unique<Misp>(options); }

}  // namespace tidings::exports
