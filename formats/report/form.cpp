#include "formats/report/form.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/letters.hpp"

namespace tidings::report {
namespace {

constexpr std::size_t looked_at_bytes = 16 * 1024;

struct Ending {
  std::string_view text;
  Form form;
};
constexpr std::array<Ending, 8> endings = {{{".md", Form::Markdown},
                                            {".markdown", Form::Markdown},
                                            {".adoc", Form::AsciiDoc},
                                            {".asciidoc", Form::AsciiDoc},
                                            {".asc", Form::AsciiDoc},
                                            {".html", Form::Html},
                                            {".htm", Form::Html},
                                            {".xhtml", Form::Html}}};

template <class Claims>
std::size_t count_lines(std::string_view text, const Claims& claims) {
  std::size_t count = 0;
  text = text.substr(0, looked_at_bytes);
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (claims(line)) ++count;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return count;
}

bool is_heading(std::string_view line, char mark) {
  const auto level = std::min(line.find_first_not_of(mark), line.size());
  return level >= 1 && level <= 6 && level + 1 < line.size() && line[level] == ' ' && line[level + 1] != ' ';
}

bool is_table_rule(std::string_view line) {
  return line.starts_with('|') && line.find("--") != std::string_view::npos &&
         line.find_first_not_of("|-: \t") == std::string_view::npos;
}

}  // namespace

std::size_t marks_of_markdown(std::string_view beginning) {
  return count_lines(beginning, [](std::string_view line) {
    // "# comment" is what lists have, too: deeper headings alone tell.
    const bool heading = line.starts_with("##") && is_heading(line, '#');
    return heading || line.starts_with("```") || is_table_rule(line) || line.find("](") != std::string_view::npos;
  });
}

std::size_t marks_of_asciidoc(std::string_view beginning) {
  return count_lines(beginning, [](std::string_view line) {
    return is_heading(line, '=') || line.starts_with("|===") || line == ":toc:" || line == "----";
  });
}

bool is_html(std::string_view beginning) {
  if (beginning.starts_with("\xef\xbb\xbf")) beginning.remove_prefix(3);
  const auto begin = beginning.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos || beginning[begin] != '<') return false;
  const std::string head = base::lowered(beginning.substr(begin, 4096));
  if (head.starts_with("<!doctype html") || head.starts_with("<html")) return true;
  constexpr std::array<std::string_view, 8> tags = {"<html",  "<head>",   "<body", "<div",
                                                    "<table", "<article", "<h1",   "<p>"};
  return std::any_of(tags.begin(), tags.end(), [&](auto tag) { return head.find(tag) != std::string::npos; });
}

Form form_of(std::string_view name, std::string_view beginning) {
  const std::string lower = base::lowered(name);
  for (const auto& ending : endings) {
    if (lower.ends_with(ending.text)) return ending.form;
  }
  if (is_html(beginning)) return Form::Html;
  const auto markdown = marks_of_markdown(beginning);
  const auto asciidoc = marks_of_asciidoc(beginning);
  if (asciidoc >= 2 && asciidoc > markdown) return Form::AsciiDoc;
  return markdown > 0 ? Form::Markdown : Form::Text;
}

}  // namespace tidings::report
