#pragma once
/// One publication as it will be sent: contexts, each with its claims and its audience. What a file marks is never
/// widened: --tlp narrows, and goes further than a marking only with a reason. What is for nobody by its own marking
/// (RED without names, a sharing group without the named partner) stays on this node. Errors: Policy (a marking that
/// would be widened), and what looking up a partner answers. Lives on: one thread.
#include <functional>
#include <string>
#include <vector>

#include "client/commands/publish_options.hpp"
#include "client/input/gathered.hpp"

namespace tidings::commands {

struct Part {
  v1::Header context;                   ///< without release_to
  std::vector<std::string> release_to;  ///< names, or ids in hex
  bool tlp_given{false};
  input::ClaimBatches* claims{nullptr};
};

struct Publication {
  std::string id;  ///< 16 bytes, where a format names it
  std::vector<Part> parts;
  v1::PublishAnswer outcome;
  std::uint64_t claims() const;
  /// Of so many of its claims: without the originals that travel beside them.
  std::uint64_t values_in(std::uint64_t claims) const;
};

/// What the command line says, put over the contexts that came with files.
class Settling {
 public:
  /// The OrgId of a partner by name.
  using IdOf = std::function<base::Result<std::string>(const std::string& name)>;
  /// `over`: whether lists (tags, references, ecosystems) that are given add to a context's own or replace them.
  enum class Over : std::uint8_t { Add, Replace };
  Settling(const Draft& asked, std::string override_reason, Over over, IdOf id_of)
      : asked_(asked), override_reason_(std::move(override_reason)), over_(over), id_of_(std::move(id_of)) {}

  base::Result<Part> settle(input::Context& context);
  bool widened() const { return widened_; }
  std::uint64_t kept_here() const { return kept_here_; }  ///< claims that nobody else may hold

 private:
  base::Status settle_marking(const input::Context& context, Part& part);
  base::Status settle_names(Part& part);
  void put_over(v1::Header& header) const;

  const Draft& asked_;
  std::string override_reason_;
  Over over_;
  IdOf id_of_;
  bool widened_{false};
  std::uint64_t kept_here_{0};
};

}  // namespace tidings::commands
