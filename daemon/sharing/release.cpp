#include "daemon/sharing/release.hpp"

#include <algorithm>

#include "base/digest.hpp"
#include "daemon/store/header_of.hpp"

namespace tidings::sharing {
namespace {

std::vector<bulletin::BulletinId> target_ids(const bulletin::Header& header) {
  std::vector<bulletin::BulletinId> ids;
  for (const auto& target : header.message.targets()) {
    if (const auto id = bulletin::BulletinId::from_bytes(target.bulletin_id())) ids.push_back(*id);
  }
  return ids;
}

base::Result<policy::Circumstances> circumstances_of(store::LedgerReader& ledger, const identity::OrgId& partner,
                                                     const bulletin::Header& header) {
  policy::Circumstances circumstances;
  const auto ids = target_ids(header);
  for (const auto& id : ids) {
    const auto target = store::header_of(ledger, id);
    if (!target) return target.error();
    if (*target) circumstances.targets.push_back(policy::audience_of(**target));
  }
  if (header.kind != v1::KIND_WITHDRAWAL || ids.empty()) return circumstances;
  const auto got = ledger.got(partner, ids);
  if (!got) return got.error();
  circumstances.got_target = std::find(got->begin(), got->end(), true) != got->end();
  return circumstances;
}

std::uint64_t view(std::string_view what, std::optional<v1::Tlp> limit, bool flag) {
  const std::string text =
      std::string(what) + " " + std::to_string(limit ? static_cast<int>(*limit) : -1) + (flag ? " 1" : " 0");
  return base::read_be(base::sha256(text).bytes(), 0, 8);
}

}  // namespace

base::Result<policy::Decision> may_release(store::LedgerReader& ledger, const partners::Book& book,
                                           const identity::OrgId& partner, const bulletin::Header& header,
                                           base::Instant now) {
  policy::Handing handing;
  handing.we_are = policy::Side::Giver;
  handing.giver = book.self;
  handing.receiver = partner;
  const partners::Partner* record = book.find(partner);
  handing.standing = record != nullptr ? record->record.standing : policy::Standing::Removed;
  if (record != nullptr) handing.terms = record->record.terms;
  if (header.message.targets_size() == 0) return policy::may_hold(header, handing, {}, now);
  const auto circumstances = circumstances_of(ledger, partner, header);
  if (!circumstances) return circumstances.error();
  return policy::may_hold(header, handing, *circumstances, now);
}

std::uint64_t sending_view(const policy::Terms& terms) { return view("send", terms.send, terms.community); }
std::uint64_t receiving_view(const policy::Terms& terms) { return view("accept", terms.accept, terms.hear_introduced); }

}  // namespace tidings::sharing
