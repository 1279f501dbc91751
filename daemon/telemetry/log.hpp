#pragma once
/// The log: events of the one list (events.hpp) with named values, one line each:
///   stranger_refused: a connection with a key that no partner has was refused address="[2001:db8::7]:40122" pin=77ab…
/// Values that came from outside are escaped here, so that no partner writes our log: control and bidirectional
/// characters, bytes that are no UTF-8, and what would end the quotes; each value is cut at 1 KiB. Nothing can fail.
/// Lives on: any executor, also several at once.
#include <atomic>
#include <concepts>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "daemon/telemetry/events.hpp"

namespace tidings::telemetry {

/// A named value of an event. The name is a literal of ours; the value may be anybody's.
struct Field {
  Field(std::string_view field_name, std::string_view text) : name(field_name), value(text) {}
  template <std::integral Number>
  Field(std::string_view field_name, Number number) : name(field_name), value(std::to_string(number)) {}
  std::string_view name;
  std::string value;
};

/// `text` as it stands in a log line: bare if it is plain, else quoted and escaped.
std::string escaped(std::string_view text);

class Log {
 public:
  virtual ~Log() = default;
  void write(Event event, std::initializer_list<Field> fields = {});
  void set_threshold(Level least) { threshold_.store(least, std::memory_order_relaxed); }
  bool is_heard(Level level) const { return level >= threshold_.load(std::memory_order_relaxed); }

 protected:
  explicit Log(Level threshold) : threshold_(threshold) {}

 private:
  virtual void write_line(Level level, std::string_view line) = 0;
  std::atomic<Level> threshold_;
};

/// To stderr. Under systemd (JOURNAL_STREAM is set) each line starts with its priority, "<4>", and has no time of its
/// own; elsewhere with time and level.
std::unique_ptr<Log> make_stderr_log(Level threshold);

}  // namespace tidings::telemetry
