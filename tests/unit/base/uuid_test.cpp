#include "base/uuid.hpp"

#include <gtest/gtest.h>

namespace tidings::base {
namespace {

// RFC 9562, appendix A.4: "www.example.com" in the space of DNS names.
TEST(Uuid, a_name_in_a_space_has_the_id_of_the_standard) {
  const auto dns = uuid_from_text("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
  ASSERT_TRUE(dns);
  EXPECT_EQ(to_text(name_uuid(*dns, "www.example.com")), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
  EXPECT_TRUE(is_well_formed(name_uuid(*dns, "www.example.com")));
}

TEST(Uuid, its_text_is_read_in_any_case_and_in_no_other_form) {
  const auto id = uuid_from_text("58503E2F-4c78-442d-833f-8ad202de0b81");
  ASSERT_TRUE(id);
  EXPECT_EQ(to_text(*id), "58503e2f-4c78-442d-833f-8ad202de0b81");
  for (const auto* text : {"", "58503e2f4c78442d833f8ad202de0b81", "58503e2f-4c78-442d-833f-8ad202de0b8g",
                           "58503e2f-4c78-442d-833f+8ad202de0b81", "58503e2f-4c78-442d-833f-8ad202de0b81 "}) {
    EXPECT_FALSE(uuid_from_text(text)) << text;
  }
}

TEST(Uuid, no_version_and_no_variant_is_not_well_formed) {
  EXPECT_FALSE(is_well_formed(Uuid{}));
  EXPECT_FALSE(is_well_formed(*uuid_from_text("58503e2f-4c78-942d-833f-8ad202de0b81")));
  EXPECT_FALSE(is_well_formed(*uuid_from_text("58503e2f-4c78-442d-c33f-8ad202de0b81")));
}

}  // namespace
}  // namespace tidings::base
