#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "daemon/settings/change.hpp"
#include "daemon/settings/declarations.hpp"
#include "daemon/settings/describe.hpp"
#include "daemon/settings/read.hpp"
#include "daemon/settings/values.hpp"

namespace tidings::settings {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using namespace std::chrono_literals;

std::vector<std::string> told(const Reading& reading) {
  std::vector<std::string> out;
  for (const auto& fault : reading.faults) out.push_back(std::to_string(fault.line) + " " + fault.what);
  return out;
}

TEST(Settings, an_empty_file_is_every_default) {
  const auto reading = read_settings("");
  EXPECT_THAT(told(reading), IsEmpty());
  EXPECT_THAT(reading.settings.link.listen, ElementsAre("[::]:7443", "0.0.0.0:7443"));
  EXPECT_EQ(reading.settings.publish.default_tlp, Marking::Amber);
  EXPECT_EQ(reading.settings.publish.default_expiry, 90 * 24h);
  EXPECT_EQ(reading.settings.limits.want_list, 10'000U);
}

TEST(Settings, values_are_read_in_the_forms_people_write) {
  const auto reading = read_settings(R"([link]
listen = ["127.0.0.1:0"]
window = "8MiB"
piece = 4096
ping_after = "15s"
[api]
reader_max_tlp = "TLP:GREEN"
reader_group = ""
[publish]
default_tlp = "white"
[log]
level = "debug"
)");
  EXPECT_THAT(told(reading), IsEmpty());
  EXPECT_THAT(reading.settings.link.listen, ElementsAre("127.0.0.1:0"));
  EXPECT_EQ(reading.settings.link.window, 8U << 20);
  EXPECT_EQ(reading.settings.link.piece, 4096U);
  EXPECT_EQ(reading.settings.link.ping_after, 15s);
  EXPECT_EQ(reading.settings.api.reader_max_tlp, Marking::Green);
  EXPECT_EQ(reading.settings.api.reader_group, "");
  EXPECT_EQ(reading.settings.publish.default_tlp, Marking::Clear);
  EXPECT_EQ(reading.settings.log.level, LogLevel::Debug);
}

TEST(Settings, durations_by_type_and_flags_are_read) {
  const auto reading = read_settings(R"([warning]
builtin = false
lists = ""
[expiry]
by_type = ["ipv4=30d", "sha256=731d", "ipv4=14d"]
[publish]
max_expiry = "731d"
)");
  EXPECT_THAT(told(reading), IsEmpty());
  EXPECT_FALSE(reading.settings.warning.builtin);
  const auto durations = durations_by_type(reading.settings.expiry.by_type);
  ASSERT_EQ(durations.size(), 2U);
  EXPECT_EQ(durations.at(observable::Type::Ipv4), 14 * 24h);
  EXPECT_EQ(durations.at(observable::Type::Sha256), 731 * 24h);
}

TEST(Settings, sharing_groups_are_uuids_with_partners) {
  const auto reading = read_settings(R"([publish]
sharing_groups = ["6F1E6A52-8C0B-4D8E-9A53-2F0B1C7D4E90=brussels,vilnius", "6f1e6a52-8c0b-4d8e-9a53-2f0b1c7d4e90=lisbon"]
)");
  EXPECT_THAT(told(reading), IsEmpty());
  const auto groups = sharing_groups(reading.settings.publish.sharing_groups);
  ASSERT_EQ(groups.size(), 1U);
  EXPECT_THAT(groups.at("6f1e6a52-8c0b-4d8e-9a53-2f0b1c7d4e90"), ElementsAre("brussels", "vilnius", "lisbon"));
  EXPECT_THAT(told(read_settings("[publish]\nsharing_groups = [\"a=brussels\"]")),
              ElementsAre(HasSubstr("not the UUID")));
  EXPECT_THAT(told(read_settings("[publish]\nsharing_groups = [\"6f1e6a52-8c0b-4d8e-9a53-2f0b1c7d4e90=\"]")),
              ElementsAre(HasSubstr("no name")));
  EXPECT_THAT(told(read_settings("[publish]\nown_sites = [\"not a name\"]")),
              ElementsAre(HasSubstr("name of the DNS")));
}

TEST(Settings, an_expiry_of_no_type_beyond_two_years_or_beyond_the_most_is_a_fault) {
  EXPECT_THAT(told(read_settings("[expiry]\nby_type = [\"ip=30d\"]")),
              ElementsAre(HasSubstr("it is not a type and a duration")));
  EXPECT_THAT(told(read_settings("[expiry]\nby_type = [\"ipv4=732d\"]")),
              ElementsAre(HasSubstr("not within an hour and 731 days")));
  EXPECT_THAT(told(read_settings("[expiry]\nby_type = [\"ipv4=500d\"]\n[publish]\nmax_expiry = \"400d\"")),
              ElementsAre("0 publish.max_expiry is shorter than expiry.by_type for ipv4"));
  EXPECT_THAT(told(read_settings("[publish]\nmax_expiry = \"732d\"")), ElementsAre(HasSubstr("out of bounds")));
  EXPECT_THAT(told(read_settings("[warning]\nbuiltin = \"yes\"")),
              ElementsAre(HasSubstr("it is neither true nor false")));
}

TEST(Settings, all_faults_of_a_file_are_told_at_once_with_their_lines) {
  const auto reading = read_settings(R"([link]
listn = ["[::]:7443"]
window = "4MB"
max_connections = -1
ping_after = 20
[pubish]
[publish]
default_tlp = "purple"
[api]
socket = "api.sock"
)");
  EXPECT_THAT(told(reading),
              ElementsAre("2 link.listn: there is no such setting; did you mean link.listen?",
                          HasSubstr("3 link.window: it is not a size such as"),
                          HasSubstr("4 link.max_connections: it is out of bounds"),
                          HasSubstr("5 link.ping_after: it is not a duration such as"),
                          "6 pubish: there is no such group; did you mean publish?",
                          HasSubstr("8 publish.default_tlp: there is no such choice (one of \"clear\", \"green\""),
                          HasSubstr("10 api.socket: it is not an absolute path")));
}

TEST(Settings, faults_of_the_syntax_do_not_hide_the_others) {
  const auto reading = read_settings("[log]\nlevel = loud\n[api]\nmax_clients = \n[link]\nwindw = 1\n");
  EXPECT_THAT(told(reading), ElementsAre(HasSubstr("2 not TOML"), HasSubstr("4 not TOML"),
                                         "6 link.windw: there is no such setting; did you mean link.window?"));
}

TEST(Settings, a_setting_given_twice_is_a_fault) {
  EXPECT_THAT(told(read_settings("[log]\nlevel = \"info\"\nlevel = \"debug\"\n")),
              ElementsAre(HasSubstr("3 not TOML")));
}

TEST(Settings, a_setting_outside_a_group_is_a_fault) {
  EXPECT_THAT(told(read_settings("level = \"info\"\n")),
              ElementsAre(HasSubstr("1 level: there is no such setting outside a [group]")));
}

TEST(Settings, settings_that_contradict_each_other_are_a_fault) {
  EXPECT_THAT(told(read_settings("[link]\nping_after = \"60s\"\ndead_after = \"60s\"\n")),
              ElementsAre("0 link.dead_after is not longer than link.ping_after"));
}

TEST(Settings, garbage_ends_in_faults_and_never_in_a_crash) {
  std::string garbage;
  for (int i = 0; i < 20'000; ++i) garbage.push_back(static_cast<char>((i * 7919) >> 3));
  EXPECT_FALSE(read_settings(garbage).faults.empty());
  EXPECT_FALSE(read_settings(std::string(5000, '[')).faults.empty());
  EXPECT_FALSE(read_settings(std::string(2 << 20, ' ')).faults.empty());
  EXPECT_LE(read_settings(std::string(5000, '\n') + "x\nx\nx\n").faults.size(), max_faults);
}

TEST(Settings, a_half_life_is_a_type_and_a_duration) {
  EXPECT_EQ(type_duration_from_text("ipv4=30d")->type, observable::Type::Ipv4);
  EXPECT_EQ(type_duration_from_text("ipv4=30d")->duration, std::chrono::hours(24 * 30));
  for (const char* wrong : {"ipv4", "=30d", "ipv4=", "ipv4=soon", "ipv4=10m", "ipv4=3651d", "ipv5=1d"}) {
    EXPECT_TRUE(check_half_life(wrong)) << wrong;
  }
  EXPECT_EQ(read_settings("[score]\nhalf_lives = [\"ipv4=7d\"]\n").settings.score.half_lives,
            std::vector<std::string>{"ipv4=7d"});
}

TEST(Settings, addresses_without_a_port_or_brackets_are_explained) {
  EXPECT_EQ(check_listen("[::1]:0"), std::nullopt);
  EXPECT_EQ(check_listen("node.example.tw:7443"), std::nullopt);
  EXPECT_THAT(*check_listen("node.example.tw"), HasSubstr("no port"));
  EXPECT_THAT(*check_listen("2001:db8::1:7443"), HasSubstr("needs brackets"));
  EXPECT_THAT(*check_endpoint("a:0"), HasSubstr("1 to 65535"));
  EXPECT_THAT(*check_endpoint("a:70000"), HasSubstr("1 to 65535"));
  EXPECT_THAT(*check_endpoint("[nonsense]:1"), HasSubstr("no IPv6 address"));
}

TEST(Settings, sizes_are_written_as_they_are_read) {
  for (const std::uint64_t size : {1ULL, 512ULL, 4096ULL, 3ULL << 20, 5ULL << 30}) {
    EXPECT_EQ(size_from_text(size_text(size)), size);
  }
  EXPECT_EQ(size_from_text("99999999999GiB"), std::nullopt);
  EXPECT_EQ(size_from_text("MiB"), std::nullopt);
}

TEST(Declarations, every_default_is_within_its_bounds_and_the_commented_file_reads_back_as_it) {
  const auto defaults = default_settings();
  std::string everything = commented_config(defaults);
  EXPECT_THAT(told(read_settings(everything)), IsEmpty());
  for (const auto& declared : declarations()) {
    const auto dot = declared.key.find('.');
    const auto file = "[" + std::string(declared.key.substr(0, dot)) + "]\n" +
                      std::string(declared.key.substr(dot + 1)) + " = " + value_text(declared, defaults) + "\n";
    EXPECT_THAT(told(read_settings(file)), IsEmpty()) << file;
    EXPECT_THAT(everything, HasSubstr("\n#" + std::string(declared.key.substr(dot + 1)) + " = "));
    EXPECT_TRUE(declared.says.ends_with('.')) << declared.key;
  }
}

TEST(Declarations, what_differs_from_the_defaults_is_in_force_in_the_commented_file) {
  auto settings = default_settings();
  settings.node.data = "/srv/tidings \"one\"";
  settings.link.listen = {"[::1]:17443", "127.0.0.1:17443"};
  settings.store.forget_every = 90s;
  const auto reading = read_settings(commented_config(settings));
  EXPECT_THAT(told(reading), IsEmpty());
  EXPECT_THAT(changes(settings, reading.settings), IsEmpty());
}

TEST(Declarations, help_tells_of_every_setting) {
  const auto help = help_text();
  for (const auto& declared : declarations()) EXPECT_THAT(help, HasSubstr(std::string(declared.key) + "\n"));
}

constexpr std::string_view hook = R"([[webhook]]
name = "soc"
url = "https://soc.example.tw/in"
secret_file = "/etc/tidings/soc.secret"
)";

TEST(Lists, blocks_are_read_in_order_each_with_the_defaults_of_what_it_leaves_out) {
  const auto reading = read_settings(std::string(hook) + R"(types = ["domain", "url"]
max_tlp = "amber"
[[webhook]]
name = "siem"
url = "http://127.0.0.1:8080/"
secret_file = "/etc/tidings/siem.secret"
allow_private = true
batch_max = 10
)");
  EXPECT_THAT(told(reading), IsEmpty());
  ASSERT_EQ(reading.settings.webhooks.size(), 2U);
  const auto& first = reading.settings.webhooks[0];
  EXPECT_EQ(first.name, "soc");
  EXPECT_THAT(first.types, ElementsAre("domain", "url"));
  EXPECT_EQ(first.max_tlp, Marking::Amber);
  EXPECT_EQ(first.batch_max, 500U);
  EXPECT_EQ(first.timeout, 10s);
  const auto& second = reading.settings.webhooks[1];
  EXPECT_EQ(second.max_tlp, Marking::Green) << "nothing of the block before it";
  EXPECT_THAT(second.types, IsEmpty());
  EXPECT_TRUE(second.allow_private);
  EXPECT_EQ(second.line, 7U);
}

TEST(Lists, all_faults_of_all_blocks_are_told_with_their_lines) {
  const auto reading = read_settings(std::string(hook) + R"([[webhook]]
name = "soc"
url = "http://soc.example.tw/in"
max_tpl = "red"
batch_max = 0
)");
  EXPECT_THAT(
      told(reading),
      ElementsAre(HasSubstr("5 webhook.secret_file: it is missing"), HasSubstr("5 webhook: two have the name soc"),
                  HasSubstr("7 webhook.url: http, which everybody"),
                  HasSubstr("8 webhook.max_tpl: there is no such setting; did you mean webhook.max_tlp?"),
                  HasSubstr("9 webhook.batch_max: it is out of bounds")));
  EXPECT_THAT(told(read_settings("[webhook]\nname = \"soc\"\n")),
              ElementsAre(HasSubstr("1 webhook: it is given in blocks")));
}

TEST(Lists, blocks_in_force_stand_in_the_commented_file_and_change_at_a_reload) {
  const auto wanted = read_settings(hook).settings;
  const auto again = read_settings(commented_config(wanted));
  EXPECT_THAT(told(again), IsEmpty());
  EXPECT_THAT(changes(wanted, again.settings), IsEmpty());
  const auto found = changes(default_settings(), wanted);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].key, "webhook");
  EXPECT_EQ(found[0].takes, Takes::AtReload);
  EXPECT_EQ(reloaded(default_settings(), wanted).webhooks.size(), 1U);
  EXPECT_THAT(help_text(), HasSubstr("[[webhook]]\n"));
  EXPECT_THAT(help_text(), HasSubstr("webhook.secret_file\n"));
}

TEST(Lists, a_change_of_a_block_tells_its_name_and_what_differs_and_no_value_of_it) {
  const auto before = read_settings(hook).settings;
  auto after = before;
  after.webhooks.front().url = "https://soc.example/hook?token=b4d5ec2e7";
  after.webhooks.front().batch_max = 7;
  auto other = after.webhooks.front();
  other.name = "other";
  after.webhooks.push_back(other);
  const auto found = changes(before, after);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].key, "webhook");
  EXPECT_EQ(found[0].from, "\"soc\"");
  EXPECT_EQ(found[0].to, "\"soc\" with another url, batch_max");
  EXPECT_EQ(found[1].from, "none");
  EXPECT_EQ(found[1].to, "\"other\"");
  EXPECT_EQ(changes(after, before).front().to, "none");
}

TEST(Lists, a_feed_that_shares_what_needs_a_second_person_is_a_fault) {
  const auto config = [](const std::string& feed) {
    return "[publish]\nreview = \"two-person\"\nreview_above = \"green\"\n[[feed]]\nname = \"soc\"\nfolder = \"/f\"\n" +
           feed;
  };
  EXPECT_THAT(told(read_settings(config("share = true\ntlp = \"green\"\n"))),
              ElementsAre(AllOf(HasSubstr("4 feed soc: "), HasSubstr("second person"), HasSubstr("share = false"))));
  EXPECT_THAT(told(read_settings(config("share = true\ntlp = \"amber\"\n"))), IsEmpty());
  EXPECT_THAT(told(read_settings(config("tlp = \"clear\"\n"))), IsEmpty());
}

TEST(Lists, a_url_goes_over_tls_or_stays_on_this_machine) {
  for (const auto* good :
       {"https://a.example/x?y=z", "http://localhost:80/", "http://127.0.0.1", "http://[::1]:8080/in"}) {
    EXPECT_EQ(check_url(good), std::nullopt) << good;
  }
  for (const auto* bad : {"http://127.0.0.1.example/", "http://a.example/", "ftp://a.example/", "https://",
                          "https://user@a.example/", "https://a.example/ x", "https://a.example/#x"}) {
    EXPECT_NE(check_url(bad), std::nullopt) << bad;
  }
}

TEST(Reload, live_settings_change_and_the_others_are_named) {
  const auto in_force = default_settings();
  auto wanted = in_force;
  wanted.log.level = LogLevel::Debug;
  wanted.link.max_connections = 7;
  const auto found = changes(in_force, wanted);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].key, "link.max_connections");
  EXPECT_EQ(found[0].takes, Takes::AtRestart);
  EXPECT_EQ(found[1].to, "\"debug\"");
  const auto result = reloaded(in_force, wanted);
  EXPECT_EQ(result.log.level, LogLevel::Debug);
  EXPECT_EQ(result.link.max_connections, in_force.link.max_connections);
}

TEST(LoadSettings, names_the_file_and_the_line_of_every_fault) {
  const auto file = testing::TempDir() + "faulty.toml";
  std::ofstream(file) << "[log]\nlevel = 3\nlevl = 4\n";
  const auto loaded = load_settings(file);
  ASSERT_TRUE(loaded.has_error());
  EXPECT_EQ(loaded.error().code, base::ErrorCode::BadInput);
  EXPECT_THAT(loaded.error().what, HasSubstr(file + ":2: log.level: "));
  EXPECT_THAT(loaded.error().what, HasSubstr("\n" + file + ":3: log.levl: "));
}

TEST(LoadSettings, a_missing_file_says_what_to_do) {
  const auto loaded = load_settings("/nonexistent/tidingsd.toml");
  ASSERT_TRUE(loaded.has_error());
  EXPECT_EQ(loaded.error().code, base::ErrorCode::NotFound);
  EXPECT_THAT(loaded.error().what, HasSubstr("tidingsd init"));
}

}  // namespace
}  // namespace tidings::settings
