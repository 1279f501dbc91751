// What the ledger keeps of partners: what they have, want and were given, and the partner book.
#include "tests/contract/ledger_fixture.hpp"

namespace tidings::store::contract {
namespace {

TEST_P(Ledger, keeps_a_want_list_a_partner_and_tells_what_is_due) {
  const auto a = taipei_.report({"a.example.net"});
  const auto b = taipei_.report({"b.example.net"});
  const auto& partner = brussels_.organisation();
  Batch batch;
  batch.wanted = {{partner, a.row.id, "quota", {200}, 1}, {partner, b.row.id, "disk", {100}, 1}};
  commit(batch);
  batch.wanted = {{partner, a.row.id, "busy", {150}, 2}};
  commit(batch);
  EXPECT_EQ(must(reader_->wanted_count(partner)), 2U);
  EXPECT_TRUE(must(reader_->wanted(partner, {99}, 10)).empty());
  const auto due = must(reader_->wanted(partner, {150}, 10));
  ASSERT_EQ(due.size(), 2U);
  EXPECT_EQ(due[0].id, b.row.id);
  EXPECT_EQ(due[1].reason, "busy");
  EXPECT_EQ(due[1].tries, 2U);
  EXPECT_EQ(must(reader_->wanted(partner, {150}, 1)).size(), 1U);
  Batch drop;
  drop.no_longer_wanted = {{partner, a.row.id}, {partner, b.row.id}};
  commit(drop);
  EXPECT_EQ(must(reader_->wanted_count(partner)), 0U);
}

TEST_P(Ledger, remembers_what_a_partner_has) {
  const auto a = taipei_.report({"a.example.net"});
  const auto b = taipei_.report({"b.example.net"});
  const auto unheard = taipei_.report({"c.example.net"});
  const auto& partner = brussels_.organisation();
  Batch batch;
  batch.bulletins = {a, b};
  batch.delivered = {{partner, b.row.id}, {partner, unheard.row.id}};
  commit(batch);
  const std::vector ids{a.row.id, b.row.id, unheard.row.id};
  EXPECT_EQ(must(reader_->delivered(partner, ids)), (std::vector{false, true, false}));
  EXPECT_EQ(must(reader_->delivered(taipei_.organisation(), ids)), (std::vector{false, false, false}));
}

TEST_P(Ledger, tells_what_a_partner_was_given_from_what_it_acknowledged) {
  const auto a = taipei_.report({"a.example.net"});
  const auto b = taipei_.report({"b.example.net"});
  const auto c = taipei_.report({"c.example.net"});
  const auto& partner = brussels_.organisation();
  Batch batch;
  batch.bulletins = {a, b, c};
  batch.given = {{partner, a.row.id}, {partner, b.row.id}};
  commit(batch);
  Batch acknowledged;
  acknowledged.delivered = {{partner, b.row.id}};
  commit(acknowledged);
  Batch again;
  again.given = {{partner, b.row.id}};
  commit(again);
  const std::vector ids{a.row.id, b.row.id, c.row.id};
  EXPECT_EQ(must(reader_->got(partner, ids)), (std::vector{true, true, false}));
  EXPECT_EQ(must(reader_->delivered(partner, ids)), (std::vector{false, true, false})) << "offered again";
}

TEST_P(Ledger, keeps_the_partner_book) {
  PartnerRecord partner;
  partner.organisation = brussels_.organisation();
  partner.alias = "be-cert";
  partner.contact = std::string("\x00 signed", 8);
  partner.terms.send = v1::TLP_AMBER;
  partner.terms.community = true;
  partner.terms.trust = 83;
  partner.added_at = day_one;
  Batch batch;
  batch.partners = {partner};
  commit(batch);
  partner.standing = policy::Standing::Suspended;
  partner.terms.send.reset();
  partner.terms.accept = v1::TLP_CLEAR;
  batch.partners = {partner};
  commit(batch);
  reopen();
  const auto book = must(reader_->partners());
  ASSERT_EQ(book.size(), 1U);
  EXPECT_EQ(book[0].alias, "be-cert");
  EXPECT_EQ(book[0].contact, partner.contact);
  EXPECT_EQ(book[0].terms, partner.terms);
  EXPECT_EQ(book[0].standing, policy::Standing::Suspended);
  EXPECT_EQ(book[0].added_at, day_one);
}

TEST_P(Ledger, ignores_an_identity_with_a_lower_serial) {
  const auto& organisation = brussels_.organisation();
  const auto give = [&](std::uint64_t serial, const std::string& bytes) {
    Batch batch;
    batch.identities = {{organisation, bytes, serial, taipei_.organisation()}};
    commit(batch);
  };
  give(2, "second");
  give(1, "first");
  EXPECT_EQ(must(reader_->identity(organisation))->signed_bytes, "second");
  give(3, "third");
  const auto held = must(reader_->identity(organisation)).value();
  EXPECT_EQ(held.signed_bytes, "third");
  EXPECT_EQ(held.serial, 3U);
  EXPECT_EQ(held.introduced_by, taipei_.organisation());
  EXPECT_EQ(must(reader_->identities()).size(), 1U);
  EXPECT_FALSE(must(reader_->identity(taipei_.organisation())));
}

}  // namespace
}  // namespace tidings::store::contract
