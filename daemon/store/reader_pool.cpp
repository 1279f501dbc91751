#include "daemon/store/reader_pool.hpp"

#include <pthread.h>

namespace tidings::store {

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
      wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      work = std::move(queue_.front());
      queue_.pop_front();
    }
    work(reading);
    readers.index->end();
  }
}

}  // namespace tidings::store
