// Writes a card and bulletins signed by it into a folder, for tests of `tidings verify`: right ones, and one wrong in
// each way that can be made from outside.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "core/bulletin/build.hpp"
#include "core/bulletin/prune.hpp"
#include "core/identity/card.hpp"
#include "core/observable/observable.hpp"

namespace {

using namespace tidings;

constexpr base::Instant now{1'780'000'000'000'000};
constexpr base::Duration day = std::chrono::hours(24);

struct Organisation {
  identity::SigningKey root = identity::SigningKey::generate();
  identity::SigningKey node = identity::SigningKey::generate();
  identity::Card card;
  identity::DelegationId delegation;

  explicit Organisation(const std::string& name) {
    const auto id = identity::org_id_of(root.public_key());
    identity::IdentityDraft draft;
    draft.name = name;
    draft.roots = {root.public_key()};
    draft.signed_delegations = {
        identity::sign_delegation(root, id, node.public_key(), now - day, now + day * 400,
                                  {identity::DelegatedFor::Bulletins, identity::DelegatedFor::Contact})};
    draft.issued_at = now;
    card.identity = identity::sign_identity(root, draft).value();
    delegation = card.identity.delegations.at(0).id;
  }
};

v1::Claim claim_of(std::string_view text) {
  const auto parsed = observable::parse(text).value();
  v1::Claim claim;
  claim.set_type(static_cast<std::uint32_t>(parsed.observable.type));
  claim.set_value(parsed.observable.value);
  return claim;
}

std::string bulletin_of(const Organisation& by, base::Instant issued_at) {
  v1::Header context;
  context.set_origin(by.card.identity.organisation.str());
  context.set_kind(v1::KIND_REPORT);
  context.set_issued_at(issued_at.us);
  context.set_expires_at((issued_at + day * 90).us);
  context.mutable_audience()->set_tlp(v1::TLP_GREEN);
  context.set_publication_id(std::string(16, '\x42'));
  context.set_revision(1);
  context.set_part(1);
  context.set_parts(1);
  context.set_title("A phishing kit\x1b[2J moved");
  const std::vector<v1::Claim> claims = {claim_of("login-verify.example.com"), claim_of("203.0.113.9"),
                                         claim_of("https://login-verify.example.com/a?b=1")};
  return bulletin::build({by.node, by.delegation}, context, claims).value().bytes;
}

void write(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

/// The bulletin with one byte changed inside of what `part` holds.
std::string altered(std::string bytes, std::string_view part) {
  bytes[bytes.find(part)] ^= 1;
  return bytes;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: signed_samples FOLDER\n";
    return 2;
  }
  const std::filesystem::path folder(argv[1]);
  const Organisation taipei("Taipei CERT"), other("Somebody else");
  const std::string good = bulletin_of(taipei, now);
  const std::vector<std::uint32_t> kept = {1};
  write(folder / "taipei.card", identity::write_card_text(taipei.card));
  write(folder / "taipei.card.bin", identity::write_card(taipei.card));
  write(folder / "other.card", identity::write_card_text(other.card));
  write(folder / "words", identity::fingerprint_words(taipei.card.identity));
  write(folder / "good", good);
  write(folder / "pruned", bulletin::prune(good, kept).value());
  write(folder / "altered-title", altered(good, "phishing"));
  write(folder / "altered-claim", altered(good, "b=1"));
  write(folder / "undated", bulletin_of(taipei, now - day * 30));  // before the delegation begins
  return 0;
}
