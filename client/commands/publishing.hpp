#pragma once
/// One act of publishing, from files to the daemon's answers: read, settle the markings, show who will receive it, ask,
/// send, tell. Nothing is sent before all input was read and every question is answered. A format that names its own
/// publication (an event, a report) makes one by that name; all else is one publication together.
/// Errors: are reported to the person; what comes back is the exit code. Of several publications one that is refused
/// does not keep the others from being made.
/// Lives on: one thread.
#include <optional>
#include <string>
#include <vector>

#include "client/commands/outcome.hpp"
#include "client/commands/publication.hpp"
#include "client/input/claim_reader.hpp"
#include "client/view/bulletin.hpp"

namespace tidings::commands {

class Publishing {
 public:
  Publishing(const Session& session, const PublishOptions& options) : session_(session), options_(options) {}

  ExitCode publish();
  /// A revision of what `id` names: what is not told anew stays as it was, the claims too if no file is given.
  ExitCode amend(const std::string& id);

 private:
  ExitCode run();
  base::Status connect();
  base::Status take_former(const std::string& id);
  base::Status keep_claims(const std::vector<view::ShownBulletin>& shown, const std::string& place);
  base::Status read();
  base::Result<input::Terms> ask_terms();
  base::Status check_content() const;
  base::Status settle();
  base::Status settle_own();
  base::Status name_sources(v1::Header& context) const;
  base::Status settle_pap(v1::Audience& audience);
  base::Status settle_others();
  void put(const std::string& id, Part part);
  ExitCode tell_review() const;
  base::Status ask_audiences();
  base::Status ask_warnings();
  base::Status confirm();
  enum class Sending { Rehearsal, InEarnest };
  base::Status send(Publication& publication, Sending sending);
  void queue_begin(const Publication& publication, Sending sending, std::uint64_t id);
  base::Status queue_claims(const Publication& publication, std::uint64_t id);
  base::Status send_all();
  ExitCode conclude();

  const Session& session_;
  const PublishOptions& options_;
  std::optional<Connection> connection_;
  Draft asked_;  ///< by the command line alone
  Draft draft_;  ///< the same over what is amended
  std::string amends_;
  std::optional<input::Marking> former_marking_;
  std::optional<input::ClaimReader> reader_;
  std::vector<Publication> publications_;
  std::vector<v1::AudienceAnswer> audiences_;  ///< of all of them, each once
  bool confirmed_{false}, forced_{false};
  std::string override_reason_;
  Outcome outcome_;
};

}  // namespace tidings::commands
