#include <algorithm>

#include "tests/unit/daemon/intake/publisher_fixture.hpp"

namespace tidings::intake {
namespace {

using base::ErrorCode;

TEST_F(PublisherTest, an_amendment_is_the_next_revision_of_the_same_publication) {
  const auto first = node.publish(draft(claims_of({"45.62.198.73"})));
  ASSERT_TRUE(first);
  auto amended = draft(claims_of({"45.62.198.74"}));
  amended.context.set_publication_id(first->publication.str());
  const auto second = node.publish(std::move(amended));
  ASSERT_TRUE(second) << second.error().what;
  EXPECT_EQ(second->publication, first->publication);
  EXPECT_EQ(second->revision, 2u);
  node.read([&](store::Reading& reading) {
    const auto entry = reading.ledger.find(first->bulletins.front()).value();
    const auto standing = reading.index.standing(std::span(&entry->sequence, 1)).value();
    EXPECT_TRUE(standing.front()->superseded);
  });
}

TEST_F(PublisherTest, an_amendment_that_ends_earlier_does_not_bring_back_what_it_replaces) {
  const auto first = node.publish(draft(claims_of({"45.62.198.73"})));
  ASSERT_TRUE(first);
  auto amended = draft(claims_of({"45.62.198.74"}));
  amended.context.set_publication_id(first->publication.str());
  amended.context.set_expires_at((node.clock.now() + hours(24 * 10)).us);
  const auto second = node.publish(amended);
  ASSERT_TRUE(second) << second.error().what;
  EXPECT_EQ(headers(*second).front().expires_at, headers(*first).front().expires_at);
  EXPECT_EQ(second->expiry_raised_to, headers(*first).front().expires_at) << "and it is told";
}

v1::Header withdrawal_by_us(const Published& published, base::Instant expires_at) {
  v1::Header header;
  header.set_kind(v1::KIND_WITHDRAWAL);
  header.mutable_audience()->set_tlp(v1::TLP_AMBER);
  header.set_expires_at(expires_at.us);
  header.add_targets()->set_bulletin_id(published.bulletins.front().str());
  return header;
}

TEST_F(PublisherTest, what_is_withdrawn_as_a_whole_is_not_amended) {
  const auto until = node.clock.now() + hours(24 * 91);
  for (const bool by_value : {false, true}) {
    const auto first = node.publish(draft(claims_of({"45.62.198.73"})));
    ASSERT_TRUE(first);
    Draft withdrawal;
    withdrawal.context = withdrawal_by_us(*first, until);
    if (by_value) withdrawal.context.mutable_targets(0)->add_claims(0);
    ASSERT_TRUE(node.publish(std::move(withdrawal)));
    auto amended = draft(claims_of({"45.62.198.74"}));
    amended.context.set_publication_id(first->publication.str());
    amended.dry_run = true;
    expect_refused(amended, ErrorCode::Policy);
    amended.dry_run = false;
    expect_refused(std::move(amended), ErrorCode::Policy);
  }
}

TEST_F(PublisherTest, a_document_that_is_read_again_after_its_withdrawal_ends_when_it_is_to_end) {
  const auto first = node.publish(draft(claims_of({"45.62.198.73"})));
  ASSERT_TRUE(first);
  Draft withdrawal;
  withdrawal.context = withdrawal_by_us(*first, node.clock.now() + hours(24 * 91));
  ASSERT_TRUE(node.publish(std::move(withdrawal)));
  auto again = draft(claims_of({"45.62.198.74"}));
  again.context.set_publication_id(first->publication.str());
  again.context.set_expires_at((node.clock.now() + hours(24 * 10)).us);
  again.is_new = true;
  const auto second = node.publish(again);
  ASSERT_TRUE(second) << second.error().what;
  EXPECT_EQ(second->revision, 2U);
  EXPECT_EQ(headers(*second).front().expires_at.us, again.context.expires_at());
  EXPECT_EQ(second->expiry_raised_to, base::Instant{});
}

/// RED for Brussels and for Vilnius, which leaves.
struct LeavingTest : PublisherTest {
  Draft for_both() {
    node.befriend(vilnius, "vilnius");
    auto released = draft(claims_of({"45.62.198.73"}), v1::TLP_RED);
    for (const auto& who : {brussels.id(), vilnius.id()}) {
      released.context.mutable_audience()->add_release_to(who.str());
    }
    return released;
  }
  base::Status vilnius_leaves() {
    return node.wait<base::Status>(
        [&](auto done) { node.book->set_standing(vilnius.id(), policy::Standing::Removed, done); });
  }
};

TEST_F(LeavingTest, what_went_to_somebody_who_is_no_partner_now_is_withdrawn_from_the_others) {
  auto released = for_both();
  const auto first = node.publish(released);
  ASSERT_TRUE(first) << first.error().what;
  ASSERT_TRUE(vilnius_leaves());
  Draft withdrawal;
  withdrawal.context = withdrawal_by_us(*first, node.clock.now() + hours(24 * 91));
  *withdrawal.context.mutable_audience() = released.context.audience();
  const auto withdrawn = node.publish(std::move(withdrawal));
  ASSERT_TRUE(withdrawn) << withdrawn.error().what;
  EXPECT_EQ(headers(*withdrawn).front().message.audience().release_to_size(), 2);
  expect_refused(released, ErrorCode::Policy);
}

TEST_F(LeavingTest, a_revision_may_name_whom_the_former_named_though_that_is_no_partner_now) {
  auto released = for_both();
  const auto first = node.publish(released);
  ASSERT_TRUE(first) << first.error().what;
  ASSERT_TRUE(vilnius_leaves());
  released.context.set_publication_id(first->publication.str());
  const auto second = node.publish(released);
  ASSERT_TRUE(second) << second.error().what;
  EXPECT_EQ(second->revision, 2U);
  released.context.mutable_audience()->add_release_to(Organisation("Tallinn").id().str());
  expect_refused(released, ErrorCode::Policy);
}

TEST_F(PublisherTest, only_our_own_publications_are_amended) {
  const auto theirs = sign(brussels, header_by(brussels, node.clock.now()), claims_of({"45.62.198.73"}));
  ASSERT_EQ(node.submit(theirs, brussels.id()).ending, Ending::Stored);
  auto amended = draft(claims_of({"45.62.198.74"}));
  amended.context.set_publication_id(theirs.header.publication.str());
  expect_refused(amended, ErrorCode::Policy);
  amended.context.set_publication_id(std::string(16, 'x'));
  expect_refused(std::move(amended), ErrorCode::NotFound);
}

TEST_F(PublisherTest, an_amendment_outlives_what_it_was_based_on) {
  const auto said = node.publish(draft(claims_of({"45.62.198.73"})));
  ASSERT_TRUE(said);
  auto amendment = draft(claims_of({"45.62.198.73"}));
  amendment.context.set_publication_id(said->publication.str());
  amendment.context.add_based_on(std::string(32, 'x'));
  EXPECT_TRUE(node.publish(std::move(amendment)));
}

TEST_F(PublisherTest, a_renewed_publication_is_its_next_revision_under_the_same_roots) {
  const auto made = node.publish(draft(many_claims(1'500)));
  ASSERT_TRUE(made);
  const auto in_order = [this](const Published& published) {  // parts are stored side by side, in whatever order
    auto parts = headers(published);
    std::ranges::sort(parts, {}, [](const auto& header) { return header.message.part(); });
    return parts;
  };
  const auto before = in_order(*made);
  node.clock.advance(hours(24));
  const auto until = node.clock.now() + hours(24 * 120);
  const auto renewed =
      node.wait<base::Result<Published>>([&](auto done) { node.publisher->renew(made->publication, until, done); });
  ASSERT_TRUE(renewed) << renewed.error().what;
  const auto after = in_order(*renewed);
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t part = 0; part < after.size(); ++part) {
    EXPECT_EQ(after[part].revision, 2u);
    EXPECT_EQ(after[part].expires_at, until);
    EXPECT_EQ(after[part].message.claims_root(), before[part].message.claims_root());
    EXPECT_GT(after[part].issued_at, before.back().issued_at);
  }
}

TEST_F(PublisherTest, what_is_withdrawn_in_part_is_not_renewed) {
  const auto made = node.publish(draft(claims_of({"45.62.198.73", "evil.example.net"})));
  ASSERT_TRUE(made);
  auto withdrawal = draft({});
  withdrawal.context.set_kind(v1::KIND_WITHDRAWAL);
  auto& target = *withdrawal.context.add_targets();
  target.set_bulletin_id(made->bulletins[0].str());
  target.add_claims(1);
  ASSERT_TRUE(node.publish(withdrawal));
  const auto renewed = node.wait<base::Result<Published>>(
      [&](auto done) { node.publisher->renew(made->publication, node.clock.now() + hours(24 * 120), done); });
  ASSERT_FALSE(renewed);
  EXPECT_EQ(renewed.error().code, ErrorCode::Exists);
}

}  // namespace
}  // namespace tidings::intake
