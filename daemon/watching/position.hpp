#pragma once
/// How far a watcher has been told. As a *place* it is plain bytes, for what we keep ourselves; as a *cursor* it is
/// sealed, for who watches, since gaps between sequences would tell how much is above his ceiling. Errors: BadInput
/// (damaged, another node's, another ledger's), with what to do. Lives on: any executor.
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "daemon/store/records.hpp"

namespace tidings::watching {

struct Position {
  static constexpr std::uint32_t whole = UINT32_MAX;
  store::Sequence at;         ///< the bulletin told last
  std::uint32_t next{whole};  ///< its first claim that is not told yet; `whole`: nothing of it is left
  friend auto operator<=>(const Position&, const Position&) = default;
};

/// Places of one ledger sort, as bytes, like their positions.
std::string write_place(const store::LedgerId& ledger, const Position& position);
base::Result<Position> read_place(std::string_view place, const store::LedgerId& ledger);
/// Of a place of ours, whatever its ledger; its position is 0 if it is none.
Position position_in(std::string_view place);

/// Never the same twice: two that are alike would tell that nothing arrived in between, above the ceiling either.
std::string seal_cursor(const base::Secret& key, const store::LedgerId& ledger, const Position& position);
base::Result<Position> open_cursor(const base::Secret& key, std::string_view cursor, const store::LedgerId& ledger);

}  // namespace tidings::watching
