#pragma once
/// What a bulletin itself says, or would: its context, audience and claims.
/// Lives on: any executor.
#include <map>
#include <string>

#include "client/view/format.hpp"
#include "client/view/json.hpp"
#include "core/bulletin/verify.hpp"

namespace tidings::view {

/// What we call organisations, by their ids. Who is not there is told by its id.
using OrganisationNames = std::map<std::string, std::string, std::less<>>;

/// A line or two of a claim with what holds for it by its context.
std::string describe_claim(const Look& look, const v1::Header& context, const v1::Claim& claim);
json::object json_of_claim(const v1::Header& context, const v1::Claim& claim);
/// Whom and what a context is about, a line each: recipients, targets, ecosystems, tags, references, producer, text.
std::string describe_context(const v1::Header& context, const OrganisationNames& names = {});
json::object json_of_audience(const v1::Audience& audience);

std::string describe_content(const Look& look, const bulletin::Verified& content);
json::object json_of_content(const bulletin::Verified& content);

}  // namespace tidings::view
