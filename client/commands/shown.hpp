#pragma once
/// Bulletins asked of the daemon by id.
/// Errors: what the daemon answers, NotFound included; BadInput for what is no id.
/// Lives on: one thread.
#include <string>
#include <vector>

#include "base/result.hpp"
#include "client/connection.hpp"
#include "client/view/bulletin.hpp"

namespace tidings::commands {

bool is_id(std::string_view text);  ///< 8 to 64 hex digits, or a UUID with its hyphens

/// At least one.
base::Result<std::vector<v1::ShowAnswer>> fetch_bulletins(client::Connection& connection, const std::string& id);
/// The same without what others have published under an id of ours, where any of it is ours.
base::Result<std::vector<v1::ShowAnswer>> fetch_ours(client::Connection& connection, const std::string& id);
/// The parts of the highest revision among them, of each origin.
std::vector<v1::ShowAnswer> latest_revision(const std::vector<v1::ShowAnswer>& answers);
base::Result<std::vector<view::ShownBulletin>> check_all(const std::vector<v1::ShowAnswer>& answers);

}  // namespace tidings::commands
