/// What `amend` starts from: the former revision, as it is held here and verified.
#include <algorithm>
#include <map>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "client/commands/publishing.hpp"
#include "client/commands/shown.hpp"
#include "core/bulletin/verify.hpp"
#include "formats/draft/feed_tags.hpp"

namespace tidings::commands {
namespace {

/// What a new revision keeps; all else is set when it is signed.
v1::Header kept_of(const v1::Header& former) {
  v1::Header kept = former;
  kept.clear_version();
  kept.clear_canonicalisation();
  kept.clear_origin();
  kept.clear_issued_at();
  kept.clear_publication_id();
  kept.clear_revision();
  kept.clear_part();
  kept.clear_parts();
  kept.clear_claim_count();
  kept.clear_claims_root();
  draft::drop_feed_tags(kept);  // a revision by hand is no feed's any more
  return kept;
}

/// Of several audiences the narrowest is where values stand that are given anew: nobody hears of them who did not.
const view::ShownBulletin& narrowest(const std::vector<view::ShownBulletin>& shown) {
  return *std::ranges::max_element(shown, {}, [](const view::ShownBulletin& one) {
    const auto& audience = one.content.header.message.audience();
    return std::pair(audience.local(), audience.tlp());
  });
}

/// A revision says nothing again that was taken back.
bool is_withdrawn(const v1::ShowAnswer& part, std::uint32_t claim) {
  return std::ranges::find(part.withdrawn_claims(), claim) != part.withdrawn_claims().end();
}

}  // namespace

base::Status Publishing::take_former(const std::string& id) {
  if (auto connected = connect(); !connected) return connected;
  const auto named = fetch_ours(*connection_, id);
  if (!named) return named.error();
  const auto header = bulletin::peek_header(named->front().bulletin());
  if (!header) return header.error();
  // A bulletin may be one part of several: the publication has them all.
  const auto answers = fetch_ours(*connection_, header->publication.text());
  if (!answers) return answers.error();
  auto shown = check_all(latest_revision(*answers));
  if (!shown) return shown.error();
  // What only says that something is gone is no part to go on from.
  const auto is_empty = [](const view::ShownBulletin& part) { return part.content.header.message.claim_count() == 0; };
  if (!std::ranges::all_of(*shown, is_empty)) std::erase_if(*shown, is_empty);
  amends_ = id;
  const v1::Header& former = narrowest(*shown).content.header.message;
  const auto place = "revision " + std::to_string(former.revision());
  draft_.context = kept_of(former);
  draft_.context.mutable_audience()->clear_release_to();  // they go by name, which the daemon resolves
  former_marking_ = input::Marking{former.audience().tlp(), place, 0};
  for (const auto& organisation : former.audience().release_to())
    draft_.release_to.push_back(base::to_hex(organisation));
  draft_.expiry_given = former.expires_at() > base::SystemClock().now().us;
  if (!options_.files.empty()) return {};
  return keep_claims(*shown, place);
}

/// The contexts of the former with what stands under each.
base::Status Publishing::keep_claims(const std::vector<view::ShownBulletin>& shown, const std::string& place) {
  reader_.emplace(
      input::ReaderOptions{}, [](const input::Refused&) {}, [](const std::string&, const draft::Note&) {},
      [](std::uint64_t) {});
  auto& gathered = reader_->gathered();
  gathered.begin_file(place, input::Originals::Carry);
  std::map<std::string, std::uint32_t> contexts;
  for (const auto& part : shown) {
    if (!part.proof) return part.proof.error();
    if (part.answer.withdrawn()) continue;
    auto kept = kept_of(part.content.header.message);
    kept.set_expires_at(draft_.context.expires_at());
    const auto [context, is_new] = contexts.try_emplace(kept.SerializeAsString(), 0);
    if (is_new) context->second = gathered.context(std::move(kept));
    for (const auto& claim : part.content.claims) {
      if (!is_withdrawn(part.answer, claim.number)) gathered.contexts()[context->second].claims.add(claim.message);
    }
  }
  return {};
}

}  // namespace tidings::commands
