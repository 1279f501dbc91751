#include "daemon/settings/describe.hpp"

#include "daemon/settings/lists.hpp"

namespace tidings::settings {
namespace {

constexpr std::size_t width = 100;

void append_wrapped(std::string& out, std::string_view prefix, std::string_view text) {
  while (!text.empty()) {
    auto cut = text.size();
    if (cut > width) {
      cut = text.rfind(' ', width);
      if (cut == std::string_view::npos) cut = text.size();
    }
    out.append(prefix).append(text.substr(0, cut)).append("\n");
    text.remove_prefix(std::min(text.size(), cut + 1));
  }
}

std::string_view group_of(const Declaration& declared) { return declared.key.substr(0, declared.key.find('.')); }
std::string_view name_of(const Declaration& declared) { return declared.key.substr(declared.key.find('.') + 1); }

std::string facts(const Declaration& declared, const Settings& defaults) {
  std::string out = "Takes " + bounds_text(declared) + "; default " + value_text(declared, defaults);
  switch (declared.takes) {
    case Takes::AtReload: return out + "; a change takes effect at a reload.";
    case Takes::AtRestart: return out + "; a change needs a restart.";
  }
  return out;
}

/// The blocks in force, or one that is commented out; and what may stand in one.
void append_list(std::string& out, const ListDeclaration& list, const Settings& settings) {
  auto defaults = default_settings();
  clear_draft(list, defaults);
  append_wrapped(out, "# ", list.says);
  append_wrapped(out, "# ", "May be given " + std::to_string(list.most) + " times.");
  out.append("#[[").append(list.key).append("]]\n");
  for (const auto& row : list.rows) {
    append_wrapped(out, "# ", row.says);
    append_wrapped(out, "# ", facts(row, defaults));
    out.append("#").append(name_of(row)).append(" = ").append(value_text(row, defaults)).append("\n\n");
  }
  const auto blocks = list_text(list, settings);
  if (!blocks.empty()) out.append(blocks).append("\n");
}

void append_help(std::string& out, const Declaration& declared, const Settings& defaults) {
  out.append(declared.key).append("\n");
  append_wrapped(out, "    ", declared.says);
  append_wrapped(out, "    ", facts(declared, defaults));
}

}  // namespace

std::string commented_config(const Settings& settings) {
  const auto defaults = default_settings();
  std::string out =
      "# Settings of tidingsd, in TOML. A line that begins with # is a comment; what is commented out has its "
      "default.\n"
      "# `tidingsd check` tells every fault of this file; `systemctl reload tidingsd` reads it again.\n\n";
  std::string_view group;
  for (const auto& declared : declarations()) {
    if (group_of(declared) != group) {
      group = group_of(declared);
      out.append("[").append(group).append("]\n");
    }
    const auto value = value_text(declared, settings);
    const bool differs = value != value_text(declared, defaults);
    append_wrapped(out, "# ", declared.says);
    append_wrapped(out, "# ", facts(declared, defaults));
    out.append(differs ? "" : "#").append(name_of(declared)).append(" = ").append(value).append("\n\n");
  }
  for (const auto& list : lists()) append_list(out, list, settings);
  out.pop_back();
  return out;
}

std::string help_text() {
  auto defaults = default_settings();
  std::string out;
  for (const auto& declared : declarations()) append_help(out, declared, defaults);
  for (const auto& list : lists()) {
    clear_draft(list, defaults);
    out.append("[[").append(list.key).append("]]\n");
    append_wrapped(out, "    ", list.says);
    for (const auto& row : list.rows) append_help(out, row, defaults);
  }
  return out;
}

}  // namespace tidings::settings
