#include "daemon/telemetry/events.hpp"

#include <array>

namespace tidings::telemetry {
namespace {

constexpr std::array declarations{
#define TIDINGS_DECLARATION(enumerator, name, level, says) EventDeclaration{name, Level::level, says},
    TIDINGS_LOG_EVENTS(TIDINGS_DECLARATION)
#undef TIDINGS_DECLARATION
};

}  // namespace

std::string_view name(Level level) {
  switch (level) {
    case Level::Debug: return "debug";
    case Level::Info: return "info";
    case Level::Notice: return "notice";
    case Level::Warning: return "warning";
    case Level::Error: return "error";
  }
  return "error";
}

std::optional<Level> level_from_name(std::string_view text) {
  for (const auto level : {Level::Debug, Level::Info, Level::Notice, Level::Warning, Level::Error}) {
    if (name(level) == text) return level;
  }
  return std::nullopt;
}

const EventDeclaration& declaration(Event event) { return declarations[static_cast<std::size_t>(event)]; }

std::size_t event_count() { return declarations.size(); }

}  // namespace tidings::telemetry
