#pragma once
/// Partners, their terms and their links.
/// Lives on: any executor.
#include <array>
#include <string>
#include <string_view>

#include "client/view/format.hpp"
#include "client/view/records.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::view {

inline constexpr std::array<std::string_view, 10> partner_columns = {
    "alias", "name", "organisation", "standing", "send", "accept", "community", "connected", "caught_up", "trust"};

json::object json_of(const v1::LinkStatus& link);
json::object json_of(const v1::PartnerTerms& terms);
json::object json_of(const v1::PartnerInfo& partner);
Record record_of(const v1::PartnerInfo& partner);

std::string describe(const Look& look, const v1::LinkStatus& link);  ///< in one line, without the partner's name
std::string describe(const v1::PartnerTerms& terms);                 ///< in one line
std::string describe(const Look& look, const v1::PartnerInfo& partner);
std::string describe_briefly(const Look& look, const v1::PartnerInfo& partner);  ///< for lists

}  // namespace tidings::view
