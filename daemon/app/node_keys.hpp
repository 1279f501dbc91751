#pragma once
/// A node's keys and card: made once by init, loaded at every start.
/// Errors: NotFound (no init), Forbidden (others may read a key), BadInput (a file that is not what it should be),
/// NotDelegated (a card that does not delegate to the node's key), Disk.
/// Lives on: any executor; used at start.
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "core/identity/card.hpp"
#include "core/identity/key.hpp"
#include "daemon/app/data_folder.hpp"

namespace tidings::app {

inline constexpr base::Duration delegation_lifetime{std::chrono::hours{400 * 24}};
inline constexpr base::Duration delegation_warning{std::chrono::hours{60 * 24}};  ///< time to fetch a root kept offline

struct NodeKeys {
  identity::SigningKey signing;
  base::Secret token;
  identity::Card card;
  identity::Delegation delegation;  ///< the one that covers `signing`; of several the one that lasts longest
};

/// Makes every key, the certificate and the card in `folder`, which exists and is empty.
base::Result<identity::Card> make_node_keys(const DataFolder& folder, const std::string& organisation,
                                            const std::vector<std::string>& endpoints, base::Instant now);

base::Status check_is_node(const DataFolder& folder);
base::Result<NodeKeys> load_node_keys(const DataFolder& folder);
/// Endpoints that differ from the card's are signed into a renewed contact, which is kept.
base::Status renew_contact(const DataFolder& folder, NodeKeys& keys, const std::vector<std::string>& endpoints,
                           base::Instant now);

}  // namespace tidings::app
