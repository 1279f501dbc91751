#include "base/secret.hpp"

#include <openssl/crypto.h>

namespace tidings::base {

void Secret::wipe() {
  // A short string lives inside the object, so what is wiped is the whole capacity, not only the size.
  bytes_.resize(bytes_.capacity());
  OPENSSL_cleanse(bytes_.data(), bytes_.size());
  bytes_.clear();
}

}  // namespace tidings::base
