#include "daemon/intake/former_reach.hpp"

#include "formats/misp/original.hpp"
#include "tests/unit/daemon/intake/publisher_fixture.hpp"

namespace tidings::intake {
namespace {

/// Attributes of MISP that travel in one claim.
v1::Claim pack(int number, const std::string& attributes) {
  v1::Claim packed;
  const auto key = "6f1e6a52-8c0b-4d8e-9a53-2f0b1c7d4e90/attributes/" + std::to_string(number);
  const auto carried = misp::carry(misp::Original::Attributes, key, "[" + attributes + "]", [&](v1::Claim claim) {
    packed = std::move(claim);
    return base::Status();
  });
  EXPECT_TRUE(carried);
  return packed;
}

struct FormerReachTest : PublisherTest {
  /// What was said, and to whom.
  void say(std::vector<v1::Claim> claims, v1::Tlp tlp) {
    const auto said = node.publish(draft(std::move(claims), tlp));
    ASSERT_TRUE(said) << said.error().what;
    reach.add_part(said->bulletins.front(), policy::audience_of(headers(*said).front()));
  }
  void read() {
    node.read([&](store::Reading& reading) {
      for (std::size_t part = 0; part < reach.parts(); ++part) EXPECT_TRUE(reach.read(reading.ledger, part));
    });
    reach.seal();
  }
  bool may_reach(v1::Tlp tlp, const v1::Claim& claim) {
    v1::Audience audience;
    audience.set_tlp(tlp);
    return reach.permits(audience, taipei.id(), std::span(&claim, 1));
  }

  FormerReach reach;
};

TEST_F(FormerReachTest, an_attribute_goes_no_further_than_it_did_wherever_it_is_packed) {
  const std::string green = R"({"uuid":"6f1e6a52-8c0b-4d8e-9a53-2f0b1c7d4e91","type":"comment","value":"a"})";
  const std::string amber = R"({"uuid":"6f1e6a52-8c0b-4d8e-9a53-2f0b1c7d4e92","type":"comment","value":"b"})";
  const std::string nameless = R"({"type":"comment","value":"c"})";
  say({pack(1, green)}, v1::TLP_GREEN);
  say({pack(2, amber + "," + nameless)}, v1::TLP_AMBER);
  ASSERT_TRUE(reach.is_mixed());
  read();
  EXPECT_TRUE(may_reach(v1::TLP_GREEN, pack(1, green)));
  EXPECT_TRUE(may_reach(v1::TLP_AMBER, pack(1, green + "," + amber)));
  EXPECT_FALSE(may_reach(v1::TLP_GREEN, pack(1, green + "," + amber)));
  EXPECT_FALSE(may_reach(v1::TLP_GREEN, pack(3, nameless)));
  EXPECT_FALSE(may_reach(v1::TLP_CLEAR, pack(1, green))) << "nobody heard it so far";
}

TEST_F(FormerReachTest, what_is_new_goes_as_far_as_some_of_the_former) {
  say(claims_of({"a.evil-name.tw"}), v1::TLP_GREEN);
  say(claims_of({"b.evil-name.tw", "c.evil-name.tw"}), v1::TLP_AMBER);
  read();
  EXPECT_TRUE(may_reach(v1::TLP_GREEN, claim_of("d.evil-name.tw")));
  EXPECT_FALSE(may_reach(v1::TLP_GREEN, claim_of("b.evil-name.tw")));
  EXPECT_TRUE(may_reach(v1::TLP_AMBER, claim_of("b.evil-name.tw")));
}

}  // namespace
}  // namespace tidings::intake
