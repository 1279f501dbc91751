#include <yaml.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "base/utf8.hpp"
#include "core/bulletin/bulletin.hpp"
#include "formats/draft/chunks.hpp"
#include "formats/rules/rules.hpp"
#include "formats/rules/telling.hpp"

namespace tidings::rules {
namespace {

using base::ErrorCode;

// What collections of rules never reach; libyaml's own limit is 1,000.
constexpr std::size_t max_depth = 64;
constexpr std::size_t max_scalar_bytes = 64 * 1024;
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

// The top level of one document.
struct SigmaRule {
  std::string title, id, text, author, level;
  std::vector<std::string> references, tags;
  draft::Stated stated;  ///< by fields of its own
  bool detects{false};
  std::size_t begin{0}, end{0};  ///< its bytes in the file
  std::uint64_t line{0};
};

struct Event {
  yaml_event_t event{};
  Event() = default;
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  ~Event() { yaml_event_delete(&event); }
};

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {
    ready_ = yaml_parser_initialize(&parser_) == 1;
    if (text.starts_with(byte_order_mark)) bytes_ = byte_order_mark.size();  // which it does not count
    if (ready_) {
      yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
    }
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
  ~Parser() {
    if (ready_) yaml_parser_delete(&parser_);
  }

  /// The rules up to the end or to a fault, which `fault` tells.
  std::vector<SigmaRule> run() {
    std::vector<SigmaRule> rules;
    bool more = ready_;
    while (more) {
      Event got;
      if (yaml_parser_parse(&parser_, &got.event) != 1) {
        fault = parser_.problem == nullptr ? "no YAML" : parser_.problem;
        fault_line = parser_.problem_mark.line + 1;
        break;
      }
      more = take(got.event, rules);
    }
    return rules;
  }

  std::string fault;
  std::uint64_t fault_line{0};

 private:
  bool take(const yaml_event_t& event, std::vector<SigmaRule>& rules) {
    switch (event.type) {
      case YAML_STREAM_END_EVENT: return false;
      case YAML_DOCUMENT_START_EVENT:
        rule_ = {};
        rule_.begin = byte_at(event.end_mark.index);
        rule_.line = event.end_mark.line + 1;
        is_key_ = true;
        break;
      case YAML_DOCUMENT_END_EVENT:
        rule_.end = byte_at(event.start_mark.index);
        rules.push_back(std::move(rule_));
        break;
      case YAML_MAPPING_START_EVENT:
      case YAML_SEQUENCE_START_EVENT: return begin(event);
      case YAML_MAPPING_END_EVENT:
      case YAML_SEQUENCE_END_EVENT:
        --depth_;
        if (depth_ == 1) is_key_ = true;
        break;
      case YAML_SCALAR_EVENT: scalar(event); break;
      case YAML_ALIAS_EVENT:
        if (depth_ == 1) is_key_ = true;
        break;
      case YAML_NO_EVENT:
      case YAML_STREAM_START_EVENT: break;
    }
    return true;
  }

  /// libyaml counts characters. Marks are asked for in the order of the text.
  std::size_t byte_at(std::size_t character) {
    while (characters_ < character && bytes_ < text_.size()) {
      bytes_ += base::character_at(text_, bytes_).bytes;
      ++characters_;
    }
    return bytes_;
  }

  bool begin(const yaml_event_t& event) {
    if (++depth_ > max_depth) {
      fault = "deeper than " + std::to_string(max_depth);
      fault_line = event.start_mark.line + 1;
      return false;
    }
    if (depth_ == 2) {
      if (key_ == "detection" || key_ == "correlation") rule_.detects = true;
      in_list_ = event.type == YAML_SEQUENCE_START_EVENT;
    }
    return true;
  }

  void scalar(const yaml_event_t& event) {
    const std::string_view whole(reinterpret_cast<const char*>(event.data.scalar.value), event.data.scalar.length);
    const std::string value = std::string(base::cut(whole, max_scalar_bytes));
    if (depth_ == 1 && is_key_) {
      key_ = value;
      is_key_ = false;
    } else if (depth_ == 1) {
      field(value);
      is_key_ = true;
    } else if (depth_ == 2 && in_list_) {
      if (key_ == "references" && rule_.references.size() < bulletin::max_list_entries)
        rule_.references.push_back(value);
      take_field(key_, value, rule_.stated);
      if (key_ == "tags" && rule_.tags.size() < bulletin::max_list_entries) rule_.tags.push_back(value);
    }
  }

  void field(const std::string& value) {
    if (key_ == "title") rule_.title = value;
    if (key_ == "id") rule_.id = value;
    if (key_ == "description") rule_.text = value;
    if (key_ == "author") rule_.author = value;
    if (key_ == "level") rule_.level = value;
    if (key_ == "tags") rule_.tags.push_back(value);
    take_field(key_, value, rule_.stated);
  }

  yaml_parser_t parser_{};
  std::string_view text_;
  SigmaRule rule_;
  std::string key_;
  std::size_t depth_{0};
  std::size_t characters_{0}, bytes_{0};
  bool ready_{false}, is_key_{true}, in_list_{false};
};

bool is_rule(const SigmaRule& rule) { return rule.detects && !(rule.id.empty() && rule.title.empty()); }

std::string_view text_of(const SigmaRule& rule, std::string_view file) {
  return file.substr(rule.begin, rule.end - rule.begin);
}

v1::Header header_of(const SigmaRule& rule, const Options& options) {
  v1::Header header;
  header.set_kind(v1::KIND_REPORT);
  header.set_title(std::string(base::cut(rule.title.empty() ? options.name : rule.title, bulletin::max_title_bytes)));
  header.set_text(std::string(base::cut(rule.text, bulletin::max_text_bytes)));
  header.set_producer(std::string(base::cut(rule.author, bulletin::max_title_bytes)));
  for (const auto& reference : rule.references) add_reference(reference, header);
  for (const auto& tag : rule.tags) add_tag(tag, header);
  if (!rule.level.empty()) add_tag("level." + rule.level, header);
  return header;
}

/// `stated`: in front of it, and at the head of the file.
base::Status tell(const SigmaRule& rule, std::string_view text, const Options& options, draft::Stated stated,
                  draft::Sink& sink) {
  stated.narrow(draft::stated_in(text_of(rule, text)));
  stated.narrow(rule.stated);
  Telling telling(sink, header_of(rule, options), stated);
  const std::string id = "sigma:" + (rule.id.empty() ? rule.title : rule.id);
  const std::string content = trimmed(text_of(rule, text)) + "\n";
  return telling.rule({observable::Type::Sigma, id, "application/sigma+yaml", rule.title, content, rule.line});
}

}  // namespace

base::Status read_sigma(draft::Source& source, const Options& options, draft::Sink& sink) {
  const auto text = draft::whole(source, max_file_bytes);
  if (!text) return text.error();
  Parser parser(*text);
  const auto rules = parser.run();
  std::size_t told = 0, before = 0;
  auto head = draft::stated_in(std::string_view(*text).substr(0, rules.empty() ? 0 : rules.front().begin));
  head.narrow(draft::narrowing_in(std::string_view(*text).substr(rules.empty() ? 0 : rules.back().end)));
  // What is said in a document that is no rule may be said of all.
  for (const auto& rule : rules) {
    if (is_rule(rule)) continue;
    auto said = draft::stated_in(text_of(rule, *text));
    said.narrow(rule.stated);
    if (said.tlp != v1::TLP_CLEAR) head.narrow(said);
  }
  for (const auto& rule : rules) {
    auto stated = draft::stated_in(std::string_view(*text).substr(before, rule.begin - before));
    stated.narrow(head);
    before = rule.end;
    const std::string where = "line " + std::to_string(rule.line);
    if (!is_rule(rule)) {
      sink.note({draft::Fate::LeftOut, where, std::string(base::cut(rule.title, 120)),
                 "a document without title or detection"});
      continue;
    }
    ++told;
    if (auto status = tell(rule, *text, options, std::move(stated), sink); !status) return status;
  }
  const std::string where = "line " + std::to_string(parser.fault_line);
  if (told == 0) {
    return base::fail(ErrorCode::BadInput, parser.fault.empty() ? "no Sigma rule in it" : parser.fault + ", " + where);
  }
  if (!parser.fault.empty()) sink.note({draft::Fate::Refused, where, "YAML", parser.fault});
  return {};
}

}  // namespace tidings::rules
