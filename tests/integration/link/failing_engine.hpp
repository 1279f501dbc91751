#pragma once
/// A real engine whose bodies cannot be read by id while a flag is set: a disk that fails at times.
/// Lives on: as the engine it wraps.
#include <atomic>
#include <memory>

#include "daemon/store/store.hpp"

namespace tidings::store {

std::unique_ptr<Engine> failing_at_times(std::unique_ptr<Engine> engine, std::shared_ptr<std::atomic<bool>> failing);

}  // namespace tidings::store
