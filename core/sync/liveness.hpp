#pragma once
/// Whether the other side is still there: the deadlines of a link, and what is due at them.
/// Lives on: the link's executor.
#include <optional>

#include "core/sync/link.hpp"

namespace tidings::sync {

class Liveness {
 public:
  Liveness(const LinkOptions& options, Duration now) : options_(options), began_(now), heard_(now), now_(now) {}

  /// A frame came.
  void heard(Duration now) {
    heard_ = now_ = now;
    pinged_ = false;
  }
  void greeted() { greeted_ = true; }
  /// A piece of what we want came; or nothing is wanted any more.
  void fed() { fed_ = now_; }
  /// Told after every event: whether pieces are owed to us. The wait begins when it turns true.
  void awaiting(bool pieces);

  struct Due {
    bool ping{false};
    const char* dead{nullptr};  ///< a sentence
  };
  Due due(Duration now);
  Duration next() const;

 private:
  LinkOptions options_;
  Duration began_, heard_, fed_{0}, now_;
  bool greeted_{false}, pinged_{false}, awaiting_{false};
};

}  // namespace tidings::sync
