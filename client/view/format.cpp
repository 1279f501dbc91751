#include "client/view/format.hpp"

namespace tidings::view {
namespace {

std::string_view code_of(Colour colour) {
  switch (colour) {
    case Colour::Bold: return "1";
    case Colour::Faint: return "2";
    case Colour::Red: return "31";
    case Colour::Green: return "32";
    case Colour::Yellow: return "33";
  }
  return "0";
}

}  // namespace

std::optional<Format> format_from_name(std::string_view name) {
  if (name == "human") return Format::Human;
  if (name == "json") return Format::Json;
  if (name == "jsonl") return Format::Jsonl;
  if (name == "csv") return Format::Csv;
  if (name == "tsv") return Format::Tsv;
  return std::nullopt;
}

std::string paint(const Look& look, Colour colour, std::string_view text) {
  if (look.colours == Colours::No) return std::string(text);
  return "\x1b[" + std::string(code_of(colour)) + "m" + std::string(text) + "\x1b[0m";
}

}  // namespace tidings::view
