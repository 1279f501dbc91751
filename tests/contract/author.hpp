#pragma once
/// Real signed bulletins, briefly said: what the tests put into a store.
#include <string>
#include <vector>

#include "core/bulletin/build.hpp"
#include "daemon/store/records.hpp"

namespace tidings::store::contract {

inline constexpr Instant day_one{1'767'225'600'000'000};  // 2026-01-01
inline constexpr std::uint64_t us_per_day = 86'400'000'000;

v1::Claim domain_claim(const std::string& domain);
v1::Target whole(const NewBulletin& target);
v1::Target claims_of(const NewBulletin& target, const std::vector<std::uint32_t>& numbers);
std::string domain_key(const std::string& domain);

/// One origin. Each bulletin is issued a microsecond after the one before.
class Author {
 public:
  explicit Author(const std::string& name);
  const OrgId& organisation() const { return organisation_; }

  /// A report on domains, expiring after ten days, in a publication of its own.
  NewBulletin report(const std::vector<std::string>& domains) { return say(context(v1::KIND_REPORT), domains); }
  NewBulletin about(v1::Kind kind, const std::vector<v1::Target>& targets,
                    const std::vector<std::string>& domains = {});
  NewBulletin revise(const NewBulletin& former, const std::vector<std::string>& domains);
  v1::Header context(v1::Kind kind);
  NewBulletin say(const v1::Header& context, const std::vector<std::string>& domains, const OrgId& giver = {},
                  Instant received_at = day_one);
  NewBulletin say_claims(const v1::Header& context, const std::vector<v1::Claim>& claims, const OrgId& giver = {},
                         Instant received_at = day_one);

 private:
  identity::SigningKey key_;
  OrgId organisation_;
  Instant issued_;
};

/// The same bulletin as `bytes` bring it, from somebody else and at another time.
NewBulletin received_again(const NewBulletin& bulletin, const OrgId& giver, Instant received_at);

}  // namespace tidings::store::contract
