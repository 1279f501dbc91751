#pragma once
/// A few threads that read, each with a ledger reader and an index reader of its own.
/// The first serves the daemon's own work alone (intake, links), the others askers first: so neither starves the other.
/// Its queues have no bound of their own: who asks bounds what he has under way.
/// Lives on: run() from any thread.
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "daemon/store/overlay.hpp"
#include "daemon/store/store.hpp"

namespace tidings::store {

class ReaderPool {
 public:
  struct Readers {
    std::unique_ptr<LedgerReader> ledger;
    std::unique_ptr<Overlay> index;
  };
  explicit ReaderPool(std::vector<Readers> readers);
  ~ReaderPool();  ///< runs what is queued, then joins
  ReaderPool(const ReaderPool&) = delete;
  ReaderPool& operator=(const ReaderPool&) = delete;
  using Work = std::function<void(Reading&)>;
  void run(Work work);
  void run_for_askers(Work work);

 private:
  enum class Serves : std::uint8_t { OwnWork, Everybody };
  void add(std::deque<Work>& queue, Work work);
  void serve(Readers& readers, Serves serves);
  std::deque<Work>* next_queue(Serves serves);  ///< none: nothing to do

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Work> own_, askers_;
  bool stopping_{false};
  std::vector<Readers> readers_;
  std::vector<std::thread> threads_;
};

}  // namespace tidings::store
