#pragma once
/// What every socket of a link is set to.
/// Lives on: any executor.
#include <string>

namespace tidings::link {

/// No waiting for fuller segments, no more than a little unsent in the kernel (so that an urgent bulletin does not
/// queue behind megabytes), and keep-alive below ours.
void tune_socket(int socket);

}  // namespace tidings::link
