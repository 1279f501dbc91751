#include "daemon/intake/intake.hpp"

#include "daemon/intake/door.hpp"

namespace tidings::intake {
namespace {

/// Tasks on other executors hold the door, so that it outlives what is under way when this handle goes.
class Handle final : public Intake {
 public:
  explicit Handle(std::shared_ptr<Door> door) : door_(std::move(door)) {}
  ~Handle() override { door_->close(); }
  void submit(Submission submission, Done done) override { door_->submit(std::move(submission), std::move(done)); }
  std::vector<RefusalCount> refusals() const override { return door_->refusals(); }

 private:
  std::shared_ptr<Door> door_;
};

}  // namespace

std::unique_ptr<Intake> Intake::make(store::Store& store, partners::PartnerBook& book, base::Executor& home,
                                     base::Executor& crypto, const base::Clock& clock, telemetry::Log& log,
                                     telemetry::Counters& counters, const IntakeOptions& options) {
  return std::make_unique<Handle>(std::make_shared<Door>(store, book, home, crypto, clock, log, counters, options));
}

}  // namespace tidings::intake
