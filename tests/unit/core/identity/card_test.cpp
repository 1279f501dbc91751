#include "core/identity/card.hpp"

#include <gtest/gtest.h>

#include <set>

#include "base/digest.hpp"
#include "core/identity/encryption_key.hpp"
#include "core/identity/statement.hpp"
#include "core/identity/words.hpp"
#include "tidings/v1/card.pb.h"

namespace tidings::identity {
namespace {

using base::ErrorCode;

constexpr base::Instant start{1'795'000'000'000'000};
constexpr base::Duration day = std::chrono::hours(24);

/// An organisation with one root and one node key, as `tidingsd init` makes it.
struct Organisation {
  SigningKey root = SigningKey::generate();
  SigningKey node = SigningKey::generate();
  OrgId id = org_id_of(root.public_key());

  std::string delegation(const std::vector<DelegatedFor>& purposes) const {
    return sign_delegation(root, id, node.public_key(), start, start + 400 * day, purposes);
  }
  IdentityDraft draft() const {
    return {
        "CERT Vilnius", 1, {root.public_key()}, {delegation({DelegatedFor::Bulletins, DelegatedFor::Contact})}, start};
  }
  Identity identity() const { return sign_identity(root, draft()).value(); }
  ContactDraft contact_draft() const {
    return {id,
            1,
            {SpkiPin{}},
            {"node.example:4717", "[2001:db8::1]:4717"},
            generate_encryption_key().public_point,
            {"bulletins/1"},
            start};
  }
  Card card() const { return {identity(), sign_contact(node, contact_draft()).value()}; }
};

/// A statement that our own writers would not make.
std::string sign_raw(const SigningKey& key, const v1::Identity& message) {
  return sign_statement(key, purpose::identity, message.SerializeAsString());
}
v1::Identity message_of(const Identity& identity) {
  v1::Signed envelope;
  v1::Identity message;
  EXPECT_TRUE(envelope.ParseFromString(identity.signed_bytes) && message.ParseFromString(envelope.statement()));
  return message;
}

TEST(Card, comes_back_from_its_bytes_and_from_its_text) {
  const Organisation org;
  const Card card = org.card();
  for (const std::string& written :
       {write_card(card), write_card_text(card), "Dear all,\r\n\r\n" + write_card_text(card) + "Bye"}) {
    const auto read = read_card(written);
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(read->identity.organisation, org.id);
    EXPECT_EQ(read->identity.name, "CERT Vilnius");
    EXPECT_EQ(read->identity.signed_bytes, card.identity.signed_bytes);
    ASSERT_TRUE(read->contact);
    EXPECT_EQ(read->contact->endpoints, card.contact->endpoints);
    EXPECT_EQ(write_card(*read), write_card(card));
  }
}

TEST(Card, survives_quoting_and_windows_line_ends_in_mail) {
  const Card card = Organisation().card();
  std::string quoted;
  for (const char c : write_card_text(card)) quoted += c == '\n' ? std::string("\r\n> ") : std::string(1, c);
  const auto read = read_card(quoted);
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(write_card(*read), write_card(card));
}

TEST(Card, cut_at_any_byte_is_refused) {
  const Card card = Organisation().card();
  const std::string bytes = write_card({card.identity, std::nullopt});
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(read_card(bytes.substr(0, size))) << size;
  const std::string text = write_card_text(card);
  for (std::size_t size = 0; size + 1 < text.size(); size += 7) EXPECT_FALSE(read_card(text.substr(0, size))) << size;
}

TEST(Card, with_any_byte_altered_is_refused_or_says_the_same) {
  const Card card = Organisation().card();
  const std::string bytes = write_card(card);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string altered = bytes;
    altered[i] = static_cast<char>(altered[i] ^ 0x20);
    const auto read = read_card(altered);
    if (!read) continue;  // a changed field number of the unsigned outermost layer only hides a half of the card
    EXPECT_EQ(read->identity.organisation, card.identity.organisation);
    EXPECT_FALSE(read->contact) << i;
  }
}

TEST(Card, larger_than_its_limit_is_refused_before_it_is_read) {
  const auto refused = read_card(std::string(max_card_bytes + 1, '\n'));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::TooLarge);
}

TEST(Identity, with_fields_of_a_later_version_still_verifies_and_is_carried_verbatim) {
  const Organisation org;
  std::string statement = message_of(org.identity()).SerializeAsString();
  statement += "\xfa\x7d\x05later";  // field 2015, length-delimited
  const std::string signed_bytes = sign_statement(org.root, purpose::identity, statement);
  const auto identity = read_identity(signed_bytes);
  ASSERT_TRUE(identity) << identity.error().what;
  EXPECT_EQ(identity->signed_bytes, signed_bytes);
  EXPECT_EQ(read_card(write_card({*identity, std::nullopt}))->identity.signed_bytes, signed_bytes);
}

TEST(Identity, of_a_stranger_who_lists_anothers_root_first_is_refused) {
  const Organisation victim;
  const Organisation thief;
  auto message = message_of(victim.identity());
  message.add_roots(thief.root.public_key().str());
  const auto refused = read_identity(sign_raw(thief.root, message));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::NotDelegated);
}

TEST(Identity, whose_organisation_is_not_the_hash_of_its_first_root_is_refused) {
  const Organisation org;
  auto message = message_of(org.identity());
  message.set_organisation(std::string(32, 'x'));
  EXPECT_FALSE(read_identity(sign_raw(org.root, message)));
}

TEST(Identity, a_second_root_that_the_first_one_lists_may_delegate) {
  const Organisation org;
  const auto second = SigningKey::generate();
  auto draft = org.draft();
  draft.roots.push_back(second.public_key());
  draft.signed_delegations = {
      sign_delegation(second, org.id, org.node.public_key(), start, start + day, {DelegatedFor::Bulletins})};
  EXPECT_TRUE(sign_identity(org.root, draft));
  draft.roots.pop_back();
  EXPECT_FALSE(sign_identity(org.root, draft));
}

TEST(Identity, a_delegation_made_for_another_organisation_is_refused) {
  const Organisation org;
  auto draft = org.draft();
  draft.signed_delegations = {
      sign_delegation(org.root, OrgId{}, org.node.public_key(), start, start + day, {DelegatedFor::Bulletins})};
  EXPECT_FALSE(sign_identity(org.root, draft));
}

TEST(Identity, beyond_its_bounds_is_refused) {
  const Organisation org;
  auto many = message_of(org.identity());
  for (int i = 0; i < 64; ++i) many.add_delegations(many.delegations(0));
  EXPECT_EQ(read_identity(sign_raw(org.root, many)).error().code, ErrorCode::TooLarge);
  auto roots = message_of(org.identity());
  for (int i = 0; i < 8; ++i) roots.add_roots(SigningKey::generate().public_key().str());
  EXPECT_EQ(read_identity(sign_raw(org.root, roots)).error().code, ErrorCode::TooLarge);
  auto version = message_of(org.identity());
  version.set_version(2);
  EXPECT_EQ(read_identity(sign_raw(org.root, version)).error().code, ErrorCode::Unsupported);
}

TEST(Identity, a_name_that_would_not_show_as_it_is_is_refused) {
  const Organisation org;
  for (const std::string name : {"", "two\nlines", "\u202Eright to left", "\x1b[31mred", "\xc3(", "\xed\xa0\x80"}) {
    auto draft = org.draft();
    draft.name = name;
    EXPECT_FALSE(sign_identity(org.root, draft)) << name;
  }
  auto draft = org.draft();
  draft.name = "\u6578\u4f4d\u767c\u5c55\u90e8 \u2013 Ta\u0161ka\u0161 \U0001F985";
  EXPECT_TRUE(sign_identity(org.root, draft));
}

TEST(Delegation, covers_its_window_and_its_purposes_only) {
  const Delegation delegation{{}, {}, start, start + day, {DelegatedFor::Bulletins}};
  EXPECT_TRUE(delegation.covers(start, DelegatedFor::Bulletins));
  EXPECT_FALSE(delegation.covers({start.us - 1}, DelegatedFor::Bulletins));
  EXPECT_FALSE(delegation.covers(start + day, DelegatedFor::Bulletins));
  EXPECT_FALSE(delegation.covers(start, DelegatedFor::Contact));
}

TEST(Delegation, is_found_by_the_hash_of_its_statement) {
  const Organisation org;
  const Identity identity = org.identity();
  v1::Signed envelope;
  ASSERT_TRUE(envelope.ParseFromString(org.delegation({DelegatedFor::Bulletins, DelegatedFor::Contact})));
  const auto* found = identity.find(*DelegationId::from_bytes(base::sha256(envelope.statement()).bytes()));
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->key, org.node.public_key());
  EXPECT_EQ(identity.find(DelegationId{}), nullptr);
}

TEST(Contact, signed_by_a_key_not_delegated_for_contact_is_refused) {
  const Organisation org;
  auto draft = org.draft();
  draft.signed_delegations = {org.delegation({DelegatedFor::Bulletins})};
  const auto identity = sign_identity(org.root, draft).value();
  const auto contact = sign_contact(org.node, org.contact_draft()).value();
  EXPECT_EQ(read_contact(contact.signed_bytes, identity).error().code, ErrorCode::NotDelegated);
}

TEST(Contact, issued_outside_its_keys_window_is_refused) {
  const Organisation org;
  auto draft = org.contact_draft();
  draft.issued_at = start + 400 * day;
  const auto contact = sign_contact(org.node, draft).value();
  EXPECT_EQ(read_contact(contact.signed_bytes, org.identity()).error().code, ErrorCode::NotDelegated);
}

TEST(Contact, of_another_organisation_is_refused) {
  const Organisation org;
  auto draft = org.contact_draft();
  draft.organisation = OrgId{};
  EXPECT_FALSE(read_contact(sign_contact(org.node, draft).value().signed_bytes, org.identity()));
}

TEST(Contact, endpoints_are_host_and_port) {
  const Organisation org;
  for (const char* good : {"a:1", "192.0.2.1:65535", "[::1]:4717", "xn--bcher-kva.example:443"}) {
    auto draft = org.contact_draft();
    draft.endpoints = {good};
    EXPECT_TRUE(sign_contact(org.node, draft)) << good;
  }
  for (const char* bad :
       {"", "host", ":1", "host:0", "host:65536", "host:1x", "::1:4717", "a b:1", "http://a:1", "a@b:1"}) {
    auto draft = org.contact_draft();
    draft.endpoints = {bad};
    EXPECT_FALSE(sign_contact(org.node, draft)) << bad;
  }
}

TEST(Fingerprint, is_sixteen_words_and_matches_however_it_is_typed) {
  const Identity identity = Organisation().identity();
  std::string words = fingerprint_words(identity);
  EXPECT_EQ(std::count(words.begin(), words.end(), ' '), 15);
  EXPECT_TRUE(fingerprint_matches(identity, words));
  for (char& c : words) c = c == ' ' ? '-' : static_cast<char>(std::toupper(c));
  EXPECT_TRUE(fingerprint_matches(identity, "  " + words + " \n"));
  EXPECT_FALSE(fingerprint_matches(identity, words.substr(0, words.size() - 1)));
  EXPECT_FALSE(fingerprint_matches(identity, ""));
  EXPECT_FALSE(fingerprint_matches(identity, fingerprint_words(Organisation().identity())));
}

TEST(Fingerprint, changes_when_a_root_is_added) {
  const Organisation org;
  auto draft = org.draft();
  draft.roots.push_back(SigningKey::generate().public_key());
  EXPECT_NE(fingerprint_words(sign_identity(org.root, draft).value()), fingerprint_words(org.identity()));
}

TEST(Words, are_256_short_and_clearly_different) {
  const std::set<std::string_view> distinct(words.begin(), words.end());
  EXPECT_EQ(distinct.size(), 256U);
  for (const auto a : words) {
    EXPECT_TRUE(a.size() >= 4 && a.size() <= 6) << a;
    for (const auto b : words) {
      if (a.size() != b.size() || a == b) continue;
      std::size_t differing = 0;
      for (std::size_t i = 0; i < a.size(); ++i) differing += a[i] != b[i] ? 1U : 0U;
      EXPECT_GT(differing, 1U) << a << " " << b;
    }
  }
}

}  // namespace
}  // namespace tidings::identity
