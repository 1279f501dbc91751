#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "daemon/settings/describe.hpp"

namespace tidings::settings {
namespace {

TEST(ShippedConfig, is_what_the_declarations_say) {
  std::ifstream file(TIDINGS_SOURCE_DIR "/config/tidingsd.toml");
  std::ostringstream held;
  held << file.rdbuf();
  EXPECT_EQ(held.str(), commented_config(default_settings()))
      << "write it anew: `tidingsd help config > config/tidingsd.toml`";
}

}  // namespace
}  // namespace tidings::settings
