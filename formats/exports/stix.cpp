// A STIX 2.1 bundle: formats/stix writes it; here is told which objects it came with.
#include <algorithm>
#include <compare>
#include <cstring>
#include <unordered_map>
#include <unordered_set>

#include "base/digest.hpp"
#include "formats/exports/writers.hpp"
#include "formats/stix/marking.hpp"
#include "formats/stix/object.hpp"
#include "formats/stix/object_text.hpp"
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
                [this](const v1::Said& said, std::string_view id) { return came_too(said, id); }) {}

  void begin(Out&) override {}
  Left add(const Item& item, Out& out) override {
    out_ = &out;
    for (const auto& said : item.indicator.said()) own_identity(said);
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
    const auto* owner = owner_of(id);
    const bool is_anothers = owner != nullptr && owner->origin != owner_by(said).origin;
    if (is_anothers || stix::standard_marking(id)) {
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
  /// Whose an id is, and since when: who made it, else we, else of whom an object came first.
  struct Owner {
    std::uint64_t since{made};
    std::uint64_t origin{0};
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
  static Owner owner_by(const v1::Said& said) {
    return {said.received_from().empty() ? ours : std::max(first_arrived, said.received_at()),
            mark_of(base::sha256(said.origin()))};
  }
  /// Whoever speaks here is called as we call him.
  void own_identity(const v1::Said& said) {
    const auto by = owner_by(said).origin;
    if (speakers_.insert(by).second) owners_[mark_of(base::sha256(stix::identity_id(said.origin())))] = {made, by};
  }
  void hold(const v1::Said& said, std::string_view id) {
    own_identity(said);
    const auto by = owner_by(said);
    auto& owner = owners_.try_emplace(mark_of(base::sha256(id)), by).first->second;
    owner = std::min(owner, by);
  }
  /// Null where nobody's object has the id.
  const Owner* owner_of(std::string_view id) const {
    const auto owner = owners_.find(mark_of(base::sha256(id)));
    return owner == owners_.end() ? nullptr : &owner->second;
  }
  bool is_held(const v1::Said& said, std::string_view id) {
    const auto* owner = owner_of(id);
    if (owner == nullptr || owner->origin != owner_by(said).origin) return false;
    if (chosen_) wanted_.insert(mark_of(said, id));
    return true;
  }
  bool came_too(const v1::Said& said, std::string_view id) {
    const auto owner = owners_.find(mark_of(base::sha256(id)));
    if (owner == owners_.end()) return false;
    owner->second = {made, owner_by(said).origin};
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
  std::unordered_map<std::uint64_t, Owner> owners_;  ///< of what came, by id
  std::unordered_set<std::uint64_t> speakers_, wanted_;
  Out* out_{nullptr};  ///< of the call that is under way
  stix::BundleWriter bundle_;
};

}  // namespace

std::unique_ptr<Writer> make_stix(const Options& options) { return std::make_unique<Stix>(options); }

}  // namespace tidings::exports
