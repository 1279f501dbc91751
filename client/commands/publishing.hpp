#pragma once
/// One act of publishing, from files to the daemon's answer: read, settle the marking, show who will receive it, ask,
/// send, tell. Nothing is sent before all input was read and every question is answered.
/// Errors: are reported to the person; what comes back is the exit code.
/// Lives on: one thread.
#include <optional>
#include <string>

#include "client/commands/publish_options.hpp"
#include "client/input/claim_reader.hpp"
#include "client/input/summary.hpp"

namespace tidings::commands {

class Publishing {
 public:
  Publishing(const Session& session, const PublishOptions& options) : session_(session), options_(options) {}

  ExitCode publish();
  /// A revision of what `id` names: what is not told anew stays as it was, the claims too if no file is given.
  ExitCode amend(const std::string& id);

 private:
  base::Status prepare();
  base::Status read_files(input::ClaimReader& reader);
  base::Status take_former(const std::string& id);
  base::Status settle_marking(const std::optional<input::Marking>& marking);
  base::Status check_content() const;
  base::Status ask_audience();
  base::Status ask_warnings();
  base::Status confirm();
  enum class Sending { Rehearsal, InEarnest };
  base::Status send(Sending sending);
  std::string describe_rehearsal() const;
  std::string describe_warned() const;
  ExitCode conclude();
  ExitCode proceed();
  view::json::object json_of_outcome() const;
  std::string describe_outcome() const;

  const Session& session_;
  const PublishOptions& options_;
  std::optional<Connection> connection_;
  Draft draft_;
  std::string amends_;
  std::optional<input::Marking> former_marking_;
  std::optional<input::ClaimReader> reader_;
  bool tlp_given_{false}, confirmed_{false}, audience_shown_{false}, forced_{false};
  std::string override_reason_;
  v1::AudienceAnswer audience_;
  v1::PublishAnswer outcome_;
  input::Counts counts_;
};

}  // namespace tidings::commands
