#include "client/commands/query_values.hpp"

#include <array>
#include <cstdio>

#include "client/commands/session.hpp"
#include "client/input/summary.hpp"
#include "formats/list/line_reader.hpp"

namespace tidings::commands {
namespace {

v1::Value value_of(const observable::Observable& observable) {
  v1::Value value;
  value.set_type(static_cast<std::uint32_t>(observable.type));
  value.set_value(observable.value);
  return value;
}

void read_standard_input(const list::LineHint& hint, AskedValues& asked) {
  list::LineReader reader(hint, [&](list::NumberedLine& line) {
    if (line.line.outcome == list::Line::Outcome::Value) asked.values.push_back(value_of(line.line.parsed.observable));
    if (line.line.outcome == list::Line::Outcome::Reject) {
      asked.refused.push_back(
          input::describe({"-", std::to_string(line.number), std::string(line.raw), line.line.reason}));
    }
  });
  std::array<char, 64 * 1024> chunk;
  while (const std::size_t count = std::fread(chunk.data(), 1, chunk.size(), stdin)) reader.push({chunk.data(), count});
  reader.finish();
}

}  // namespace

base::Result<AskedValues> read_values(const std::vector<std::string>& words, const std::string& hint_name) {
  list::LineHint hint;
  if (!hint_name.empty()) {
    const auto named = list::hint_from_name(hint_name);
    if (!named)
      return bad_option("the type", hint_name, "ipv4, domain, url, sha256 and the like (see 'tidings parse --help')");
    hint = *named;
  }
  AskedValues asked;
  for (const auto& word : words) {
    if (word == "-") {
      read_standard_input(hint, asked);
      continue;
    }
    const list::Line line = list::parse_line(word, hint);
    if (line.outcome == list::Line::Outcome::Value) {
      asked.values.push_back(value_of(line.parsed.observable));
    } else {
      asked.refused.push_back(word + ": " + line.reason);
    }
  }
  return asked;
}

}  // namespace tidings::commands
