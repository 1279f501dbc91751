#include "daemon/http/server/session.hpp"

#include <algorithm>
#include <array>

#include "daemon/http/server/gzip.hpp"
#include "daemon/http/server/target.hpp"

namespace tidings::server {
namespace {

using base::ErrorCode;
using telemetry::Counter;
using telemetry::Event;

constexpr std::size_t worth_compressing = 1024;

unsigned status_of(ErrorCode code, bool in_body) {
  switch (code) {
    case ErrorCode::TooLarge: return in_body ? 413 : 431;
    case ErrorCode::Timeout: return 408;
    case ErrorCode::Busy: return 503;
    case ErrorCode::Forbidden: return 401;
    default: return 400;
  }
}

/// Where no route is: nobody learns what else is here.
Response plain_refusal(unsigned status, std::string_view why) {
  Response response;
  response.status = status;
  response.headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
  response.body = std::string(why) + "\n";
  return response;
}

std::string hex_size(std::size_t size) {
  std::array<char, 24> text{};
  std::snprintf(text.data(), text.size(), "%zx\r\n", size);
  return text.data();
}

}  // namespace

const Route* Service::route_of(std::string_view path) const {
  const Route* best = nullptr;
  for (const auto& route : routes) {
    // Without its last slash it is a fault too, but the route's own to tell.
    const bool is_of =
        path.starts_with(route.prefix) ||
        (route.prefix.ends_with('/') && route.prefix.starts_with(path) && path.size() + 1 == route.prefix.size());
    if (is_of && (best == nullptr || route.prefix.size() > best->prefix.size())) best = &route;
  }
  return best;
}

Session::Session(ServiceRef service, std::shared_ptr<Wire> wire, std::string address)
    : service_(std::move(service)),
      wire_(std::move(wire)),
      address_(std::move(address)),
      reader_(service_->options.limits) {}

void Session::start(std::function<void()> closed) {
  closed_ = std::move(closed);
  wire_->set_deadline(service_->options.handshake_deadline);
  wire_->shake_hands([self = shared_from_this()](const base::Result<std::optional<identity::SpkiPin>>& pin) {
    if (self->state_ == State::Closed) return;
    if (!pin) return self->close();  // strangers who speak no TLS are as many as there are scanners
    self->pin_ = *pin;
    self->next_request();
  });
}

void Session::next_request() {
  reader_ = RequestReader(service_->options.limits);
  request_ = {};
  route_ = nullptr;
  pieces_ = nullptr;
  gzip_.reset();
  sent_ = 0;
  head_only_ = on_head_done_ = false;
  may_chunk_ = true;
  state_ = State::Reading;
  is_idle_ = unread_.empty();
  began_ = service_->parts.clock.monotonic();
  if (draining_ || ++requests_ > service_->options.max_requests_a_connection) return end_now();
  advance();
}

void Session::read_more() {
  const auto& options = service_->options;
  const auto spent = service_->parts.clock.monotonic() - began_;
  const auto left = is_idle_ ? options.idle_deadline : options.request_deadline - spent;
  if (left <= base::Duration{0}) return refuse(base::fail(ErrorCode::Timeout, "the request did not end in time"));
  wire_->set_deadline(left);
  wire_->read([self = shared_from_this()](const base::Result<std::string_view>& read) { self->on_read(read); });
}

void Session::on_read(const base::Result<std::string_view>& read) {
  if (state_ == State::Closed) return;
  if (!read || read->empty()) return close();  // gone, or silent: nobody waits for words
  if (is_idle_) began_ = service_->parts.clock.monotonic();
  is_idle_ = false;
  unread_.append(*read);
  advance();
}

/// What is there is read as far as it may be.
void Session::advance() {
  while (!unread_.empty() && !reader_.is_done()) {
    const auto used = reader_.put(unread_);
    if (!used) return refuse(used.error());
    unread_.erase(0, *used);
    if (*used == 0 || (reader_.has_head() && !on_head_done_)) break;
  }
  if (!reader_.has_head()) return read_more();
  if (!on_head_done_) return on_head();
  if (reader_.is_done()) return hand_over();
  read_more();
}

void Session::on_head() {
  on_head_done_ = true;
  state_ = State::Answering;
  const auto& head = reader_.head();
  request_.id = service_->id_prefix + std::to_string(service_->next_id++);
  request_.method = head.method;
  request_.path = head.path;
  request_.headers = head.headers;
  close_after_ = reader_.wants_close();
  may_chunk_ = !reader_.wants_close();
  head_only_ = head.method == "HEAD";
  route_ = service_->route_of(head.path);
  access::Presented presented{std::string(head.header("authorization").value_or("")), pin_, address_};
  service_->parts.access.judge(std::move(presented), [self = shared_from_this()](access::Judgement judgement) {
    const auto wait = judgement.wait;
    if (wait == base::Duration{0}) return self->judged(std::move(judgement));
    self->service_->after(wait, [self, judgement = std::move(judgement)] { self->judged(judgement); });
  });
}

void Session::judged(access::Judgement judgement) {
  if (state_ == State::Closed) return;
  if (judgement.caller) {
    request_.caller = std::move(*judgement.caller);
    return admit();
  }
  if (reader_.has_body()) close_after_ = true;  // it is not read
  const auto status = status_of(judgement.caller.error().code, false);
  auto response = route_ == nullptr ? plain_refusal(status, judgement.caller.error().what)
                                    : route_->refusal(status, judgement.caller.error().what);
  if (status == 401) {
    response.headers.emplace_back("WWW-Authenticate", "Basic realm=\"Tidings\", charset=\"UTF-8\"");
    response.headers.emplace_back("WWW-Authenticate", "Bearer");
  }
  respond(std::move(response));
}

/// Known: now its body may come.
void Session::admit() {
  if (route_ == nullptr) {
    if (reader_.has_body()) close_after_ = true;
    return respond(plain_refusal(404, "There is nothing here."));
  }
  if (auto allowed = reader_.allow_body(route_->max_body_bytes); !allowed) return refuse(allowed.error());
  state_ = State::Reading;
  if (!reader_.expects_continue() || reader_.is_done()) return advance();
  wire_->set_deadline(service_->options.write_deadline);
  wire_->write("HTTP/1.1 100 Continue\r\n\r\n", {}, [self = shared_from_this()](const base::Status& written) {
    if (self->state_ == State::Closed) return;
    if (!written) return self->close();
    self->advance();
  });
}

void Session::refuse(const base::Error& error) {
  close_after_ = true;  // where the next request begins is not known
  state_ = State::Answering;
  const bool is_unsupported = error.code == ErrorCode::Unsupported;
  const auto status = is_unsupported ? reader_.unsupported_status() : status_of(error.code, on_head_done_);
  respond(route_ == nullptr ? plain_refusal(status, error.what) : route_->refusal(status, error.what));
}

void Session::hand_over() {
  state_ = State::Answering;
  auto read = reader_.take();
  read.id = request_.id;
  read.caller = request_.caller;
  read.address = address_;
  if (head_only_) read.method = "GET";
  auto given = std::make_shared<bool>(false);  // a route that answers twice must not answer the next request
  route_->handle(std::make_shared<const Request>(std::move(read)),
                 [self = shared_from_this(), given](Response response) {
                   if (*given || self->state_ == State::Closed) return;
                   *given = true;
                   self->respond(std::move(response));
                 });
}

bool Session::takes_gzip(const Response& response) const {
  if (!response.may_compress || head_only_) return false;
  if (!response.pieces && response.body.size() < worth_compressing) return false;
  const auto encodings = request_.header("accept-encoding");
  return encodings && lists_token(*encodings, "gzip");
}

void Session::respond(Response response) {
  if (response.status >= 400) service_->parts.counters.add(Counter::HttpRequestsFailed);
  service_->parts.counters.add(Counter::HttpRequests);
  if (response.pieces) return send_pieces(std::move(response));
  if (takes_gzip(response)) return compress(std::move(response));
  send(std::move(response));
}

void Session::compress(Response response) {
  auto shared = std::make_shared<Response>(std::move(response));
  service_->parts.work.post([weak = weak_from_this(), &home = service_->parts.home, shared] {
    shared->body = gzipped(shared->body);
    shared->headers.emplace_back("Content-Encoding", "gzip");
    home.post([weak, shared] {
      const auto self = weak.lock();
      if (self && self->state_ != State::Closed) self->send(std::move(*shared));
    });
  });
}

Headers Session::common_headers(const Response& response) const {
  Headers headers = response.headers;
  headers.emplace_back("Date", http_date(service_->parts.clock.now()));
  headers.emplace_back("Cache-Control", "private, no-cache");
  headers.emplace_back("X-Content-Type-Options", "nosniff");
  if (response.may_compress) headers.emplace_back("Vary", "Accept-Encoding");
  if (!request_.id.empty()) headers.emplace_back("X-Request-Id", request_.id);
  if (close_after_ || draining_) headers.emplace_back("Connection", "close");
  return headers;
}

void Session::send(Response response) {
  auto headers = common_headers(response);
  if (response.status != 304) headers.emplace_back("Content-Length", std::to_string(response.body.size()));
  if (head_only_ || response.status == 304) response.body.clear();
  sent_ = response.body.size();
  count(response);
  wire_->set_deadline(service_->options.write_deadline);
  wire_->write(written_head(response.status, headers), std::move(response.body),
               [self = shared_from_this()](const base::Status& written) { self->answered(written); });
}

/// What is long goes piece by piece, each when the one before has left.
void Session::send_pieces(Response response) {
  auto headers = common_headers(response);
  if (takes_gzip(response)) {
    gzip_ = std::make_shared<Gzip>();
    headers.emplace_back("Content-Encoding", "gzip");
  }
  if (may_chunk_)
    headers.emplace_back("Transfer-Encoding", "chunked");
  else
    close_after_ = true;
  if (!head_only_) pieces_ = std::move(response.pieces);
  count(response);
  wire_->set_deadline(service_->options.write_deadline);
  wire_->write(written_head(response.status, headers), {}, [self = shared_from_this()](const base::Status& written) {
    if (self->state_ == State::Closed) return;
    if (!written || !self->pieces_) return self->answered(written);
    self->next_piece();
  });
}

void Session::next_piece() {
  pieces_([weak = weak_from_this()](base::Result<std::string> piece) {
    const auto self = weak.lock();
    if (self && self->state_ == State::Answering) self->on_piece(std::move(piece));
  });
}

void Session::on_piece(base::Result<std::string> piece) {
  if (!piece) return close();  // broken off: without its end nobody takes it for whole
  const bool is_last = piece->empty();
  auto bytes = gzip_ ? gzip_->add(*piece, is_last ? Last::Yes : Last::No) : std::move(*piece);
  sent_ += bytes.size();
  std::string framed;
  if (may_chunk_ && !bytes.empty()) framed = hex_size(bytes.size()) + bytes + "\r\n";
  if (may_chunk_ && is_last) framed += "0\r\n\r\n";
  if (!may_chunk_) framed = std::move(bytes);
  wire_->set_deadline(service_->options.write_deadline);
  wire_->write(std::move(framed), {}, [self = shared_from_this(), is_last](const base::Status& written) {
    if (self->state_ == State::Closed) return;
    if (!written || is_last) return self->answered(written);
    self->next_piece();
  });
}

void Session::count(const Response& response) const {
  if (!service_->parts.log.is_heard(telemetry::Level::Debug)) return;
  service_->parts.log.write(Event::HttpServed, {{"id", request_.id},
                                                {"who", request_.caller.name},
                                                {"address", address_},
                                                {"method", request_.method},
                                                {"path", request_.path},
                                                {"status", response.status}});
}

void Session::answered(const base::Status& written) {
  if (state_ == State::Closed) return;
  service_->parts.counters.add(Counter::HttpBytesSent, sent_);
  if (!written) return close();
  if (close_after_ || draining_) return end_now();
  next_request();
}

void Session::drain() {
  draining_ = true;
  if (state_ == State::Reading && is_idle_) end_now();
}

void Session::end_now() {
  if (state_ == State::Closed) return;
  state_ = State::Closed;
  pieces_ = nullptr;
  wire_->end();
  if (const auto closed = std::exchange(closed_, nullptr)) closed();
}

void Session::close() {
  if (state_ == State::Closed) return;
  state_ = State::Closed;
  pieces_ = nullptr;
  wire_->close();
  if (const auto closed = std::exchange(closed_, nullptr)) closed();
}

}  // namespace tidings::server
