#pragma once
/// A few threads that read, each with a ledger reader and an index reader of its own.
/// Its queue has no bound of its own: who asks bounds what he has under way.
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
  void run(std::function<void(Reading&)> work);

 private:
  void serve(Readers& readers);

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void(Reading&)>> queue_;
  bool stopping_{false};
  std::vector<Readers> readers_;
  std::vector<std::thread> threads_;
};

}  // namespace tidings::store
