#pragma once
/// The limits of the wire, each with its reason. docs/protocol.md repeats them for other implementations.
/// Lives on: any executor.
#include <cstddef>
#include <cstdint>

namespace tidings::proto {

/// A frame's body. An offer of 1,000 ids is 45 KiB, a Hello with a card at most 70 KiB; nothing else comes near.
inline constexpr std::uint32_t max_frame_bytes = 128 * 1024;
/// A piece of a bulletin in one Deliver: a higher lane waits for at most one of these (21 ms at 6 Mbit/s).
inline constexpr std::uint32_t max_piece_bytes = 16 * 1024;
/// Ids in one Offer, so that one frame holds it.
inline constexpr std::size_t max_offer_entries = 1000;
/// Bulletins under way to one partner. At one of 1 MiB each this is bounded by bytes first.
inline constexpr std::size_t max_in_flight = 4000;
/// A request or answer of the client API. A batch of 1,000 look-ups with long URLs stays below 1 MiB.
inline constexpr std::uint32_t max_api_frame_bytes = 4 * 1024 * 1024;
/// Sequence tokens are opaque to their keeper, who need not store longer ones.
inline constexpr std::size_t max_token_bytes = 128;
/// Capabilities, endpoints and the like in one message.
inline constexpr std::size_t max_small_list = 64;

}  // namespace tidings::proto
