#include <iostream>

#include "daemon/app/commands.hpp"
#include "daemon/app/options.hpp"
#include "daemon/settings/describe.hpp"
#include "daemon/settings/read.hpp"

namespace tidings::app {
namespace {

/// The first; empty: none has one.
template <class... Results>
std::string fault_of(const Results&... results) {
  std::string why;
  ((why.empty() && results.has_error() ? why = results.error().what : why), ...);
  return why;
}

}  // namespace

Exit explain(const base::Error& error) {
  std::cerr << "tidingsd: " << error.what << "\n";
  return error.code == base::ErrorCode::BadInput ? Exit::Wrong : Exit::Failed;
}

Exit run_check(const std::filesystem::path& config) {
  const auto loaded = settings::load_settings(config);
  if (loaded.has_error()) {
    std::cerr << loaded.error().what << "\n";
    return Exit::Wrong;
  }
  const auto why =
      fault_of(webhook_options(*loaded), export_options(*loaded), feed_options(*loaded), taxii_options(*loaded));
  if (!why.empty()) {
    std::cerr << config.string() << ":" << why << "\n";
    return Exit::Wrong;
  }
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
