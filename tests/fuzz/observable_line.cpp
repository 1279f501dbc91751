// Whole inputs in every line format: as many lines come out however the bytes are cut. The first byte picks the format
// and the cut.
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "formats/list/line_reader.hpp"

namespace {

using namespace tidings;

std::vector<std::string> read(std::string_view input, list::LineFormat format, std::size_t chunk) {
  std::vector<std::string> out;
  list::LineReader reader({{}, format}, [&](list::NumberedLine& line) {
    const bool value = line.line.outcome == list::Line::Outcome::Value;
    if (value != line.line.reason.empty()) std::abort();
    out.push_back(value ? line.line.parsed.observable.value : line.line.reason);
  });
  for (std::size_t at = 0; at < input.size(); at += chunk) reader.push(input.substr(at, chunk));
  reader.finish();
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto format = static_cast<list::LineFormat>(data[0] % 10);
  const auto whole = read(input, format, input.size() + 1);
  if (read(input, format, 1U + data[0] / 10U) != whole) std::abort();
  return 0;
}
