#include "daemon/settings/describe.hpp"

#include "daemon/settings/declarations.hpp"

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

}  // namespace

std::string commented_config(const Settings& settings) {
  const auto defaults = default_settings();
  std::string out =
      "# Settings of tidingsd, in TOML. A line that begins with # is a comment; what is commented out has its default.\n"
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
  out.pop_back();
  return out;
}

std::string help_text() {
  const auto defaults = default_settings();
  std::string out;
  for (const auto& declared : declarations()) {
    out.append(declared.key).append("\n");
    append_wrapped(out, "    ", declared.says);
    append_wrapped(out, "    ", facts(declared, defaults));
  }
  return out;
}

}  // namespace tidings::settings
