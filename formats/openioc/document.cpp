#include "formats/openioc/document.hpp"

#include <expat.h>

#include <algorithm>
#include <memory>

#include "formats/openioc/openioc.hpp"

namespace tidings::openioc {
namespace {

using base::ErrorCode;

// One "Indicator": a group of conditions.
struct Group {
  bool any{true};        ///< OR
  std::size_t first{0};  ///< of its terms, those of groups within included
  std::size_t parts{0};  ///< terms and groups directly in it
};

std::string_view attribute(const char** attributes, std::string_view name) {
  for (; attributes != nullptr && attributes[0] != nullptr; attributes += 2) {
    if (attributes[0] == name) return attributes[1];
  }
  return {};
}

// Names without the prefix of their namespace.
std::string_view local(std::string_view name) { return name.substr(name.rfind(':') + 1); }

std::string trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
}

class Builder {
 public:
  explicit Builder(XML_Parser parser) : parser_(parser) {}

  void start(std::string_view name, const char** attributes) {
    if (++depth_ > max_depth) return stop("deeper than " + std::to_string(max_depth));
    text_.clear();
    if (depth_ == 1) return root(name, attributes);
    if (name == "Indicator") return begin_group(attributes);
    if (name == "IndicatorItem") return begin_term(attributes);
    if (name == "Context" && in_term_) term_.search = attribute(attributes, "search");
    if (name == "link") {
      link_ = {};
      link_.rel = attribute(attributes, "rel");
      link_.href = attribute(attributes, "href");
    }
  }

  void end(std::string_view name) {
    --depth_;
    if (name == "Indicator") return end_group();
    if (name == "IndicatorItem") return end_term();
    const std::string text = trimmed(text_);
    text_.clear();
    if (in_term_) {
      if (name == "Content") term_.content = text;
      if (name == "Comment") term_.comment = text;
    } else if (name == "link") {
      link_.text = text;
      if (document.links.size() < 256) document.links.push_back(std::move(link_));
    } else if (groups_.empty()) {
      describe(name, text);
    }
  }

  void characters(std::string_view text) {
    if (text_.size() + text.size() > max_text_bytes) return stop("a text longer than 64 KiB");
    text_ += text;
  }

  void comment(std::string_view text) { (document.comments += text) += '\n'; }

  void stop(std::string why) {
    if (refusal.empty()) refusal = std::move(why) + ", line " + std::to_string(line());
    XML_StopParser(parser_, XML_FALSE);
  }

  Document document;
  std::string refusal;

 private:
  std::uint64_t line() const { return XML_GetCurrentLineNumber(parser_); }

  void root(std::string_view name, const char** attributes) {
    if (name != "ioc" && name != "OpenIOC") return stop("no OpenIOC: the root is " + std::string(name.substr(0, 64)));
    document.version = name == "ioc" ? "1.0" : "1.1";
    document.id = attribute(attributes, "id");
  }

  void describe(std::string_view name, const std::string& text) {
    if (name == "short_description") document.title = text;
    if (name == "description") document.text = text;
    if (name == "authored_by") document.author = text;
    if (name == "keywords") document.keywords = text;
    if (text.empty()) return;
    comment(text);  // whatever it is, it may state a marking, as "<tlp>RED</tlp>" does
    comment(std::string(name) + ":" + text);
  }

  void begin_group(const char** attributes) {
    if (!groups_.empty()) ++groups_.back().parts;
    const auto word = attribute(attributes, "operator");
    groups_.push_back({word == "OR" || word == "or", document.terms.size(), 0});
  }

  // A group that asks for all of several takes from each of its terms that it would be enough.
  void end_group() {
    if (groups_.empty()) return;
    const Group group = groups_.back();
    groups_.pop_back();
    if (group.any || group.parts <= 1) return;
    for (auto i = group.first; i < document.terms.size(); ++i) document.terms[i].alone = false;
  }

  void begin_term(const char** attributes) {
    if (document.terms.size() >= max_terms) return stop("more than " + std::to_string(max_terms) + " terms");
    if (!groups_.empty()) ++groups_.back().parts;
    term_ = {};
    term_.id = attribute(attributes, "id");
    term_.condition = attribute(attributes, "condition");
    term_.line = line();
    term_.alone = true;
    term_.negated = attribute(attributes, "negate") == "true" || term_.condition.ends_with("not");
    in_term_ = true;
  }

  void end_term() {
    if (in_term_) document.terms.push_back(std::move(term_));
    in_term_ = false;
  }

  XML_Parser parser_;
  std::vector<Group> groups_;
  std::string text_;
  Term term_;
  Link link_;
  std::size_t depth_{0};
  bool in_term_{false};
};

Builder& builder(void* data) { return *static_cast<Builder*>(data); }

void on_start(void* data, const XML_Char* name, const XML_Char** attributes) {
  builder(data).start(local(name), attributes);
}
void on_end(void* data, const XML_Char* name) { builder(data).end(local(name)); }
void on_characters(void* data, const XML_Char* text, int size) {
  builder(data).characters({text, static_cast<std::size_t>(size)});
}
void on_comment(void* data, const XML_Char* text) { builder(data).comment(text); }
// No document needs one, and all expansion begins with one.
void on_doctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
  builder(data).stop("a document type is not taken");
}

}  // namespace

base::Result<Document> parse_document(std::string_view xml) {
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreate(nullptr), &XML_ParserFree);
  if (!parser) return base::fail(ErrorCode::Internal, "no memory for an XML parser");
  Builder made(parser.get());
  XML_SetUserData(parser.get(), &made);
  XML_SetElementHandler(parser.get(), on_start, on_end);
  XML_SetCharacterDataHandler(parser.get(), on_characters);
  XML_SetCommentHandler(parser.get(), on_comment);
  XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
  const auto status = XML_Parse(parser.get(), xml.data(), static_cast<int>(xml.size()), XML_TRUE);
  if (!made.refusal.empty()) return base::fail(ErrorCode::BadInput, made.refusal);
  if (status != XML_STATUS_OK) {
    return base::fail(ErrorCode::BadInput, std::string("no XML: ") + XML_ErrorString(XML_GetErrorCode(parser.get())) +
                                               ", line " + std::to_string(XML_GetCurrentLineNumber(parser.get())));
  }
  return std::move(made.document);
}

}  // namespace tidings::openioc
