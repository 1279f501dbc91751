#include "daemon/link/session.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <utility>

#include "core/bulletin/same_claims.hpp"
#include "core/identity/card.hpp"
#include "daemon/link/handing_in.hpp"
#include "daemon/link/timer.hpp"
#include "tidings/v1/card.pb.h"

namespace tidings::link {
namespace {

using base::ErrorCode;
using identity::OrgId;
using sync::Outcome;
using telemetry::Counter;
using telemetry::Event;
namespace wish = sync::wish;

// Verifying an identity costs a signature check for each delegation (113 µs, at most 64 of them), and some 200 bytes of
// it; so a token is a KiB of identity that is news, begun ones counted. A relay introduces a few hundred origins when
// it is first met, hardly one a day later. What is beyond is passed over: its bulletins are wanted again later.
constexpr std::uint64_t introductions_a_second = 5;
constexpr std::uint64_t introductions_at_once = 200;
constexpr std::size_t bytes_a_token = 1024;
// How often the want-list is looked at: often enough for the shortest back-off, seldom enough to cost nothing.
constexpr base::Duration least_look{std::chrono::milliseconds(50)};
constexpr base::Duration most_look{std::chrono::seconds(5)};

class LinkSession final : public Session, public Talker, public std::enable_shared_from_this<LinkSession> {
 public:
  LinkSession(Workshop& workshop, SessionHost& host, const OrgId& partner, std::shared_ptr<Connection> connection)
      : shop_(workshop),
        parts_(workshop.parts),
        host_(host),
        partner_(partner),
        connection_(std::move(connection)),
        outbox_(sharing::Outbox::make(parts_.store, parts_.book, partner, parts_.token_key, parts_.home, parts_.clock)),
        inbox_(sharing::Inbox::make(parts_.store, parts_.book, workshop.wanting, partner, parts_.home, parts_.clock,
                                    workshop.options.inbox)),
        machine_timer_(workshop.io),
        want_list_timer_(workshop.io) {}
  ~LinkSession() override {
    if (!over_) connection_->drop();
  }

  void start() override;
  void stop(ErrorCode code, std::string_view text) override;
  void on_append() override {
    if (!machine_) return;
    machine_->on_append();
    pump();
  }
  const OrgId& partner() const override { return partner_; }
  const Connection& connection() const override { return *connection_; }
  sync::Link::Counts counts() const override { return machine_ ? machine_->counts() : sync::Link::Counts{}; }

  void on_frame(std::uint8_t type, std::string_view body) override {
    parts_.counters.add(Counter::LinkBytesReceived, body.size() + 5);
    machine_->on_frame(type, body, parts_.clock.monotonic());
  }
  void on_frames_read() override { pump(); }
  std::string take_output(std::size_t bytes) override;
  void on_end(const base::Error& why) override { finish(why); }

 private:
  /// What is done with an answer while the link lasts.
  template <class Then>
  auto if_there(Then then) {
    return [weak = weak_from_this(), then = std::move(then)](auto&&... answer) {
      const auto self = weak.lock();
      if (self && !self->over_) then(*self, std::forward<decltype(answer)>(answer)...);
    };
  }
  void begin(const sharing::Inbox::Kept& kept);
  void pump();
  void pump_soon();
  void arm_timer();
  void note_what_went_out();
  void note(Event event) { parts_.log.write(event, {{"partner", parts_.book.current()->name_of(partner_)}}); }
  void finish(const base::Error& why);

  void on(wish::Hear& hear);
  void on(wish::FindCandidates& find);
  void on(wish::FetchBody& fetch);
  void on(wish::JudgeOffer& judge);
  void on(wish::NoteCame& note) { inbox_->came(note.id, note.bytes); }
  void on(wish::Submit& submit);
  void on(wish::KeepToken& keep);
  void on(wish::SettleWanted& settle) { inbox_->settle_wanted(settle.id, settle.outcome, settle.reason); }
  void on(wish::NoteGiven& note) { outbox_->given(note.id); }
  void on(wish::NoteDelivered& note);
  void on(wish::NoteRefused& note);
  void on(wish::LearnIdentity& learn);
  void on(wish::Close& close);

  void found(sync::Lane lane, sharing::Found found);
  void introduce_origin(const sharing::Body& body);
  bool may_learn(const wish::LearnIdentity& learn);
  void learnt(const base::Status& status, bool own_card);
  void hand_in(wish::Submit submit);
  void look_at_want_list();

  Workshop& shop_;
  Links::Parts& parts_;
  SessionHost& host_;
  const OrgId partner_;
  const std::shared_ptr<Connection> connection_;
  std::unique_ptr<sync::Link> machine_;
  std::unique_ptr<sharing::Outbox> outbox_;
  std::unique_ptr<sharing::Inbox> inbox_;
  Timer machine_timer_, want_list_timer_;
  base::Duration armed_for_{base::Duration::max()};
  bool pumping_{false}, pump_queued_{false}, over_{false};
  std::map<OrgId, std::uint64_t> introduced_;  ///< on this connection, and the identity's serial
  std::size_t learning_{0};
  std::deque<wish::Submit> waiting_;  ///< for identities that came before them
};

void LinkSession::start() {
  inbox_->load(if_there([](LinkSession& self, const base::Result<sharing::Inbox::Kept>& kept) {
    if (!kept) return self.finish(kept.error());
    self.begin(*kept);
  }));
}

void LinkSession::begin(const sharing::Inbox::Kept& kept) {
  const auto book = parts_.book.current();
  sync::Greeting greeting;
  greeting.organisation = book->self;
  greeting.software = shop_.options.software;
  greeting.cursors = kept.tokens;
  greeting.capabilities = {bulletin::same_claims_capability};
  greeting.your_last_issued_at = kept.their_last_issued_at.us;
  if (const partners::Partner* partner = book->find(partner_)) {
    greeting.identity_serial = partner->identity->serial;
    greeting.contact_serial = partner->contact ? partner->contact->serial : 0;
  }
  machine_ = std::make_unique<sync::Link>(shop_.options.machine, std::move(greeting), parts_.clock.monotonic());
  connection_->talk(*this);
  arm_timer();
}

void LinkSession::stop(ErrorCode code, std::string_view text) {
  if (over_) return;
  const auto self = shared_from_this();
  if (machine_) {
    machine_->stop(code, text);
    connection_->finish(machine_->take_output(shop_.options.machine.piece_bytes));
  }
  finish(base::fail(code, std::string(text)));
}

std::string LinkSession::take_output(std::size_t bytes) {
  std::string out = machine_->has_output() ? machine_->take_output(bytes) : std::string();
  parts_.counters.add(Counter::LinkBytesSent, out.size());
  // What went out makes room for wishes: the next bodies.
  if (!out.empty()) pump_soon();
  return out;
}

/// Answers the machine's wishes until it has none, then lets the connection write.
void LinkSession::pump() {
  if (over_ || !machine_ || std::exchange(pumping_, true)) return;
  const auto self = shared_from_this();
  while (!over_) {
    auto wishes = machine_->take_wishes();
    if (wishes.empty()) break;
    const auto notes_what_went_out = [](const auto& one) {
      return std::holds_alternative<wish::NoteGiven>(one) || std::holds_alternative<wish::NoteDelivered>(one);
    };
    for (const bool notes : {true, false}) {  // notes first: whatever comes after may end the link
      for (auto& one : wishes) {
        if (over_) return;
        if (notes_what_went_out(one) == notes) std::visit([this](auto& wished) { on(wished); }, one);
      }
    }
  }
  pumping_ = false;
  if (over_) return;
  arm_timer();
  connection_->wake();
}

/// After what else is due now: answers that come together are worked off, and acknowledged, together.
void LinkSession::pump_soon() {
  if (pumping_ || std::exchange(pump_queued_, true)) return;
  parts_.home.post([weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self) return;
    self->pump_queued_ = false;
    self->pump();
  });
}

void LinkSession::arm_timer() {
  const base::Duration next = machine_->next_deadline();
  // A timer that rings too early asks again; only an earlier deadline needs a new one.
  if (machine_timer_.is_running() && armed_for_ <= next) return;
  armed_for_ = next;
  const base::Duration after = std::max(base::Duration{0}, next - parts_.clock.monotonic());
  machine_timer_.start(after, [weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self || self->over_) return;
    self->armed_for_ = base::Duration::max();
    self->machine_->on_time(self->parts_.clock.monotonic());
    self->pump();
    if (!self->over_) self->arm_timer();
  });
}

/// The link ends: of what the machine wishes still, this alone must not be lost.
void LinkSession::note_what_went_out() {
  for (auto& one : machine_->take_wishes()) {
    if (auto* given = std::get_if<wish::NoteGiven>(&one)) on(*given);
    if (auto* delivered = std::get_if<wish::NoteDelivered>(&one)) on(*delivered);
  }
}

void LinkSession::finish(const base::Error& why) {
  if (std::exchange(over_, true)) return;
  const auto self = shared_from_this();
  machine_timer_.cancel();
  want_list_timer_.cancel();
  if (machine_) note_what_went_out();
  inbox_.reset();  // others may want what this one wanted
  outbox_.reset();
  host_.over(*this, why);
}

void LinkSession::on(wish::Hear& hear) {
  const sync::Greeted& greeted = hear.greeted;
  if (greeted.organisation != partner_) {
    return stop(ErrorCode::Forbidden, "the Hello names another organisation than the key belongs to");
  }
  if (!host_.settle(*this)) return stop(ErrorCode::Exists, "another connection between us is kept");
  if (parts_.publisher.heard_own_last({greeted.our_last_issued_at}) == intake::Publisher::Heard::TooFarAhead) {
    parts_.counters.add(Counter::OwnDatesDisbelieved);
    if (const auto unsaid = shop_.disbelieved_once.due(partner_.text())) {
      parts_.log.write(Event::OwnDateDisbelieved, {{"partner", parts_.book.current()->name_of(partner_)},
                                                   {"told", base::to_text(base::Instant{greeted.our_last_issued_at})},
                                                   {"unsaid", *unsaid}});
    }
  }
  const bool takes_headers = std::ranges::count(greeted.capabilities, bulletin::same_claims_capability) > 0;
  outbox_->start(greeted.cursors, takes_headers ? sharing::Outbox::Takes::SameClaims : sharing::Outbox::Takes::Whole);
  machine_->ready();
  const identity::Card& own = parts_.own_card;
  const bool contact_is_news = own.contact && own.contact->serial > greeted.contact_serial;
  if (own.identity.serial > greeted.identity_serial || contact_is_news) {
    machine_->introduce(own.identity.signed_bytes, own.contact ? own.contact->signed_bytes : std::string());
  }
  if (v1::Card card; card.ParseFromString(greeted.card) && !greeted.card.empty()) {
    wish::LearnIdentity learn{card.identity(), card.contact()};
    on(learn);
  }
  look_at_want_list();
}

void LinkSession::on(wish::FindCandidates& find) {
  const auto hear = [lane = find.lane](LinkSession& self, sharing::Found found) { self.found(lane, std::move(found)); };
  outbox_->find(find.lane, find.limit, find.max_bytes, if_there(hear));
}

void LinkSession::found(sync::Lane lane, sharing::Found found) {
  if (found.cursor_refused) {
    parts_.counters.add(Counter::CursorsRefused);
    note(Event::CursorRefused);
  }
  parts_.counters.add(Counter::OfferedSent, found.candidates.size());
  machine_->candidates(lane, std::move(found.candidates), std::move(found.token), found.at_end);
  pump_soon();
}

void LinkSession::on(wish::FetchBody& fetch) {
  outbox_->fetch(fetch.id, if_there([id = fetch.id](LinkSession& self, sharing::Body body) {
                   if (!body.read) return self.stop(body.read.error().code, body.read.error().what);
                   if (body.bytes) self.introduce_origin(body);
                   self.machine_->body(id, std::move(body.bytes));
                   self.pump_soon();
                 }));
}

/// The partner knows itself and us; of every other origin it is told who that is, before its first bulletin.
void LinkSession::introduce_origin(const sharing::Body& body) {
  if (body.identity == nullptr || body.origin == partner_ || body.origin == parts_.own_card.identity.organisation)
    return;
  std::uint64_t& serial = introduced_[body.origin];
  if (serial >= body.identity->serial) return;
  serial = body.identity->serial;
  machine_->introduce(body.identity->signed_bytes, "");
}

void LinkSession::on(wish::JudgeOffer& judge) {
  parts_.counters.add(Counter::OfferedReceived, judge.entries.size());
  const auto hear = [offer = judge.offer](LinkSession& self, const std::vector<sync::Judgement>& judgements) {
    self.machine_->judged(offer, judgements);
    self.pump_soon();
  };
  inbox_->judge(judge.lane, judge.entries, if_there(hear));
}

void LinkSession::on(wish::Submit& submit) {
  inbox_->came_whole(submit.id);
  if (learning_ > 0) {
    waiting_.push_back(std::move(submit));
  } else {
    hand_in(std::move(submit));
  }
}

void LinkSession::hand_in(wish::Submit submit) {
  const auto handed_in = [id = submit.id](LinkSession& self, Outcome outcome, ErrorCode reason) {
    self.inbox_->ended(id, outcome);
    self.machine_->submitted(id, outcome, reason);
    self.pump_soon();
  };
  link::hand_in(*inbox_, parts_.intake, partner_, std::move(submit), if_there(handed_in));
}

void LinkSession::on(wish::KeepToken& keep) {
  const auto kept = [](LinkSession& self, const base::Status& status) {
    if (status) return;
    if (status.error().code == ErrorCode::Busy) self.note(Event::WantListFull);
    self.stop(status.error().code, status.error().what);
  };
  inbox_->keep_token(keep.lane, keep.token, keep.later, if_there(kept));
}

void LinkSession::on(wish::NoteDelivered& note) {
  parts_.counters.add(Counter::DeliveredSent, note.ids.size());
  outbox_->delivered(note.ids);
}

void LinkSession::on(wish::NoteRefused& note) {
  // It forgot, or passed over, whom we introduced: the next bulletins bring their origins with them once more.
  if (note.reason == base::name(ErrorCode::UnknownKey)) introduced_.clear();
}

void LinkSession::on(wish::LearnIdentity& learn) {
  if (parts_.book.current()->holds(partner_, learn.identity, learn.contact) || !may_learn(learn)) return;
  ++learning_;
  const bool own_card = !learn.contact.empty();
  const auto learnt = [own_card](LinkSession& self, const base::Status& status) { self.learnt(status, own_card); };
  parts_.book.learn(partner_, learn.identity, learn.contact, if_there(learnt));
}

bool LinkSession::may_learn(const wish::LearnIdentity& learn) {
  const base::Duration now = parts_.clock.monotonic();
  const intake::TokenBucket fresh(introductions_a_second, introductions_at_once, now);
  auto& bucket = shop_.introductions.try_emplace(partner_, fresh).first->second;
  const std::uint64_t cost = 1 + (learn.identity.size() + learn.contact.size()) / bytes_a_token;
  if (!bucket.has(cost, now)) {
    parts_.counters.add(Counter::IntroductionsPassedOver);
    return false;
  }
  bucket.take(cost);
  return true;
}

void LinkSession::learnt(const base::Status& status, bool own_card) {
  if (!status) {
    parts_.log.write(own_card ? Event::CardRefused : Event::IntroductionRefused,
                     {{"partner", parts_.book.current()->name_of(partner_)}, {"reason", status.error().what}});
  }
  if (--learning_ > 0) return;
  while (!waiting_.empty() && !over_) {
    hand_in(std::move(waiting_.front()));
    waiting_.pop_front();
  }
}

void LinkSession::look_at_want_list() {
  inbox_->hurry();
  inbox_->due(if_there([](LinkSession& self, const std::vector<bulletin::BulletinId>& ids) {
    if (ids.empty()) return;
    self.machine_->want_again(ids);
    self.pump_soon();
  }));
  const auto pause = std::clamp<base::Duration>(shop_.options.inbox.retry_first / 2, least_look, most_look);
  want_list_timer_.start(pause, if_there([](LinkSession& self) { self.look_at_want_list(); }));
}

void LinkSession::on(wish::Close& close) {
  connection_->finish(machine_->take_output(shop_.options.machine.piece_bytes));
  finish(base::fail(close.code, close.text));
}

}  // namespace

std::shared_ptr<Session> Session::make(Workshop& workshop, SessionHost& host, const OrgId& partner,
                                       std::shared_ptr<Connection> connection) {
  return std::make_shared<LinkSession>(workshop, host, partner, std::move(connection));
}

}  // namespace tidings::link
