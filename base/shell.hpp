#pragma once
/// A command line run by /bin/sh, in a process group of its own, with nothing on its input. What it prints goes where
/// ours goes. It is ended, with all it started, when its time is up or when nobody wants it any more.
/// Errors: Internal (no shell), Timeout, Cancelled, BadInput where it ends with anything but 0: the sentence says how.
/// Lives on: one thread, which waits.
#include <functional>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace tidings::base {

/// `is_wanted` is asked some times a second; none: it is.
Status run_by_shell(const std::string& command, Duration bound, const std::function<bool()>& is_wanted = {});

}  // namespace tidings::base
