#pragma once
/// YARA rules told apart in a file: their names, tags, metadata and extent. Strings, regular expressions and comments
/// are skipped as the language's lexer does; conditions are not looked at. Linear. Inside of this folder.
/// Lives on: any executor.
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tidings::rules {

struct YaraRule {
  std::string_view name;
  std::string_view text;  ///< from its first keyword to its last brace; of one that does not end, its first line
  std::vector<std::string_view> tags;
  std::vector<std::pair<std::string_view, std::string>> meta;  ///< values without quotes
  std::uint64_t line{0};
  bool whole{false};
};

struct YaraFile {
  std::vector<std::string_view> imports;  ///< names of modules
  std::vector<YaraRule> rules;
};

YaraFile scan_yara(std::string_view text);

}  // namespace tidings::rules
