#include "daemon/http/server/request_reader.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "base/letters.hpp"

namespace tidings::server {
namespace {

namespace http = boost::beast::http;
using base::ErrorCode;
using boost::system::error_code;

constexpr unsigned http_1_1 = 11, http_1_0 = 10;

base::Error refusal(const error_code& failed) {
  if (failed == http::error::header_limit) return base::fail(ErrorCode::TooLarge, "the request's head is too large");
  if (failed == http::error::body_limit) return base::fail(ErrorCode::TooLarge, "the request's body is too large");
  if (failed == http::error::bad_version) return base::fail(ErrorCode::Unsupported, "HTTP/1.1 is spoken here");
  return base::fail(ErrorCode::BadInput, "the request cannot be read: " + failed.message());
}

std::size_t count_of(const Headers& headers, std::string_view name) {
  return static_cast<std::size_t>(std::ranges::count(headers, name, [](const auto& header) { return header.first; }));
}

/// A body's length in two ways is how requests are smuggled past whoever reads it the other way.
base::Status check_head(const Request& request, const ReaderLimits& limits, unsigned version) {
  const auto& headers = request.headers;
  if (headers.size() > limits.max_headers) return base::fail(ErrorCode::TooLarge, "the request has too many headers");
  if (count_of(headers, "host") > 1) return base::fail(ErrorCode::BadInput, "the request has two Host headers");
  if (version == http_1_1 && count_of(headers, "host") == 0) {
    return base::fail(ErrorCode::BadInput, "the request has no Host header");
  }
  if (count_of(headers, "authorization") > 1) return base::fail(ErrorCode::BadInput, "the request has two credentials");
  const auto encodings = count_of(headers, "transfer-encoding"), lengths = count_of(headers, "content-length");
  if (encodings + lengths > 1) return base::fail(ErrorCode::BadInput, "the request has two lengths");
  if (encodings == 1 && base::lowered(*request.header("transfer-encoding")) != "chunked") {
    return base::fail(ErrorCode::Unsupported, "a body comes with its length or in chunks");
  }
  if (encodings == 1 && version != http_1_1) return base::fail(ErrorCode::BadInput, "chunks are of HTTP/1.1");
  return {};
}

}  // namespace

struct RequestReader::State {
  explicit State(const ReaderLimits& given) : limits(given) {
    parser.header_limit(static_cast<std::uint32_t>(given.max_head_bytes));
    parser.body_limit(boost::none);  // allow_body() sets it; until then no byte of a body is parsed
    parser.eager(false);
  }
  base::Status read_head();

  ReaderLimits limits;
  http::request_parser<http::string_body> parser;
  Request request;
  unsigned unsupported_status{505};
  bool has_head{false}, body_allowed{false}, has_body{false}, expects_continue{false}, wants_close{false};
};

base::Status RequestReader::State::read_head() {
  const auto& message = parser.get();
  const std::string_view target(message.target().data(), message.target().size());
  if (target.size() > limits.max_target_bytes)
    return base::fail(ErrorCode::TooLarge, "the request's target is too long");
  if (!target.starts_with('/')) return base::fail(ErrorCode::BadInput, "the request's target is no path");
  if (message.version() != http_1_1 && message.version() != http_1_0) {
    return base::fail(ErrorCode::Unsupported, "HTTP/1.1 is spoken here");
  }
  request.method = std::string(message.method_string());
  const auto mark = target.find('?');
  request.path = target.substr(0, mark);
  if (mark != std::string_view::npos) request.query = target.substr(mark + 1);
  for (const auto& field : message) {
    request.headers.emplace_back(base::lowered(field.name_string()), std::string(field.value()));
  }
  unsupported_status = 501;  // of a transfer coding (RFC 9112, section 6.1)
  if (auto checked = check_head(request, limits, message.version()); !checked) return checked;
  has_body = !parser.is_done() && (message.chunked() || parser.content_length().value_or(0) > 0);
  wants_close = !message.keep_alive();
  const auto expectation = request.header("expect");
  expects_continue = expectation && base::lowered(*expectation) == "100-continue" && message.version() == http_1_1;
  unsupported_status = 417;  // RFC 9110, section 10.1.1
  if (expectation && !expects_continue) return base::fail(ErrorCode::Unsupported, "this expectation is not known");
  return {};
}

RequestReader::RequestReader(const ReaderLimits& limits) : state_(std::make_unique<State>(limits)) {}
RequestReader::~RequestReader() = default;
RequestReader::RequestReader(RequestReader&&) noexcept = default;
RequestReader& RequestReader::operator=(RequestReader&&) noexcept = default;

base::Result<std::size_t> RequestReader::put(std::string_view bytes) {
  auto& state = *state_;
  if (state.has_head && !state.body_allowed) return std::size_t{0};
  std::size_t used = 0;
  while (used < bytes.size() && !state.parser.is_done()) {
    error_code failed;
    const auto rest = bytes.substr(used);
    const auto taken = state.parser.put(boost::asio::buffer(rest.data(), rest.size()), failed);
    used += taken;
    if (failed == http::error::need_more) return used;
    if (failed) return refusal(failed);
    if (!state.has_head && state.parser.is_header_done()) {
      state.has_head = true;
      if (auto read = state.read_head(); !read) return read.error();
      return used;
    }
    if (taken == 0) return used;
  }
  return used;
}

unsigned RequestReader::unsupported_status() const { return state_->unsupported_status; }
bool RequestReader::has_head() const { return state_->has_head; }
bool RequestReader::is_done() const {
  return state_->has_head && state_->body_allowed && (!state_->has_body || state_->parser.is_done());
}
bool RequestReader::expects_continue() const { return state_->expects_continue && state_->has_body; }
bool RequestReader::wants_close() const { return state_->wants_close; }
bool RequestReader::has_body() const { return state_->has_body; }
const Request& RequestReader::head() const { return state_->request; }

base::Status RequestReader::allow_body(std::size_t most_bytes) {
  const auto announced = state_->parser.content_length().value_or(0);
  if (announced > most_bytes || (most_bytes == 0 && state_->has_body)) {
    return base::fail(ErrorCode::TooLarge, "a body of at most " + std::to_string(most_bytes) + " bytes is taken here");
  }
  state_->parser.body_limit(most_bytes);
  state_->parser.eager(true);
  state_->body_allowed = true;
  return {};
}

Request RequestReader::take() {
  auto request = std::move(state_->request);
  request.body = std::move(state_->parser.get().body());
  return request;
}

}  // namespace tidings::server
