#include "daemon/partners/changes.hpp"

#include <gtest/gtest.h>

#include "tests/unit/daemon/partners/cards.hpp"

namespace tidings::partners {
namespace {

using base::ErrorCode;

struct Changes : testing::Test {
  Changes() { edit.book.self = us.id(); }
  base::Status add(const Organisation& who, std::string alias = "") {
    return add_partner(edit, who.card(), std::move(alias), {}, test_start);
  }
  Organisation us{"CERT Taipei"}, brussels{"CERT Brussels (BE)"}, vilnius{"NKSC Vilnius"};
  Edit edit;
};

TEST_F(Changes, an_alias_is_made_of_the_name_if_none_is_given) {
  ASSERT_TRUE(add(brussels));
  EXPECT_NE(edit.book.find_alias("cert-brussels-be"), nullptr);
  ASSERT_EQ(edit.batch.partners.size(), 1U);
  EXPECT_EQ(edit.batch.partners[0].alias, "cert-brussels-be");
  EXPECT_EQ(edit.batch.identities.size(), 1U);
}

TEST_F(Changes, a_second_partner_of_the_same_name_gets_an_alias_of_its_own) {
  const Organisation twin("CERT Brussels (BE)");
  ASSERT_TRUE(add(brussels));
  ASSERT_TRUE(add(twin));
  EXPECT_EQ(edit.book.partners.size(), 2U);
  EXPECT_NE(edit.book.find(twin.id())->record.alias, "cert-brussels-be");
}

TEST_F(Changes, an_alias_that_is_taken_or_unreadable_or_looks_like_an_id_is_refused) {
  ASSERT_TRUE(add(brussels, "be"));
  EXPECT_EQ(add(vilnius, "BE").error().code, ErrorCode::Exists);
  EXPECT_EQ(add(vilnius, "two words").error().code, ErrorCode::BadInput);
  EXPECT_EQ(add(vilnius, "deadbeef").error().code, ErrorCode::BadInput);
  EXPECT_EQ(add(vilnius, std::string(65, 'a')).error().code, ErrorCode::BadInput);
  EXPECT_EQ(edit.book.partners.size(), 1U);
}

TEST_F(Changes, a_partner_is_added_once_and_we_are_no_partner_of_our_own) {
  ASSERT_TRUE(add(brussels, "be"));
  EXPECT_EQ(add(brussels, "be2").error().code, ErrorCode::Exists);
  EXPECT_EQ(add(us, "us").error().code, ErrorCode::BadInput);
}

TEST_F(Changes, a_card_that_lists_anothers_tls_key_is_refused) {
  ASSERT_TRUE(add(brussels));
  const identity::Card thief{vilnius.identity(), vilnius.contact_with_pin(brussels.own_pin())};
  EXPECT_EQ(add_partner(edit, thief, "lt", {}, test_start).error().code, ErrorCode::Exists);
  EXPECT_EQ(edit.book.find_pin(brussels.own_pin())->record.organisation, brussels.id());
}

TEST_F(Changes, a_partner_is_found_by_alias_id_and_unique_prefix) {
  ASSERT_TRUE(add(brussels, "be"));
  EXPECT_NE(edit.book.find_alias("be"), nullptr);
  EXPECT_NE(edit.book.find_alias("BE"), nullptr);
  EXPECT_NE(edit.book.find_alias(brussels.id().text()), nullptr);
  EXPECT_NE(edit.book.find_alias(brussels.id().text().substr(0, 8)), nullptr);
  EXPECT_EQ(edit.book.find_alias(brussels.id().text().substr(0, 7)), nullptr);
}

TEST_F(Changes, the_nearest_names_of_a_mistyped_one_are_told) {
  ASSERT_TRUE(add(brussels, "brussels"));
  ASSERT_TRUE(add(vilnius, "vilnius"));
  EXPECT_EQ(edit.book.nearest("brusels"), std::vector<std::string>{"brussels"});
  EXPECT_EQ(edit.book.nearest("vil"), std::vector<std::string>{"vilnius"});
  EXPECT_TRUE(edit.book.nearest("somebody-else").empty());
}

TEST_F(Changes, a_higher_serial_renews_an_identity_and_a_lower_one_does_not) {
  ASSERT_TRUE(add(brussels));
  ASSERT_TRUE(learn_identity(edit, brussels.id(), brussels.identity(3)));
  EXPECT_EQ(edit.book.find(brussels.id())->identity->serial, 3U);
  ASSERT_TRUE(learn_identity(edit, brussels.id(), brussels.identity(2)));
  EXPECT_EQ(edit.book.find(brussels.id())->identity->serial, 3U);
  EXPECT_EQ(edit.book.identity(brussels.id())->serial, 3U);
}

TEST_F(Changes, an_introduced_origin_is_marked_and_never_takes_the_place_of_one_known_by_hand) {
  ASSERT_TRUE(add(brussels));
  ASSERT_TRUE(learn_identity(edit, brussels.id(), vilnius.identity(1)));
  EXPECT_EQ(edit.book.identities.at(vilnius.id()).introduced_by, brussels.id());
  ASSERT_TRUE(add(vilnius));
  EXPECT_TRUE(edit.book.identities.at(vilnius.id()).introduced_by.is_zero());
  ASSERT_TRUE(learn_identity(edit, brussels.id(), vilnius.identity(2)));
  EXPECT_TRUE(edit.book.identities.at(vilnius.id()).introduced_by.is_zero())
      << "renewed through a relay, still by hand";
  EXPECT_EQ(edit.book.identity(vilnius.id())->serial, 2U);
}

TEST_F(Changes, a_partner_introduces_only_so_many_origins) {
  ASSERT_TRUE(add(brussels));
  const auto shared = std::make_shared<const identity::Identity>(vilnius.identity());
  for (std::size_t i = 0; i < max_introduced; ++i) {
    edit.book.identities[*OrgId::from_bytes(base::sha256(std::to_string(i)).bytes())] = {shared, brussels.id()};
  }
  EXPECT_EQ(learn_identity(edit, brussels.id(), vilnius.identity()).error().code, ErrorCode::Quota);
}

TEST_F(Changes, a_renewed_contact_must_be_newer_and_signed_by_a_key_that_its_identity_delegates) {
  ASSERT_TRUE(add(brussels));
  ASSERT_TRUE(learn_contact(edit, brussels.id(), brussels.contact(2, "[::1]:9000").signed_bytes));
  EXPECT_EQ(edit.book.find(brussels.id())->contact->endpoints[0], "[::1]:9000");
  ASSERT_TRUE(learn_contact(edit, brussels.id(), brussels.contact(1, "[::1]:9001").signed_bytes));
  EXPECT_EQ(edit.book.find(brussels.id())->contact->endpoints[0], "[::1]:9000");
  EXPECT_FALSE(learn_contact(edit, brussels.id(), vilnius.contact(9).signed_bytes));
}

TEST_F(Changes, a_removed_partner_leaves_the_book_and_its_tokens_are_forgotten) {
  ASSERT_TRUE(add(brussels));
  ASSERT_TRUE(change_standing(edit, brussels.id(), policy::Standing::Removed));
  EXPECT_EQ(edit.book.find(brussels.id()), nullptr);
  EXPECT_EQ(edit.book.find_pin(brussels.own_pin()), nullptr);
  EXPECT_EQ(edit.batch.reset_tokens, std::vector<OrgId>{brussels.id()});
  EXPECT_NE(edit.book.identity(brussels.id()), nullptr) << "what it signed still verifies";
}

}  // namespace
}  // namespace tidings::partners
