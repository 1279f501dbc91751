#include "core/bulletin/verify.hpp"
#include "daemon/intake/submitted.hpp"

namespace tidings::intake {
namespace {

base::Result<std::vector<policy::TargetAudience>> audiences_of_targets(store::LedgerReader& ledger,
                                                                       const bulletin::Header& header) {
  std::vector<policy::TargetAudience> audiences;
  for (const auto& target : header.message.targets()) {
    const auto id = BulletinId::from_bytes(target.bulletin_id());
    if (!id) continue;
    const auto bytes = ledger.bytes(*id);
    if (!bytes) return bytes.error();
    if (!*bytes) continue;
    const auto held = bulletin::peek_header(**bytes);
    if (!held) return held.error();
    audiences.push_back(policy::audience_of(*held));
  }
  return audiences;
}

base::Status look_up_one(store::LedgerReader& ledger, bool known, Submitted& submitted) {
  if (known) {
    const auto entry = ledger.find(submitted.header.id);
    if (!entry) return entry.error();
    if (*entry) submitted.found.known = (*entry)->sequence;
    return {};
  }
  auto audiences = audiences_of_targets(ledger, submitted.header);
  if (!audiences) return audiences.error();
  submitted.found.targets = std::move(*audiences);
  return {};
}

}  // namespace

void look_up(store::LedgerReader& ledger, std::vector<Submitted>& submitted) {
  std::vector<BulletinId> ids;
  ids.reserve(submitted.size());
  for (const auto& one : submitted) ids.push_back(one.header.id);
  const auto known = ledger.known(ids);
  for (std::size_t i = 0; i < submitted.size(); ++i) {
    auto& found = submitted[i].found;
    if (!known) {
      found.failed = known.error();
    } else if (const auto looked = look_up_one(ledger, (*known)[i], submitted[i]); !looked) {
      found.failed = looked.error();
    }
  }
}

}  // namespace tidings::intake
