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

class PublisherOnStore final : public Publisher, public std::enable_shared_from_this<PublisherOnStore> {
 public:
  explicit PublisherOnStore(const Desk& desk) : desk_(desk) {
    desk_.draw_issued_at = [this] { return draw(); };
  }

  void publish(Draft draft, Progress progress, Done done) override {
    auto ended = begin(draft.context.publication_id(), std::move(done));
    if (!ended) return;
    auto publication = std::make_shared<Publication>(desk_, std::move(draft), std::move(progress), ended);
    when_it_may(ended, [publication] { publication->start(); });
  }

  void renew(const bulletin::PublicationId& publication, base::Instant until, Done done) override {
    auto ended = begin(publication.str(), std::move(done));
    if (!ended) return;
    auto renewal = std::make_shared<Renewal>(desk_, publication, until, ended);
    when_it_may(ended, [renewal] { renewal->start(); });
  }

  Heard heard_own_last(base::Instant last) override {
    if (last > desk_.clock.now() + believable_ahead) return Heard::TooFarAhead;
    if (last.us == 0) return Heard::Believed;
    last_ = std::max(last_, last);
    if (held_) release_if_news(last);
    return Heard::Believed;
  }
  void hold(bool held) override { held_ = held; }
  bool held() const override { return held_; }

 private:
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

  void when_it_may(const Done& ended, std::function<void()> start) {
    with_last_value([self = shared_from_this(), ended, start = std::move(start)](const base::Status& known) {
      if (!known) ended(known.error());
      else if (self->held_) ended(base::fail(ErrorCode::Policy, held_because));
      else start();
    });
  }

  base::Instant draw() {
    last_ = std::max(desk_.clock.now(), last_ + base::Duration{1});
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
  std::size_t under_way_{0};
  std::set<std::string> amending_;
};

/// Tasks elsewhere hold the publisher itself, so that it outlives what is under way when this handle goes.
class Handle final : public Publisher {
 public:
  explicit Handle(const Desk& desk) : publisher_(std::make_shared<PublisherOnStore>(desk)) {}
  void publish(Draft draft, Progress progress, Done done) override {
    publisher_->publish(std::move(draft), std::move(progress), std::move(done));
  }
  void renew(const bulletin::PublicationId& publication, base::Instant until, Done done) override {
    publisher_->renew(publication, until, std::move(done));
  }
  Heard heard_own_last(base::Instant last) override { return publisher_->heard_own_last(last); }
  void hold(bool held) override { publisher_->hold(held); }
  bool held() const override { return publisher_->held(); }

 private:
  std::shared_ptr<PublisherOnStore> publisher_;
};

}  // namespace

std::unique_ptr<Publisher> Publisher::make(Intake& intake, store::Store& store, partners::PartnerBook& book,
                                           const warnings::WarningBook& warnings,
                                           const bulletin::Signer& signer, base::Executor& home,
                                           base::Executor& crypto, const base::Clock& clock) {
  return std::make_unique<Handle>(Desk{intake, store, book, warnings, signer, home, crypto, clock, {}});
}

}  // namespace tidings::intake
