#include "formats/rules/yara_scan.hpp"

#include <algorithm>

namespace tidings::rules {
namespace {

constexpr std::size_t max_meta = 256;

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

class Scan {
 public:
  explicit Scan(std::string_view text) : text_(text) {}

  YaraFile run() {
    YaraFile file;
    std::size_t first = npos;  // of "private" and "global" in front
    while (!skip_blanks()) {
      const auto begin = at_;
      const auto word = take_word();
      if (word == "import") {
        skip_blanks();
        const auto name = quoted();
        if (!name.empty()) file.imports.push_back(name);
      } else if (word == "private" || word == "global") {
        if (first == npos) first = begin;
        continue;
      } else if (word == "rule") {
        file.rules.push_back(rule(first == npos ? begin : first));
      } else if (word.empty()) {
        skip_one();
      }
      first = npos;
    }
    return file;
  }

 private:
  static constexpr std::size_t npos = std::string_view::npos;

  std::uint64_t line_of(std::size_t at) {
    line_ += static_cast<std::uint64_t>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(counted_),
                                                   text_.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    counted_ = at;
    return line_;
  }

  // Blanks and comments; true at the end.
  bool skip_blanks() {
    while (at_ < text_.size()) {
      const auto rest = text_.substr(at_);
      if (static_cast<unsigned char>(rest[0]) <= ' ') {
        ++at_;
      } else if (rest.starts_with("//")) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (rest.starts_with("/*")) {
        const auto end = text_.find("*/", at_ + 2);
        at_ = end == npos ? text_.size() : end + 2;
      } else {
        return false;
      }
    }
    return true;
  }

  std::string_view take_word() {
    const auto begin = at_;
    while (at_ < text_.size() && is_name_char(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  // What stands between quotes or slashes, escapes skipped; it ends with its line.
  std::string_view delimited(char mark) {
    const auto begin = ++at_;
    while (at_ < text_.size() && text_[at_] != mark && text_[at_] != '\n') at_ += text_[at_] == '\\' ? 2 : 1;
    at_ = std::min(at_, text_.size());
    const auto inside = text_.substr(begin, at_ - begin);
    if (at_ < text_.size() && text_[at_] == mark) ++at_;
    return inside;
  }
  std::string_view quoted() { return at_ < text_.size() && text_[at_] == '"' ? delimited('"') : std::string_view(); }

  void skip_one() {
    if (text_[at_] == '"' || text_[at_] == '/') {
      delimited(text_[at_]);
    } else {
      ++at_;
    }
  }

  YaraRule rule(std::size_t begin) {
    YaraRule found;
    found.line = line_of(begin);
    skip_blanks();
    found.name = take_word();
    read_tags(found);
    const auto heading = at_;
    found.whole = !found.name.empty() && read_body(found);
    if (!found.whole) at_ = heading;
    const auto end = found.whole ? at_ : std::min(text_.find('\n', begin), text_.size());
    found.text = text_.substr(begin, end - begin);
    return found;
  }

  void read_tags(YaraRule& found) {
    if (skip_blanks() || text_[at_] != ':') return;
    ++at_;
    while (!skip_blanks() && is_name_char(text_[at_])) found.tags.push_back(take_word());
  }

  bool read_body(YaraRule& found) {
    if (skip_blanks() || text_[at_] != '{') return false;
    std::size_t depth = 0;
    bool in_meta = false;
    while (!skip_blanks()) {
      const char c = text_[at_];
      if (c == '{') {
        ++depth;
        ++at_;
      } else if (c == '}') {
        ++at_;
        if (--depth == 0) return true;
      } else if (is_name_char(c)) {
        word_in_body(found, depth, in_meta);
      } else {
        skip_one();
      }
    }
    return false;
  }

  void word_in_body(YaraRule& found, std::size_t depth, bool& in_meta) {
    const auto word = take_word();
    if (depth != 1 || skip_blanks()) return;
    if (text_[at_] == ':') {
      if (word == "meta") in_meta = true;
      if (word == "strings" || word == "condition" || word == "variables") in_meta = false;
    } else if (in_meta && text_[at_] == '=' && found.meta.size() < max_meta) {
      ++at_;
      if (skip_blanks()) return;
      found.meta.emplace_back(word, text_[at_] == '"' ? plain(quoted()) : std::string(take_word()));
    }
  }

  static std::string plain(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\\' && i + 1 < text.size()) {
        ++i;
        out.push_back(text[i] == 'n' || text[i] == 't' ? ' ' : text[i]);
      } else {
        out.push_back(text[i]);
      }
    }
    return out;
  }

  std::string_view text_;
  std::size_t at_{0}, counted_{0};
  std::uint64_t line_{1};
};

}  // namespace

YaraFile scan_yara(std::string_view text) { return Scan(text).run(); }

}  // namespace tidings::rules
