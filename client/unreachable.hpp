#pragma once
/// Reaching the daemon's socket, and saying why it cannot be reached and what to do.
/// Errors: Unreachable, BadInput (a path that no socket can have).
/// Lives on: one thread.
#include <string>

#include "base/result.hpp"

namespace tidings::client {

/// A connected stream socket that the caller closes.
base::Result<int> connect_to(const std::string& socket_path);

std::string describe_errno(int error);

}  // namespace tidings::client
