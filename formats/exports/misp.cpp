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
    if (auto added = events_.add(item); !added) out.fail(added.error());
    return Left::Nothing;
  }
  Left original(const v1::Value& value, const v1::Said& said, Pass, Out& out) override {
    const auto added = events_.add_original(value, said);
    if (!added) out.fail(added.error());
    return added ? *added : Left::Nothing;
  }
  void end(Out& out, Counts& counts) override {
    std::string_view before = "{\"response\":[";
    const auto write = [&](const misp::WrittenEvent& event) {
      out.text().append(before);
      before = ",\n";
      return event.each_piece([&](std::string_view piece) {
        out.text().append(piece);
        out.settle();
        return out.status();
      });
    };
    const auto done = events_.finish(write, counts);
    if (!done) out.fail(done.error());
    out.text().append(before.starts_with(',') ? "]}\n" : "{\"response\":[]}\n");
  }

 private:
  MispEvents events_;
};

}  // namespace

std::unique_ptr<Writer> make_misp(const Options& options) { return std::make_unique<Misp>(options); }

}  // namespace tidings::exports
