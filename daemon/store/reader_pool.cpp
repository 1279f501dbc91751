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
    // A lone reader serves all: there is nobody else.
    const auto serves = threads_.empty() && readers_.size() > 1 ? Serves::OwnWork : Serves::Everybody;
    threads_.emplace_back([this, &one, serves] {
      pthread_setname_np(pthread_self(), "store-reader");
      serve(one, serves);
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

void ReaderPool::run(Work work) { add(own_, std::move(work)); }
void ReaderPool::run_for_askers(Work work) { add(askers_, std::move(work)); }

void ReaderPool::add(std::deque<Work>& queue, Work work) {
  {
    const std::scoped_lock lock(mutex_);
    queue.push_back(std::move(work));
  }
  wake_.notify_all();  // not every reader serves every queue
}

std::deque<ReaderPool::Work>* ReaderPool::next_queue(Serves serves) {
  if (serves == Serves::Everybody && !askers_.empty()) return &askers_;
  return own_.empty() ? nullptr : &own_;
}

void ReaderPool::serve(Readers& readers, Serves serves) {
  Reading reading{*readers.ledger, *readers.index};
  while (true) {
    Work work;
    {
      std::unique_lock lock(mutex_);
      const auto has_cause = [&] { return stopping_ || next_queue(serves) != nullptr; };
      if (!wake_.wait_for(lock, rest_after, has_cause)) {
        readers.index->rest();
        wake_.wait(lock, has_cause);
      }
      auto* const queue = next_queue(serves);
      if (queue == nullptr) return;
      work = std::move(queue->front());
      queue->pop_front();
    }
    work(reading);
    readers.index->end();
  }
}

}  // namespace tidings::store
