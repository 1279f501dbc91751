#pragma once
/// What a report says of itself: title, markings, what it refers to. Inside of this folder.
/// Lives on: any executor; one thread at a time.
#include <set>
#include <string>
#include <string_view>

#include "formats/draft/stated_lines.hpp"

namespace tidings::report {

class Context {
 public:
  void heading(unsigned level, std::string_view title);
  void page_title(std::string_view title);  ///< of an HTML document: counts if there is no heading
  void link(std::string_view url);          ///< a web page, as it stands

  /// What stands where no value is looked for: it may state a marking.
  void words(std::string_view words);
  /// The next line of the report, which may do so by itself or below others.
  void line(std::string_view text);
  /// "CVE-2021-44228", "T1059.001".
  void token(std::string_view token);
  /// Whether a token is worth asking token() of: by its first letters.
  static bool may_tell(std::string_view token) {
    if (token.size() < 3) return false;
    switch (token[0] | 0x20) {
      case 't': return token[1] == '1' || token[1] == '0';
      case 'c': return (token[1] | 0x20) == 'v' && (token[2] | 0x20) == 'e';
    }
    return false;
  }

  v1::Header finish();
  const std::string& unreadable() const { return stated_.unreadable; }  ///< a marking; empty if there is none

 private:
  void tag(std::string tag);
  void take_line(std::string_view text);

  std::string title_, page_title_, caption_;  ///< the last: the first of any kind, where there is no other
  unsigned title_level_{0};
  draft::Stated stated_;
  draft::StatedLines lines_;
  std::set<std::string> tags_, references_;
};

}  // namespace tidings::report
