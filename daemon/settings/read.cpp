#include "daemon/settings/read.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <tuple>

#include "daemon/settings/lists.hpp"
#include "daemon/settings/values.hpp"

namespace tidings::settings {
namespace {

using Why = std::optional<std::string>;

/// Puts a node's value into its place, or says why it does not fit. One overload a kind.
struct Store {
  Settings& settings;
  const toml::node& node;

  Why operator()(const Text& kind) const {
    const auto text = node.value_exact<std::string>();
    if (!text) return "it is not a text in quotes";
    if (auto why = kind.check(*text)) return why;
    kind.at(settings) = *text;
    return std::nullopt;
  }
  Why operator()(const TextList& kind) const {
    const auto* list = node.as_array();
    if (list == nullptr) return "it is not a list: write [\"…\", \"…\"]";
    if (list->size() > kind.most) return "it has more than " + std::to_string(kind.most) + " entries";
    std::vector<std::string> texts;
    for (const auto& entry : *list) {
      const auto text = entry.value_exact<std::string>();
      if (!text) return "an entry is not a text in quotes";
      if (auto why = kind.check(*text)) return "\"" + *text + "\": " + *why;
      texts.push_back(*text);
    }
    kind.at(settings) = std::move(texts);
    return std::nullopt;
  }
  Why operator()(const Count& kind) const {
    const auto count = node.value_exact<std::int64_t>();
    if (!count) return "it is not a whole number";
    return keep(kind, *count < 0 ? std::nullopt : std::optional(static_cast<std::uint64_t>(*count)));
  }
  Why operator()(const Size& kind) const {
    if (const auto count = node.value_exact<std::int64_t>()) {
      return keep(kind, *count < 0 ? std::nullopt : std::optional(static_cast<std::uint64_t>(*count)));
    }
    const auto text = node.value_exact<std::string>();
    const auto size = text ? size_from_text(*text) : std::nullopt;
    if (!size) return "it is not a size such as \"64MiB\" or a number of bytes";
    return keep(kind, size);
  }
  Why operator()(const Span& kind) const {
    const auto text = node.value_exact<std::string>();
    const auto span = text ? base::duration_from_text(*text) : std::nullopt;
    if (!span) return "it is not a duration such as \"90s\", \"15m\", \"12h\" or \"7d\"";
    return keep(kind, span);
  }
  Why operator()(const Flag& kind) const {
    const auto flag = node.value_exact<bool>();
    if (!flag) return "it is neither true nor false";
    kind.at(settings) = *flag;
    return std::nullopt;
  }
  Why operator()(const MarkingChoice& kind) const { return choose(kind, marking_from_text); }
  Why operator()(const LogLevelChoice& kind) const { return choose(kind, level_from_text); }
  Why operator()(const ReviewChoice& kind) const { return choose(kind, review_from_text); }

 private:
  template <class Kind, class Value>
  Why keep(const Kind& kind, const std::optional<Value>& value) const {
    if (!value || *value < kind.least || *value > kind.most) return "it is out of bounds";
    kind.at(settings) = *value;
    return std::nullopt;
  }
  template <class Kind, class Read>
  Why choose(const Kind& kind, Read read) const {
    const auto text = node.value_exact<std::string>();
    const auto choice = text ? read(*text) : std::nullopt;
    if (!choice) return "there is no such choice";
    kind.at(settings) = *choice;
    return std::nullopt;
  }
};

class Reader {
 public:
  Reader() { reading_.settings = default_settings(); }

  Reading read(std::string_view text) {
    const auto root = parse(std::string(text));
    for (const auto& [name, node] : root) read_group(std::string(name.str()), node, name.source().begin.line);
    check_together();
    std::ranges::sort(reading_.faults, {}, [](const Fault& fault) { return std::tie(fault.line, fault.what); });
    if (reading_.faults.size() > max_faults) reading_.faults.resize(max_faults);
    return std::move(reading_);
  }

 private:
  /// The parser stops at its first fault; so that all are told, each faulty line is emptied and the rest read again.
  toml::table parse(std::string text) {
    while (true) {
      try {
        return toml::parse(text);
      } catch (const toml::parse_error& error) {
        const auto line = error.source().begin.line;
        fault(line, "not TOML: " + std::string(error.description()));
        if (!empty_line(text, line) || reading_.faults.size() >= max_faults) return {};
      }
    }
  }

  static bool empty_line(std::string& text, std::uint32_t line) {
    std::size_t begin = 0;
    for (std::uint32_t at = 1; at < line; ++at) {
      begin = text.find('\n', begin);
      if (begin == std::string::npos) return false;
      ++begin;
    }
    const auto end = std::min(text.find('\n', begin), text.size());
    if (begin >= end) return false;
    text.erase(begin, end - begin);
    return true;
  }

  void read_list(const ListDeclaration& list, const toml::node& node, std::uint32_t line) {
    const auto* blocks = node.as_array();
    const bool fits = blocks != nullptr && !blocks->empty() && blocks->is_homogeneous(toml::node_type::table);
    if (!fits) return fault(line, std::string(list.key) + ": it is given in blocks: [[" + std::string(list.key) + "]]");
    if (blocks->size() > list.most) {
      return fault(line, std::string(list.key) + ": there are more than " + std::to_string(list.most));
    }
    for (const auto& block : *blocks) {
      const auto at = block.source().begin.line;
      clear_draft(list, reading_.settings);
      for (const auto& [name, value] : *block.as_table()) read_row(list, std::string(name.str()), value, name.source());
      for (const auto& row : list.rows) {
        const auto* text = std::get_if<Text>(&row.kind);
        const bool is_given = block.as_table()->contains(row.key.substr(list.key.size() + 1));
        if (text != nullptr && text->check(text->preset) && !is_given)
          fault(at, std::string(row.key) + ": it is missing, and there is no default");
      }
      if (const auto why = list.check(reading_.settings)) fault(at, std::string(list.key) + ": " + *why);
      list.put(reading_.settings, at);
    }
  }

  void read_row(const ListDeclaration& list, const std::string& name, const toml::node& value,
                const toml::source_region& where) {
    const auto key = std::string(list.key) + "." + name;
    const auto row = std::ranges::find(list.rows, std::string_view(key), &Declaration::key);
    if (row == list.rows.end()) return unknown(key, where.begin.line, "setting");
    read_value(*row, value, where.begin.line);
  }

  void read_value(const Declaration& declared, const toml::node& value, std::uint32_t line) {
    if (const auto why = std::visit(Store{reading_.settings, value}, declared.kind)) {
      fault(line, std::string(declared.key) + ": " + *why + " (" + bounds_text(declared) + ")");
    }
  }

  void read_group(const std::string& group, const toml::node& node, std::uint32_t line) {
    if (const auto* list = find_list(group)) return read_list(*list, node, line);
    const auto* table = node.as_table();
    if (table == nullptr) return unknown(group, line, "setting outside a [group]");
    if (!is_group(group)) return unknown(group, line, "group");
    for (const auto& [name, value] : *table) {
      const auto key = group + "." + std::string(name.str());
      const auto* declared = find(key);
      if (declared == nullptr) {
        unknown(key, name.source().begin.line, "setting");
      } else {
        read_value(*declared, value, name.source().begin.line);
      }
    }
  }

  static bool is_group(std::string_view group) {
    return std::ranges::any_of(declarations(), [&](const Declaration& declared) {
      return declared.key.substr(0, declared.key.find('.')) == group;
    });
  }

  void unknown(const std::string& key, std::uint32_t line, std::string_view what) {
    const bool whole = key.find('.') != std::string::npos;
    std::vector<std::string_view> names;
    for (const auto& declared : declarations()) {
      names.push_back(whole ? declared.key : declared.key.substr(0, declared.key.find('.')));
    }
    for (const auto& list : lists()) {
      if (!whole) names.push_back(list.key);
      for (const auto& row : list.rows) names.push_back(row.key);
    }
    auto says = std::string(key).append(": there is no such ").append(what);
    if (const auto near = nearest(key, names)) says.append("; did you mean ").append(*near).append("?");
    fault(line, std::move(says));
  }

  /// What two settings must hold together.
  void check_together() {
    const auto& s = reading_.settings;
    if (!reading_.faults.empty()) return;
    if (s.link.dead_after <= s.link.ping_after) fault(0, "link.dead_after is not longer than link.ping_after");
    if (s.link.dial_most < s.link.dial_first) fault(0, "link.dial_most is shorter than link.dial_first");
    if (s.limits.retry_most < s.limits.retry_first) fault(0, "limits.retry_most is shorter than limits.retry_first");
    if (s.publish.max_expiry < s.publish.default_expiry) {
      fault(0, "publish.max_expiry is shorter than publish.default_expiry");
    }
    for (const auto& feed : s.feeds) {
      if (s.publish.review == Review::Off || !feed.share || feed.tlp > s.publish.review_above) continue;
      fault(feed.line, "feed " + feed.name +
                           ": what it shares needs a second person's release (publish.review_above), " +
                           "and a feed has nobody: give it a narrower tlp, or share = false");
    }
    for (const auto& [type, duration] : durations_by_type(s.expiry.by_type)) {
      if (duration > s.publish.max_expiry) {
        fault(0, "publish.max_expiry is shorter than expiry.by_type for " + std::string(observable::name(type)));
      }
    }
  }

  void fault(std::uint32_t line, std::string what) { reading_.faults.push_back({line, std::move(what)}); }

  Reading reading_;
};

}  // namespace

Reading read_settings(std::string_view toml) {
  if (toml.size() > max_config_bytes) return {default_settings(), {{0, "larger than 1 MiB"}}};
  return Reader().read(toml);
}

base::Result<Settings> load_settings(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (in) text << in.rdbuf();
  if (!in || !text) {
    return base::fail(base::ErrorCode::NotFound,
                      "cannot read " + file.string() + ": make it with `tidingsd init`, or name another with --config");
  }
  auto reading = read_settings(text.view());
  if (reading.faults.empty()) return std::move(reading.settings);
  std::string all;
  for (const auto& fault : reading.faults) {
    all.append(all.empty() ? "" : "\n").append(file.string()).append(":");
    if (fault.line != 0) all.append(std::to_string(fault.line)).append(":");
    all.append(" ").append(fault.what);
  }
  return base::fail(base::ErrorCode::BadInput, std::move(all));
}

}  // namespace tidings::settings
