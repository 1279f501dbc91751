#include "daemon/app/options.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>

#include "proto/wire_limits.hpp"

namespace tidings::app {
namespace {

TEST(Options, the_defaults_of_the_settings_are_those_of_the_parts) {
  const auto settings = settings::default_settings();
  const auto machine = links_options(settings).machine;
  const sync::LinkOptions unset;
  EXPECT_EQ(machine.window_bytes, unset.window_bytes);
  EXPECT_EQ(machine.piece_bytes, proto::max_piece_bytes);
  EXPECT_EQ(machine.ping_after, unset.ping_after);
  EXPECT_EQ(machine.dead_after, unset.dead_after);
  EXPECT_EQ(links_options(settings).dial_most, link::LinksOptions{}.dial_most);
  EXPECT_EQ(store_options(settings).pending_postings, store::StoreOptions{}.pending_postings);
  EXPECT_EQ(intake_options(settings).clock_skew, intake::IntakeOptions{}.clock_skew);
  EXPECT_EQ(server_options(settings).default_expiry, api::ServerOptions{}.default_expiry);
}

TEST(Options, scores_are_weighed_by_default_as_without_settings) {
  const auto settings = settings::default_settings();
  const auto weights = score_weights(settings);
  EXPECT_EQ(weights.scale_of(observable::Type::Ipv4).half_life, std::chrono::hours(24 * 30));
  const indicator::Weights unset;
  EXPECT_EQ(weights.others.half_life, unset.others.half_life);
  EXPECT_EQ(weights.others.default_confidence, unset.others.default_confidence);
  EXPECT_EQ(weights.others.dispute_weight, unset.others.dispute_weight);
  EXPECT_EQ(weights.others.sighting_trust, unset.others.sighting_trust);
  EXPECT_EQ(weights.introduced_trust, unset.introduced_trust);
}

TEST(Options, no_marking_reads_as_a_wider_one) {
  auto settings = settings::default_settings();
  settings.api.reader_max_tlp = settings::Marking::Green;
  settings.publish.default_tlp = settings::Marking::Red;
  EXPECT_EQ(server_options(settings).reader_max_tlp, v1::TLP_GREEN);
  EXPECT_EQ(server_options(settings).default_tlp, v1::TLP_RED);
  EXPECT_EQ(server_options(settings).unattended_tlp, v1::TLP_AMBER);
}

TEST(Options, a_folder_of_warning_lists_that_nobody_configured_need_not_be_there) {
  auto settings = settings::default_settings();
  if (!std::filesystem::exists(settings.warning.lists)) {
    EXPECT_EQ(warning_options(settings).lists, "");
  }
  settings.warning.lists = "/nonexistent/typo";
  EXPECT_EQ(warning_options(settings).lists, "/nonexistent/typo");
}

TEST(Options, a_collection_is_written_to_only_where_it_can_show_what_is_posted) {
  using settings::Marking;
  const auto fault = [](const std::function<void(settings::Settings&, settings::TaxiiCollection&)>& change) {
    auto settings = settings::default_settings();
    auto block = settings.taxii_collection;
    block.name = "in";
    block.write = true;
    block.line = 12;
    change(settings, block);
    settings.taxii_collections = {block};
    const auto options = taxii_options(settings);
    return options ? std::string() : options.error().what;
  };
  const std::string begin = "12: taxii_collection in: ";
  EXPECT_EQ(fault([](auto&, auto&) {}), "");
  EXPECT_EQ(fault([](auto&, auto& block) { block.types = {"domain"}; }).find(begin + "types: "), 0U);
  EXPECT_EQ(fault([](auto&, auto& block) { block.types = {"domain", "opaque"}; }), "");
  EXPECT_EQ(fault([](auto&, auto& block) { block.kinds = {"sighting"}; }).find(begin + "kinds: "), 0U);
  EXPECT_EQ(fault([](auto&, auto& block) { block.kinds = {"sighting", "report"}; }), "");
  EXPECT_EQ(fault([](auto&, auto& block) { block.min_confidence = 1; }).find(begin + "min_confidence: "), 0U);
  EXPECT_EQ(fault([](auto&, auto& block) { block.tlps = {"clear", "green"}; }).find(begin + "max_tlp, tlps: "), 0U);
  EXPECT_EQ(fault([](auto&, auto& block) { block.tlps = {"red"}; }).find(begin + "max_tlp, tlps: "), 0U);
  EXPECT_EQ(fault([](auto&, auto& block) { block.max_tlp = Marking::Green; }).find(begin + "max_tlp, tlps: "), 0U);
  EXPECT_EQ(fault([](auto& settings, auto& block) {
              block.max_tlp = Marking::Green;
              settings.publish.unattended_tlp = Marking::Green;
            }),
            "");
  const auto reviewed = [](auto& settings, auto& block) {
    block.tlps = {"amber"};
    settings.publish.review = settings::Review::TwoPerson;
    settings.publish.review_above = Marking::Amber;
  };
  EXPECT_EQ(fault(reviewed).find(begin + "max_tlp, tlps: "), 0U);
  EXPECT_EQ(fault([&](auto& settings, auto& block) {
              reviewed(settings, block);
              block.write = false;
            }),
            "");
}

TEST(Options, a_word_that_is_none_is_told_with_those_there_are) {
  auto some = settings::default_settings();
  settings::Feed feed;
  feed.name = "soc";
  feed.role = "c3";
  some.feeds = {feed};
  const auto options = feed_options(some);
  ASSERT_FALSE(options);
  EXPECT_NE(options.error().what.find("feed soc: role: there is no c3; it is c2, "), std::string::npos)
      << options.error().what;
}

TEST(Options, an_export_without_a_path_has_nothing_to_load) {
  auto some = settings::default_settings();
  settings::Export block;
  block.name = "feed-alone";
  block.format = "list";
  some.exports = {block};
  EXPECT_TRUE(export_options(some));
  some.exports[0].reload = "rndc reload";
  const auto options = export_options(some);
  ASSERT_FALSE(options);
  EXPECT_NE(options.error().what.find("reload: without a path"), std::string::npos) << options.error().what;
}

TEST(Options, there_is_always_a_thread_for_signatures) {
  auto settings = settings::default_settings();
  EXPECT_GE(crypto_threads(settings), 1U);
  settings.node.crypto_threads = 3;
  EXPECT_EQ(crypto_threads(settings), 3U);
}

}  // namespace
}  // namespace tidings::app
