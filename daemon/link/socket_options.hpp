#pragma once
/// What every socket of a link is set to, and how addresses are written.
/// Lives on: any executor.
#include <string>

namespace tidings::link {

/// No waiting for fuller segments, no more than a little unsent in the kernel (so that an urgent bulletin does not queue
/// behind megabytes), and keep-alive below ours.
void tune_socket(int socket);

/// "192.0.2.7:7443", "[2001:db8::7]:7443".
std::string written(const std::string& host, unsigned port);

}  // namespace tidings::link
