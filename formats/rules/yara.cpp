#include <algorithm>
#include <optional>

#include "base/letters.hpp"
#include "base/utf8.hpp"
#include "core/bulletin/bulletin.hpp"
#include "formats/draft/chunks.hpp"
#include "formats/draft/stated_parts.hpp"
#include "formats/rules/rules.hpp"
#include "formats/rules/telling.hpp"
#include "formats/rules/yara_scan.hpp"

namespace tidings::rules {
namespace {

using observable::Type;

constexpr std::string_view media_type = "text/x-yara";

bool begins_with_any(std::string_view text, std::initializer_list<std::string_view> beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(), [&](auto b) { return text.starts_with(b); });
}

// "hash", "hash1", "md5", "sample_sha256": digests of what the rule was made from.
bool names_a_sample(const std::string& key) {
  return begins_with_any(key, {"hash", "md5", "sha1", "sha256", "sample"}) || key.ends_with("_hash") ||
         key.ends_with("_md5") || key.ends_with("_sha256");
}

std::string meta_of(const YaraRule& rule, std::string_view key) {
  for (const auto& [name, value] : rule.meta) {
    if (base::lowered(name) == key) return value;
  }
  return {};
}

void describe(const YaraRule& rule, v1::Header& header, draft::Stated& stated) {
  for (const auto tag : rule.tags) {
    if (!draft::is_marking_tag(tag)) add_tag(tag, header);
    stated.narrow(draft::stated_by_tag(tag));
  }
  for (const auto& [name, value] : rule.meta) {
    const std::string key = base::lowered(name);
    if (begins_with_any(key, {"ref", "report", "url", "link"})) add_reference(value, header);
    take_field(key, value, stated);
  }
}

// One author for all rules is the producer.
std::string author_of(const YaraFile& file) {
  std::optional<std::string> author;
  for (const auto& rule : file.rules) {
    const auto found = meta_of(rule, "author");
    if (author && *author != found) return {};
    author = found;
  }
  return author.value_or(std::string());
}

/// What stands in front of the first rule holds for all, what stands in front of another for that one.
v1::Header header_of(const YaraFile& file, std::string_view text, const Options& options, draft::StatedParts& parts) {
  v1::Header header;
  header.set_kind(v1::KIND_REPORT);
  std::size_t before = 0;
  for (const auto& rule : file.rules) {
    const auto begin = static_cast<std::size_t>(rule.text.data() - text.data());
    auto stated = draft::stated_in(text.substr(before, begin - before));
    if (before == 0) parts.head(stated);
    before = begin + rule.text.size();
    stated.narrow(draft::stated_in(rule.text));
    describe(rule, header, stated);
    parts.part(stated);
  }
  parts.beside(draft::stated_in(text.substr(before)));
  header.set_producer(std::string(base::cut(author_of(file), bulletin::max_title_bytes)));
  const bool single = file.rules.size() == 1;
  header.set_title(std::string(
      base::cut(single ? file.rules.front().name : std::string_view(options.name), bulletin::max_title_bytes)));
  if (single)
    header.set_text(std::string(base::cut(meta_of(file.rules.front(), "description"), bulletin::max_text_bytes)));
  return header;
}

// What a rule needs to be compiled by itself.
std::string with_imports(const YaraRule& rule, const YaraFile& file) {
  std::string out;
  for (const auto module : file.imports) {
    if (rule.text.find(std::string(module) + ".") == std::string_view::npos) continue;
    out += "import \"" + std::string(module) + "\"\n";
  }
  out += rule.text;
  return out;
}

base::Status tell(const YaraRule& rule, const YaraFile& file, Telling& telling) {
  const std::string id = "yara:" + std::string(rule.name);
  if (!rule.whole) {
    telling.note(draft::Fate::Refused, rule.line, rule.text, "a rule that does not end");
    return {};
  }
  const std::string comment = meta_of(rule, "description");
  if (auto status = telling.rule({Type::Yara, id, media_type, comment, with_imports(rule, file), rule.line}); !status)
    return status;
  for (const auto& [name, value] : rule.meta) {
    if (!names_a_sample(base::lowered(name))) continue;
    const auto parsed = observable::parse(value);
    if (!parsed) continue;
    const Type type = parsed->observable.type;
    if (type != Type::Md5 && type != Type::Sha1 && type != Type::Sha256) continue;
    if (auto status = telling.value(parsed->observable, id, rule.line); !status) return status;
  }
  return {};
}

}  // namespace

base::Status read_yara(draft::Source& source, const Options& options, draft::Sink& sink) {
  const auto text = draft::whole(source, max_file_bytes);
  if (!text) return text.error();
  const YaraFile file = scan_yara(*text);
  if (file.rules.empty()) return base::fail(base::ErrorCode::BadInput, "no YARA rule in it");
  draft::StatedParts parts;
  auto header = header_of(file, *text, options, parts);
  Telling telling(sink, std::move(header), parts.narrowest(options.unmarked));
  for (const auto& rule : file.rules) {
    if (auto status = tell(rule, file, telling); !status) return status;
  }
  return {};
}

}  // namespace tidings::rules
