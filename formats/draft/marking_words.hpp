#pragma once
/// The words in which a text names TLP or PAP, and what stands between them and a level. Inside of this folder; of text
/// in plain letters. Lives on: any executor.
#include <string_view>

namespace tidings::draft {

bool is_letter(char c);
bool is_capital(char c);
bool is_blank(char c);
bool is_one_of(char c, std::string_view set);
bool begins_with(std::string_view text, std::string_view lower_case);

/// What the levels are of: "TLP", "traffic-light-protocol".
struct Protocol {
  std::size_t end{0};  ///< 0: the text does not begin with one
  bool is_tlp{false};
  bool is_written_out{false};
};

Protocol protocol_at(std::string_view text);
/// Where a protocol may be named, from `begin` on, with a byte or more behind it; npos: nowhere.
std::size_t find_protocol(std::string_view text, std::size_t begin);

/// What stands between "TLP" and its level.
struct Gap {
  std::size_t end{0};
  bool says_so{false};    ///< a colon or the like: what follows is meant as the level
  bool is_bare{false};    ///< that colon alone
  bool is_dash{false};    ///< a dash or nothing: "TLP-AMBER", "tlpred", and names such as tlp-amber.tw
  bool is_words{false};   ///< words: "TLP LEVEL RED"
  bool is_opened{false};  ///< it ends within a bracket: "TLP (RED)"
};

/// Behind a protocol that begins at `begin`, its version ("TLP v2.0: RED") and a word for its level among them.
Gap gap_behind(std::string_view text, std::size_t begin, const Protocol& protocol);

/// Whether all of a line or cell is the name of a protocol: "TLP", "## TLP:", "meta.tlp". `end` of the answer is 0
/// where it is not.
Protocol protocol_of_all(std::string_view text);
/// Without blanks, quotes, brackets and marks of emphasis, lists, headings and comments at its ends.
std::string_view without_marks(std::string_view text);

}  // namespace tidings::draft
