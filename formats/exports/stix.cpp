// A STIX 2.1 bundle: formats/stix writes it; here is told which objects it came with.
#include <cstring>
#include <unordered_set>

#include "base/digest.hpp"
#include "formats/exports/writers.hpp"
#include "formats/stix/object.hpp"
#include "formats/stix/writer.hpp"

namespace tidings::exports {
namespace {

constexpr std::string_view media_type_prefix = "application/stix+json";

class Stix final : public Writer {
 public:
  explicit Stix(const Options& options)
      : chosen_(options.chosen),
        bundle_([this](const v1::Said& said, std::string_view id) { return is_held(said, id); },
                [this](std::string_view text) { return put(text); }) {}

  void begin(Out&) override {}
  Left add(const Item& item, Out& out) override {
    out_ = &out;
    settle(bundle_.add(item.indicator), out);
    return Left::Nothing;
  }
  Left original(const v1::Value& value, const v1::Said& said, Pass pass, Out& out) override {
    if (!stix::is_id(value.value())) return Left::Type;
    const auto mark = mark_of(said, value.value());
    if (pass == Pass::Held) {
      held_.insert(mark);
      return Left::Nothing;
    }
    if (!said.opaque().media_type().starts_with(media_type_prefix)) return Left::Type;
    if (chosen_ && !wanted_.contains(mark)) return Left::Nothing;
    out_ = &out;
    settle(bundle_.add_original(value.value(), said.opaque().content(), said), out);
    return Left::Nothing;
  }
  void end(Out& out, Counts&) override {
    out_ = &out;
    settle(bundle_.finish(), out);
  }

 private:
  /// Of an origin's object, whatever its version.
  static std::uint64_t mark_of(const v1::Said& said, std::string_view id) {
    std::uint64_t mark = 0;
    std::memcpy(&mark, base::Sha256().update(said.origin()).update(id).finish().data(), sizeof mark);
    return mark;
  }
  bool is_held(const v1::Said& said, std::string_view id) {
    const auto mark = mark_of(said, id);
    if (!held_.contains(mark)) return false;
    if (chosen_) wanted_.insert(mark);
    return true;
  }
  base::Status put(std::string_view text) {
    out_->text().append(text);
    return {};
  }
  static void settle(const base::Status& status, Out& out) {
    if (!status) out.fail(status.error());
  }

  bool chosen_;
  std::unordered_set<std::uint64_t> held_, wanted_;
  Out* out_{nullptr};  ///< of the call that is under way
  stix::BundleWriter bundle_;
};

}  // namespace

std::unique_ptr<Writer> make_stix(const Options& options) { return std::make_unique<Stix>(options); }

}  // namespace tidings::exports
