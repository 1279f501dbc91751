#pragma once
/// HTML, however it is written, to lines: headings, items, rows, code and prose. Scripts, styles, menus and footers are
/// dropped but for what they may say of its marking, entities decoded, tables kept, the target of a link put behind its
/// words as "](target)". No tree is built: memory is bounded by max_line_bytes. Inside of this folder. Lives on: any
/// executor; one thread at a time.
#include <functional>
#include <string>

#include "formats/report/line.hpp"

namespace tidings::report {

class Html {
 public:
  using TakeWords = std::function<void(std::string_view)>;
  /// The title, and words that are no text of the report, where a marking may stand: footers, comments, pictures.
  struct Beside {
    TakeWords title, words;
  };
  Html(TakeLine take, Beside beside) : take_(std::move(take)), beside_(std::move(beside)) {}
  void push(std::string_view chunk);
  void finish();

 private:
  enum class State : std::uint8_t { Text, Entity, Tag, Comment };
  void step(char c);
  void text(char c);
  void text_run(std::string_view run);
  void entity(char c);
  void tag(char c);
  void end_tag();
  void open(std::string_view name, std::string_view attributes);
  void close(std::string_view name);
  void begin_block(Block block, unsigned level = 0);
  void flush();
  void break_line();
  void break_cell();
  void beside(char c);
  void flush_beside();

  TakeLine take_;
  Beside beside_;
  std::string words_;  ///< beside the text, as far as they were not taken yet
  State state_{State::Text};
  std::string buffer_;   ///< the block that is being read
  std::string word_;     ///< a tag or an entity that is being read
  std::string dropped_;  ///< the element whose content is dropped; empty outside of one
  std::string link_;     ///< target of the link we are in
  std::uint64_t line_{1}, block_line_{1};
  Block block_{Block::Prose};
  unsigned level_{0};
  char quote_{'\0'};  ///< within a tag: the quote that ends an attribute's value
  bool in_pre_{false}, in_row_{false}, in_title_{false};
};

}  // namespace tidings::report
