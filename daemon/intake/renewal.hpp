#pragma once
/// A publication of ours said again as it is, for longer: its next revision, with the same claims under the same roots.
/// Errors: NotFound (nothing of it is live here), Policy (another's), Exists (part of it is withdrawn: it would come
/// back), Busy (the index is being rebuilt), and what intake answers.
/// Lives on: the network thread; works on the crypto pool and on readers.
#include "daemon/intake/publication.hpp"

namespace tidings::intake {

class Renewal : public std::enable_shared_from_this<Renewal> {
 public:
  Renewal(const Desk& desk, const bulletin::PublicationId& publication, base::Instant until, Publisher::Done done);
  void start();

 private:
  struct Former {
    std::vector<std::string> parts;  ///< whole bulletins
    std::uint32_t revision{0};
  };
  static base::Result<Former> find(store::Reading& reading, const bulletin::PublicationId& publication,
                                   const OrgId& self, base::Instant now);
  void found(base::Result<Former> former);
  void next();
  void submit(base::Result<bulletin::Signed> made);

  Desk desk_;
  base::Instant until_;
  Publisher::Done done_;
  Former former_;
  std::size_t at_{0};
  Published published_;
};

}  // namespace tidings::intake
