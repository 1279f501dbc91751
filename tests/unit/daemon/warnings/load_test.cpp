#include "daemon/warnings/load.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace tidings::warnings {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::EndsWith;
using testing::IsEmpty;

class WarningFiles : public testing::Test {
 protected:
  WarningFiles() {
    std::string made = (fs::temp_directory_path() / "warnings-XXXXXX").string();
    folder_ = mkdtemp(made.data());
    options_.lists = folder_;
    options_.built_in = false;
  }
  ~WarningFiles() override { fs::remove_all(folder_); }

  void write(const fs::path& name, const std::string& text) {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << text;
  }
  static std::vector<std::string> lists_with(const Loading& loading, std::string_view value) {
    std::vector<std::string> names;
    for (const auto& hit : loading.lists->hits(observable::parse(value).value().observable)) names.push_back(hit.list);
    return names;
  }

  fs::path folder_;
  LoadOptions options_;
};

TEST_F(WarningFiles, both_layouts_of_misp_are_read_in_the_order_of_their_names) {
  write("b.json", R"({"name":"B","type":"string","list":["a.tw"]})");
  write("a/list.json", R"({"name":"A","type":"string","list":["a.tw"]})");
  write("c/other.json", R"({"name":"C","type":"string","list":["a.tw"]})");
  write("README.md", "no list");
  const auto loading = load(options_);
  EXPECT_THAT(lists_with(loading, "a.tw"), ElementsAre("A", "B"));
  EXPECT_THAT(loading.faults, IsEmpty());
}

TEST_F(WarningFiles, a_folder_that_is_not_there_is_a_fault_and_no_folder_is_none) {
  options_.lists = folder_ / "typo";
  const auto loading = load(options_);
  ASSERT_EQ(loading.faults.size(), 1U);
  EXPECT_THAT(loading.faults[0].file, EndsWith("/typo"));
  EXPECT_THAT(loading.faults[0].what, testing::StartsWith("the folder cannot be read: "));
  options_.lists.clear();
  EXPECT_THAT(load(options_).faults, IsEmpty());
}

TEST_F(WarningFiles, a_faulty_file_is_told_and_kept_out_and_the_others_are_in_force) {
  write("bad.json", R"({"name":"Bad","type":"string","list":["a.tw",7]})");
  write("good.json", R"({"name":"Good","type":"hostname","list":["a.tw","x y"]})");
  const auto loading = load(options_);
  EXPECT_THAT(lists_with(loading, "www.a.tw"), ElementsAre("Good"));
  ASSERT_EQ(loading.faults.size(), 2U);
  EXPECT_THAT(loading.faults[0].file, EndsWith("/bad.json"));
  EXPECT_THAT(loading.faults[0].what, EndsWith("it is not a text, at /list/1; the list is left out"));
  EXPECT_THAT(loading.faults[1].file, EndsWith("/good.json"));
  EXPECT_EQ(loading.faults[1].what, "it is no host name, at /list/1; the entry is left out");
}

TEST_F(WarningFiles, a_file_of_top_sites_that_is_not_there_is_a_fault) {
  options_.top_sites = folder_ / "top.csv";
  const auto loading = load(options_);
  ASSERT_EQ(loading.faults.size(), 1U);
  EXPECT_EQ(loading.faults[0].file, options_.top_sites);
}

TEST_F(WarningFiles, top_sites_are_told_by_their_line) {
  write("top.csv", "1,google.com\n2,goo gle.com\n3,\n4;bing.com\n");
  options_.top_sites = folder_ / "top.csv";
  const auto loading = load(options_);
  EXPECT_THAT(lists_with(loading, "www.google.com"), ElementsAre("top sites"));
  ASSERT_EQ(loading.faults.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(loading.faults[i].what,
              "it is no host name, at line " + std::to_string(i + 2) + "; the entry is left out");
  }
}

TEST_F(WarningFiles, what_is_built_in_knows_resolvers_root_servers_and_special_values) {
  options_.built_in = true;
  const auto loading = load(options_);
  EXPECT_THAT(loading.faults, IsEmpty());
  EXPECT_THAT(lists_with(loading, "8.8.8.8"), ElementsAre("public resolvers"));
  EXPECT_THAT(lists_with(loading, "2001:500:2::c"), ElementsAre("root name servers"));
  EXPECT_THAT(lists_with(loading, "a.root-servers.net"), ElementsAre("names of resolvers"));
  EXPECT_THAT(lists_with(loading, "192.168.0.1"), ElementsAre("special-use and public suffixes"));
  EXPECT_THAT(lists_with(loading, "evil.tw"), IsEmpty());
}

}  // namespace
}  // namespace tidings::warnings
