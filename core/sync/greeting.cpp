#include "core/sync/greeting.hpp"

#include "core/identity/card.hpp"
#include "core/sync/channel.hpp"
#include "proto/wire_limits.hpp"

namespace tidings::sync {
namespace {

using base::ErrorCode;

base::Error fault(const std::string& what) { return base::fail(ErrorCode::Protocol, "in the Hello, " + what); }

base::Result<std::vector<std::pair<Lane, std::string>>> read_cursors(const v1::Hello& hello) {
  std::vector<std::pair<Lane, std::string>> cursors;
  std::array<bool, bulletin::lane_count> seen{};
  for (const auto& cursor : hello.cursors()) {
    const auto lane = lane_from_wire(cursor.lane());
    if (!lane) continue;  // a later version's lane: we have nothing in it
    if (cursor.token().size() > proto::max_token_bytes) return fault("a token is too long");
    if (std::exchange(seen[index(*lane)], true)) return fault("a lane has two cursors");
    cursors.emplace_back(*lane, cursor.token());
  }
  return cursors;
}

}  // namespace

v1::Hello make_hello(const Greeting& greeting, std::uint32_t window_bytes) {
  v1::Hello hello;
  hello.set_version(protocol_version);
  for (const auto& capability : greeting.capabilities) hello.add_capabilities(capability);
  hello.set_organisation(greeting.organisation.str());
  hello.set_software(greeting.software);
  hello.set_card(greeting.card);
  for (const auto& [lane, token] : greeting.cursors) {
    auto& cursor = *hello.add_cursors();
    cursor.set_lane(to_wire(lane));
    cursor.set_token(token);
  }
  hello.set_your_last_issued_at(greeting.your_last_issued_at);
  hello.set_window_bytes(window_bytes);
  hello.set_identity_serial(greeting.identity_serial);
  hello.set_contact_serial(greeting.contact_serial);
  return hello;
}

base::Result<Heard> read_hello(const v1::Hello& hello) {
  if (hello.version() != protocol_version) {
    return base::fail(ErrorCode::Unsupported, "one side speaks version " + std::to_string(protocol_version) +
                                                  " of the protocol, the other version " +
                                                  std::to_string(hello.version()));
  }
  const auto organisation = OrgId::from_bytes(hello.organisation());
  if (!organisation) return fault("the organisation is not 32 bytes");
  if (hello.software().size() > max_software_bytes) return fault("the software's name is too long");
  if (hello.card().size() > identity::max_card_bytes) return fault("the card is too large");
  if (hello.capabilities_size() > static_cast<int>(proto::max_small_list))
    return fault("there are too many capabilities");
  for (const auto& capability : hello.capabilities()) {
    if (capability.size() > max_capability_bytes) return fault("a capability is too long");
  }
  auto cursors = read_cursors(hello);
  if (!cursors) return cursors.error();
  Heard heard;
  heard.window_bytes = hello.window_bytes();
  heard.greeted = Greeted{*organisation,
                          quoted(hello.software()),
                          hello.card(),
                          {hello.capabilities().begin(), hello.capabilities().end()},
                          *std::move(cursors),
                          hello.your_last_issued_at(),
                          hello.identity_serial(),
                          hello.contact_serial()};
  return heard;
}

}  // namespace tidings::sync
