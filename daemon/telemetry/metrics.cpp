#include "daemon/telemetry/metrics.hpp"

namespace tidings::telemetry {
namespace {

void append_head(std::string& out, std::string_view name, std::string_view help, std::string_view type) {
  out.append("# HELP ").append(name).append(" ").append(help).append("\n");
  out.append("# TYPE ").append(name).append(" ").append(type).append("\n");
}

void append_value(std::string& out, std::string_view name, std::string_view labels, std::string_view value) {
  out.append(name).append(labels).append(" ").append(value).append("\n");
}

void append_by_reason(std::string& out, const Counters& counters, CounterByReason counter, std::string_view name) {
  for (std::uint8_t code = 0; code <= static_cast<std::uint8_t>(base::ErrorCode::Cancelled); ++code) {
    const auto reason = static_cast<base::ErrorCode>(code);
    const auto value = counters.value(counter, reason);
    if (value == 0) continue;
    const auto labels = std::string("{reason=\"").append(base::name(reason)).append("\"}");
    append_value(out, name, labels, std::to_string(value));
  }
}

}  // namespace

std::string prometheus_text(const Counters& counters) {
  std::string out;
#define TIDINGS_PRINT(enumerator, name, help) \
  append_head(out, name, help, "counter");    \
  append_value(out, name, "", std::to_string(counters.value(Counter::enumerator)));
  TIDINGS_COUNTERS(TIDINGS_PRINT)
#undef TIDINGS_PRINT
#define TIDINGS_PRINT(enumerator, name, help) \
  append_head(out, name, help, "counter");    \
  append_by_reason(out, counters, CounterByReason::enumerator, name);
  TIDINGS_COUNTERS_BY_REASON(TIDINGS_PRINT)
#undef TIDINGS_PRINT
#define TIDINGS_PRINT(enumerator, name, help) \
  append_head(out, name, help, "gauge");      \
  append_value(out, name, "", std::to_string(counters.value(Gauge::enumerator)));
  TIDINGS_GAUGES(TIDINGS_PRINT)
#undef TIDINGS_PRINT
  return out;
}

}  // namespace tidings::telemetry
