#include "client/input/summary.hpp"

#include "client/text/escape.hpp"
#include "client/text/number.hpp"

namespace tidings::input {

std::string summary(const Counts& counts, std::string_view verb) {
  std::string out = text::with_commas(counts.read) + " read, " + text::with_commas(counts.published) + " " +
                    std::string(verb) + ", " + text::with_commas(counts.already_said) + " already said, ";
  if (counts.repeated > 0) out += text::with_commas(counts.repeated) + " repeated, ";
  return out + text::with_commas(counts.refused) + " refused";
}

std::string describe(const Refused& refused) {
  constexpr std::size_t shown_columns = 100;
  return text::for_people(refused.file) + ":" + std::to_string(refused.line) + ": " +
         text::for_people(refused.value, shown_columns) + ": " + text::for_people(refused.reason);
}

}  // namespace tidings::input
