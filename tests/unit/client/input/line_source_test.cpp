#include "client/input/line_source.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>

namespace tidings::input {
namespace {

struct Pipe {
  Pipe() { EXPECT_EQ(::pipe(ends.data()), 0); }
  ~Pipe() {
    ::close(ends[0]);
    close_writing();
  }
  void write(std::string_view text) const {
    EXPECT_EQ(::write(ends[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  void close_writing() {
    if (ends[1] >= 0) ::close(ends[1]);
    ends[1] = -1;
  }
  std::array<int, 2> ends{-1, -1};
};

TEST(LineBatch, gives_back_each_line_with_its_value_or_the_reason_there_is_none) {
  LineBatch batch;
  list::LineReader reader({}, [&](list::NumberedLine& line) { batch.add(line); });
  reader.push("hxxp://evil[.]example/a\n\n# a comment\n1.2.3.999\n45.62.198.73\n");
  ASSERT_EQ(batch.size(), 5U);
  EXPECT_EQ(batch.values().size(), 2U);
  EXPECT_EQ(batch.line(0).raw, "hxxp://evil[.]example/a");
  EXPECT_EQ(batch.line(0).text, "http://evil.example/a");
  ASSERT_NE(batch.line(0).value, nullptr);
  EXPECT_EQ(batch.line(1).outcome, list::Line::Outcome::Blank);
  EXPECT_EQ(batch.line(2).value, nullptr);
  EXPECT_EQ(batch.line(3).outcome, list::Line::Outcome::Reject);
  EXPECT_FALSE(batch.line(3).text.empty());
  EXPECT_EQ(batch.line(4).number, 5U);
  EXPECT_EQ(batch.line(4).value, &batch.values()[1]);
}

TEST(LineSource, hands_out_a_line_before_the_next_is_written) {
  const Pipe pipe;
  LineSource source(pipe.ends[0], {});
  EXPECT_FALSE(source.next_if_ready());
  pipe.write("45.62.198.73\n");
  const auto batch = source.next();
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->size(), 1U);
}

TEST(LineSource, cuts_many_lines_into_batches_and_loses_none) {
  Pipe pipe;
  constexpr std::size_t lines = 35'000;
  std::thread writer([&] {
    for (std::size_t i = 0; i < lines; ++i) pipe.write("10.1.2." + std::to_string(i % 256) + "\n");
    pipe.close_writing();
  });
  LineSource source(pipe.ends[0], {});
  std::size_t seen = 0;
  std::uint64_t last = 0;
  while (const auto batch = source.next()) {
    EXPECT_LE(batch->size(), max_batch_lines);
    for (std::size_t i = 0; i < batch->size(); ++i) EXPECT_EQ(batch->line(i).number, ++last);
    seen += batch->size();
  }
  writer.join();
  EXPECT_EQ(seen, lines);
  EXPECT_TRUE(source.error());
}

TEST(LineSource, goes_while_nobody_writes) {
  const Pipe pipe;
  const LineSource source(pipe.ends[0], {});
}

TEST(LineSource, tells_that_its_input_cannot_be_read) {
  const int not_for_reading = ::open("/dev/null", O_WRONLY);
  LineSource source(not_for_reading, {});
  EXPECT_FALSE(source.next());
  EXPECT_FALSE(source.error());
  ::close(not_for_reading);
}

}  // namespace
}  // namespace tidings::input
