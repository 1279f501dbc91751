#pragma once
// How the tests of this folder say what a value came out as: "domain evil.example", or "reject: why".
#include <string>
#include <string_view>

#include "core/observable/observable.hpp"

namespace tidings::observable {

inline std::string read(std::string_view raw, Type declared = Type::None) {
  const auto parsed = parse(raw, {declared});
  if (!parsed) return "reject: " + parsed.error().what;
  const auto& o = parsed->observable;
  if (!is_canonical(o.type, o.value)) return "not canonical: " + to_text(o);
  return std::string(name(o.type)) + " " + to_text(o);
}

inline bool is_refused(std::string_view raw, Type declared = Type::None) { return !parse(raw, {declared}); }

}  // namespace tidings::observable
