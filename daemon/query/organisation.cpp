// Whom people mean by a name.
#include <algorithm>
#include <set>

#include "base/letters.hpp"
#include "daemon/query/query.hpp"

namespace tidings::query {
namespace {

constexpr std::size_t min_prefix_digits = 8;

}  // namespace

base::Result<identity::OrgId> find_organisation(const partners::Book& book, std::string_view name) {
  if (const auto* partner = book.find_alias(name)) return partner->record.organisation;
  const auto wanted = base::lowered(name);
  if (wanted == "self") return book.self;
  std::set<identity::OrgId> meant;
  for (const auto& [organisation, known] : book.identities) {
    const bool by_name = base::lowered(known.identity->name) == wanted;
    const bool by_digits = wanted.size() >= min_prefix_digits && organisation.text().starts_with(wanted);
    if (by_name || by_digits) meant.insert(organisation);
  }
  if (meant.size() == 1) return *meant.begin();
  if (meant.empty()) return base::fail(base::ErrorCode::NotFound, "no organisation is known as " + std::string(name));
  return base::fail(base::ErrorCode::NotFound, "more than one organisation is known as " + std::string(name));
}

}  // namespace tidings::query
