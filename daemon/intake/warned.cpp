#include "daemon/intake/warned.hpp"

#include <algorithm>

namespace tidings::intake {
namespace {

constexpr std::size_t named_in_words = 5;  // of the values warned of: a sentence stays readable

bool accuses(const v1::Header& context, const v1::Claim& claim) {
  const auto verdict = claim.verdict() == v1::VERDICT_UNSPECIFIED ? context.verdict() : claim.verdict();
  return verdict != v1::VERDICT_BENIGN;
}

}  // namespace

std::string name_of(const WarnedValue& warned) {
  const auto& [value, hits] = warned;
  return observable::defang(value.type, observable::to_text(value)) + " in \"" + hits.front().list + "\" (" +
         hits.front().entry + ")";
}

void find_warned(const warning::WarningLists& lists, const v1::Header& context, std::span<const v1::Claim> claims,
                 Accepted accepted, Warned& warned) {
  if (accepted == Accepted::Everything || context.kind() != v1::KIND_REPORT) return;
  for (const auto& claim : claims) {
    if (!accuses(context, claim)) continue;
    const auto type = observable::type_from_number(claim.type()).value_or(observable::Type::None);
    observable::Observable value{type, claim.value()};
    auto hits = lists.hits(value);
    if (accepted == Accepted::Special) {
      std::erase_if(hits, [](const warning::Hit& hit) { return hit.kind == warning::Kind::Special; });
    }
    if (hits.empty()) continue;
    ++warned.claims;
    if (warned.first.size() < max_warned_told) warned.first.push_back({std::move(value), std::move(hits)});
  }
}

base::Error refusal_of(const Warned& warned, std::size_t claims, std::string_view forcing) {
  std::string text =
      std::to_string(warned.claims) + " of " + std::to_string(claims) + " values stand in warning lists: ";
  const auto named = std::min(named_in_words, warned.first.size());
  for (std::size_t i = 0; i < named; ++i) {
    text += (i == 0 ? "" : "; ") + name_of(warned.first[i]);
  }
  if (warned.claims > named) text += "; and " + std::to_string(warned.claims - named) + " more";
  text += "; nothing was published: " + std::string(forcing) + " publishes them all the same";
  return base::fail(base::ErrorCode::Policy, std::move(text));
}

}  // namespace tidings::intake
