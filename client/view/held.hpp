#pragma once
/// A publication that is held before it is signed.
/// Lives on: any executor.
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "client/view/content.hpp"
#include "client/view/format.hpp"
#include "client/view/json.hpp"
#include "client/view/records.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::view {

inline constexpr std::array<std::string_view, 12> held_columns = {
    "id",      "title",      "kind",         "tlp",         "claims",  "held_by",
    "held_at", "release_at", "needs_review", "approved_by", "ends_at", "local"};

/// What a draft would publish: each context with its claims.
struct DraftContext {
  v1::Header header;
  std::vector<v1::Claim> claims;
};
struct Draft {
  v1::HeldInfo info;
  std::vector<DraftContext> contexts;
  OrganisationNames names;  ///< of those that it is released to
};

/// All that a second person must know who is to answer for it.
std::string describe(const Look& look, const Draft& draft);
/// What the only context says stands beside what is known of the draft; of several each stands in `contexts`.
json::object json_of(const Draft& draft);

json::object json_of(const v1::HeldInfo& held);
Record record_of(const v1::HeldInfo& held);
/// Some lines: what it is, who holds it, what it waits for.
std::string describe(const Look& look, const v1::HeldInfo& held);
/// "until 2026-11-22T14:03:05Z", "until another publisher releases it": what it waits for.
std::string waits_for(const v1::HeldInfo& held);

}  // namespace tidings::view
