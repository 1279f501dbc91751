#pragma once
/// Tells the API, which does not know links, what the links are doing.
/// Lives on: the network thread.
#include <vector>

#include "daemon/link/links.hpp"
#include "daemon/partners/partner_book.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::app {

/// Adds one row for every partner, with or without a link.
void report_links(const std::vector<link::LinkState>& states, const partners::Book& book, v1::StatusAnswer& answer);

}  // namespace tidings::app
