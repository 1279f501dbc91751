#include "daemon/link/handing_in.hpp"

#include "core/bulletin/same_claims.hpp"
#include "daemon/link/outcome.hpp"

namespace tidings::link {

using Done = std::function<void(sync::Outcome, base::ErrorCode)>;

void hand_in(sharing::Inbox& inbox, intake::Intake& intake, const identity::OrgId& partner, sync::wish::Submit submit,
             Done done) {
  const auto submit_whole = [&intake, partner, id = submit.id, done](std::string bytes) {
    intake.submit({id, std::move(bytes), partner},
                  [done](const intake::Answer& answer) { done(outcome_of(answer.ending), answer.error.code); });
  };
  if (!bulletin::claims_elsewhere(submit.bytes)) return submit_whole(std::move(submit.bytes));
  inbox.complete(std::move(submit.bytes), [submit_whole, done](base::Result<std::string> whole) {
    if (whole)
      submit_whole(std::move(*whole));
    else
      done(sync::Outcome::Later, whole.error().code);
  });
}

}  // namespace tidings::link
