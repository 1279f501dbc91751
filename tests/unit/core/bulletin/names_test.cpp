#include "core/bulletin/names.hpp"

#include <gtest/gtest.h>

#include "core/bulletin/context.hpp"

namespace tidings::bulletin {
namespace {

TEST(Names, go_both_ways_for_every_enumerator) {
  for (int i = 1; i <= v1::Tlp_MAX; ++i)
    EXPECT_EQ(tlp_from_name(name(static_cast<v1::Tlp>(i))), static_cast<v1::Tlp>(i));
  for (int i = 1; i <= v1::Pap_MAX; ++i)
    EXPECT_EQ(pap_from_name(name(static_cast<v1::Pap>(i))), static_cast<v1::Pap>(i));
  for (int i = 1; i <= v1::Kind_MAX; ++i)
    EXPECT_EQ(kind_from_name(name(static_cast<v1::Kind>(i))), static_cast<v1::Kind>(i));
  for (int i = 1; i <= v1::Role_MAX; ++i)
    EXPECT_EQ(role_from_name(name(static_cast<v1::Role>(i))), static_cast<v1::Role>(i));
  for (int i = 1; i <= v1::Verdict_MAX; ++i) {
    EXPECT_EQ(verdict_from_name(name(static_cast<v1::Verdict>(i))), static_cast<v1::Verdict>(i));
  }
  for (int i = 0; i <= v1::Priority_MAX; ++i) {
    EXPECT_EQ(priority_from_name(name(static_cast<v1::Priority>(i))), static_cast<v1::Priority>(i));
  }
}

TEST(Names, of_tlp_are_read_as_people_write_them) {
  EXPECT_EQ(tlp_from_name("TLP:WHITE"), v1::TLP_CLEAR);
  EXPECT_EQ(tlp_from_name("TLP:CLEAR"), v1::TLP_CLEAR);
  EXPECT_EQ(tlp_from_name("tlp:amber+strict"), v1::TLP_AMBER_STRICT);
  EXPECT_EQ(tlp_from_name("Amber_Strict"), v1::TLP_AMBER_STRICT);
  EXPECT_EQ(pap_from_name("PAP:WHITE"), v1::PAP_CLEAR);
  EXPECT_EQ(pap_from_name("PAP:RED"), v1::PAP_RED);
  EXPECT_EQ(name(v1::TLP_AMBER_STRICT), "amber+strict");
}

TEST(Names, what_is_no_name_gives_nothing) {
  for (const char* wrong : {"", "tlp:", "reddish", "unspecified", "unknown-9", "pap:red"})
    EXPECT_FALSE(tlp_from_name(wrong)) << wrong;
  EXPECT_EQ(name(static_cast<v1::Kind>(77)), "unknown-77");
  EXPECT_EQ(name(v1::KIND_UNSPECIFIED), "unspecified");
  EXPECT_EQ(tlp_names(), "clear, green, amber, amber+strict, red");
}

TEST(Context, a_claims_own_word_wins_over_its_bulletins) {
  v1::Header header;
  v1::Claim claim;
  EXPECT_EQ(effective_role(header, claim), v1::ROLE_UNSPECIFIED);
  EXPECT_EQ(effective_verdict(header, claim), v1::VERDICT_MALICIOUS);
  EXPECT_FALSE(effective_confidence(header, claim));
  header.set_role(v1::ROLE_C2);
  header.set_verdict(v1::VERDICT_SUSPICIOUS);
  header.set_confidence(encode_confidence(70));
  EXPECT_EQ(effective_role(header, claim), v1::ROLE_C2);
  EXPECT_EQ(effective_verdict(header, claim), v1::VERDICT_SUSPICIOUS);
  EXPECT_EQ(effective_confidence(header, claim), 70U);
  claim.set_role(v1::ROLE_VICTIM);
  claim.set_verdict(v1::VERDICT_BENIGN);
  claim.set_confidence(encode_confidence(0));
  EXPECT_EQ(effective_role(header, claim), v1::ROLE_VICTIM);
  EXPECT_EQ(effective_verdict(header, claim), v1::VERDICT_BENIGN);
  EXPECT_EQ(effective_confidence(header, claim), 0U);
}

TEST(Context, a_claim_never_holds_longer_than_its_bulletin) {
  v1::Header header;
  header.set_issued_at(100);
  header.set_expires_at(200);
  v1::Claim claim;
  EXPECT_TRUE(valid_window(header, claim).holds({100}));
  EXPECT_FALSE(valid_window(header, claim).holds({200}));
  claim.set_valid_from(50);
  claim.set_valid_until(900);
  EXPECT_TRUE(valid_window(header, claim).holds({50}));
  EXPECT_FALSE(valid_window(header, claim).holds({200}));
  claim.set_valid_until(60);
  EXPECT_FALSE(valid_window(header, claim).holds({60}));
}

TEST(Context, an_unstated_pap_follows_from_the_tlp_and_an_unknown_one_is_red) {
  v1::Audience audience;
  audience.set_tlp(v1::TLP_AMBER_STRICT);
  EXPECT_EQ(effective_pap(audience), v1::PAP_AMBER);
  audience.set_tlp(v1::TLP_CLEAR);
  EXPECT_EQ(effective_pap(audience), v1::PAP_CLEAR);
  audience.set_pap(static_cast<v1::Pap>(9));
  EXPECT_EQ(effective_pap(audience), v1::PAP_RED);
  audience.set_pap(v1::PAP_GREEN);
  EXPECT_EQ(effective_pap(audience), v1::PAP_GREEN);
}

}  // namespace
}  // namespace tidings::bulletin
