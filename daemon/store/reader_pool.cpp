#include "daemon/store/reader_pool.hpp"

#include <pthread.h>

#include <chrono>

namespace tidings::store {
namespace {
/// A reader that was asked nothing for so long gives its memory back.
constexpr std::chrono::seconds rest_after{1};
}  // namespace

ReaderPool::ReaderPool(std::vector<Readers> readers) : readers_(std::move(readers)) {
  for (auto& one : readers_) {
    threads_.emplace_back([this, &one] {
      pthread_setname_np(pthread_self(), "store-reader");
      serve(one);
    });
  }
}

ReaderPool::~ReaderPool() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (auto& thread : threads_) thread.join();
}

void ReaderPool::run(std::function<void(Reading&)> work) {
  {
    const std::scoped_lock lock(mutex_);
    queue_.push_back(std::move(work));
  }
  wake_.notify_one();
}

void ReaderPool::serve(Readers& readers) {
  Reading reading{*readers.ledger, *readers.index};
  while (true) {
    std::function<void(Reading&)> work;
    {
      std::unique_lock lock(mutex_);
      const auto has_cause = [this] { return stopping_ || !queue_.empty(); };
      if (!wake_.wait_for(lock, rest_after, has_cause)) {
        readers.index->rest();
        wake_.wait(lock, has_cause);
      }
      if (queue_.empty()) return;
      work = std::move(queue_.front());
      queue_.pop_front();
    }
    work(reading);
    readers.index->end();
  }
}

}  // namespace tidings::store
