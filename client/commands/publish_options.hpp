#pragma once
/// What `publish` and `amend` may be told, and what it comes to.
/// Errors: BadInput naming the option; Policy for RED to nobody by name.
/// Lives on: one thread.
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "client/commands/command_line.hpp"
#include "client/input/claim_reader.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::commands {

struct PublishOptions {
  std::vector<std::string> files, release_to, ecosystems, tags, references, based_on;
  std::string title, text, tlp, pap, role, verdict, confidence, expires, priority, producer;
  std::string type, format, columns, override_marking, hold, review;
  bool local{false}, dry_run{false}, list{false}, yes{false}, allow_special{false}, force{false}, no_original{false};
};

void offer_publish_options(CLI::App& command, PublishOptions& options);

/// A publication before its claims: what it adds to, or starts from, is `draft`.
struct Draft {
  v1::Header context;
  std::optional<v1::Tlp> tlp;  ///< asked for by --tlp
  bool expiry_given{false};
  std::vector<std::string> release_to;  ///< names, or ids in hex
  base::Duration hold{0};               ///< before it is signed
};

/// Sets in `draft` what the options state, and leaves the rest as it is.
base::Status apply(const PublishOptions& options, Draft& draft);
base::Result<input::ReaderOptions> reader_options(const PublishOptions& options);

}  // namespace tidings::commands
