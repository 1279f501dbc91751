#include "tests/contract/author.hpp"

#include <stdexcept>

#include "base/digest.hpp"
#include "core/bulletin/verify.hpp"
#include "core/observable/observable.hpp"
#include "daemon/store/describe.hpp"

namespace tidings::store::contract {
namespace {

NewBulletin described(std::string bytes, const OrgId& giver, Instant received_at) {
  const auto read = bulletin::read_verified(bytes);
  if (!read) throw std::runtime_error(read.error().what);
  return describe(*read, std::move(bytes), giver, received_at);
}

}  // namespace

v1::Claim domain_claim(const std::string& domain) {
  v1::Claim claim;
  claim.set_type(static_cast<std::uint32_t>(observable::Type::Domain));
  claim.set_value(domain);
  return claim;
}

std::string domain_key(const std::string& domain) { return observable::index_key(observable::Type::Domain, domain); }

v1::Target whole(const NewBulletin& target) { return claims_of(target, {}); }

v1::Target claims_of(const NewBulletin& target, const std::vector<std::uint32_t>& numbers) {
  v1::Target made;
  made.set_bulletin_id(target.row.id.str());
  for (const auto number : numbers) made.add_claims(number);
  return made;
}

Author::Author(const std::string& name)
    : key_(identity::SigningKey::generate()),
      organisation_(*OrgId::from_bytes(base::sha256("organisation " + name).bytes())),
      issued_(day_one) {}

v1::Header Author::context(v1::Kind kind) {
  issued_.us += 1;
  v1::Header header;
  header.set_origin(organisation_.str());
  header.set_kind(kind);
  header.set_issued_at(issued_.us);
  header.set_expires_at(day_one.us + 10 * us_per_day);
  header.mutable_audience()->set_tlp(v1::TLP_GREEN);
  header.set_publication_id(base::random_bytes(PublicationId::size));
  header.set_revision(1);
  header.set_part(1);
  header.set_parts(1);
  header.set_title("a test speaks");
  return header;
}

NewBulletin Author::about(v1::Kind kind, const std::vector<v1::Target>& targets,
                          const std::vector<std::string>& domains) {
  auto header = context(kind);
  for (const auto& target : targets) *header.add_targets() = target;
  return say(header, domains);
}

NewBulletin Author::revise(const NewBulletin& former, const std::vector<std::string>& domains) {
  auto header = context(v1::KIND_REPORT);
  header.set_publication_id(former.row.publication.str());
  header.set_revision(former.row.revision + 1);
  return say(header, domains);
}

NewBulletin Author::say(const v1::Header& context, const std::vector<std::string>& domains, const OrgId& giver,
                        Instant received_at) {
  std::vector<v1::Claim> claims;
  claims.reserve(domains.size());
  for (const auto& domain : domains) claims.push_back(domain_claim(domain));
  return say_claims(context, claims, giver, received_at);
}

NewBulletin Author::say_claims(const v1::Header& context, const std::vector<v1::Claim>& claims, const OrgId& giver,
                               Instant received_at) {
  auto built = bulletin::build({key_, {}}, context, claims);
  if (!built) throw std::runtime_error(built.error().what);
  return described(std::move(built->bytes), giver, received_at);
}

NewBulletin received_again(const NewBulletin& bulletin, const OrgId& giver, Instant received_at) {
  return described(bulletin.bytes, giver, received_at);
}

}  // namespace tidings::store::contract
