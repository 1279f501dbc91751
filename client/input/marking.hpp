#pragma once
/// TLP markings that the input itself carries: a comment line that says "TLP:AMBER" or "tlp: amber", or a column named
/// tlp. A publication has one audience, so the narrowest marking counts for all of it.
/// Lives on: any executor; one thread at a time.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "tidings/v1/bulletin.pb.h"

namespace tidings::input {

struct Marking {
  v1::Tlp tlp{v1::TLP_UNSPECIFIED};
  std::string file;
  std::uint64_t line{0};  ///< 0: no line of a file says so
  std::string place() const;
};

/// Keeps the narrower; the first one of equals.
void narrow(std::optional<Marking>& held, const Marking& found);

/// What the publisher asked for against what the input says.
struct AskedMarking {
  std::optional<v1::Tlp> tlp;         ///< --tlp
  std::string override_reason;        ///< --override-marking
  std::optional<v1::Tlp> unmarked{};  ///< the daemon's default, where part of the input is not marked
};

struct SettledMarking {
  std::optional<v1::Tlp> tlp;  ///< nothing: the daemon's default
  bool widened{false};         ///< the reason is to be audited
  bool narrowed{false};        ///< to the default, which part of the input has
};

/// The TLP to publish under. Without --tlp the input's own marking, or what its unmarked part has where that is
/// narrower; a --tlp wider than the marking only with a reason. Errors: Policy, naming the place of the marking.
base::Result<SettledMarking> settle(const AskedMarking& asked, const std::optional<Marking>& found);

}  // namespace tidings::input
