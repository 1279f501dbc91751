#include "formats/rules/telling.hpp"

#include <algorithm>
#include <array>

#include "base/letters.hpp"
#include "base/utf8.hpp"
#include "core/bulletin/bulletin.hpp"
#include "core/bulletin/names.hpp"
#include "formats/rules/rules.hpp"

namespace tidings::rules {

using base::ErrorCode;
using observable::Type;

std::string trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
}

namespace {

template <class List>
bool holds(const List& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

bool fits(std::string_view text, int entries) {
  return !text.empty() && text.size() <= bulletin::max_list_entry_bytes &&
         entries < static_cast<int>(bulletin::max_list_entries);
}

}  // namespace

void add_reference(std::string_view text, v1::Header& header) {
  const bool web = text.starts_with("http://") || text.starts_with("https://");
  if (web && fits(text, header.references_size()) && !holds(header.references(), text)) {
    header.add_references(std::string(text));
  }
}

void add_tag(std::string_view text, v1::Header& header) {
  if (fits(text, header.tags_size()) && !holds(header.tags(), text)) header.add_tags(std::string(text));
}

void take_field(std::string_view name, std::string_view value, draft::Stated& stated) {
  constexpr auto sharing = std::to_array<std::string_view>(
      {"classification", "dissemination", "distribution", "handling", "marking", "restriction", "sensitivity"});
  auto key = base::lowered(name);
  if (key.starts_with("license_")) key.erase(0, std::string_view("license_").size());
  const auto begins = [&](std::string_view word) { return key.starts_with(word); };
  const bool is_named = key == "tlp" || key == "pap";
  if (is_named && !value.empty() && !draft::is_marking_tag(value)) {
    stated.narrow(draft::stated_by_tag(key + ":" + std::string(value)));
  } else if (is_named || key.starts_with("tag") || key == "labels") {
    stated.narrow(draft::stated_by_tags(value));
  } else if (key.starts_with("tlp") || key.starts_with("sharing") || std::ranges::any_of(sharing, begins)) {
    // These say so, too, or something else in words of their own.
    stated.narrow({bulletin::tlp_from_name(value).value_or(v1::TLP_UNSPECIFIED)});
    stated.narrow(draft::stated_by_tags(value));
  }
}

Telling::Telling(draft::Sink& sink, v1::Header header, const draft::Stated& stated) : sink_(sink) {
  draft::take_stated(*header.mutable_audience(), stated);
  const auto title = header.title();
  context_ = sink.context(std::move(header));
  if (stated.unreadable.empty()) return;
  sink.note({draft::Fate::Local, {}, title, stated.unreadable + " is no marking that is known here"});
}

base::Status Telling::rule(Rule rule) {
  if (rule.content.size() > bulletin::max_opaque_bytes) {
    note(draft::Fate::Local, rule.line, rule.id, "longer than 256 KiB");
    return {};
  }
  const std::string id = std::string(base::cut(rule.id, 512));
  v1::Claim claim;
  if (auto parsed = observable::parse(rule.content, {rule.type, false})) {
    claim.set_type(static_cast<std::uint32_t>(rule.type));
    claim.set_value(std::move(parsed->observable.value));
    claim.set_comment(std::string(
        base::cut(id + (rule.comment.empty() ? "" : ": ") + std::string(rule.comment), bulletin::max_comment_bytes)));
    return sink_.claim(context_, std::move(claim));
  }
  note(draft::Fate::Opaque, rule.line, rule.id, "no text that could be a value");
  claim.set_type(static_cast<std::uint32_t>(Type::Opaque));
  claim.set_value(id);
  claim.set_comment(std::string(base::cut(rule.comment, bulletin::max_comment_bytes)));
  claim.mutable_opaque()->set_media_type(std::string(rule.media_type));
  claim.mutable_opaque()->set_external_id(id);
  claim.mutable_opaque()->set_content(std::move(rule.content));
  return sink_.claim(context_, std::move(claim));
}

base::Status Telling::value(const observable::Observable& observable, std::string_view rule_id, std::uint64_t line) {
  if (const auto special = observable::special_reason(observable); !special.empty()) {
    note(draft::Fate::LeftOut, line, observable::to_text(observable), special);
    return {};
  }
  if (!told_.insert(observable).second) return {};
  v1::Claim claim;
  claim.set_type(static_cast<std::uint32_t>(observable.type));
  claim.set_value(observable.value);
  claim.set_comment(std::string(base::cut(rule_id, bulletin::max_comment_bytes)));
  return sink_.claim(context_, std::move(claim));
}

void Telling::note(draft::Fate fate, std::uint64_t line, std::string_view what, std::string reason) {
  sink_.note({fate, "line " + std::to_string(line), std::string(base::cut(what, 120)), std::move(reason)});
}

}  // namespace tidings::rules
