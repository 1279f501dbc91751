#pragma once
/// A command line run by /bin/sh, in a process group of its own, with nothing on its input. What it prints goes where
/// ours goes. It is ended, with all it started, when its time is up.
/// Errors: Internal (no shell), Timeout, BadInput where it ends with anything but 0: the sentence says how it ended.
/// Lives on: one thread, which waits.
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace tidings::base {

Status run_by_shell(const std::string& command, Duration bound);

}  // namespace tidings::base
