#include "daemon/app/init.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "daemon/app/data_folder.hpp"
#include "daemon/app/files.hpp"
#include "daemon/app/node_keys.hpp"
#include "daemon/settings/describe.hpp"
#include "daemon/settings/read.hpp"
#include "tests/unit/daemon/app/folder.hpp"

namespace tidings::app {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using namespace std::chrono_literals;

const base::Instant now{1'760'000'000'000'000};

class Init : public testing::Test {
 protected:
  Init() {
    request_.organisation = "Taipei CERT";
    request_.endpoints = {"node.example.tw:7443"};
    request_.data = (folder_ / "data").string();
    request_.config = folder_ / "etc/tidingsd.toml";
    request_.socket = (folder_ / "api.sock").string();
  }
  DataFolder data() const { return {request_.data}; }
  std::map<std::string, std::string> everything() const {
    std::map<std::string, std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(folder_ / "")) {
      found[entry.path().string()] = entry.is_regular_file() ? *read_file(entry.path(), 1 << 24) : "";
    }
    return found;
  }

  Folder folder_;
  InitRequest request_;
};

TEST_F(Init, makes_a_node_that_can_be_loaded) {
  const auto made = init(request_, now);
  ASSERT_FALSE(made.has_error()) << made.error().what;
  const auto keys = load_node_keys(data());
  ASSERT_FALSE(keys.has_error()) << keys.error().what;
  EXPECT_EQ(keys->card.identity.name, "Taipei CERT");
  EXPECT_EQ(keys->card.identity.organisation, made->card.identity.organisation);
  EXPECT_EQ(keys->delegation.key, keys->signing.public_key());
  EXPECT_EQ(keys->delegation.valid_until, now + 400 * 24h);
  EXPECT_TRUE(keys->delegation.covers(now, identity::DelegatedFor::Bulletins));
  EXPECT_EQ(keys->card.contact->encryption_key.size(), 65U);
  EXPECT_EQ(keys->card.contact->tls_pins.size(), 1U);
  EXPECT_EQ(keys->token.reveal().size(), 32U);
}

TEST_F(Init, keys_are_for_the_daemons_own_user_alone) {
  ASSERT_FALSE(init(request_, now).has_error());
  EXPECT_EQ(mode_of(data().path), 0700U);
  EXPECT_EQ(mode_of(data().keys()), 0700U);
  for (const auto& key :
       {data().root_key(), data().node_key(), data().encryption_key(), data().token_key(), data().tls_key()}) {
    EXPECT_EQ(mode_of(key), 0600U) << key;
  }
}

TEST_F(Init, its_config_is_without_fault_and_says_what_was_asked_for) {
  request_.listen = {"127.0.0.1:17443"};
  ASSERT_FALSE(init(request_, now).has_error());
  const auto settings = settings::load_settings(request_.config);
  ASSERT_FALSE(settings.has_error()) << settings.error().what;
  EXPECT_EQ(settings->node.data, request_.data);
  EXPECT_THAT(settings->node.endpoints, ElementsAre("node.example.tw:7443"));
  EXPECT_THAT(settings->link.listen, ElementsAre("127.0.0.1:17443"));
  EXPECT_EQ(settings->api.socket, request_.socket);
}

TEST_F(Init, overwrites_nothing) {
  ASSERT_FALSE(init(request_, now).has_error());
  const auto before = everything();
  EXPECT_EQ(init(request_, now).error().code, base::ErrorCode::Exists);
  request_.config = folder_ / "other.toml";
  const auto again = init(request_, now);
  ASSERT_TRUE(again.has_error());
  EXPECT_THAT(again.error().what, HasSubstr("is not empty: init overwrites nothing"));
  EXPECT_EQ(everything(), before);
}

TEST_F(Init, the_untouched_config_of_the_installation_gives_way_and_an_edited_one_does_not) {
  fs::create_directories(request_.config.parent_path());
  std::ofstream(request_.config) << "[log]\nlevel = \"debug\"\n";
  EXPECT_EQ(init(request_, now).error().code, base::ErrorCode::Exists);
  std::ofstream(request_.config) << settings::commented_config(settings::default_settings());
  EXPECT_FALSE(init(request_, now).has_error());
  EXPECT_EQ(settings::load_settings(request_.config)->node.data, request_.data);
}

TEST_F(Init, a_failed_one_leaves_nothing) {
  std::ofstream(folder_ / "etc") << "a file where the config's folder would be";
  const auto before = everything();
  ASSERT_TRUE(init(request_, now).has_error());
  EXPECT_EQ(everything(), before);
  fs::remove(folder_ / "etc");
  request_.organisation = std::string(identity::max_name_bytes + 1, 'x');
  ASSERT_TRUE(init(request_, now).has_error());
  EXPECT_TRUE(everything().empty());
}

TEST_F(Init, an_endpoint_without_a_port_is_refused_before_anything_is_made) {
  request_.endpoints = {"node.example.tw"};
  const auto made = init(request_, now);
  ASSERT_TRUE(made.has_error());
  EXPECT_EQ(made.error().code, base::ErrorCode::BadInput);
  EXPECT_THAT(made.error().what, HasSubstr("no port"));
  EXPECT_TRUE(everything().empty());
}

TEST_F(Init, runs_without_its_root_key_which_may_be_kept_offline) {
  ASSERT_FALSE(init(request_, now).has_error());
  fs::remove(data().root_key());
  EXPECT_FALSE(load_node_keys(data()).has_error());
}

TEST_F(Init, changed_endpoints_are_signed_into_a_renewed_card_once) {
  ASSERT_FALSE(init(request_, now).has_error());
  const std::vector<std::string> moved{"[2001:db8::7]:7443"};
  for (int start = 0; start < 2; ++start) {
    auto keys = load_node_keys(data());
    ASSERT_FALSE(keys.has_error()) << keys.error().what;
    ASSERT_FALSE(renew_contact(data(), *keys, moved, now + 1h).has_error());
    EXPECT_EQ(keys->card.contact->serial, 2U);
    EXPECT_EQ(keys->card.contact->endpoints, moved);
    EXPECT_FALSE(identity::read_contact(keys->card.contact->signed_bytes, keys->card.identity).has_error());
  }
}

TEST_F(Init, a_key_that_others_may_read_keeps_the_node_from_starting) {
  ASSERT_FALSE(init(request_, now).has_error());
  fs::permissions(data().node_key(), fs::perms(0644));
  EXPECT_EQ(load_node_keys(data()).error().code, base::ErrorCode::Forbidden);
}

TEST_F(Init, a_folder_without_a_node_says_how_to_make_one) {
  const auto keys = load_node_keys(data());
  ASSERT_TRUE(keys.has_error());
  EXPECT_THAT(keys.error().what, HasSubstr("tidingsd init"));
}

}  // namespace
}  // namespace tidings::app
