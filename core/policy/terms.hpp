#pragma once
/// Our terms for a partner: what it may hold, what we take from it, whether it is of the GREEN community, how far we
/// believe what it says.
/// Without terms nothing flows. Lives on: any executor (values).
#include <cstdint>
#include <optional>

#include "tidings/v1/bulletin.pb.h"

namespace tidings::policy {

inline constexpr std::uint8_t default_trust = 50;

enum class Standing : std::uint8_t { Active = 0, Suspended = 1, Removed = 2 };

struct Terms {
  std::optional<v1::Tlp> send;        ///< the narrowest marking it may be sent; nothing: nothing is sent
  std::optional<v1::Tlp> accept;      ///< the narrowest marking taken from it; nothing: nothing is taken
  bool community{false};              ///< of the community that GREEN is for
  bool hear_introduced{true};         ///< whether origins that we know only through it are heard
  std::uint8_t trust{default_trust};  ///< 0-100: what its word weighs in scores
  friend bool operator==(const Terms&, const Terms&) = default;
};

}  // namespace tidings::policy
