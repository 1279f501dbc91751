#pragma once
/// SHA-256 (FIPS 180-4), the one digest of Tidings, and random bytes from the system's generator.
/// Lives on: any executor; a Sha256 is used by one thread at a time.
#include <array>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace tidings::base {

using Digest = Id<struct DigestTag, 32>;

Digest sha256(std::string_view data);

/// Incremental SHA-256, for data in pieces.
class Sha256 {
 public:
  Sha256();
  Sha256& update(std::string_view data);
  Digest finish();  ///< also makes it ready for the next message

 private:
  alignas(8) std::array<unsigned char, 128> state_;  // an OpenSSL SHA256_CTX: no allocation a hash
};

/// `size` bytes from the operating system's generator. Aborts if it has none: nothing safe can follow.
std::string random_bytes(std::size_t size);

}  // namespace tidings::base
