#pragma once
/// What may change in the book, each as a pure step: it checks a change against a state, applies it to that state, and
/// writes down what the store has to keep. A step that is refused changes nothing.
/// Errors: NotFound, Exists, BadInput, Quota, and what reading a card says.
/// Lives on: any executor.
#include <string_view>

#include "daemon/partners/partner_book.hpp"

namespace tidings::partners {

/// A state under change and what to commit for it.
struct Edit {
  Book book;
  store::Batch batch;
};

base::Status add_partner(Edit& edit, const identity::Card& card, std::string alias, const policy::Terms& terms,
                         base::Instant now);
base::Status change_terms(Edit& edit, const OrgId& organisation, const policy::Terms& terms);
base::Status change_standing(Edit& edit, const OrgId& organisation, policy::Standing standing);
base::Status learn_identity(Edit& edit, const OrgId& from, identity::Identity identity);
base::Status learn_contact(Edit& edit, const OrgId& from, std::string_view contact);

/// The contact, unless a TLS key in it is somebody else's: one who lists another's pin would be taken for it.
base::Status check_pins(const Book& book, const OrgId& owner, const identity::Contact& contact);

}  // namespace tidings::partners
