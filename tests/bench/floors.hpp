#pragma once
/// The limits of this machine, measured in the run they stand beside.
#include <cstddef>
#include <string>

namespace tidings::bench {

/// Seconds to hash, for one claim of a 1,000-claim bulletin of SHA-256 values, the blocks its tree needs.
double hash_only_s_a_claim();
/// Ed25519 checks a second on one core, our own libcrypto.
double ed25519_checks_per_s();
/// Milliseconds of one 4 KiB append and fdatasync in `folder`, the 99th percentile of 200.
double fdatasync_p99_ms(const std::string& folder);
/// Round trips a second over Unix sockets, `connections` of them with one message in flight each, an echo behind.
struct Echo {
  double per_s{0}, p99_ms{0};
};
Echo unix_echo(std::size_t connections, std::size_t request_bytes, std::size_t answer_bytes, double seconds);

}  // namespace tidings::bench
