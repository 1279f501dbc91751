#include "daemon/http/server/request_reader.hpp"

#include <gtest/gtest.h>

#include "daemon/http/server/gzip.hpp"

namespace tidings::server {
namespace {

using base::ErrorCode;

/// What it comes to when it is fed `text` in pieces.
base::Result<Request> read(std::string_view text, std::size_t piece, std::size_t most_body = 100) {
  RequestReader reader({});
  bool allowed = false;
  while (!reader.is_done()) {
    const auto used = reader.put(text.substr(0, piece));
    if (!used) return used.error();
    text.remove_prefix(*used);
    if (reader.has_head() && !allowed) {
      allowed = true;
      if (auto may = reader.allow_body(most_body); !may) return may.error();
      continue;
    }
    if (*used == 0 && !reader.is_done()) {
      if (piece >= text.size()) return base::fail(ErrorCode::Truncated, "it ends early");
      ++piece;
    }
  }
  return reader.take();
}

constexpr std::string_view post =
    "POST /a?b=c HTTP/1.1\r\nHost: x\r\nX-Name:  some value \r\nContent-Length: 5\r\n\r\nhello";

TEST(RequestReader, reads_the_same_whole_and_byte_by_byte) {
  for (const std::size_t piece : {1U, 7U, 1000U}) {
    const auto request = read(post, piece);
    ASSERT_TRUE(request) << piece << request.error().what;
    EXPECT_EQ(request->method, "POST");
    EXPECT_EQ(request->path, "/a");
    EXPECT_EQ(request->query, "b=c");
    EXPECT_EQ(request->header("x-name"), "some value");
    EXPECT_EQ(request->body, "hello");
  }
}

TEST(RequestReader, reads_chunks) {
  const auto request =
      read("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n", 1000);
  ASSERT_TRUE(request) << request.error().what;
  EXPECT_EQ(request->body, "hello");
}

TEST(RequestReader, refuses_what_two_readers_could_read_differently) {
  for (const std::string head :
       {"Host: x\r\nHost: y", "Content-Length: 1\r\nContent-Length: 2\r\nHost: x",
        "Transfer-Encoding: chunked\r\nContent-Length: 3\r\nHost: x", "Transfer-Encoding: gzip, chunked\r\nHost: x",
        "Authorization: a\r\nAuthorization: b\r\nHost: x", "X: no host", "Host : x", "Expect: magic\r\nHost: x"}) {
    EXPECT_FALSE(read("POST / HTTP/1.1\r\n" + head + "\r\n\r\nabc", 1000)) << head;
  }
  EXPECT_EQ(read("GET / HTTP/2.0\r\nHost: x\r\n\r\n", 1000).error().code, ErrorCode::Unsupported);
  EXPECT_FALSE(read("GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n", 1000));
}

TEST(RequestReader, each_kind_of_what_is_not_spoken_here_has_its_own_status) {
  for (const auto& [text, status] : {std::pair("GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505U),
                                     std::pair("GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", 501U),
                                     std::pair("GET / HTTP/1.1\r\nHost: x\r\nExpect: magic\r\n\r\n", 417U)}) {
    RequestReader reader({});
    const auto used = reader.put(text);
    ASSERT_FALSE(used) << text;
    EXPECT_EQ(used.error().code, ErrorCode::Unsupported) << text;
    EXPECT_EQ(reader.unsupported_status(), status) << text;
  }
}

TEST(RequestReader, bounds_head_and_body_before_they_are_there) {
  const std::string long_head = "GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(20'000, 'x');
  EXPECT_EQ(read(long_head, 100'000).error().code, ErrorCode::TooLarge);
  EXPECT_EQ(read("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 101\r\n\r\n", 1000).error().code, ErrorCode::TooLarge);
  EXPECT_EQ(read("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n" + std::string(255, 'x'), 1000)
                .error()
                .code,
            ErrorCode::TooLarge);
  EXPECT_EQ(read(post, 1000, 0).error().code, ErrorCode::TooLarge);
}

TEST(RequestReader, leaves_the_next_request_alone) {
  RequestReader reader({});
  const std::string two = "GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n";
  const auto used = reader.put(two);
  ASSERT_TRUE(used);
  EXPECT_EQ(two.substr(*used), "GET /2 HTTP/1.1\r\nHost: x\r\n\r\n");
  ASSERT_TRUE(reader.allow_body(0));
  EXPECT_TRUE(reader.is_done());
  EXPECT_FALSE(reader.wants_close());
}

TEST(HttpDate, is_written_as_the_standard_says) {
  EXPECT_EQ(http_date({1'795'356'185'000'000}), "Sun, 22 Nov 2026 14:03:05 GMT");
}

TEST(Gzip, begins_and_ends_as_gzip_does_in_one_or_many_pieces) {
  const std::string text(100'000, 'a');
  const auto whole = gzipped(text);
  EXPECT_LT(whole.size(), 2'000U);
  EXPECT_EQ(whole.substr(0, 3), "\x1f\x8b\x08");
  Gzip pieces;
  const auto first = pieces.add(text.substr(0, 50'000), Last::No), last = pieces.add(text.substr(50'000), Last::Yes);
  EXPECT_FALSE(first.empty());
  EXPECT_EQ(last.substr(last.size() - 8), whole.substr(whole.size() - 8)) << "the same checksum and size";
}

}  // namespace
}  // namespace tidings::server
