#pragma once
/// Types that are carried as the text they are: names, paths, registry keys, patterns, foreign values. Inside of this
/// folder.
/// Lives on: any executor.
#include <string>
#include <string_view>

#include "core/observable/text.hpp"
#include "core/observable/type.hpp"

namespace tidings::observable {

/// Types whose text is kept unchanged but for the blanks at its ends, on one line.
bool is_line_type(Type type);
/// The same on any number of lines: patterns and Type::Other.
bool is_block_type(Type type);

/// Valid UTF-8 without control characters, not empty.
Refusal check_text(std::string_view text);
/// As check_text, but with TAB, CR and LF.
Refusal check_block(std::string_view text);

/// Rule K1: the hive written out in full; the rest is unchanged, as is a key without a hive.
std::string expand_hive(std::string_view key);
/// Whether it begins with a hive, short or long, in any case.
bool has_hive(std::string_view key);

/// Whether it reads as a path of Windows ("C:\…", "\\server\…", "%TEMP%\…") or of a home folder ("~/…"). What begins
/// with '/' does not: that is a uri-path unless declared (rule U14).
bool is_surely_path(std::string_view text);

}  // namespace tidings::observable
