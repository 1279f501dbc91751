#include "daemon/intake/taking_back.hpp"

#include <algorithm>
#include <map>

namespace tidings::intake {
namespace {

/// So that no late copy comes back.
constexpr base::Duration outlives_by = std::chrono::hours(24);
constexpr int max_numbers_each = 8'192;  // claim numbers in one header: 24 KiB of its 64

v1::Header empty_withdrawal(const v1::Audience& audience, const std::string& reason) {
  v1::Header header;
  header.set_kind(v1::KIND_WITHDRAWAL);
  *header.mutable_audience() = audience;
  header.set_title("Withdrawal");
  header.set_text(reason);
  return header;
}

int numbers_in(const v1::Header& header) {
  int numbers = 0;
  for (const auto& target : header.targets()) numbers += target.claims_size();
  return numbers;
}

void add_target(v1::Header& header, const TakenBack& one, base::Instant now) {
  auto& target = *header.add_targets();
  target.set_bulletin_id(one.id.str());
  target.mutable_claims()->Add(one.claims.begin(), one.claims.end());
  // What it withdraws lives no longer than max_lifetime from its issue; so neither may this.
  const auto expires = std::min(now + bulletin::max_lifetime, one.expires_at + outlives_by);
  header.set_expires_at(std::max(header.expires_at(), expires.us));
}

}  // namespace

std::vector<v1::Header> withdrawals_of(std::span<const TakenBack> taken_back, const std::string& reason,
                                       base::Instant now) {
  std::map<std::string, std::vector<v1::Header>> by_audience;
  for (const auto& one : taken_back) {
    auto& headers = by_audience[one.audience.SerializeAsString()];
    const auto numbers = static_cast<int>(one.claims.size());
    if (headers.empty() || headers.back().targets_size() == static_cast<int>(bulletin::max_list_entries) ||
        numbers_in(headers.back()) + numbers > max_numbers_each) {
      headers.push_back(empty_withdrawal(one.audience, reason));
    }
    add_target(headers.back(), one, now);
  }
  std::vector<v1::Header> all;
  for (auto& [audience, headers] : by_audience) std::ranges::move(headers, std::back_inserter(all));
  return all;
}

}  // namespace tidings::intake
