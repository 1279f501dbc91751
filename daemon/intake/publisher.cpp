#include "daemon/intake/publisher.hpp"

#include <algorithm>
#include <set>

#include "daemon/intake/publication.hpp"
#include "daemon/intake/renewal.hpp"

namespace tidings::intake {
namespace {

using base::ErrorCode;

/// A partner's word on our last value is believed up to here ahead of our clock, which drew it: a step of the clock,
/// not what clocks of others may differ by, or any partner could date us to where others refuse us.
constexpr base::Duration believable_ahead = std::chrono::seconds(5);

/// The most that limits.clock_skew takes: what is dated further ahead even our own intake refuses, whatever it is set
/// to.
constexpr base::Duration most_ahead = std::chrono::hours(24);

class PublisherOnStore final : public Publisher, public std::enable_shared_from_this<PublisherOnStore> {
 public:
  explicit PublisherOnStore(const Desk& desk) : desk_(desk) {
    desk_.draw_issued_at = [this] { return draw(); };
  }

  void publish(Draft draft, Progress progress, Done done) override {
    auto ended = begin(draft.context.publication_id(), std::move(done));
    if (!ended) return;
    const auto signs = draft.dry_run ? Signs::Nothing : Signs::Bulletins;
    auto publication = std::make_shared<Publication>(desk_, std::move(draft), std::move(progress), ended);
    when_it_may(signs, ended, [publication] { publication->start(); });
  }

  void renew(const bulletin::PublicationId& publication, base::Instant until, Done done) override {
    auto ended = begin(publication.str(), std::move(done));
    if (!ended) return;
    auto renewal = std::make_shared<Renewal>(desk_, publication, until, ended);
    when_it_may(Signs::Bulletins, ended, [renewal] { renewal->start(); });
  }

  Heard heard_own_last(base::Instant last) override {
    if (last > desk_.clock.now() + believable_ahead) return Heard::TooFarAhead;
    if (last.us == 0) return Heard::Believed;
    last_ = std::max(last_, last);
    if (held_) release_if_news(last);
    return Heard::Believed;
  }
  void ask_clock(std::function<base::Duration()> unsettled_for) override { unsettled_for_ = std::move(unsettled_for); }
  std::string dated_ahead() const override {
    if (next() - desk_.clock.now() <= most_ahead) return {};
    return "what we published last is dated " + base::to_text(last_) +
           ": what follows is dated later still, and everybody refuses it until then";
  }
  /// So that it is known before anything is published.
  void load() {
    with_last_value([](const base::Status&) {});
  }
  void hold(bool held) override { held_ = held; }
  bool held() const override { return held_; }

 private:
  base::Instant next() const { return std::max(desk_.clock.now(), last_ + base::Duration{1}); }
  base::Status may_date() const {
    const auto now = desk_.clock.now();
    const auto wait = unsettled_for_ ? unsettled_for_() : base::Duration{0};
    if (wait > base::Duration{0}) {
      return base::fail(ErrorCode::Busy, "the clock jumped ahead to " + base::to_text(now) +
                                             ", and what is signed is dated for ever: "
                                             "if that is right, try again in " +
                                             base::to_text(wait));
    }
    if (auto ahead = dated_ahead(); !ahead.empty()) return base::fail(ErrorCode::Busy, std::move(ahead));
    const auto book = desk_.book.current();
    const auto* self = book->identity(book->self);
    if (self == nullptr) return {};
    for (const auto& delegation : self->delegations) {
      if (delegation.id != desk_.signer.delegation) continue;
      if (delegation.covers(next(), identity::DelegatedFor::Bulletins)) continue;
      return base::fail(ErrorCode::NotDelegated,
                        "the node's signing key is delegated from " + base::to_text(delegation.valid_from) + " to " +
                            base::to_text(delegation.valid_until) + ", not at " + base::to_text(next()));
    }
    return {};
  }

  static constexpr const char* held_because =
      "publishing waits after a restore, until a partner has told the last value that it holds of us";

  /// Counts it as under way until what is returned is called; refuses by `done`, and returns nothing.
  Done begin(const std::string& amended, Done done) {
    if (under_way_ >= max_publications_under_way) {
      done(base::fail(ErrorCode::Busy, "as many publications are under way as may"));
      return {};
    }
    if (!amended.empty() && !amending_.insert(amended).second) {
      done(base::fail(ErrorCode::Busy, "this publication is being amended"));
      return {};
    }
    ++under_way_;
    return [self = shared_from_this(), amended, done = std::move(done)](base::Result<Published> result) {
      --self->under_way_;
      self->amending_.erase(amended);
      done(std::move(result));
    };
  }

  enum class Signs : std::uint8_t { Nothing, Bulletins };
  void when_it_may(Signs signs, const Done& ended, std::function<void()> start) {
    with_last_value([self = shared_from_this(), signs, ended, start = std::move(start)](const base::Status& known) {
      const auto may = known && signs == Signs::Bulletins ? self->may_date() : known;
      if (!may)
        ended(may.error());
      else if (self->held_)
        ended(base::fail(ErrorCode::Policy, held_because));
      else
        start();
    });
  }

  base::Instant draw() {
    last_ = next();
    return last_;
  }

  /// Who knows less of us than our own store does cannot know what the restore has lost.
  void release_if_news(base::Instant told) {
    const auto origin = desk_.book.current()->self;
    desk_.store.read([self = shared_from_this(), origin, told](store::Reading& reading) {
      const auto stored = reading.ledger.last_issued_at(origin);
      if (!stored || told < *stored) return;
      self->desk_.home.post([self] { self->held_ = false; });
    });
  }

  /// The value in the store is read once; a failed reading is tried again at the next publication.
  void with_last_value(std::function<void(const base::Status&)> then) {
    if (loaded_) {
      then({});
      return;
    }
    const auto origin = desk_.book.current()->self;
    desk_.store.read([self = shared_from_this(), origin, then = std::move(then)](store::Reading& reading) {
      auto last = reading.ledger.last_issued_at(origin);
      self->desk_.home.post([self, last = std::move(last), then] {
        if (!last) {
          then(last.error());
          return;
        }
        self->last_ = std::max(self->last_, *last);
        self->loaded_ = true;
        then({});
      });
    });
  }

  Desk desk_;
  base::Instant last_;
  bool loaded_{false};
  bool held_{false};
  std::function<base::Duration()> unsettled_for_;
  std::size_t under_way_{0};
  std::set<std::string> amending_;
};

/// Tasks elsewhere hold the publisher itself, so that it outlives what is under way when this handle goes.
class Handle final : public Publisher {
 public:
  explicit Handle(const Desk& desk) : publisher_(std::make_shared<PublisherOnStore>(desk)) { publisher_->load(); }
  void publish(Draft draft, Progress progress, Done done) override {
    publisher_->publish(std::move(draft), std::move(progress), std::move(done));
  }
  void renew(const bulletin::PublicationId& publication, base::Instant until, Done done) override {
    publisher_->renew(publication, until, std::move(done));
  }
  Heard heard_own_last(base::Instant last) override { return publisher_->heard_own_last(last); }
  void ask_clock(std::function<base::Duration()> unsettled_for) override {
    publisher_->ask_clock(std::move(unsettled_for));
  }
  std::string dated_ahead() const override { return publisher_->dated_ahead(); }
  void hold(bool held) override { publisher_->hold(held); }
  bool held() const override { return publisher_->held(); }

 private:
  std::shared_ptr<PublisherOnStore> publisher_;
};

}  // namespace

std::unique_ptr<Publisher> Publisher::make(Intake& intake, store::Store& store, partners::PartnerBook& book,
                                           const warnings::WarningBook& warnings, const bulletin::Signer& signer,
                                           base::Executor& home, base::Executor& crypto, const base::Clock& clock) {
  return std::make_unique<Handle>(Desk{intake, store, book, warnings, signer, home, crypto, clock, {}});
}

}  // namespace tidings::intake
