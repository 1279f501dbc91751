#pragma once
/// What became of publications, told to people and as JSON.
/// Lives on: any executor (values).
#include <string>
#include <vector>

#include "client/commands/publication.hpp"
#include "client/commands/session.hpp"
#include "client/input/summary.hpp"
#include "client/view/json.hpp"

namespace tidings::commands {

struct Outcome {
  input::Counts counts;
  bool dry_run{false};
  bool audience_shown{false};
  std::uint64_t kept_here{0};  ///< claims that are for nobody else by their own marking
  std::uint64_t failed{0};     ///< publications that were refused
};

std::string describe(const view::Look& look, const Outcome& outcome, const std::vector<Publication>& publications);
view::json::object json_of(const Outcome& outcome, const std::vector<Publication>& publications);

/// What warning lists have of a publication, as a dry run tells it.
std::string describe_warned(const view::Look& look, const v1::PublishAnswer& answer);

}  // namespace tidings::commands
