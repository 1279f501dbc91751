// How each kind of setting is written, and what it may be.
#include "daemon/settings/lists.hpp"
#include "daemon/settings/values.hpp"

namespace tidings::settings {
namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out + "\"";
}

struct WriteValue {
  Settings& settings;
  std::string operator()(const Text& kind) const { return quoted(kind.at(settings)); }
  std::string operator()(const TextList& kind) const {
    std::string out = "[";
    for (const auto& text : kind.at(settings)) out.append(out.size() > 1 ? ", " : "").append(quoted(text));
    return out + "]";
  }
  std::string operator()(const Count& kind) const { return std::to_string(kind.at(settings)); }
  std::string operator()(const Size& kind) const { return quoted(size_text(kind.at(settings))); }
  std::string operator()(const Span& kind) const { return quoted(base::to_text(kind.at(settings))); }
  std::string operator()(const Flag& kind) const { return kind.at(settings) ? "true" : "false"; }
  std::string operator()(const MarkingChoice& kind) const { return quoted(text_of(kind.at(settings))); }
  std::string operator()(const LogLevelChoice& kind) const { return quoted(text_of(kind.at(settings))); }
  std::string operator()(const ReviewChoice& kind) const { return quoted(text_of(kind.at(settings))); }
};

template <std::size_t Size>
std::string one_of(const std::array<std::string_view, Size>& names) {
  std::string out = "one of ";
  for (const auto name : names) out.append(name == names.front() ? "" : ", ").append(quoted(name));
  return out;
}

struct WriteBounds {
  std::string operator()(const Text&) const { return "a text"; }
  std::string operator()(const TextList& kind) const {
    return "a list of at most " + std::to_string(kind.most) + " texts";
  }
  std::string operator()(const Count& kind) const {
    return std::to_string(kind.least) + " to " + std::to_string(kind.most) + " " + std::string(kind.unit);
  }
  std::string operator()(const Size& kind) const {
    return "a size of " + quoted(size_text(kind.least)) + " to " + quoted(size_text(kind.most));
  }
  std::string operator()(const Span& kind) const {
    return "a duration of " + quoted(base::to_text(kind.least)) + " to " + quoted(base::to_text(kind.most));
  }
  std::string operator()(const Flag&) const { return "true or false"; }
  std::string operator()(const MarkingChoice&) const { return one_of(marking_names); }
  std::string operator()(const LogLevelChoice&) const { return one_of(level_names); }
  std::string operator()(const ReviewChoice&) const { return one_of(review_names); }
};

struct SetDefault {
  Settings& settings;
  void operator()(const Text& kind) const { kind.at(settings) = kind.preset; }
  void operator()(const TextList& kind) const { kind.at(settings).assign(kind.preset.begin(), kind.preset.end()); }
  template <class Kind>
  void operator()(const Kind& kind) const {
    kind.at(settings) = kind.preset;
  }
};

}  // namespace

Settings default_settings() {
  Settings settings;
  for (const auto& declared : declarations()) set_default(declared, settings);
  return settings;
}

void set_default(const Declaration& declaration, Settings& settings) {
  std::visit(SetDefault{settings}, declaration.kind);
}

void clear_draft(const ListDeclaration& list, Settings& settings) {
  for (const auto& row : list.rows) set_default(row, settings);
}

std::string value_text(const Declaration& declaration, const Settings& settings) {
  Settings copy = settings;  // a place is asked for by mutable reference
  return std::visit(WriteValue{copy}, declaration.kind);
}

std::string bounds_text(const Declaration& declaration) { return std::visit(WriteBounds{}, declaration.kind); }

}  // namespace tidings::settings
