// tests/data/vectors/canonical.json is written by tools/make_vectors.py: what docs/canonical.md says of single values.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>

#include "core/observable/observable.hpp"

namespace tidings::observable {
namespace {

boost::json::object vectors() {
  std::ifstream file(TIDINGS_SOURCE_DIR "/tests/data/vectors/canonical.json");
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  return boost::json::parse(text).as_object();
}

std::string value_of(const boost::json::value& row) {
  return base::from_hex(std::string_view(row.at("value").as_string())).value();
}
std::uint32_t number_of(const boost::json::value& row) { return row.at("type").to_number<std::uint32_t>(); }

TEST(Vectors, of_canonical_values_agree) {
  const auto rows = vectors().at("canonical").as_array();
  ASSERT_FALSE(rows.empty());
  for (const auto& row : rows) {
    const auto type = type_from_number(number_of(row));
    ASSERT_TRUE(type) << number_of(row);
    const Observable observable{*type, value_of(row)};
    EXPECT_TRUE(is_canonical(observable.type, observable.value)) << to_text(observable);
    EXPECT_EQ(key(observable).text(), std::string_view(row.at("key").as_string())) << to_text(observable);
  }
}

TEST(Vectors, of_values_that_are_not_canonical_agree) {
  const auto rows = vectors().at("not_canonical").as_array();
  ASSERT_FALSE(rows.empty());
  for (const auto& row : rows) {
    const auto type = type_from_number(number_of(row));
    EXPECT_FALSE(type && is_canonical(*type, value_of(row))) << number_of(row) << ' ' << value_of(row);
  }
}

}  // namespace
}  // namespace tidings::observable
