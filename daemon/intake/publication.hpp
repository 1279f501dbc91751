#pragma once
/// One publication on its way: checked, compared with what is said already, cut, signed, submitted. What it needs of
/// the publisher is its Desk. Lives on: the network thread; works on the crypto pool and on readers.
#include <functional>
#include <memory>
#include <span>

#include "daemon/intake/older_versions.hpp"
#include "daemon/intake/publisher.hpp"
#include "daemon/intake/unchanged.hpp"

namespace tidings::intake {

/// What all publications share.
struct Desk {
  Intake& intake;
  store::Store& store;
  partners::PartnerBook& book;
  const warnings::WarningBook& warnings;
  const bulletin::Signer& signer;
  base::Executor& home;
  base::Executor& crypto;
  const base::Clock& clock;
  std::function<base::Instant()> draw_issued_at;  ///< strictly rising
};

class Publication : public std::enable_shared_from_this<Publication> {
 public:
  Publication(const Desk& desk, Draft draft, Publisher::Progress progress, Publisher::Done done);
  void start();

 private:
  /// What becomes one bulletin.
  struct Run {
    std::size_t section{0};
    std::span<const v1::Claim> claims;
    std::uint32_t part{1}, parts{1};  ///< among those of its audience
  };
  void checked(const base::Result<Warned>& warned);
  void look_up();
  void looked_up(const base::Result<NextRevision>& revision);
  void end_older();
  base::Status check_names(const std::set<OrgId>& named_before) const;
  void begin_revision(const NextRevision& revision);
  void find_older();
  void found_older();
  void withdraw_older(std::vector<v1::Header> withdrawals);
  void compare();
  void compare_from(std::size_t part);
  void skip_from(std::size_t first);
  std::size_t drop(const std::vector<bool>& claims);
  void find_said_again(std::size_t first);
  void end_dry();
  void note_audit();
  void cut();
  void sign_next();
  v1::Header header_of_part(const Run& run) const;
  void sign(std::size_t part);
  void submit(std::size_t part, base::Result<bulletin::Signed> made);
  void answered(std::size_t part, const Answer& answer);
  void end();
  void fail(base::Error error);

  Desk desk_;
  OrgId self_;
  Draft draft_;
  Publisher::Progress progress_;
  Publisher::Done done_;
  Published published_;
  NextRevision next_;
  std::unique_ptr<OlderVersions> older_;
  std::unique_ptr<Unchanged> unchanged_;  ///< where what it replaces may say the same
  std::vector<Run> runs_;
  std::size_t next_run_{0};
  std::size_t under_way_{0};
  std::size_t parts_stored_{0};
  std::vector<bool> said_;
  std::optional<base::Error> failed_;
};

}  // namespace tidings::intake
