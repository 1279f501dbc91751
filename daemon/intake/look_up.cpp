#include "daemon/intake/submitted.hpp"
#include "daemon/store/header_of.hpp"

namespace tidings::intake {
namespace {

base::Result<std::vector<policy::TargetAudience>> audiences_of_targets(store::LedgerReader& ledger,
                                                                       const bulletin::Header& header) {
  std::vector<policy::TargetAudience> audiences;
  for (const auto& target : header.message.targets()) {
    const auto id = BulletinId::from_bytes(target.bulletin_id());
    if (!id) continue;
    const auto held = store::header_of(ledger, *id);
    if (!held) return held.error();
    if (*held) audiences.push_back(policy::audience_of(**held));
  }
  return audiences;
}

base::Status read_targets(store::LedgerReader& ledger, Submitted& submitted) {
  auto audiences = audiences_of_targets(ledger, submitted.header);
  if (!audiences) return audiences.error();
  submitted.found.targets = std::move(*audiences);
  submitted.found.targets_read = true;
  return {};
}

base::Status look_for(store::LedgerReader& ledger, Submitted& submitted) {
  submitted.found.looked_for = true;
  const auto known = ledger.known(std::span(&submitted.header.id, 1));
  if (!known) return known.error();
  if (!known->front()) return {};
  const auto entry = ledger.find(submitted.header.id);
  if (!entry) return entry.error();
  if (*entry) submitted.found.known = (*entry)->sequence;
  return {};
}

}  // namespace

void look_up(store::LedgerReader& ledger, std::vector<Submitted>& submitted) {
  for (auto& one : submitted) {
    const auto looked = one.found.looked_for ? read_targets(ledger, one) : look_for(ledger, one);
    if (!looked) one.found.failed = looked.error();
  }
}

}  // namespace tidings::intake
