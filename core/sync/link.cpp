#include "core/sync/link.hpp"

#include <utility>

#include "core/bulletin/wire.hpp"
#include "core/identity/card.hpp"
#include "core/sync/greeting.hpp"
#include "core/sync/liveness.hpp"
#include "core/sync/receiving.hpp"
#include "core/sync/sending.hpp"
#include "proto/wire_limits.hpp"

namespace tidings::sync {
namespace {

using base::ErrorCode;

/// Types from here on are for later versions: ignored, so that they can be added.
constexpr std::uint8_t first_optional_type = 64;
/// Fields in one message: an answer for each entry of an offer and an outcome for each is the most that is said.
constexpr std::size_t max_fields = 2 * proto::max_offer_entries + proto::max_small_list;

/// Whether a message has so few fields that decoding it stays within a few times its size.
bool is_bounded(std::string_view body) {
  bulletin::FieldWalker walker(body);
  bulletin::Field field;
  std::size_t fields = 0;
  while (walker.next(field)) {
    if (++fields > max_fields) return false;
  }
  return !walker.damaged();
}

std::string refusal_of(std::uint8_t type, const char* why) {
  return "a frame of type " + std::to_string(type) + " " + why;
}

}  // namespace

struct Link::State {
  State(const LinkOptions& given, const Greeting& greeting, Duration now)
      : options(given), live(given, now), sending(channel, given), receiving(channel, given) {
    channel.send(v1::FRAME_HELLO, make_hello(greeting, given.window_bytes));
  }

  void dispatch(std::uint8_t type, std::string_view body);
  void on_hello(const v1::Hello& hello);
  void on_identity(const v1::IdentityFrame& frame);
  void on_deliver(const v1::Deliver& deliver) {
    if (receiving.on_deliver(deliver)) live.fed();
  }
  void on_goodbye(const v1::Goodbye& goodbye) {
    const std::string text = goodbye.text().empty() ? goodbye.reason() : goodbye.text();
    channel.end(code_of(goodbye.reason()), "the other side ends the link: " + quoted(text));
  }
  void begin_if_both() {
    if (window_bytes && channel.is_open()) sending.start(*window_bytes);
  }
  void after() { live.awaiting(receiving.is_awaiting()); }

  /// Reads `body` as a Message and gives it to `then`.
  template <class Message, class Then>
  void read(std::uint8_t type, std::string_view body, Then then) {
    Message message;
    if (is_bounded(body) && message.ParseFromArray(body.data(), static_cast<int>(body.size()))) return then(message);
    channel.fail(ErrorCode::Protocol, refusal_of(type, "cannot be read"));
  }

  LinkOptions options;
  Channel channel;
  Liveness live;
  Sending sending;
  Receiving receiving;
  std::optional<std::uint32_t> window_bytes;  ///< of the other side, once it has said Hello
  std::optional<std::uint64_t> pong;          ///< the last ping not answered: a flood of them costs one answer
  std::uint64_t next_ping{1};
};

void Link::State::on_hello(const v1::Hello& hello) {
  if (window_bytes) return channel.fail(ErrorCode::Protocol, "a second Hello");
  auto heard = read_hello(hello);
  if (!heard) return channel.fail(heard.error().code, heard.error().what);
  window_bytes = heard->window_bytes;
  live.greeted();
  channel.wish(wish::Hear{std::move(heard->greeted)});
  begin_if_both();
}

void Link::State::on_identity(const v1::IdentityFrame& frame) {
  if (frame.identity().size() > identity::max_card_bytes || frame.contact().size() > identity::max_card_bytes) {
    return channel.fail(ErrorCode::TooLarge, "an identity beyond its limit");
  }
  channel.wish(wish::LearnIdentity{frame.identity(), frame.contact()});
}

void Link::State::dispatch(std::uint8_t type, std::string_view body) {
  switch (static_cast<v1::FrameType>(type)) {
    case v1::FRAME_HELLO: return read<v1::Hello>(type, body, [&](const auto& m) { on_hello(m); });
    case v1::FRAME_OFFER: return read<v1::Offer>(type, body, [&](const auto& m) { receiving.on_offer(m); });
    case v1::FRAME_WANT: return read<v1::Want>(type, body, [&](const auto& m) { sending.on_want(m); });
    case v1::FRAME_DELIVER: return read<v1::Deliver>(type, body, [&](const auto& m) { on_deliver(m); });
    case v1::FRAME_ACK: return read<v1::Ack>(type, body, [&](const auto& m) { sending.on_ack(m); });
    case v1::FRAME_IDENTITY: return read<v1::IdentityFrame>(type, body, [&](const auto& m) { on_identity(m); });
    case v1::FRAME_PING: return read<v1::Ping>(type, body, [&](const auto& m) { pong = m.nonce(); });
    case v1::FRAME_PONG: return read<v1::Pong>(type, body, [](const auto&) {});  // that it came is what counts
    case v1::FRAME_GOODBYE: return read<v1::Goodbye>(type, body, [&](const auto& m) { on_goodbye(m); });
    case v1::FRAME_NONE:
    case v1::FrameType_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::FrameType_INT_MAX_SENTINEL_DO_NOT_USE_: break;
  }
  if (type < first_optional_type) channel.fail(ErrorCode::Protocol, refusal_of(type, "is not of this protocol"));
}

Link::Link(const LinkOptions& options, Greeting greeting, Duration now)
    : state_(std::make_unique<State>(options, greeting, now)) {}
Link::~Link() = default;

void Link::on_frame(std::uint8_t type, std::string_view body, Duration now) {
  auto& state = *state_;
  if (state.channel.is_over()) return;
  state.live.heard(now);
  if (body.size() > proto::max_frame_bytes)
    return state.channel.fail(ErrorCode::TooLarge, refusal_of(type, "is too large"));
  if (!state.window_bytes && type != v1::FRAME_HELLO && type != v1::FRAME_GOODBYE) {
    return state.channel.fail(ErrorCode::Protocol, refusal_of(type, "came before the Hello"));
  }
  state.dispatch(type, body);
  state.after();
}

void Link::on_time(Duration now) {
  auto& state = *state_;
  if (state.channel.is_over()) return;
  const auto due = state.live.due(now);
  if (due.dead != nullptr) return state.channel.fail(ErrorCode::Timeout, due.dead);
  if (!due.ping) return;
  v1::Ping ping;
  ping.set_nonce(state.next_ping++);
  state.channel.send(v1::FRAME_PING, ping);
}

void Link::ready() {
  state_->channel.open();
  state_->begin_if_both();
}

void Link::on_append() { state_->sending.on_append(); }

void Link::want_again(const std::vector<BulletinId>& ids) {
  state_->receiving.want_again(ids);
  state_->after();
}

void Link::introduce(std::string_view identity, std::string_view contact) {
  v1::IdentityFrame frame;
  frame.set_identity(std::string(identity));
  frame.set_contact(std::string(contact));
  state_->channel.send(v1::FRAME_IDENTITY, frame);
}

void Link::stop(ErrorCode code, std::string_view text) {
  state_->receiving.flush_acks();
  state_->channel.fail(code, std::string(text));
}

void Link::candidates(Lane lane, std::vector<Candidate> found, std::string token, bool at_end) {
  state_->sending.candidates(lane, std::move(found), std::move(token), at_end);
}

void Link::body(const BulletinId& id, std::optional<std::string> bytes) { state_->sending.body(id, std::move(bytes)); }

void Link::judged(std::uint64_t offer, const std::vector<Judgement>& judgements) {
  state_->receiving.judged(offer, judgements);
  state_->after();
}

void Link::submitted(const BulletinId& id, Outcome outcome, ErrorCode reason) {
  state_->receiving.submitted(id, outcome, reason);
}

std::vector<Wish> Link::take_wishes() { return state_->channel.take_wishes(); }

bool Link::has_output() const {
  const auto& state = *state_;
  if (state.channel.has_control()) return true;
  return !state.channel.is_over() && (state.receiving.has_acks() || state.pong || state.sending.has_piece());
}

std::string Link::take_output(std::size_t bytes) {
  auto& state = *state_;
  state.receiving.flush_acks();
  if (state.pong) {
    v1::Pong pong;
    pong.set_nonce(*std::exchange(state.pong, std::nullopt));
    state.channel.send(v1::FRAME_PONG, pong);
  }
  std::string out = state.channel.take_control();
  while (out.size() < bytes && !state.channel.is_over() && state.sending.has_piece()) state.sending.write_piece(out);
  return out;
}

Duration Link::next_deadline() const { return state_->live.next(); }

Link::Counts Link::counts() const {
  Counts counts;
  state_->sending.count(counts);
  state_->receiving.count(counts);
  return counts;
}

}  // namespace tidings::sync
