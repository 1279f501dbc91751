#include "tests/bench/list_rows.hpp"

#include <string>

#include "core/observable/observable.hpp"
#include "formats/list/line_reader.hpp"
#include "tests/bench/node.hpp"
#include "tests/bench/query_data.hpp"

namespace tidings::bench {
namespace {

constexpr std::size_t lines = 1'000'000;
constexpr std::size_t chunk = 64 * 1024;

/// Hashes, names, URLs, addresses and networks, one in ten defanged as people write them.
std::string mixed_list() {
  std::string text;
  for (std::size_t i = 0; i < lines; ++i) {
    auto value = observable::to_text(mixed_value(i));
    if (const auto dot = value.find('.'); i % 10 == 0 && dot != std::string::npos) value.replace(dot, 1, "[.]");
    text += value + "\n";
  }
  return text;
}

std::size_t newlines_in(const std::string& text) {
  std::size_t count = 0;
  for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1)) ++count;
  return count;
}

}  // namespace

void add_list_rows(Rows& rows) {
  if (!rows.wants("list_lines_per_s")) return;
  const auto text = mixed_list();
  double begin = now_s();
  if (newlines_in(text) != lines) give_up("a value spans lines");
  const double floor = static_cast<double>(lines) / (now_s() - begin);
  std::size_t values = 0;
  list::LineReader reader({}, [&](const list::NumberedLine& line) {
    if (line.line.outcome == list::Line::Outcome::Value) ++values;
  });
  begin = now_s();
  for (std::size_t at = 0; at < text.size(); at += chunk) reader.push(std::string_view(text).substr(at, chunk));
  reader.finish();
  const double took = now_s() - begin;
  // Warning lists are not asked here, but what is special-use is no value of a list: some of a million drawn are.
  if (values * 100 < lines * 80) give_up("only " + std::to_string(values) + " lines were values");
  rows.add({"list_lines_per_s", static_cast<double>(lines) / took, "lines/s", 1'000'000, Better::More, floor,
            "looking for the ends of the same lines"});
}

}  // namespace tidings::bench
