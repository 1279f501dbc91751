// A STIX 2.1 bundle: formats/stix writes it; here is told which objects it came with.
#include <algorithm>
#include <compare>
#include <cstring>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "base/digest.hpp"
#include "formats/exports/writers.hpp"
#include "formats/stix/marking.hpp"
#include "formats/stix/object.hpp"
#include "formats/stix/object_text.hpp"
#include "formats/stix/uuid.hpp"
#include "formats/stix/writer.hpp"

namespace tidings::exports {
namespace {

constexpr std::string_view media_type_prefix = "application/stix+json";

class Stix final : public Writer {
 public:
  explicit Stix(const Options& options)
      : chosen_(options.chosen),
        bundle_([this](const v1::Said& said, std::string_view id) { return is_held(said, id); },
                [this](std::string_view text) { return put(text); },
                [this](std::string_view id) { return owners_.contains(mark_of(base::sha256(id))); }) {}

  void begin(Out&) override {}
  Left add(const Item& item, Out& out) override {
    out_ = &out;
    for (const auto& said : item.indicator.said()) speakers_.insert(said.origin());
    settle(bundle_.add(item.indicator), out);
    return Left::Nothing;
  }
  Left original(const v1::Value& value, const v1::Said& said, Pass pass, Out& out) override {
    if (!stix::is_id(value.value())) return Left::Type;
    if (!said.opaque().media_type().starts_with(media_type_prefix)) return Left::Type;
    const auto id = std::string_view(value.value());
    if (pass == Pass::Held) {
      if (stix::is_object_text(said.opaque().content(), id)) hold(said, id);
      return Left::Nothing;
    }
    if (chosen_ && !wanted_.contains(mark_of(said, id))) return Left::Nothing;
    if (owner_of(id).value_or(said.origin()) != said.origin() || stix::standard_marking(id)) {
      return stix::is_object_text(said.opaque().content(), id) ? Left::SameId : Left::Nothing;
    }
    out_ = &out;
    const auto added = bundle_.add_original(id, said.opaque().content(), said);
    if (!added) out.fail(added.error());
    return added && !*added ? Left::SameId : Left::Nothing;
  }
  void end(Out& out, Counts&) override {
    out_ = &out;
    settle(bundle_.finish(), out);
  }

 private:
  /// Whose an object that came is, and since when: of whom its id was made, else ours, else of whom it came first.
  struct Owner {
    std::uint64_t since{made};
    std::string_view origin;  ///< one of speakers_
    auto operator<=>(const Owner&) const = default;
  };
  static constexpr std::uint64_t made = 0, ours = 1, first_arrived = 2;

  static std::uint64_t mark_of(const base::Digest& digest) {
    std::uint64_t mark = 0;
    std::memcpy(&mark, digest.data(), sizeof mark);
    return mark;
  }
  /// Of an origin's object, whatever its version.
  static std::uint64_t mark_of(const v1::Said& said, std::string_view id) {
    return mark_of(base::Sha256().update(said.origin()).update(id).finish());
  }
  void hold(const v1::Said& said, std::string_view id) {
    const std::string_view origin = *speakers_.insert(said.origin()).first;
    auto since = said.received_from().empty() ? ours : std::max(first_arrived, said.received_at());
    if (stix::is_id_of(id, origin)) since = made;
    const Owner by{since, origin};
    auto& owner = owners_.try_emplace(mark_of(base::sha256(id)), by).first->second;
    owner = std::min(owner, by);
  }
  /// Whose an id is: of whom it was made, if he speaks here, whatever he says; else whose object of it came.
  std::optional<std::string_view> owner_of(std::string_view id) const {
    const auto begin = stix::origin_begin(id);
    for (auto at = speakers_.lower_bound(begin); !begin.empty() && at != speakers_.end(); ++at) {
      if (!at->starts_with(begin)) break;
      if (stix::is_id_of(id, *at)) return *at;
    }
    const auto owner = owners_.find(mark_of(base::sha256(id)));
    return owner == owners_.end() ? std::nullopt : std::optional(owner->second.origin);
  }
  bool is_held(const v1::Said& said, std::string_view id) {
    const auto came = owners_.find(mark_of(base::sha256(id)));
    if (came == owners_.end() || came->second.origin != said.origin() || owner_of(id) != said.origin()) return false;
    if (chosen_) wanted_.insert(mark_of(said, id));
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
  std::set<std::string> speakers_;                   ///< origins of all that is said here
  std::unordered_map<std::uint64_t, Owner> owners_;  ///< of what came, by id
  std::unordered_set<std::uint64_t> wanted_;
  Out* out_{nullptr};  ///< of the call that is under way
  stix::BundleWriter bundle_;
};

}  // namespace

std::unique_ptr<Writer> make_stix(const Options& options) { return std::make_unique<Stix>(options); }

}  // namespace tidings::exports
