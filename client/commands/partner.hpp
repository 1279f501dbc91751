#pragma once
/// What can be done with the partner book.
/// Errors: are reported to the person; what comes back is the exit code.
/// Lives on: one thread.
#include <cstdint>
#include <optional>
#include <string>

#include "client/commands/command_line.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::commands {

/// As typed; what is not named stays as it is.
struct TermsOptions {
  std::string send, accept;
  std::optional<bool> community, hear_introduced;
  std::optional<std::uint32_t> trust;
};
void offer_terms(CLI::App& command, TermsOptions& options);
/// Changes `terms` as told. BadInput for what is no marking.
base::Status apply(const TermsOptions& options, v1::PartnerTerms& terms);

struct PartnerAddition {
  std::string card, fingerprint, alias;
  TermsOptions terms;
};
ExitCode add_partner(const Session& session, const PartnerAddition& options);

struct TermsChange {
  std::string partner;
  TermsOptions terms;
};
ExitCode change_terms(const Session& session, const TermsChange& options);

enum class StandingChange : std::uint8_t { Suspend, Resume, Remove };
enum class Asking : std::uint8_t { IfTerminal, Skip };
ExitCode change_standing(const Session& session, const std::string& partner, StandingChange change, Asking asking);

ExitCode list_partners(const Session& session);
ExitCode show_partner(const Session& session, const std::string& partner);

}  // namespace tidings::commands
