#pragma once
/// Whether a value is meant as an indicator, by what it is and where it stands. Pure. Inside of this folder.
/// Lives on: any executor.
#include <string>
#include <string_view>

#include "core/observable/observable.hpp"
#include "formats/report/report.hpp"
#include "formats/report/section.hpp"

namespace tidings::report {

enum class Setting : std::uint8_t { Prose, Item, Cell, Code, InlineCode, Link, Heading };

/// Where a value stands.
struct Spot {
  Setting setting{Setting::Prose};
  Meaning meaning{Meaning::Unsaid};
  Column column{Column::Unsaid};
  bool alone{false};     ///< nothing else stands in its line, item, cell or span of code
  bool leads{false};     ///< it begins its line or item, and what follows is set apart
  bool harmless{false};  ///< the line says so
  bool defanged{false};
  bool in_range{false};      ///< a dash stands between it and another address
  std::string_view before;   ///< some words in front of it
  std::string_view written;  ///< the value as it stands
};

enum class Judged : std::uint8_t { Meant, Left, Nothing };

struct Judgement {
  Judged judged{Judged::Nothing};
  std::string reason;
};

/// What is meant of a value there: what stands among victims or among what is harmless accuses nobody.
Standing standing_at(const Spot& spot);

/// May change the type: a digest among certificates is a fingerprint.
Judgement judge(observable::Observable& observable, const Spot& spot);

}  // namespace tidings::report
