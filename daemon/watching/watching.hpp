#pragma once
/// Standing questions: who watches is told what arrives, as it arrives, once, in order, without a gap.
/// New entries of the ledger are read and decoded once for all watchers and kept as a bounded run of passages; a
/// watcher takes passage after passage at its own pace. One that stands before the run, because it resumes or is slow,
/// reads the ledger by itself in bounded steps, each ending at a passage's border, until it stands in the run: so it
/// joins without a gap or a repeat, and nobody's slowness holds memory. Errors: Busy (as many watchers as may),
/// BadInput (the cursor, a value), NotFound (an origin), and what the store says. Lives on: the network thread; reads
/// on reader threads; answers come home.
#include <functional>
#include <memory>

#include "daemon/telemetry/metrics.hpp"
#include "daemon/watching/passage.hpp"

namespace tidings::watching {

struct WatchingOptions {
  std::size_t max_watchers{1'024};    ///< of clients; what the config itself asks for is not counted
  std::size_t held_bytes{16u << 20};  ///< of passages: at 10,000 claims a second some 3 s for a watcher to be late
  base::Duration cursor_every{std::chrono::seconds(10)};  ///< how often a watcher is told how far the filter has looked
  PassageBounds passage;
};

enum class Asker : std::uint8_t { Client, Config };

/// What somebody wants to be told, and from where on: a cursor, else an instant of receipt, else from now on.
struct Wish {
  std::vector<v1::Value> values;  ///< none: whatever the value
  v1::Reach around{v1::REACH_ORDINARY};
  v1::Filter filter;
  v1::Tlp max_tlp{v1::TLP_AMBER_STRICT};
  Reach reach{Reach::ThisNode};
  Asker asker{Asker::Client};
  std::string cursor;  ///< a place, where the reach is Outside
  std::optional<base::Instant> since;
};

struct Given {
  PieceRef piece;
  bool caught_up{false};  ///< nothing more is there now
};

/// Ends with its object, which may go at any time.
class Watcher {
 public:
  using Taken = std::function<void(base::Result<Given>)>;
  virtual ~Watcher() = default;
  /// Calls `taken` once, as soon as something passed the filter, never within this call. One call at a time. A piece
  /// without arrivals tells that it has caught up, or how far it has looked.
  virtual void next(Taken taken) = 0;
  /// The cursor it began with.
  virtual std::string first_cursor() const = 0;
  virtual Position position() const = 0;  ///< how far it has looked, told or not
};

class Watching {
 public:
  struct Parts {
    store::Store& store;
    query::Query& query;
    base::Executor& home;
    const base::Clock& clock;
    const base::Secret& cursor_key;  ///< of the node, kept: cursors live as long
    telemetry::Counters& counters;
  };
  static std::unique_ptr<Watching> make(Parts parts, const WatchingOptions& options);
  virtual ~Watching() = default;
  using Begun = std::function<void(base::Result<std::unique_ptr<Watcher>>)>;
  virtual void begin(Wish wish, Begun begun) = 0;
  /// Each second: what failed is tried again.
  virtual void look() = 0;
  virtual void set_max_watchers(std::size_t most) = 0;
  virtual std::size_t watchers() const = 0;  ///< of clients
};

}  // namespace tidings::watching
