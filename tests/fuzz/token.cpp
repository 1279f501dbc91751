// A cursor token that a partner made up does not open; one that opens seals to itself again.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/sync/token.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tidings;
  static const base::Secret key{std::string(sync::token_key_bytes, 'k')};
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const bulletin::OrgId partner;
  const auto opened = sync::open_token(key, partner, bulletin::Lane::Normal, input);
  if (opened && sync::seal_token(key, partner, bulletin::Lane::Normal, *opened) != input) std::abort();

  // What the input stands for as a cursor comes back as it went in, and altered it does not.
  if (size < 33) return 0;
  const sync::Cursor cursor{std::string(input.substr(0, 16)), base::read_be(input, 16, 8), base::read_be(input, 24, 8)};
  auto token = sync::seal_token(key, partner, bulletin::Lane::Urgent, cursor);
  const auto again = sync::open_token(key, partner, bulletin::Lane::Urgent, token);
  if (!again || again->ledger != cursor.ledger || again->sequence != cursor.sequence || again->view != cursor.view)
    std::abort();
  token[data[32] % token.size()] ^= 1;
  if (sync::open_token(key, partner, bulletin::Lane::Urgent, token)) std::abort();
  return 0;
}
