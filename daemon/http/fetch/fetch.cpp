#include "daemon/http/fetch/fetch.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <optional>

#include "base/letters.hpp"
#include "daemon/http/fetch/resolver.hpp"

namespace tidings::fetch {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace ssl = asio::ssl;
using asio::ip::tcp;
using base::ErrorCode;
using boost::system::error_code;

constexpr unsigned http_1_1 = 11, status_ok = 200;
constexpr std::size_t piece_bytes = 64u << 10;
constexpr std::size_t most_refusal_bytes = 64u << 10;  ///< of an answer that who takes pieces does not get

http::request<http::string_body> written(const Url& url, Request request, const FetchOptions& options) {
  http::request<http::string_body> message;
  message.method_string(request.method);
  message.target(url.target);
  message.version(http_1_1);
  message.set(http::field::host, url.authority);
  message.set(http::field::user_agent, options.software);
  message.set(http::field::connection, "close");
  for (const auto& [name, value] : request.headers) message.set(name, value);
  message.body() = std::move(request.body);
  message.prepare_payload();
  return message;
}

/// One request on its way. Its handlers hold it; who abandons it closes the socket, which ends them.
class Exchange : public std::enable_shared_from_this<Exchange> {
 public:
  Exchange(asio::io_context& io, ssl::context& trust, const FetchOptions& options, Url url, Request request,
           Fetcher::Done done)
      : options_(options),
        url_(std::move(url)),
        chosen_(request.chosen),
        take_(std::move(request.take)),
        stream_(io, trust),
        request_(written(url_, std::move(request), options)),
        deadline_(options.step_deadline),
        timer_(io),
        whole_timer_(io),
        done_(std::move(done)) {
    parser_.header_limit(static_cast<std::uint32_t>(options.max_header_bytes));
    parser_.body_limit(boost::none);  // bounded below, so that a long one is cut and not a fault
  }

  /// `resolve` begins the look-up of the name.
  void start(Resolver& resolver) {
    if (options_.whole_deadline.count() > 0) {
      whole_timer_.expires_after(options_.whole_deadline);
      whole_timer_.async_wait([self = shared_from_this()](const error_code& stopped) {
        if (!stopped && self->done_) self->fail(ErrorCode::Timeout, "it did not come to its end in time");
      });
    }
    begin_step("its name was not resolved in time");
    resolver.resolve(url_.host, [self = shared_from_this()](base::Result<std::vector<std::string>> found) {
      if (!self->done_) return;
      if (!found) return self->finish(found.error());
      self->connect(*found);
    });
  }
  void abandon() {
    done_ = nullptr;
    close();
  }
  bool is_under_way() const { return done_ != nullptr; }

 private:
  tcp::socket& socket() { return stream_.next_layer().socket(); }

  void connect(const std::vector<std::string>& addresses) {
    std::vector<tcp::endpoint> endpoints;
    std::string refused;
    for (const auto& text : addresses) {
      error_code ignored;
      const auto address = asio::ip::make_address(text, ignored);
      const auto why = private_reason(text);
      const bool may = why.empty() || options_.allow_private || (chosen_ == Chosen::ByUs && url_.names_this_machine());
      if (!may)
        refused = text + ", a " + why;
      else if (!ignored)
        endpoints.emplace_back(address, static_cast<std::uint16_t>(std::stoul(url_.port)));
    }
    if (endpoints.empty()) {
      if (!refused.empty()) return fail(ErrorCode::Policy, "it stands for " + refused + ", which is not allowed here");
      return fail(ErrorCode::Unreachable, "it has no address");
    }
    begin_step("nobody answered there in time");
    stream_.next_layer().async_connect(endpoints,
                                       [self = shared_from_this()](const error_code& failed, const tcp::endpoint&) {
                                         if (!self->passes(failed, "cannot be reached")) return;
                                         if (self->url_.tls)
                                           self->shake_hands();
                                         else
                                           self->write(self->stream_.next_layer());
                                       });
  }

  void shake_hands() {
    begin_step("its handshake did not end in time");
    error_code is_name;
    asio::ip::make_address(url_.host, is_name);
    if (is_name) {  // RFC 6066: no addresses. What SSL_set_tlsext_host_name() is a macro for
      SSL_ctrl(stream_.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
               const_cast<char*>(url_.host.c_str()));
    }
    stream_.set_verify_callback(
        [is_for = ssl::host_name_verification(url_.host)](bool verified, ssl::verify_context& context) {
          if (is_for(verified, context)) return true;
          if (verified) X509_STORE_CTX_set_error(context.native_handle(), X509_V_ERR_HOSTNAME_MISMATCH);
          return false;
        });
    stream_.async_handshake(ssl::stream_base::client, [self = shared_from_this()](const error_code& failed) {
      if (!self->done_) return;
      const auto verified = SSL_get_verify_result(self->stream_.native_handle());
      if (failed && verified == X509_V_ERR_HOSTNAME_MISMATCH) {
        return self->fail(ErrorCode::BadSignature, "its certificate is not for " + self->url_.host);
      }
      if (failed && verified != X509_V_OK) {
        return self->fail(ErrorCode::BadSignature,
                          std::string("its certificate is refused: ") + X509_verify_cert_error_string(verified));
      }
      if (self->passes(failed, "failed in the handshake")) self->write(self->stream_);
    });
  }

  template <class Stream>
  void write(Stream& stream) {
    begin_step("it did not take the request in time");
    http::async_write(stream, request_, [self = shared_from_this(), &stream](const error_code& failed, std::size_t) {
      // A server that answers before it has read all may close its end: its answer counts.
      if (failed && failed != asio::error::broken_pipe && failed != asio::error::connection_reset) {
        self->passes(failed, "did not take the request");
      } else if (self->done_) {
        self->read_header(stream);
      }
    });
  }

  template <class Stream>
  void read_header(Stream& stream) {
    begin_step("it did not answer in time");
    http::async_read_header(stream, buffer_, parser_,
                            [self = shared_from_this(), &stream](const error_code& failed, std::size_t) {
                              if (self->passes(failed, "did not answer")) self->read_body(stream);
                            });
  }

  /// What is read goes through a piece of our own: a body's stated length reserves nothing.
  template <class Stream>
  void read_body(Stream& stream) {
    const bool has_enough = !is_taken_by_pieces() && body_.size() > most_held();
    if (parser_.is_done() || has_enough) return answer();
    if (is_taken_by_pieces()) begin_step("its answer stopped");
    piece_.resize(piece_bytes);
    auto& body = parser_.get().body();
    body.data = piece_.data();
    body.size = piece_.size();
    http::async_read_some(stream, buffer_, parser_,
                          [self = shared_from_this(), &stream](const error_code& failed, std::size_t) {
                            const bool is_full = failed == http::error::need_buffer;
                            const bool is_cut = failed == ssl::error::stream_truncated && self->parser_.is_done();
                            if (is_full || is_cut || self->passes(failed, "broke off its answer")) self->came(stream);
                          });
  }

  template <class Stream>
  void came(Stream& stream) {
    if (!done_) return;
    piece_.resize(piece_.size() - parser_.get().body().size);
    came_bytes_ += piece_.size();
    if (!is_taken_by_pieces()) {
      body_.append(piece_);
      return read_body(stream);
    }
    if (came_bytes_ > options_.max_body_bytes) {
      return fail(ErrorCode::TooLarge, "it is longer than " + std::to_string(options_.max_body_bytes) + " bytes");
    }
    if (piece_.empty()) return read_body(stream);
    ++step_;  // the taker has its own time
    timer_.cancel();
    const auto take = take_;  // which an end within the call drops
    take(std::exchange(piece_, {}), [self = shared_from_this(), &stream](const base::Status& taken) {
      if (!self->done_) return;
      if (!taken) return self->finish(taken.error());
      self->read_body(stream);
    });
  }
  std::size_t most_held() const {
    return take_ ? std::min(options_.max_body_bytes, most_refusal_bytes) : options_.max_body_bytes;
  }
  bool is_taken_by_pieces() const { return take_ && parser_.get().result_int() == status_ok; }

  void answer() {
    auto& message = parser_.get();
    Response response;
    response.status = message.result_int();
    for (const auto& field : message) {
      response.headers.emplace_back(base::lowered(field.name_string()), std::string(field.value()));
    }
    response.body = std::move(body_);
    response.cut = !parser_.is_done();
    if (response.body.size() > most_held()) response.body.resize(most_held());
    finish(std::move(response));
  }

  /// Each step has the same time.
  void begin_step(std::string too_late) {
    too_late_ = std::move(too_late);
    timer_.expires_after(deadline_);
    timer_.async_wait([self = shared_from_this(), step = ++step_](const error_code& stopped) {
      if (!stopped && step == self->step_ && self->done_) self->fail(ErrorCode::Timeout, self->too_late_);
    });
  }
  bool passes(const error_code& failed, std::string_view what) {
    if (!done_) return false;
    if (!failed) return true;
    const bool too_long = failed == http::error::header_limit;
    const bool broke = failed.category() == http::make_error_code(http::error::bad_version).category();
    fail(too_long ? ErrorCode::TooLarge
         : broke  ? ErrorCode::Protocol
                  : ErrorCode::Unreachable,
         std::string(what) + ": " + failed.message());
    return false;
  }
  void fail(ErrorCode code, const std::string& why) { finish(base::fail(code, url_.authority + ": " + why)); }
  void finish(base::Result<Response> result) {
    const auto done = std::exchange(done_, nullptr);
    close();
    if (done) done(std::move(result));
  }
  void close() {
    timer_.cancel();
    whole_timer_.cancel();
    take_ = nullptr;
    error_code ignored;
    socket().close(ignored);  // without a TLS goodbye: the answer is whole or refused
  }

  const FetchOptions options_;
  const Url url_;
  const Chosen chosen_;
  std::function<void(std::string, Request::More)> take_;
  beast::ssl_stream<beast::tcp_stream> stream_;
  http::request<http::string_body> request_;
  http::response_parser<http::buffer_body> parser_;
  beast::flat_buffer buffer_{64u << 10};
  std::string piece_, body_;
  std::size_t came_bytes_{0};
  base::Duration deadline_;
  asio::steady_timer timer_, whole_timer_;
  std::string too_late_;
  unsigned step_{0};
  Fetcher::Done done_;
};

class HttpFetcher final : public Fetcher {
 public:
  HttpFetcher(asio::io_context& io, base::Executor& home, FetchOptions options)
      : io_(io), home_(home), options_(std::move(options)), resolver_(home) {}
  ~HttpFetcher() override {
    if (under_way_) under_way_->abandon();
  }
  HttpFetcher(const HttpFetcher&) = delete;
  HttpFetcher& operator=(const HttpFetcher&) = delete;

  base::Status prepare() {
    error_code failed;
    trust_.set_options(ssl::context::default_workarounds | ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1, failed);
    trust_.set_verify_mode(ssl::verify_peer, failed);
    if (options_.ca_file.empty())
      trust_.set_default_verify_paths(failed);
    else
      trust_.load_verify_file(options_.ca_file, failed);
    if (!failed) return {};
    const auto from = options_.ca_file.empty() ? std::string("the system's certificates") : options_.ca_file;
    return base::fail(ErrorCode::BadInput, from + " cannot be read as certificates: " + failed.message());
  }

  void fetch(Request request, Done done) override {
    auto url = read_url(request.url);
    const bool is_busy = under_way_ && under_way_->is_under_way();
    if (is_busy || !url) {
      const auto why = is_busy ? base::fail(ErrorCode::Busy, "a request is under way") : url.error();
      home_.post([done = std::move(done), why] { done(why); });
      return;
    }
    under_way_ =
        std::make_shared<Exchange>(io_, trust_, options_, std::move(*url), std::move(request), std::move(done));
    under_way_->start(resolver_);
  }

 private:
  asio::io_context& io_;
  base::Executor& home_;
  FetchOptions options_;
  ssl::context trust_{ssl::context::tls_client};
  std::shared_ptr<Exchange> under_way_;
  Resolver resolver_;
};

}  // namespace

base::Result<std::unique_ptr<Fetcher>> Fetcher::make(asio::io_context& io, base::Executor& home, FetchOptions options) {
  auto fetcher = std::make_unique<HttpFetcher>(io, home, std::move(options));
  if (auto prepared = fetcher->prepare(); !prepared) return prepared.error();
  return std::unique_ptr<Fetcher>(std::move(fetcher));
}

}  // namespace tidings::fetch
