#include "formats/exports/file.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/unit/formats/exports/samples.hpp"

namespace tidings::exports {
namespace {

TEST(Format, signatures_are_read_by_the_name_of_their_file) {
  EXPECT_EQ(why_unread(*find_format("clamav-hsb"), "/var/lib/clamav/tidings.hsb"), "");
  EXPECT_EQ(why_unread(*find_format("clamav-hsb"), "/srv/tidings.txt"),
            "ClamAV reads a file of clamav-hsb only where its name ends in .hsb");
  EXPECT_NE(why_unread(*find_format("clamav-hdb"), "/srv/tidings.hsb"), "");
  EXPECT_EQ(why_unread(*find_format("list"), "/srv/any"), "");
}

namespace fs = std::filesystem;

class FileExports : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = "/tmp/tidings-export-XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string path() const { return (folder_ / "out").string(); }
  std::string text() const {
    std::ifstream in(path());
    return {std::istreambuf_iterator<char>(in), {}};
  }
  /// Whether the file was replaced.
  bool export_to(std::string_view format, const std::vector<v1::Indicator>& indicators, base::Instant at = now) {
    const auto* found = find_format(format);
    auto file = FileExport::begin(path(), *found, {}, Gate(found->purpose, {}, at), at);
    EXPECT_TRUE(file);
    for (const auto& indicator : indicators) EXPECT_TRUE(file->add(indicator));
    const auto replaced = file->finish();
    EXPECT_TRUE(replaced);
    return replaced && *replaced;
  }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }

  fs::path folder_;
};

TEST_F(FileExports, are_replaced_only_when_an_entry_changed) {
  const auto a = reported("a.example"), b = reported("b.example");
  for (const auto* format : {"rpz", "hosts", "csv", "zeek", "suricata"}) {
    EXPECT_TRUE(export_to(format, {a})) << format;
    const auto first = text();
    EXPECT_FALSE(export_to(format, {a}, now + std::chrono::seconds(100))) << format;
    EXPECT_EQ(text(), first);
    EXPECT_TRUE(export_to(format, {a, b})) << format;
    EXPECT_TRUE(export_to(format, {a})) << format << ": what was withdrawn leaves";
    EXPECT_TRUE(export_to(format, {})) << format << ": the last one, too";
    EXPECT_EQ(files(), 1u);
    fs::remove(path());
  }
}

TEST_F(FileExports, another_count_of_what_was_left_out_is_no_change) {
  auto narrow = reported("narrow.example");
  narrow.mutable_said(0)->set_pap(v1::PAP_RED);
  EXPECT_TRUE(export_to("hosts", {reported("a.example")}));
  EXPECT_TRUE(text().ends_with("# 1 written\n"));
  EXPECT_FALSE(export_to("hosts", {reported("a.example"), narrow}));
  EXPECT_TRUE(export_to("hosts", {narrow}));
  EXPECT_TRUE(text().ends_with("# 0 written; left out: 1 by pap\n"));
}

TEST_F(FileExports, the_serial_of_a_zone_grows_with_each_change_even_within_a_second) {
  EXPECT_TRUE(export_to("rpz", {reported("a.example")}));
  const auto first = serial_in(text());
  EXPECT_EQ(first, 1'800'000'000u);
  EXPECT_TRUE(export_to("rpz", {reported("b.example")}));
  EXPECT_EQ(serial_in(text()), first + 1);
  EXPECT_TRUE(export_to("rpz", {reported("a.example")}, now - std::chrono::hours(1))) << "a clock that was set back";
  EXPECT_EQ(serial_in(text()), first + 2);
  EXPECT_FALSE(export_to("rpz", {reported("a.example")}, now + std::chrono::minutes(30)));
  EXPECT_EQ(serial_in(text()), first + 2);
}

TEST_F(FileExports, a_file_that_was_cut_or_edited_is_replaced) {
  export_to("hosts", {reported("a.example")});
  const auto whole = text();
  std::ofstream(path(), std::ios::app) << "0.0.0.0 bank.example\n";
  EXPECT_TRUE(export_to("hosts", {reported("a.example")}));
  EXPECT_EQ(text(), whole);
  fs::resize_file(path(), whole.size() / 2);
  EXPECT_TRUE(export_to("hosts", {reported("a.example")}));
  EXPECT_EQ(text(), whole);
}

TEST_F(FileExports, the_mode_of_the_former_is_kept) {
  export_to("hosts", {});
  fs::permissions(path(), fs::perms(0640));
  EXPECT_TRUE(export_to("hosts", {reported("a.example")}));
  EXPECT_EQ(fs::status(path()).permissions(), fs::perms(0640));
}

TEST_F(FileExports, what_a_link_leads_to_is_replaced_and_the_link_stays) {
  fs::create_directory(folder_ / "real");
  fs::create_symlink("real/blocked", path());
  for (const auto* value : {"one.evil-name.tw", "two.evil-name.tw"}) {  // at first it leads to nothing
    EXPECT_TRUE(export_to("list", {reported(value)}));
    EXPECT_TRUE(fs::is_symlink(path()));
    EXPECT_TRUE(fs::is_regular_file(fs::symlink_status(folder_ / "real/blocked")));
    EXPECT_NE(text().find(value), std::string::npos);
  }
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_ / "real"), fs::directory_iterator()), 1) << "and no more";
  fs::create_symlink("round", folder_ / "round");
  const auto& format = *find_format("list");
  const auto round = FileExport::begin((folder_ / "round").string(), format, {}, Gate(format.purpose, {}, now), now);
  ASSERT_FALSE(round);
  EXPECT_EQ(round.error().code, base::ErrorCode::Disk);
}

TEST_F(FileExports, what_was_begun_and_not_finished_leaves_nothing) {
  export_to("hosts", {reported("a.example")});
  const auto before = text();
  {
    const auto* hosts = find_format("hosts");
    auto file = FileExport::begin(path(), *hosts, {}, Gate(hosts->purpose, {}, now), now);
    ASSERT_TRUE(file);
    EXPECT_TRUE(file->add(reported("b.example")));
  }
  EXPECT_EQ(text(), before);
  EXPECT_EQ(files(), 1u);
}

TEST_F(FileExports, a_folder_that_is_not_there_is_told) {
  const auto* hosts = find_format("hosts");
  const auto file = FileExport::begin("/nowhere/at/all", *hosts, {}, Gate(hosts->purpose, {}, now), now);
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().code, base::ErrorCode::Disk);
  EXPECT_FALSE(FileExport::begin("/dev/null", *hosts, {}, Gate(hosts->purpose, {}, now), now));
}

}  // namespace
}  // namespace tidings::exports
