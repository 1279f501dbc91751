#include "daemon/watching/position.hpp"

#include "base/bytes.hpp"
#include "base/digest.hpp"
#include "core/sync/token.hpp"

namespace tidings::watching {
namespace {

using base::ErrorCode;

constexpr char version = 1;
constexpr std::size_t ledger_at = 1, sequence_at = ledger_at + store::LedgerId::size, next_at = sequence_at + 8,
                      place_bytes = next_at + 4;

constexpr std::size_t lot_bytes = 4;
constexpr unsigned lot_shift = 32;

base::Error does_not_fit() {
  return base::fail(ErrorCode::BadInput,
                    "that is no cursor of this ledger: it is damaged, another node's, or from before the store was "
                    "replaced or restored; begin with a time (--since)");
}

}  // namespace

std::string write_place(const store::LedgerId& ledger, const Position& position) {
  std::string place(1, version);
  place.append(ledger.bytes());
  base::append_be64(place, position.at.value);
  base::append_be32(place, position.next);
  return place;
}

base::Result<Position> read_place(std::string_view place, const store::LedgerId& ledger) {
  if (place.size() != place_bytes || place.front() != version) return does_not_fit();
  if (place.substr(ledger_at, store::LedgerId::size) != ledger.bytes()) return does_not_fit();
  return position_in(place);
}

Position position_in(std::string_view place) {
  if (place.size() != place_bytes) return {};
  return {{base::read_be(place, sequence_at, 8)}, static_cast<std::uint32_t>(base::read_be(place, next_at, 4))};
}

/// Sealed like partners' cursors, as nobody's: a partner's id is never zero. The upper half of `view` is drawn by lot,
/// and the seal's nonce is made of all that is sealed.
std::string seal_cursor(const base::Secret& key, const store::LedgerId& ledger, const Position& position) {
  const auto lot = base::read_be(base::random_bytes(lot_bytes), 0, lot_bytes) << lot_shift;
  return sync::seal_token(key, {}, bulletin::Lane::Normal, {ledger.str(), position.at.value, lot | position.next});
}

base::Result<Position> open_cursor(const base::Secret& key, std::string_view cursor, const store::LedgerId& ledger) {
  const auto opened = sync::open_token(key, {}, bulletin::Lane::Normal, cursor);
  if (!opened || opened->ledger != ledger.bytes()) return does_not_fit();
  return Position{{opened->sequence}, static_cast<std::uint32_t>(opened->view)};
}

}  // namespace tidings::watching
