#include "daemon/telemetry/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <cstdlib>

namespace tidings::telemetry {
namespace {

/// syslog's severities (RFC 5424 6.2.1), which sd-daemon(3) takes as a prefix of a line.
std::string_view journal_prefix(Level level) {
  switch (level) {
    case Level::Debug: return "<7>";
    case Level::Info: return "<6>";
    case Level::Notice: return "<5>";
    case Level::Warning: return "<4>";
    case Level::Error: return "<3>";
  }
  return "<3>";
}

class StderrLog final : public Log {
 public:
  explicit StderrLog(Level threshold)
      : Log(threshold),
        in_journal_(std::getenv("JOURNAL_STREAM") != nullptr),
        logger_("tidingsd", std::make_shared<spdlog::sinks::stderr_sink_mt>()) {
    logger_.set_level(spdlog::level::trace);  // what is heard was decided before
    logger_.set_pattern(in_journal_ ? "%v" : "%Y-%m-%dT%H:%M:%S.%eZ %v", spdlog::pattern_time_type::utc);
    logger_.set_error_handler([](const std::string&) {});  // a closed stderr must not stop the service
    logger_.flush_on(spdlog::level::trace);
  }

 private:
  void write_line(Level level, std::string_view line) override {
    const auto head = in_journal_ ? journal_prefix(level) : name(level);
    logger_.info("{}{}{}", head, in_journal_ ? "" : " ", line);
  }

  bool in_journal_;
  spdlog::logger logger_;
};

}  // namespace

void Log::write(Event event, std::initializer_list<Field> fields) {
  const auto& declared = declaration(event);
  if (!is_heard(declared.level)) return;
  std::string line(declared.name);
  line.append(": ").append(declared.says);
  for (const auto& field : fields) line.append(" ").append(field.name).append("=").append(escaped(field.value));
  write_line(declared.level, line);
}

std::unique_ptr<Log> make_stderr_log(Level threshold) { return std::make_unique<StderrLog>(threshold); }

}  // namespace tidings::telemetry
