#include "core/identity/words.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

namespace tidings::identity {
namespace {

/// The list that other implementations take: one word a line, the word of byte 0 first.
TEST(Words, are_those_of_the_published_list) {
  std::ifstream file(TIDINGS_SOURCE_DIR "/tests/data/vectors/words.txt");
  std::vector<std::string> published;
  for (std::string line; std::getline(file, line);) published.push_back(line);
  EXPECT_EQ(published, std::vector<std::string>(words.begin(), words.end()));
}

}  // namespace
}  // namespace tidings::identity
