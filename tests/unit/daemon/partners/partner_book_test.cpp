#include "daemon/partners/partner_book.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "daemon/store/sqlite/engine.hpp"
#include "tests/unit/daemon/partners/cards.hpp"

namespace tidings::partners {
namespace {

using base::ErrorCode;

struct PartnerBookTest : testing::Test {
  PartnerBookTest() {
    folder = std::filesystem::temp_directory_path() / ("tidings-book-" + base::to_hex(base::random_bytes(8)));
    open();
  }
  ~PartnerBookTest() override {
    close();
    std::filesystem::remove_all(folder);
  }
  void open() {
    store = store::Store::open(store::sqlite::open_engine(folder).value(), {}, clock).value();
    book = PartnerBook::load(*store, us.card(), home, crypto, clock).value();
    book->on_change([this](const OrgId& organisation) { changed.push_back(organisation); });
  }
  void close() {
    book.reset();
    store.reset();
    home.run();
  }
  base::Status wait(const std::function<void(PartnerBook::Done)>& change) {
    std::optional<base::Status> status;
    change([&](base::Status answer) { status = answer; });
    for (int i = 0; i < 2'000 && !status; ++i) {
      if (crypto.run() + home.run() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return status ? *status : base::fail(ErrorCode::Timeout, "no answer came");
  }
  base::Status add(const Organisation& who, const std::string& alias) {
    return wait([&](auto done) { book->add(who.card(), alias, {v1::TLP_AMBER, v1::TLP_GREEN, true, true}, done); });
  }

  std::filesystem::path folder;
  base::FakeClock clock{test_start};
  base::ManualExecutor home, crypto;
  Organisation us{"Taipei"}, brussels{"Brussels"}, vilnius{"Vilnius"};
  std::unique_ptr<store::Store> store;
  std::unique_ptr<PartnerBook> book;
  std::vector<OrgId> changed;
};

TEST_F(PartnerBookTest, what_was_added_is_there_after_a_restart) {
  ASSERT_TRUE(add(brussels, "be"));
  const auto learnt = wait([&](auto done) { book->learn(brussels.id(), vilnius.identity().signed_bytes, "", done); });
  ASSERT_TRUE(learnt);
  close();
  open();
  const auto current = book->current();
  ASSERT_NE(current->find_alias("be"), nullptr);
  EXPECT_EQ(current->find_alias("be")->record.terms, (policy::Terms{v1::TLP_AMBER, v1::TLP_GREEN, true, true}));
  EXPECT_EQ(current->find_pin(brussels.own_pin())->record.organisation, brussels.id());
  EXPECT_EQ(current->identities.at(vilnius.id()).introduced_by, brussels.id());
  EXPECT_NE(current->identity(us.id()), nullptr);
}

TEST_F(PartnerBookTest, a_snapshot_does_not_change_under_its_reader) {
  const auto before = book->current();
  ASSERT_TRUE(add(brussels, "be"));
  EXPECT_TRUE(before->partners.empty());
  EXPECT_EQ(book->current()->partners.size(), 1U);
}

TEST_F(PartnerBookTest, changes_made_at_once_see_each_other) {
  std::vector<base::Status> answers;
  book->add(brussels.card(), "same", {}, [&](base::Status status) { answers.push_back(status); });
  book->add(vilnius.card(), "same", {}, [&](base::Status status) { answers.push_back(status); });
  ASSERT_TRUE(wait([&](auto done) { book->set_terms(brussels.id(), {v1::TLP_RED, {}, false, false}, done); }));
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(std::count_if(answers.begin(), answers.end(), [](const auto& status) { return status.has_value(); }), 1);
  EXPECT_EQ(book->current()->find(brussels.id())->record.terms.send, v1::TLP_RED);
}

TEST_F(PartnerBookTest, listeners_hear_of_each_change_after_it_is_in_force) {
  ASSERT_TRUE(add(brussels, "be"));
  ASSERT_TRUE(wait([&](auto done) { book->set_standing(brussels.id(), policy::Standing::Suspended, done); }));
  EXPECT_EQ(changed, (std::vector<OrgId>{brussels.id(), brussels.id()}));
  EXPECT_EQ(book->current()->find(brussels.id())->record.standing, policy::Standing::Suspended);
}

TEST_F(PartnerBookTest, a_contact_comes_from_its_own_partner_only) {
  ASSERT_TRUE(add(brussels, "be"));
  ASSERT_TRUE(add(vilnius, "lt"));
  const auto renewed = vilnius.contact(5, "[::1]:1");
  ASSERT_TRUE(wait(
      [&](auto done) { book->learn(brussels.id(), vilnius.identity(2).signed_bytes, renewed.signed_bytes, done); }));
  EXPECT_EQ(book->current()->find(vilnius.id())->contact->serial, 1U);
  ASSERT_TRUE(wait([&](auto done) { book->learn(vilnius.id(), "", renewed.signed_bytes, done); }));
  EXPECT_EQ(book->current()->find(vilnius.id())->contact->serial, 5U);
}

TEST_F(PartnerBookTest, an_identity_is_verified_on_the_crypto_pool_and_what_is_held_not_at_all) {
  ASSERT_TRUE(add(brussels, "be"));
  const auto news = vilnius.identity();
  EXPECT_FALSE(book->current()->holds(brussels.id(), news.signed_bytes, ""));
  std::optional<base::Status> learnt;
  book->learn(brussels.id(), news.signed_bytes, "", [&](base::Status status) { learnt = status; });
  for (int i = 0; i < 10; ++i) home.run();
  EXPECT_FALSE(learnt) << "the network thread only hands it on";
  EXPECT_EQ(crypto.run(), 1U);
  ASSERT_TRUE(wait([&](auto done) { book->learn(brussels.id(), "", brussels.contact(2).signed_bytes, done); }));
  ASSERT_TRUE(learnt && *learnt);

  const auto current = book->current();
  EXPECT_TRUE(current->holds(brussels.id(), news.signed_bytes, ""));
  EXPECT_TRUE(current->holds(brussels.id(), current->identity(brussels.id())->signed_bytes,
                             current->find(brussels.id())->record.contact));
  EXPECT_FALSE(current->holds(brussels.id(), vilnius.identity(2).signed_bytes, ""));
  EXPECT_FALSE(current->holds(brussels.id(), "", brussels.contact(3).signed_bytes));
  EXPECT_FALSE(current->holds(brussels.id(), "no statement", ""));
}

TEST_F(PartnerBookTest, a_removed_partner_can_be_added_again) {
  ASSERT_TRUE(add(brussels, "be"));
  ASSERT_TRUE(wait([&](auto done) { book->set_standing(brussels.id(), policy::Standing::Removed, done); }));
  close();
  open();
  EXPECT_EQ(book->current()->find(brussels.id()), nullptr);
  EXPECT_TRUE(add(brussels, "be"));
}

}  // namespace
}  // namespace tidings::partners
