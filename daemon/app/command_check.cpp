#include <iostream>

#include "daemon/app/commands.hpp"
#include "daemon/app/options.hpp"
#include "daemon/settings/describe.hpp"
#include "daemon/settings/read.hpp"

namespace tidings::app {

Exit explain(const base::Error& error) {
  std::cerr << "tidingsd: " << error.what << "\n";
  return error.code == base::ErrorCode::BadInput ? Exit::Wrong : Exit::Failed;
}

namespace {

/// What is in the files is told by 'tidings warnings list': a faulty one is left out.
base::Status check_warnings(const warnings::LoadOptions& options) {
  namespace fs = std::filesystem;
  std::error_code error;
  const auto fault = [](std::string_view setting, const fs::path& path, std::string_view what) {
    return base::fail(base::ErrorCode::BadInput, " " + std::string(setting) + ": " + path.string() + std::string(what));
  };
  if (!options.lists.empty() && !fs::is_directory(options.lists, error)) {
    return fault("warning.lists", options.lists, " is no folder that can be read");
  }
  if (!options.top_sites.empty() && !fs::is_regular_file(options.top_sites, error)) {
    return fault("warning.top_sites", options.top_sites, " is no file that can be read");
  }
  return {};
}

/// A fault of nobody's who copies it under another name.
void warn_of_names(const std::vector<exporting::ExportOptions>& exports) {
  for (const auto& one : exports) {
    if (one.path.empty()) continue;
    const auto why = exports::why_unread(*one.format, one.path);
    if (!why.empty()) std::cerr << "export " << one.name << ": " << why << "\n";
  }
}

}  // namespace

Exit run_check(const std::filesystem::path& config) {
  const auto loaded = settings::load_settings(config);
  if (loaded.has_error()) {
    std::cerr << loaded.error().what << "\n";
    return Exit::Wrong;
  }
  bool is_right = true;
  const auto judge = [&](const auto& options) {
    if (!options.has_error()) return;
    std::cerr << config.string() << ":" << options.error().what << "\n";
    is_right = false;
  };
  // Each block by itself, so that a fault of one hides none of another.
  const auto judge_each = [&](auto blocks, const auto& options_of) {
    auto one = *loaded;
    for (const auto& block : (*loaded).*blocks) {
      one.*blocks = {block};
      judge(options_of(one));
    }
  };
  judge_each(&settings::Settings::webhooks, webhook_options);
  judge_each(&settings::Settings::exports, export_options);
  judge_each(&settings::Settings::feeds, feed_options);
  if (const auto exports = export_options(*loaded); !exports.has_error()) warn_of_names(*exports);
  judge(taxii_options(*loaded));
  judge(check_warnings(warning_options(*loaded)));
  if (!is_right) return Exit::Wrong;
  std::cout << config.string() << " has no fault\n";
  return Exit::Done;
}

Exit run_help_settings() {
  std::cout << settings::help_text();
  return Exit::Done;
}

Exit run_help_config() {
  std::cout << settings::commented_config(settings::default_settings());
  return Exit::Done;
}

}  // namespace tidings::app
