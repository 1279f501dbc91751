#include "client/input/summary.hpp"

#include <algorithm>

#include "client/text/escape.hpp"
#include "client/text/number.hpp"

namespace tidings::input {
namespace {

constexpr std::size_t shown_columns = 100;

/// A line's number stands behind the file's name, as compilers write it.
std::string at(const std::string& file, const std::string& where) {
  const bool is_line = !where.empty() && std::ranges::all_of(where, [](char c) { return c >= '0' && c <= '9'; });
  return text::for_people(file) +
         (where.empty() ? "" : (is_line ? ":" : ": ") + text::for_people(where, shown_columns));
}

std::string_view word_of(draft::Fate fate) {
  switch (fate) {
    case draft::Fate::Refused: return "refused";
    case draft::Fate::LeftOut: return "left out";
    case draft::Fate::Local: return "kept here";
    case draft::Fate::Opaque: return "carried as it is";
    case draft::Fate::Altered: return "altered";
    case draft::Fate::Withdrawn: return "withdrawn";
  }
  return "";
}

}  // namespace

std::string summary(const Counts& counts, std::string_view verb) {
  const auto& input = counts.input;
  std::string out = text::with_commas(input.values) + " read, " + text::with_commas(counts.published) + " " +
                    std::string(verb) + ", " + text::with_commas(counts.already_said) + " already said, ";
  if (input.repeated > 0) out += text::with_commas(input.repeated) + " repeated, ";
  out += text::with_commas(input.refused) + " refused";
  const auto name = [&out](std::uint64_t count, std::string_view what) {
    if (count > 0) out += ", " + text::with_commas(count) + " " + std::string(what);
  };
  name(input.carried, "carried as they are");
  name(input.local, "kept here for their marking");
  name(input.left_out, "left out");
  name(input.withdrawn, "taken back by the author");
  name(input.originals, input.originals == 1 ? "original" : "originals");
  name(input.answers, "sightings and disputes of others, not said again");
  return out;
}

std::string describe(const Refused& refused) {
  auto out = at(refused.file, refused.where) + ": ";
  if (!refused.value.empty()) out += text::for_people(refused.value, shown_columns) + ": ";
  return out + text::for_people(refused.reason);
}

std::string describe(const std::string& file, const draft::Note& note) {
  auto out = at(file, note.where) + ": ";
  if (!note.what.empty()) out += text::for_people(note.what, shown_columns) + ": ";
  return out + std::string(word_of(note.fate)) + ", " + text::for_people(note.reason);
}

}  // namespace tidings::input
