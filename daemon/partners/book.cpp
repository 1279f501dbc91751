// Lookups in one state of the book.
#include <algorithm>
#include <cctype>
#include <numeric>

#include "base/letters.hpp"
#include "daemon/partners/partner_book.hpp"
#include "tidings/v1/card.pb.h"

namespace tidings::partners {
namespace {

constexpr std::size_t min_prefix = 8;  // 32 bits: nobody types one of two partners' by accident

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isxdigit(c) != 0; });
}

/// Levenshtein's distance: how many letters to change, add or drop.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above + 1, row[j - 1] + 1, changed});
      diagonal = above;
    }
  }
  return row.back();
}

/// How far a typed name is from an alias; a piece of it counts as one letter away. Nothing: not alike.
std::optional<std::size_t> likeness(const std::string& typed, const std::string& alias) {
  const std::size_t distance = edit_distance(typed, alias);
  if (distance <= std::max<std::size_t>(2, alias.size() / 3)) return distance;
  const bool piece =
      typed.size() >= 2 && (alias.find(typed) != std::string::npos || typed.find(alias) != std::string::npos);
  return piece ? std::optional<std::size_t>(1) : std::nullopt;
}

const Partner* only_one_with_prefix(const std::map<OrgId, Partner>& partners, const std::string& prefix) {
  const Partner* found = nullptr;
  for (const auto& [id, partner] : partners) {
    if (id.text().compare(0, prefix.size(), prefix) != 0) continue;
    if (found != nullptr) return nullptr;
    found = &partner;
  }
  return found;
}

}  // namespace

bool Book::holds(const OrgId& from, std::string_view identity, std::string_view contact) const {
  if (!identity.empty()) {
    v1::Signed statement;
    if (!statement.ParseFromArray(identity.data(), static_cast<int>(identity.size()))) return false;
    const auto root = identity::PublicKey::from_bytes(statement.key());  // the first one, or it is no identity
    const auto known = root ? identities.find(identity::org_id_of(*root)) : identities.end();
    if (known == identities.end() || known->second.identity->signed_bytes != identity) return false;
  }
  if (contact.empty()) return true;
  const Partner* partner = find(from);
  return partner != nullptr && partner->record.contact == contact;
}

const Partner* Book::find(const OrgId& organisation) const {
  const auto found = partners.find(organisation);
  return found == partners.end() ? nullptr : &found->second;
}

const Partner* Book::find_alias(std::string_view alias) const {
  for (const auto& [id, partner] : partners) {
    if (partner.record.alias == alias) return &partner;
  }
  const std::string wanted = base::lowered(alias);
  for (const auto& [id, partner] : partners) {  // aliases differ in more than case, see check_alias
    if (base::lowered(partner.record.alias) == wanted) return &partner;
  }
  if (wanted.size() < min_prefix || !is_hex(wanted)) return nullptr;
  return only_one_with_prefix(partners, wanted);
}

const Partner* Book::find_pin(const identity::SpkiPin& pin) const {
  for (const auto& [id, partner] : partners) {
    if (!partner.contact) continue;
    const auto& pins = partner.contact->tls_pins;
    if (std::find(pins.begin(), pins.end(), pin) != pins.end()) return &partner;
  }
  return nullptr;
}

const identity::Identity* Book::identity(const OrgId& organisation) const {
  const auto found = identities.find(organisation);
  return found == identities.end() ? nullptr : found->second.identity.get();
}

std::string Book::name_of(const OrgId& organisation) const {
  if (const Partner* partner = find(organisation)) return partner->record.alias;
  const identity::Identity* known = identity(organisation);
  return known != nullptr ? known->name : organisation.brief();
}

std::vector<std::string> Book::nearest(std::string_view name) const {
  // A name that somebody typed has the length of one; what is longer is not worth a quadratic comparison.
  const std::string typed = base::lowered(name.substr(0, identity::max_name_bytes));
  std::vector<std::pair<std::size_t, std::string>> alike;
  for (const auto& [id, partner] : partners) {
    if (const auto distance = likeness(typed, base::lowered(partner.record.alias))) {
      alike.emplace_back(*distance, partner.record.alias);
    }
  }
  std::sort(alike.begin(), alike.end());
  std::vector<std::string> names;
  for (std::size_t i = 0; i < alike.size() && i < 3; ++i) names.push_back(std::move(alike[i].second));
  return names;
}

}  // namespace tidings::partners
