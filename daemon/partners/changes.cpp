#include "daemon/partners/changes.hpp"

#include <algorithm>
#include <cctype>

#include "base/letters.hpp"

namespace tidings::partners {
namespace {

using base::ErrorCode;
using base::fail;

constexpr std::size_t max_alias_bytes = 64;  // a column in a table that people read

bool is_alias_letter(unsigned char c) { return c >= 0x80 || std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.'; }

bool same_but_for_case(std::string_view a, std::string_view b) { return base::lowered(a) == base::lowered(b); }

base::Status check_alias(const Book& book, const std::string& alias) {
  if (alias.empty() || alias.size() > max_alias_bytes ||
      !std::all_of(alias.begin(), alias.end(), [](unsigned char c) { return is_alias_letter(c); })) {
    return fail(ErrorCode::BadInput, "an alias has 1 to 64 letters, digits, '-', '_' or '.'");
  }
  if (alias.size() >= 8 && base::from_hex(alias + (alias.size() % 2 == 0 ? "" : "0"))) {
    return fail(ErrorCode::BadInput, "the alias " + alias + " could be taken for the beginning of an id");
  }
  for (const auto& [id, partner] : book.partners) {
    if (same_but_for_case(partner.record.alias, alias)) {
      return fail(ErrorCode::Exists, "the alias " + alias + " is taken by " + id.brief());
    }
  }
  return {};
}

/// "CERT Brussels (BE)" -> "cert-brussels-be", with a number behind it if that is taken.
std::string alias_from(const Book& book, std::string_view name, const OrgId& organisation) {
  std::string alias;
  for (const char letter : name.substr(0, 40)) {
    const auto c = static_cast<unsigned char>(letter);
    if (is_alias_letter(c) && c < 0x80) {
      alias.push_back(base::lower(letter));
    } else if (!alias.empty() && alias.back() != '-') {
      alias.push_back('-');
    }
  }
  while (!alias.empty() && alias.back() == '-') alias.pop_back();
  if (alias.empty()) alias = "partner";
  if (check_alias(book, alias)) return alias;
  return alias + "-" + organisation.brief();
}

void note_identity(Edit& edit, const identity::Identity& identity, const OrgId& introduced_by) {
  edit.batch.identities.push_back({identity.organisation, identity.signed_bytes, identity.serial, introduced_by});
}

/// The newer of the card's identity and what we hold, from now on known by hand.
std::shared_ptr<const identity::Identity> know_by_hand(Edit& edit, const identity::Identity& given) {
  Known& known = edit.book.identities[given.organisation];
  if (known.identity == nullptr || known.identity->serial < given.serial) {
    known.identity = std::make_shared<const identity::Identity>(given);
  }
  known.introduced_by = {};
  note_identity(edit, *known.identity, {});
  return known.identity;
}

base::Result<Partner*> find(Edit& edit, const OrgId& organisation) {
  const auto found = edit.book.partners.find(organisation);
  if (found == edit.book.partners.end()) {
    return fail(ErrorCode::NotFound, organisation.brief() + " is not in the partner book");
  }
  return &found->second;
}

std::size_t introduced_by(const Book& book, const OrgId& partner) {
  return static_cast<std::size_t>(std::count_if(book.identities.begin(), book.identities.end(), [&](const auto& entry) {
    return entry.second.introduced_by == partner;
  }));
}

}  // namespace

base::Status check_pins(const Book& book, const OrgId& owner, const identity::Contact& contact) {
  for (const auto& pin : contact.tls_pins) {
    const Partner* other = book.find_pin(pin);
    if (other != nullptr && other->record.organisation != owner) {
      return fail(ErrorCode::Exists, "the card of " + owner.brief() + " lists a TLS key of " + other->record.alias);
    }
  }
  return {};
}

base::Status add_partner(Edit& edit, const identity::Card& card, std::string alias, const policy::Terms& terms,
                         base::Instant now) {
  const OrgId& organisation = card.identity.organisation;
  if (organisation == edit.book.self) return fail(ErrorCode::BadInput, "this card is our own");
  if (const Partner* held = edit.book.find(organisation)) {
    return fail(ErrorCode::Exists, card.identity.name + " is a partner already, as " + held->record.alias);
  }
  if (alias.empty()) alias = alias_from(edit.book, card.identity.name, organisation);
  if (const auto free = check_alias(edit.book, alias); !free) return free;
  if (card.contact) {
    if (const auto own = check_pins(edit.book, organisation, *card.contact); !own) return own;
  }
  Partner partner;
  partner.identity = know_by_hand(edit, card.identity);
  partner.contact = card.contact;
  partner.record = {organisation, std::move(alias),         card.contact ? card.contact->signed_bytes : std::string(),
                    terms,        policy::Standing::Active, now};
  edit.batch.partners.push_back(partner.record);
  edit.book.partners.insert_or_assign(organisation, std::move(partner));
  return {};
}

base::Status change_terms(Edit& edit, const OrgId& organisation, const policy::Terms& terms) {
  const auto partner = find(edit, organisation);
  if (!partner) return partner.error();
  (*partner)->record.terms = terms;
  edit.batch.partners.push_back((*partner)->record);
  return {};
}

base::Status change_standing(Edit& edit, const OrgId& organisation, policy::Standing standing) {
  const auto partner = find(edit, organisation);
  if (!partner) return partner.error();
  (*partner)->record.standing = standing;
  edit.batch.partners.push_back((*partner)->record);
  if (standing == policy::Standing::Removed) {
    edit.batch.reset_tokens.push_back(organisation);
    edit.book.partners.erase(organisation);
  }
  return {};
}

base::Status learn_identity(Edit& edit, const OrgId& from, identity::Identity identity) {
  const OrgId organisation = identity.organisation;
  if (organisation == edit.book.self) return {};  // our own card is never news from others
  const auto held = edit.book.identities.find(organisation);
  const bool is_news = held == edit.book.identities.end();
  if (!is_news && held->second.identity->serial >= identity.serial) return {};
  if (is_news && introduced_by(edit.book, from) >= max_introduced) {
    return fail(ErrorCode::Quota, edit.book.name_of(from) + " has introduced " + std::to_string(max_introduced) +
                                      " origins, which is all it may");
  }
  const OrgId introducer = is_news ? from : held->second.introduced_by;
  note_identity(edit, identity, introducer);
  auto shared = std::make_shared<const identity::Identity>(std::move(identity));
  edit.book.identities.insert_or_assign(organisation, Known{shared, introducer});
  const auto partner = edit.book.partners.find(organisation);
  if (partner != edit.book.partners.end()) partner->second.identity = std::move(shared);
  return {};
}

base::Status learn_contact(Edit& edit, const OrgId& from, std::string_view signed_contact) {
  const auto partner = find(edit, from);
  if (!partner) return partner.error();
  if ((*partner)->record.contact == signed_contact) return {};
  auto contact = identity::read_contact(signed_contact, *(*partner)->identity);
  if (!contact) return contact.error();
  if (contact->organisation != from) return fail(ErrorCode::BadInput, "a contact of another organisation came");
  if ((*partner)->contact && (*partner)->contact->serial >= contact->serial) return {};
  if (const auto own = check_pins(edit.book, from, *contact); !own) return own;
  (*partner)->record.contact = contact->signed_bytes;
  (*partner)->contact = std::move(*contact);
  edit.batch.partners.push_back((*partner)->record);
  return {};
}

}  // namespace tidings::partners
