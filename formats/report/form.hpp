#pragma once
/// What a report is written in. Lives on: any executor.
#include <cstdint>
#include <optional>
#include <string_view>

namespace tidings::report {

enum class Form : std::uint8_t { Text, Markdown, AsciiDoc, Html };

/// By the name's ending, else by the beginning (some KiB are enough): tags, "= Title" and "|===", "# Title", fences and
/// links, else plain text.
Form form_of(std::string_view name, std::string_view beginning);

/// Whether the beginning is that of an HTML document.
bool is_html(std::string_view beginning);

/// How many marks of a written report there are: headings, fences, table rules, links. 0: it may be any text.
std::size_t marks_of_markdown(std::string_view beginning);
std::size_t marks_of_asciidoc(std::string_view beginning);

}  // namespace tidings::report
