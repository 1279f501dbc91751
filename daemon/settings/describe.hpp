#pragma once
/// The table of settings for people: the commented config file and `tidingsd help settings`.
/// Lives on: any executor.
#include <string>

#include "daemon/settings/settings.hpp"

namespace tidings::settings {

/// A config file with every setting: what it means, bounds, default, when a change takes effect. A setting that differs
/// from its default in `settings` is in force; the others are commented out. read_settings gives `settings` back.
std::string commented_config(const Settings& settings);

/// The same for a terminal, a paragraph a setting.
std::string help_text();

}  // namespace tidings::settings
