// Published rules: read from the folder that TIDINGS_CORPUS names, skipped without.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "formats/rules/rules.hpp"
#include "tests/support/drafted.hpp"

namespace tidings::rules {
namespace {

struct Count {
  std::size_t files{0}, rules{0}, values{0}, refused{0};
};

void count(const test::Drafted& out, Count& sum) {
  ++sum.files;
  for (const auto& claim : out.claims) {
    const auto type = observable::type_from_number(claim.type()).value_or(observable::Type::None);
    const bool rule = claim.has_opaque() || type == observable::Type::Yara || type == observable::Type::Sigma ||
                      type == observable::Type::Suricata;
    ++(rule ? sum.rules : sum.values);
  }
  sum.refused += out.noted(draft::Fate::Refused).size();
}

template <class Read>
Count read_all(const std::filesystem::path& folder, std::initializer_list<std::string_view> endings, const Read& read) {
  Count sum;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
    const auto ending = file.path().extension().string();
    if (std::find(endings.begin(), endings.end(), ending) == endings.end() || !file.is_regular_file()) continue;
    std::ostringstream text;
    text << std::ifstream(file.path()).rdbuf();
    if (text.str().find_first_not_of(" \r\n") == std::string::npos) continue;
    test::TextSource source(text.str());
    test::Drafted out;
    const auto status = read(source, Options{file.path().filename().string()}, out);
    EXPECT_TRUE(status.has_value()) << file.path() << ": " << status.error().what;
    count(out, sum);
  }
  std::printf("%zu files, %zu rules, %zu values, %zu refused\n", sum.files, sum.rules, sum.values, sum.refused);
  return sum;
}

TEST(Rules, published_rules_are_told_apart) {
  const char* corpus = std::getenv("TIDINGS_CORPUS");
  if (corpus == nullptr) GTEST_SKIP() << "TIDINGS_CORPUS is not set";
  const auto folder = std::filesystem::path(corpus);
  if (!std::filesystem::exists(folder / "rules")) GTEST_SKIP() << corpus << " holds no rules";
  const auto yara = read_all(folder / "reports", {".yar", ".yara"}, read_yara);
  EXPECT_GE(yara.rules, 50U);
  EXPECT_GE(yara.values, 60U);
  EXPECT_EQ(yara.refused, 0U);
  EXPECT_EQ(read_all(folder / "rules" / "sigma" / "rules", {".yml"}, read_sigma).refused, 0U);
  const auto suricata = read_all(folder / "reports", {".rules"}, read_suricata);
  EXPECT_GE(suricata.rules, 990U);
  EXPECT_GE(suricata.values, 980U);
  EXPECT_EQ(suricata.refused, 0U);
}

}  // namespace
}  // namespace tidings::rules
