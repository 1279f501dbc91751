#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <CLI/CLI.hpp>

#include "base/clock.hpp"
#include "client/commands/filter_options.hpp"
#include "client/commands/partner.hpp"
#include "client/commands/publish_options.hpp"
#include "client/commands/shown.hpp"
#include "client/commands/table.hpp"
#include "client/commands/times.hpp"

namespace tidings::commands {
namespace {

using ::testing::HasSubstr;

int run_words(std::vector<std::string> words) {
  words.insert(words.begin(), "tidings");
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  return run(static_cast<int>(argv.size()), argv.data());
}

TEST(FilterOptions, leave_what_stands_behind_them_to_the_command) {
  for (const std::string name : {"--type", "--origin", "--tag", "--ecosystem", "--tlp", "--kind", "--role"}) {
    CLI::App app;
    FilterOptions options;
    std::vector<std::string> values;
    offer_filter(app, options, Asker::Query);
    app.add_option("VALUE", values);
    app.parse({"evil.tw", "b,c", name, "a", name});  // CLI11 takes them from the back
    EXPECT_EQ(values, std::vector<std::string>{"evil.tw"}) << name;
    EXPECT_EQ(app.get_option(name)->results(), (std::vector<std::string>{"a", "b", "c"}));
  }
}

TEST(PublishOptions, become_the_context_of_the_publication) {
  PublishOptions options;
  options.title = "A title";
  options.tlp = "TLP:WHITE";
  options.pap = "amber";
  options.role = "c2";
  options.confidence = "80";
  options.priority = "urgent";
  options.expires = "30d";
  options.tags = {"a", "b"};
  options.release_to = {"brussels"};
  Draft draft;
  ASSERT_TRUE(apply(options, draft));
  EXPECT_EQ(draft.tlp, v1::TLP_CLEAR);
  EXPECT_EQ(draft.context.audience().pap(), v1::PAP_AMBER);
  EXPECT_EQ(draft.context.role(), v1::ROLE_C2);
  EXPECT_EQ(draft.context.confidence(), 81U);
  EXPECT_EQ(draft.context.priority(), v1::PRIORITY_URGENT);
  EXPECT_EQ(draft.context.tags_size(), 2);
  EXPECT_TRUE(draft.expiry_given);
  EXPECT_EQ(draft.release_to, std::vector<std::string>{"brussels"});
}

TEST(PublishOptions, leave_alone_what_they_do_not_name) {
  Draft draft;
  draft.context.set_title("former");
  draft.context.add_tags("kept");
  ASSERT_TRUE(apply(PublishOptions{}, draft));
  EXPECT_EQ(draft.context.title(), "former");
  EXPECT_EQ(draft.context.tags(0), "kept");
  EXPECT_FALSE(draft.expiry_given);
}

TEST(PublishOptions, a_wrong_word_is_named_with_the_right_ones) {
  PublishOptions options;
  options.tlp = "purple";
  Draft draft;
  const auto status = apply(options, draft);
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().what, HasSubstr("purple"));
  EXPECT_THAT(status.error().what, HasSubstr("amber+strict"));
}

TEST(PublishOptions, what_is_called_benign_is_not_accused_at_once) {
  PublishOptions options;
  options.role = "benign";
  for (const auto* verdict : {"malicious", "suspicious"}) {
    Draft draft;
    options.verdict = verdict;
    const auto status = apply(options, draft);
    ASSERT_FALSE(status);
    EXPECT_THAT(status.error().what, HasSubstr("benign"));
  }
  for (const auto* verdict : {"", "benign", "unknown"}) {
    Draft draft;
    options.verdict = verdict;
    EXPECT_TRUE(apply(options, draft)) << verdict;
  }
}

TEST(PublishOptions, an_expiry_in_the_past_is_refused) {
  PublishOptions options;
  options.expires = "2001-01-01";
  Draft draft;
  EXPECT_FALSE(apply(options, draft));
}

TEST(Times, durations_count_from_now) {
  const base::Instant now = base::SystemClock().now();
  EXPECT_LT(past_instant("7d")->us, now.us - 6ULL * 86'400'000'000);
  EXPECT_GT(future_instant("12h")->us, now.us);
  EXPECT_FALSE(future_instant("soon"));
  EXPECT_EQ(past_instant("2026-01-01")->us, base::instant_from_text("2026-01-01")->us);
}

TEST(Terms, none_takes_back_what_was_allowed) {
  v1::PartnerTerms terms;
  terms.set_send(v1::TLP_AMBER);
  terms.set_accept(v1::TLP_AMBER);
  TermsOptions options;
  options.send = "none";
  options.community = true;
  ASSERT_TRUE(apply(options, terms));
  EXPECT_EQ(terms.send(), v1::TLP_UNSPECIFIED);
  EXPECT_EQ(terms.accept(), v1::TLP_AMBER);
  EXPECT_TRUE(terms.community());
}

TEST(Ids, are_eight_hex_digits_or_more) {
  EXPECT_TRUE(is_id("3f2a9c0d"));
  EXPECT_TRUE(is_id(std::string(64, 'A')));
  EXPECT_FALSE(is_id("3f2a9c0"));
  EXPECT_FALSE(is_id("evil.example"));
  EXPECT_FALSE(is_id(std::string(65, 'a')));
}

TEST(CommandLine, wrong_usage_is_exit_2) {
  EXPECT_EQ(run_words({}), 2);
  EXPECT_EQ(run_words({"nonsense"}), 2);
  EXPECT_EQ(run_words({"publish"}), 2);
  EXPECT_EQ(run_words({"query", "x.example", "-o", "xml"}), 2);
  EXPECT_EQ(run_words({"partner", "add"}), 2);
}

/// The words of each command and each of its options that takes a value.
void add_options(const CLI::App& app, const std::vector<std::string>& command,
                 std::vector<std::vector<std::string>>& all) {
  for (const auto* option : app.get_options()) {
    if (!option->nonpositional() || option->get_items_expected_max() == 0) continue;
    all.push_back(command);
    all.back().push_back(option->get_name());
  }
  for (const auto* each : app.get_subcommands([](const CLI::App*) { return true; })) {
    auto words = command;
    words.push_back(each->get_name());
    add_options(*each, words, all);
  }
}

TEST(CommandLine, an_empty_value_of_any_option_is_refused) {
  CLI::App app;
  Session session;
  commands::Run chosen;
  declare_all(app, session, chosen);
  std::vector<std::vector<std::string>> all{{"status", "--socket"}};
  add_options(app, {}, all);
  EXPECT_GT(all.size(), 100U);
  for (auto& words : all) {
    words.emplace_back();
    testing::internal::CaptureStderr();
    EXPECT_EQ(run_words(words), 2);
    const auto said = testing::internal::GetCapturedStderr();
    EXPECT_THAT(said, HasSubstr("it is empty")) << testing::PrintToString(words);
  }
}

TEST(CommandLine, help_is_exit_0) { EXPECT_EQ(run_words({"publish", "--help"}), 0); }

TEST(CommandLine, no_daemon_is_exit_3) {
  EXPECT_EQ(run_words({"--socket", "/nowhere/api.sock", "status"}), 3);
  EXPECT_EQ(run_words({"status", "--socket", "/nowhere/api.sock"}), 3);
}

TEST(CommandLine, red_to_nobody_by_name_is_refused_before_anything_is_asked) {
  EXPECT_EQ(run_words({"--socket", "/nowhere/api.sock", "publish", "--title", "x", "--tlp", "red"}), 4);
}

}  // namespace
}  // namespace tidings::commands
