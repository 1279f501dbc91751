#include "daemon/app/link_report.hpp"

namespace tidings::app {
namespace {

std::string_view name(policy::Standing standing) {
  switch (standing) {
    case policy::Standing::Active: return "active";
    case policy::Standing::Suspended: return "suspended";
    case policy::Standing::Removed: return "removed";
  }
  return "removed";
}

void fill(const link::LinkState& state, v1::LinkStatus& row) {
  row.set_connected(state.connected);
  row.set_address(state.address);
  row.set_since(state.since.us);
  row.set_last_error(state.last_error);
  row.set_next_dial(state.next_dial.us);
  row.set_offered(state.counts.offered);
  row.set_delivered(state.counts.delivered);
  row.set_acked(state.counts.acked);
  row.set_received(state.counts.received);
  row.set_bytes_in(state.bytes_in);
  row.set_bytes_out(state.bytes_out);
  row.set_unsettled(state.counts.unsettled);
  row.set_caught_up(state.counts.caught_up);
}

}  // namespace

void report_links(const std::vector<link::LinkState>& states, const partners::Book& book, v1::StatusAnswer& answer) {
  for (const auto& [organisation, partner] : book.partners) {
    auto& row = *answer.add_links();
    row.set_org_id(organisation.str());
    row.set_alias(partner.record.alias);
    row.set_standing(std::string(name(partner.record.standing)));
    for (const auto& state : states) {
      if (state.partner == organisation) fill(state, row);
    }
  }
}

}  // namespace tidings::app
