#include <algorithm>
#include <array>
#include <optional>

#include "base/clock.hpp"
#include "formats/stix/pattern.hpp"
#include "formats/stix/pattern_token.hpp"

namespace tidings::stix {
namespace {

using base::ErrorCode;

struct OperatorWord {
  std::string_view word;
  Operator how;
};
constexpr auto operators = std::to_array<OperatorWord>({{"=", Operator::Equal},
                                                        {"==", Operator::Equal},
                                                        {"!=", Operator::NotEqual},
                                                        {"<>", Operator::NotEqual},
                                                        {">", Operator::Greater},
                                                        {">=", Operator::GreaterOrEqual},
                                                        {"<", Operator::Less},
                                                        {"<=", Operator::LessOrEqual},
                                                        {"IN", Operator::In},
                                                        {"LIKE", Operator::Like},
                                                        {"MATCHES", Operator::Matches},
                                                        {"ISSUBSET", Operator::IsSubset},
                                                        {"ISSUPERSET", Operator::IsSuperset}});

/// Reads by recursive descent, one token ahead; a level of brackets is a level of recursion, so depth is bounded.
class Parser {
 public:
  explicit Parser(std::string_view text) : tokens_(text) {}
  base::Result<Pattern> run();

 private:
  using Number = std::uint32_t;
  using Rule = base::Result<Number> (Parser::*)(std::size_t depth);

  base::Result<Number> sequence(std::size_t depth);
  base::Result<Number> either(std::size_t depth);
  base::Result<Number> both(std::size_t depth);
  base::Result<Number> observation(std::size_t depth);
  base::Result<Number> any_of(std::size_t depth);
  base::Result<Number> all_of(std::size_t depth);
  base::Result<Number> test(std::size_t depth);
  base::Result<Number> joined(Rule rule, std::string_view word, Node::Kind kind, std::size_t depth);
  base::Result<Number> bracketed(Rule rule, std::string_view end, std::size_t depth);
  base::Status qualifiers(Node& node, bool simple);
  base::Status qualifier(Node& node, bool simple);
  base::Status start_stop();
  base::Status instant();
  base::Status object_path(ObjectPath& path);
  base::Status step(ObjectPath& path);
  base::Status index(ObjectPath& path);
  base::Status compare(Comparison& comparison);
  base::Status values(Comparison& comparison);
  base::Status literal(Comparison& comparison);

  base::Status advance();
  bool at_word(std::string_view word) const { return token_.kind == TokenKind::Name && token_.text == word; }
  bool at_symbol(std::string_view symbol) const { return token_.kind == TokenKind::Symbol && token_.text == symbol; }
  base::Status expect_symbol(std::string_view symbol);
  base::Status expect_word(std::string_view word);
  base::Error wanted(std::string_view what) const;
  Number add(Node node) {
    pattern_.nodes.push_back(std::move(node));
    return static_cast<Number>(pattern_.nodes.size() - 1);
  }

  Tokens tokens_;
  Token token_;
  Pattern pattern_;
};

base::Error Parser::wanted(std::string_view what) const {
  const auto found = token_.kind == TokenKind::End ? "it ends" : "\"" + token_.text.substr(0, 40) + "\" stands";
  return base::fail(ErrorCode::BadInput, "column " + std::to_string(token_.column) + ": " + found + " where " +
                                             std::string(what) + " should");
}

base::Status Parser::advance() {
  auto next = tokens_.next();
  if (!next) return next.error();
  token_ = std::move(*next);
  return {};
}

base::Status Parser::expect_symbol(std::string_view symbol) {
  if (!at_symbol(symbol)) return wanted("'" + std::string(symbol) + "'");
  return advance();
}

base::Status Parser::expect_word(std::string_view word) {
  if (!at_word(word)) return wanted(word);
  return advance();
}

/// PART (WORD PART)*: a node only where there is more than one part.
base::Result<Parser::Number> Parser::joined(Rule rule, std::string_view word, Node::Kind kind, std::size_t depth) {
  const auto first = (this->*rule)(depth);
  if (!first || !at_word(word)) return first;
  Node node{kind, {*first}, 0, {}};
  while (at_word(word)) {
    if (const auto read = advance(); !read) return read.error();
    const auto part = (this->*rule)(depth);
    if (!part) return part.error();
    node.parts.push_back(*part);
  }
  return add(std::move(node));
}

base::Result<Parser::Number> Parser::sequence(std::size_t depth) {
  return joined(&Parser::either, "FOLLOWEDBY", Node::Kind::FollowedBy, depth);
}
base::Result<Parser::Number> Parser::either(std::size_t depth) {
  return joined(&Parser::both, "OR", Node::Kind::Either, depth);
}
base::Result<Parser::Number> Parser::both(std::size_t depth) {
  return joined(&Parser::observation, "AND", Node::Kind::Both, depth);
}
base::Result<Parser::Number> Parser::any_of(std::size_t depth) {
  return joined(&Parser::all_of, "OR", Node::Kind::AnyOf, depth);
}
base::Result<Parser::Number> Parser::all_of(std::size_t depth) {
  return joined(&Parser::test, "AND", Node::Kind::AllOf, depth);
}

/// At the opening bracket.
base::Result<Parser::Number> Parser::bracketed(Rule rule, std::string_view end, std::size_t depth) {
  if (depth >= max_pattern_depth) {
    return base::fail(ErrorCode::TooLarge, "column " + std::to_string(token_.column) + ": more than " +
                                               std::to_string(max_pattern_depth) + " brackets stand within each other");
  }
  if (const auto read = advance(); !read) return read.error();
  const auto inner = (this->*rule)(depth + 1);
  if (!inner) return inner;
  if (const auto closed = expect_symbol(end); !closed) return closed.error();
  return inner;
}

base::Result<Parser::Number> Parser::observation(std::size_t depth) {
  const bool simple = at_symbol("[");
  if (!simple && !at_symbol("(")) return wanted("'[' or '('");
  const auto inner = simple ? bracketed(&Parser::any_of, "]", depth) : bracketed(&Parser::sequence, ")", depth);
  if (!inner) return inner;
  Node node{Node::Kind::Observation, {*inner}, 0, {}};
  if (const auto read = qualifiers(node, simple); !read) return read.error();
  const bool qualified = node.qualifiers.within || node.qualifiers.repeats || node.qualifiers.start_stop;
  return simple || qualified ? base::Result<Number>(add(std::move(node))) : inner;
}

/// "[…] WITHIN 5 SECONDS WITHIN 6 SECONDS" contradicts itself; brackets around it may be qualified once more.
base::Status Parser::qualifiers(Node& node, bool simple) {
  while (at_word("WITHIN") || at_word("REPEATS") || at_word("START")) {
    if (const auto read = qualifier(node, simple); !read) return read;
  }
  return {};
}

base::Status Parser::qualifier(Node& node, bool simple) {
  auto& had = at_word("WITHIN")    ? node.qualifiers.within
              : at_word("REPEATS") ? node.qualifiers.repeats
                                   : node.qualifiers.start_stop;
  if (had && simple) return wanted("another qualifier than before");
  had = true;
  if (at_word("START")) return start_stop();
  const bool within = at_word("WITHIN");
  if (const auto read = advance(); !read) return read;
  const bool number =
      (token_.kind == TokenKind::Integer || (within && token_.kind == TokenKind::Float)) && !token_.signed_number;
  if (!number) return wanted(within ? "a positive number of seconds" : "a positive whole number");
  if (token_.text.find_first_not_of("+0.") == std::string::npos) return wanted("a number above 0");
  if (const auto read = advance(); !read) return read;
  return expect_word(within ? "SECONDS" : "TIMES");
}

/// STIX 2.0 wrote these times as plain texts.
base::Status Parser::instant() {
  const bool is_time =
      token_.kind == TokenKind::Timestamp || (token_.kind == TokenKind::Text && base::instant_from_text(token_.text));
  return is_time ? advance() : wanted("a time (t'…')");
}

base::Status Parser::start_stop() {
  if (const auto read = advance(); !read) return read;
  if (const auto start = instant(); !start) return start;
  if (const auto read = expect_word("STOP"); !read) return read;
  return instant();
}

base::Result<Parser::Number> Parser::test(std::size_t depth) {
  if (at_symbol("(")) return bracketed(&Parser::any_of, ")", depth);
  Comparison comparison;
  if (at_word("NOT")) {
    comparison.negated = true;
    if (const auto read = advance(); !read) return read.error();
    if (!at_word("EXISTS")) return wanted("EXISTS");
  }
  if (at_word("EXISTS")) {
    comparison.how = Operator::Exists;
    if (const auto read = advance(); !read) return read.error();
    if (const auto read = object_path(comparison.path); !read) return read.error();
  } else {
    if (const auto read = object_path(comparison.path); !read) return read.error();
    if (const auto read = compare(comparison); !read) return read.error();
  }
  pattern_.comparisons.push_back(std::move(comparison));
  return add(Node{Node::Kind::Comparison, {}, static_cast<Number>(pattern_.comparisons.size() - 1), {}});
}

base::Status Parser::object_path(ObjectPath& path) {
  if (token_.kind != TokenKind::Name) return wanted("an object's type");
  path.object_type = token_.text;
  if (const auto read = advance(); !read) return read;
  if (const auto read = expect_symbol(":"); !read) return read;
  if (const auto read = step(path); !read) return read;
  while (at_symbol(".") || at_symbol("[")) {
    if (at_symbol("[")) {
      if (const auto read = index(path); !read) return read;
      continue;
    }
    if (const auto read = advance(); !read) return read;
    if (const auto read = step(path); !read) return read;
  }
  return {};
}

base::Status Parser::step(ObjectPath& path) {
  const bool plain = token_.kind == TokenKind::Name && !token_.has_hyphen;
  if (!plain && token_.kind != TokenKind::Text) return wanted("a property's name (in quotes, if it has a hyphen)");
  path.steps.push_back({Step::Kind::Property, token_.text});
  return advance();
}

base::Status Parser::index(ObjectPath& path) {
  if (const auto read = advance(); !read) return read;
  const bool any = at_symbol("*");
  if (!any && token_.kind != TokenKind::Integer) return wanted("a place in a list or '*'");
  path.steps.push_back({any ? Step::Kind::Any : Step::Kind::Index, any ? std::string() : token_.text});
  if (const auto read = advance(); !read) return read;
  return expect_symbol("]");
}

base::Status Parser::compare(Comparison& comparison) {
  if (at_word("NOT")) {
    comparison.negated = true;
    if (const auto read = advance(); !read) return read;
  }
  const auto found = std::ranges::find(operators, token_.text, &OperatorWord::word);
  if (found == operators.end() || (token_.kind != TokenKind::Symbol && token_.kind != TokenKind::Name)) {
    return wanted("an operator");
  }
  comparison.how = found->how;
  if (const auto read = advance(); !read) return read;
  return values(comparison);
}

base::Status Parser::values(Comparison& comparison) {
  if (comparison.how != Operator::In) return literal(comparison);
  if (const auto read = expect_symbol("("); !read) return read;
  if (at_symbol(")")) return advance();
  while (true) {
    if (const auto read = literal(comparison); !read) return read;
    if (at_symbol(")")) return advance();
    if (const auto read = expect_symbol(","); !read) return read;
  }
}

/// What the operator may be compared with: texts alone for those that look into texts, no truth for those that order.
std::optional<Literal::Kind> kind_of(const Token& token, Operator how) {
  const bool texts_only =
      how == Operator::Like || how == Operator::Matches || how == Operator::IsSubset || how == Operator::IsSuperset;
  if (token.kind == TokenKind::Text) return Literal::Kind::Text;
  if (texts_only) return std::nullopt;
  const bool orders = how == Operator::Less || how == Operator::LessOrEqual || how == Operator::Greater ||
                      how == Operator::GreaterOrEqual;
  switch (token.kind) {
    case TokenKind::Integer: return Literal::Kind::Integer;
    case TokenKind::Float: return Literal::Kind::Float;
    case TokenKind::Binary: return Literal::Kind::Binary;
    case TokenKind::Hex: return Literal::Kind::Hex;
    case TokenKind::Timestamp: return Literal::Kind::Timestamp;
    case TokenKind::Name:
      if (!orders && (token.text == "true" || token.text == "false")) return Literal::Kind::Truth;
      return std::nullopt;
    case TokenKind::End:
    case TokenKind::Text:
    case TokenKind::Symbol: return std::nullopt;
  }
  return std::nullopt;
}

base::Status Parser::literal(Comparison& comparison) {
  const auto kind = kind_of(token_, comparison.how);
  if (!kind) return wanted("a value (a text in quotes, a number, …)");
  comparison.values.push_back({*kind, token_.text});
  return advance();
}

base::Result<Pattern> Parser::run() {
  if (const auto read = advance(); !read) return read.error();
  const auto root = sequence(0);
  if (!root) return root.error();
  if (token_.kind != TokenKind::End) return wanted("its end");
  pattern_.root = *root;
  return std::move(pattern_);
}

bool is_plain_name(std::string_view name) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && (name[0] < '0' || name[0] > '9') && std::ranges::all_of(name, plain);
}

}  // namespace

std::string ObjectPath::text() const {
  std::string out = object_type + ":";
  for (const auto& step : steps) {
    if (step.kind != Step::Kind::Property) {
      out += step.kind == Step::Kind::Any ? "[*]" : "[" + step.name + "]";
      continue;
    }
    if (out.back() != ':') out += '.';
    out += is_plain_name(step.name) ? step.name : "'" + step.name + "'";
  }
  return out;
}

base::Result<Pattern> parse_pattern(std::string_view text) {
  if (text.size() > max_pattern_text_bytes) {
    return base::fail(ErrorCode::TooLarge,
                      "the pattern is longer than " + std::to_string(max_pattern_text_bytes) + " bytes");
  }
  return Parser(text).run();
}

}  // namespace tidings::stix
