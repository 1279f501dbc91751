#pragma once
/// Answering back: what `sight` and `dispute` share, from the words and lines that name values to the daemon's answers.
/// Errors: are reported to the person; what comes back is the exit code.
/// Lives on: one thread.
#include <string>
#include <unordered_map>
#include <vector>

#include "client/commands/command_line.hpp"
#include "client/input/line_batch.hpp"
#include "client/input/summary.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::commands {

struct ResponseOptions {
  std::vector<std::string> what;  ///< values (or ids, in a dispute); "-" is standard input
  std::string type, text, tlp, expires;
  std::vector<std::string> release_to, tags;
  bool to_all{false}, dry_run{false}, yes{false};
};
void offer_response_options(CLI::App& command, ResponseOptions& options);

class Responding {
 public:
  Responding(const Session& session, const ResponseOptions& options, v1::Kind kind)
      : session_(session), options_(options) {
    frame_.set_kind(kind);
  }
  /// What was seen of every value.
  void set_sighting(const v1::Sighting& sighting) { sighting_ = sighting; }
  ExitCode run();

 private:
  base::Status read_options();
  base::Status read_input();
  void take_line(const input::ReadLine& line, const std::string& source);
  bool may_be_id(const std::string& word) const;
  base::Status send_all();
  base::Status send_id(const std::string& id);
  base::Status ask_id(const std::string& id);
  base::Status send_values(std::size_t from, std::size_t to);
  base::Status confirm();
  void take(const v1::PublishAnswer& answer, std::size_t from);
  void miss(const std::string& what, const std::string& why);
  bool is_one() const { return ids_.size() + claims_.size() == 1; }
  ExitCode conclude();
  std::string describe() const;
  view::json::object json() const;

  const Session& session_;
  const ResponseOptions& options_;
  std::optional<Connection> connection_;
  v1::RespondRequest frame_;  ///< what every request has
  v1::Sighting sighting_;
  std::vector<v1::Claim> claims_;
  std::unordered_map<std::string, std::size_t> places_;  ///< of a value among the claims
  std::vector<std::string> ids_;
  bool confirmed_{false};
  std::uint64_t refused_{0}, failed_{0}, answered_{0};
  std::vector<std::string> unanswered_, misses_;  ///< those, and ids that cannot be answered, each with why
  v1::PublishAnswer all_;
  std::vector<std::string> publications_;
  std::vector<v1::HeldInfo> held_;
};

}  // namespace tidings::commands
