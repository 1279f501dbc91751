#pragma once
/// Standard input as batches of lines, read and parsed by a thread of its own while the caller asks about those before.
/// A batch is handed out when it is full or when no more input is there for now: an answer never waits for a line that
/// has not been written yet. At most four batches are held.
/// Errors: a read that fails ends the input; error() tells it.
/// Lives on: one thread (the caller's), beside its own.
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

#include "base/result.hpp"
#include "client/input/line_batch.hpp"

namespace tidings::input {

class LineSource {
 public:
  LineSource(int descriptor, const list::LineHint& hint);
  ~LineSource();  ///< what was not taken is let go
  LineSource(const LineSource&) = delete;
  LineSource& operator=(const LineSource&) = delete;

  /// The next batch; waits for it. Nothing at the end.
  std::optional<LineBatch> next();
  /// The next batch if there is one by now.
  std::optional<LineBatch> next_if_ready();
  base::Status error();

 private:
  void read();
  void hand_out();
  bool is_readable(int within_ms) const;
  bool wait_for_input();
  std::optional<LineBatch> take(std::unique_lock<std::mutex>& lock);

  int descriptor_;
  LineBatch filling_;  // the reading thread's
  list::LineReader reader_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<LineBatch> ready_;
  bool ended_{false}, given_up_{false};
  base::Status failed_;
  std::thread thread_;
};

}  // namespace tidings::input
