#include <gtest/gtest.h>

#include <cstdlib>

#include "client/terminal/progress.hpp"
#include "client/terminal/terminal.hpp"

namespace tidings::terminal {
namespace {

TEST(Progress, the_bar_tells_how_much_of_how_much) {
  EXPECT_EQ(progress_line("publishing", 500, 1000, 60), "publishing  [#############.............]  50%  500 of 1,000");
}

TEST(Progress, without_a_total_it_counts) { EXPECT_EQ(progress_line("reading", 1204, 0, 80), "reading  1,204"); }

TEST(Progress, the_bar_never_exceeds_its_line) {
  for (std::size_t width = 1; width < 120; ++width) {
    EXPECT_LE(progress_line("publishing", 123456, 1000000, width).size(), width);
    EXPECT_LE(progress_line("publishing", 2000000, 1000000, width).size(), width);
  }
}

TEST(Terminal, no_color_forbids_colour_everywhere) {
  ::setenv("NO_COLOR", "1", 1);
  EXPECT_FALSE(output_takes_colour());
  ::unsetenv("NO_COLOR");
}

}  // namespace
}  // namespace tidings::terminal
