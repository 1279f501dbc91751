#include "tests/simulation/world/saying.hpp"

#include "base/digest.hpp"

namespace tidings::world {

OrgId org(std::size_t n) { return *OrgId::from_bytes(base::sha256("organisation " + std::to_string(n)).bytes()); }

Said say(const Words& words) {
  v1::Header message;
  message.set_version(1);
  message.set_origin(words.origin.str());
  message.set_kind(words.kind);
  message.set_priority(words.priority);
  message.set_issued_at(words.number);
  message.set_expires_at(words.expires_at.us);
  auto& audience = *message.mutable_audience();
  audience.set_tlp(words.tlp);
  for (const auto& name : words.release_to) audience.add_release_to(name.str());
  for (const auto& target : words.targets) message.add_targets()->set_bulletin_id(target.str());

  v1::Bulletin bulletin;
  bulletin.set_header(message.SerializeAsString());
  if (words.size > bulletin.header().size())
    bulletin.add_claims(std::string(words.size - bulletin.header().size(), 'c'));

  Said said;
  said.header.id = *BulletinId::from_bytes(base::sha256(bulletin.header()).bytes());
  said.header.origin = words.origin;
  said.header.kind = words.kind;
  said.header.issued_at = {words.number};
  said.header.expires_at = words.expires_at;
  said.header.lane = bulletin::lane_of(message);
  said.header.message = std::move(message);
  said.bytes = bulletin.SerializeAsString();
  return said;
}

}  // namespace tidings::world
