// JSON lines for people and programs: the objects that `query -o jsonl` prints.
#include "formats/exports/writers.hpp"
#include "formats/told/indicator.hpp"

namespace tidings::exports {
namespace {

class Jsonl final : public Writer {
 public:
  void begin(Out&) override {}
  Left add(const Item& item, Out& out) override {
    out.text().append(told::compact(told::json_of(item.indicator))).append("\n");
    return Left::Nothing;
  }
  void end(Out&, Counts&) override {}
};

}  // namespace

std::unique_ptr<Writer> make_jsonl(const Options&) { return std::make_unique<Jsonl>(); }

}  // namespace tidings::exports
