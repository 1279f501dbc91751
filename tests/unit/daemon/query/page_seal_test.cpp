#include "daemon/query/page_seal.hpp"

#include <gtest/gtest.h>

namespace tidings::query {
namespace {

constexpr std::string_view ledger = "ledger A", other_ledger = "ledger B";

TEST(PageSeal, opens_what_it_sealed_and_nothing_that_was_changed) {
  const PageSeal seal(base::Secret("a key"));
  const auto sealed = seal.seal("a page", ledger);
  EXPECT_EQ(seal.open(sealed, ledger).value(), "a page");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(seal.open(changed, ledger)) << i;
  }
  EXPECT_EQ(seal.seal("", ledger), "");
  EXPECT_EQ(seal.open("", ledger).value(), "");
}

TEST(PageSeal, fits_its_key_and_its_ledger_alone_and_outlives_the_process) {
  const auto sealed = PageSeal(base::Secret("a key")).seal("a page", ledger);
  EXPECT_EQ(PageSeal(base::Secret("a key")).open(sealed, ledger).value(), "a page");
  EXPECT_FALSE(PageSeal(base::Secret("a key")).open(sealed, other_ledger));
  EXPECT_FALSE(PageSeal(base::Secret("another")).open(sealed, ledger));
  EXPECT_FALSE(PageSeal(base::Secret()).open(PageSeal(base::Secret()).seal("a page", ledger), ledger))
      << "without a key nothing outlives it";
}

TEST(PageSeal, is_of_one_length_and_never_the_same_twice) {
  const PageSeal seal(base::Secret("a key"));
  EXPECT_EQ(seal.seal("a", ledger).size(), seal.seal(std::string(max_page_bytes, 'x'), ledger).size());
  EXPECT_NE(seal.seal("a", ledger), seal.seal("a", ledger));
}

}  // namespace
}  // namespace tidings::query
