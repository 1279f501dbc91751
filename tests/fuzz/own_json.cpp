// Any bytes as what `tidings query` and `tidings show` print, in two pieces: read or refused, and the same either way.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "client/input/own_json.hpp"

namespace {

using tidings::input::OwnJson;
using tidings::input::Quoted;

struct Read {
  bool taken{false};
  std::size_t quoted{0}, sources{0}, bytes{0};
  friend bool operator==(const Read&, const Read&) = default;
};

Read read(std::string_view first, std::string_view second) {
  Read result;
  OwnJson reader([&](std::uint64_t, Quoted&& quoted) {
    ++result.quoted;
    result.sources += quoted.sources.size();
    result.bytes += quoted.type.size() + quoted.value.size() + quoted.claim.ByteSizeLong();
  });
  result.taken = reader.push(first).has_value() && reader.push(second).has_value() && reader.finish().has_value();
  return result;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto whole = read(bytes, {});
  const auto halved = read(bytes.substr(0, size / 2), bytes.substr(size / 2));
  if (whole.taken != halved.taken || (whole.taken && !(whole == halved))) std::abort();
  return 0;
}
