#pragma once
/// A draft looked at whole before any of it is signed: its context, every claim, and what warning lists have of them.
/// What is called benign has its verdict stated. In slices, between which others go; nobody else touches the draft
/// until it ends. Errors: those of check_context(), check_names(), check_claims() and settle_verdicts(). Lives on: the
/// network thread; works on the crypto pool.
#include "daemon/intake/publication.hpp"

namespace tidings::intake {

class DraftCheck : public std::enable_shared_from_this<DraftCheck> {
 public:
  using Then = std::function<void(base::Result<Warned>)>;
  DraftCheck(const Desk& desk, std::shared_ptr<Draft> draft, Then then);
  void start();

 private:
  void check_from(std::size_t first);
  base::Status check_contexts() const;
  base::Status check(std::size_t first);

  Desk desk_;
  std::shared_ptr<Draft> draft_;
  Then then_;
  std::shared_ptr<const warning::WarningLists> lists_;
  base::Instant now_;
  Warned warned_;
};

}  // namespace tidings::intake
