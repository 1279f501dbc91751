#pragma once
/// What a report says of itself: title, markings, what it refers to. Inside of this folder.
/// Lives on: any executor; one thread at a time.
#include <set>
#include <string>
#include <string_view>

#include "formats/draft/stated_marking.hpp"

namespace tidings::report {

class Context {
 public:
  void heading(unsigned level, std::string_view title);
  void page_title(std::string_view title);  ///< of an HTML document: counts if there is no heading
  void link(std::string_view url);          ///< a web page, as it stands

  /// A line, or what stands where no value is looked for: it may state a marking, also as the level alone behind a line
  /// that is "TLP:" alone.
  void words(std::string_view words);
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

  std::string title_, page_title_, caption_;  ///< the last: the first of any kind, where there is no other
  unsigned title_level_{0};
  std::string protocol_;  ///< "tlp" where the last line was that alone
  draft::Stated stated_;
  std::set<std::string> tags_, references_;
};

}  // namespace tidings::report
