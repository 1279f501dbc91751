#pragma once
/// What the headings, captions and column names around a place say of the values there. Inside of this folder.
/// Lives on: any executor; one thread at a time.
#include <cstdint>
#include <string_view>
#include <vector>

namespace tidings::report {

enum class Meaning : std::uint8_t {
  Unsaid,
  Story,  ///< what happened, how it was found, what to do: values are met, not listed
  Title,  ///< the title alone says that this is about indicators
  Indicators,
  Network,       ///< indicators: addresses, names, URLs
  Files,         ///< indicators: files by hash
  FileNames,     ///< indicators: files by name
  Certificates,  ///< indicators: fingerprints
  Keys,          ///< indicators: of the registry
  Mutexes,       ///< indicators
  Names,         ///< what products and catalogues call it
  Rules,         ///< detection rules: their strings are no values
  References,
  Legitimate,  ///< what is met beside it and harmless
  Victims,     ///< whom it was aimed at
};

/// Whether values there are listed as indicators, by more than the document's title.
bool lists_indicators(Meaning meaning);

/// What a heading says; Unsaid if nothing.
Meaning meaning_of_heading(std::string_view title);

enum class Column : std::uint8_t {
  Unsaid,
  Value,  ///< hashes, addresses, names, URLs
  Certificate,
  FileName,
  Prose,  ///< descriptions, dates, names of families
  Reference,
};

Column column_of(std::string_view name);

/// Words that say "this one is harmless" beside a value: "(legitimate)", "benign".
bool says_harmless(std::string_view text);
/// A cell that says so of its row: "clean", "Vulnerable legitimate viewer".
bool is_harmless_cell(std::string_view cell);

/// Where we are: headings one below the other.
class Sections {
 public:
  /// Level 1 is the title's; above 6 are captions, which end with the next heading of any kind.
  void enter(unsigned level, std::string_view title);
  Meaning meaning() const { return levels_.empty() ? Meaning::Unsaid : levels_.back().meaning; }
  /// SHA-256 alone is spoken of: two runs of 32 digits are one digest.
  bool only_sha256() const { return only_sha256_; }

 private:
  struct Level {
    unsigned level;
    Meaning meaning;
  };
  std::vector<Level> levels_;
  bool only_sha256_{false};
};

}  // namespace tidings::report
