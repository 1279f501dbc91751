// A bulletin that came without its claims, and one that should have them, the first's length in the first two bytes:
// what is put together is read back with the claims of the other, or it is refused.
#include <cstdint>
#include <cstdlib>

#include "core/bulletin/same_claims.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tidings;
  if (size < 2) return 0;
  const std::string_view all(reinterpret_cast<const char*>(data + 2), size - 2);
  const std::size_t length = (std::size_t{data[0]} << 8) | data[1];
  const auto bytes = all.substr(0, length), other = all.substr(std::min(length, all.size()));
  const bool is_elsewhere = bulletin::claims_elsewhere(bytes).has_value();
  const auto whole = bulletin::with_claims_of(bytes, other);
  if (!whole || !is_elsewhere) return 0;
  const auto envelope = bulletin::open(*whole);
  const auto held = bulletin::open(other);
  if (!held || (envelope && envelope->claims.size() != held->claims.size())) std::abort();
  return 0;
}
