#include "client/input/line_source.hpp"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace tidings::input {
namespace {

constexpr std::size_t chunk_bytes = 64 * 1024;  // what a pipe holds
constexpr std::size_t batches_held = 4;
constexpr int look_up_every_ms = 200;  // from waiting for input, to see whether anybody still wants it

}  // namespace

LineSource::LineSource(int descriptor, const list::LineHint& hint)
    : descriptor_(descriptor),
      reader_(hint,
              [this](list::NumberedLine& line) {
                filling_.add(line);
                if (filling_.is_full()) hand_out();
              }),
      thread_([this] { read(); }) {}

LineSource::~LineSource() {
  {
    const std::lock_guard lock(mutex_);
    given_up_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void LineSource::read() {
  std::string chunk(chunk_bytes, '\0');
  base::Status failed;
  while (wait_for_input()) {
    const ssize_t count = ::read(descriptor_, chunk.data(), chunk.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      failed = base::fail(base::ErrorCode::BadInput, "- cannot be read: " + std::generic_category().message(errno));
    }
    if (count <= 0) break;
    reader_.push(std::string_view(chunk).substr(0, static_cast<std::size_t>(count)));
    if (!is_readable(0)) hand_out();
  }
  reader_.finish();
  hand_out();
  const std::lock_guard lock(mutex_);
  failed_ = failed;
  ended_ = true;
  changed_.notify_all();
}

bool LineSource::is_readable(int within_ms) const {
  pollfd wanted{descriptor_, POLLIN, 0};
  return ::poll(&wanted, 1, within_ms) != 0;  // an end and an error are read, too
}

/// False once the caller has gone.
bool LineSource::wait_for_input() {
  while (true) {
    const bool readable = is_readable(look_up_every_ms);
    const std::lock_guard lock(mutex_);
    if (given_up_) return false;
    if (readable) return true;
  }
}

void LineSource::hand_out() {
  if (filling_.size() == 0) return;
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return given_up_ || ready_.size() < batches_held; });
  if (!given_up_) ready_.push_back(std::move(filling_));
  filling_ = {};
  changed_.notify_all();
}

std::optional<LineBatch> LineSource::take(std::unique_lock<std::mutex>& lock) {
  if (ready_.empty()) return std::nullopt;
  std::optional<LineBatch> batch(std::move(ready_.front()));
  ready_.pop_front();
  lock.unlock();
  changed_.notify_all();
  return batch;
}

std::optional<LineBatch> LineSource::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return ended_ || !ready_.empty(); });
  return take(lock);
}

std::optional<LineBatch> LineSource::next_if_ready() {
  std::unique_lock lock(mutex_);
  return take(lock);
}

base::Status LineSource::error() {
  const std::lock_guard lock(mutex_);
  return failed_;
}

}  // namespace tidings::input
