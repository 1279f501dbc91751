// Tables from outside: the same items come out however the bytes are cut. The first byte picks the cut.
#include <cstdint>
#include <cstdlib>

#include "formats/list/csv.hpp"

namespace {

using namespace tidings;

std::vector<std::string> read(std::string_view input, std::size_t chunk) {
  std::vector<std::string> out;
  list::CsvReader reader({}, [&](list::CsvItem& item) {
    const bool value = item.value.outcome == list::Line::Outcome::Value;
    if (value != item.value.reason.empty()) std::abort();
    out.push_back(std::to_string(item.line) + (value ? item.value.parsed.observable.value : item.value.reason));
  });
  for (std::size_t at = 0; at < input.size(); at += chunk) reader.push(input.substr(at, chunk));
  reader.finish();
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto whole = read(input, input.size() + 1);
  if (read(input, 1U + data[0]) != whole) std::abort();
  return 0;
}
