#include "daemon/store/commit_queue.hpp"

#include <algorithm>

namespace tidings::store {
namespace {

/// One transaction: enough to share a sync among all who wait, little enough to take some 20 ms.
constexpr std::size_t max_group_batches = 1'024;
constexpr std::size_t max_group_bytes = 2U << 20;

bool is_urgent(const Batch& batch) {
  const auto urgent = [](const auto& one) { return one.lane != Lane::Normal; };
  return !batch.bulletins.empty() && batch.partners.empty() && batch.identities.empty() && batch.reset_tokens.empty() &&
         std::all_of(batch.bulletins.begin(), batch.bulletins.end(), [&](const auto& b) { return urgent(b.entry); }) &&
         std::all_of(batch.tokens.begin(), batch.tokens.end(), urgent);
}

}  // namespace

void CommitQueue::push(Batch batch, base::Executor& home, Store::CommitDone done) {
  std::size_t bytes = 0;
  for (const auto& bulletin : batch.bulletins) bytes += bulletin.bytes.size();
  bytes_ += bytes;
  auto& queue = is_urgent(batch) ? urgent_ : normal_;
  queue.push_back({std::move(batch), &home, std::move(done), bytes});
}

std::vector<QueuedBatch> CommitQueue::take(std::deque<QueuedBatch>& from) {
  std::vector<QueuedBatch> group;
  std::size_t bytes = 0;
  while (!from.empty() && group.size() < max_group_batches && bytes < max_group_bytes) {
    bytes += from.front().bytes;
    bytes_ -= from.front().bytes;
    group.push_back(std::move(from.front()));
    from.pop_front();
  }
  return group;
}

}  // namespace tidings::store
