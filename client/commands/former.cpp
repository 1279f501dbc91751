/// What `amend` starts from: the former revision, as it is held here and verified.
#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "client/commands/publishing.hpp"
#include "client/commands/shown.hpp"
#include "core/bulletin/verify.hpp"

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
  kept.mutable_audience()->clear_release_to();  // they go by name, which the daemon resolves
  return kept;
}

}  // namespace

base::Status Publishing::take_former(const std::string& id) {
  auto connection = session_.connect();
  if (!connection) return connection.error();
  connection_.emplace(std::move(*connection));
  const auto named = fetch_ours(*connection_, id);
  if (!named) return named.error();
  const auto header = bulletin::peek_header(named->front().bulletin());
  if (!header) return header.error();
  // A bulletin may be one part of several: the publication has them all.
  const auto answers = fetch_ours(*connection_, header->publication.text());
  if (!answers) return answers.error();
  const auto shown = check_all(latest_revision(*answers));
  if (!shown) return shown.error();
  amends_ = id;
  const v1::Header& former = shown->front().content.header.message;
  draft_.context = kept_of(former);
  former_marking_ = input::Marking{former.audience().tlp(), "revision " + std::to_string(former.revision()), 0};
  for (const auto& organisation : former.audience().release_to())
    draft_.release_to.push_back(base::to_hex(organisation));
  draft_.expiry_given = former.expires_at() > base::SystemClock().now().us;
  if (!options_.files.empty()) return {};
  reader_.emplace(
      input::ReaderOptions{}, [](const input::Refused&) {}, [](std::uint64_t) {});
  for (const auto& part : *shown) {
    if (!part.proof) return part.proof.error();
    for (const auto& claim : part.content.claims) reader_->claims().add(claim.message);
  }
  return {};
}

}  // namespace tidings::commands
