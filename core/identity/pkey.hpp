#pragma once
/// OpenSSL keys owned by value, and their PEM form. Only the .cpp files of this folder include this.
/// Lives on: any executor.
#include <openssl/evp.h>

#include <memory>
#include <string_view>

#include "base/secret.hpp"

namespace tidings::identity {

struct PkeyFree {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using Pkey = std::unique_ptr<EVP_PKEY, PkeyFree>;

/// Aborts where OpenSSL fails at what needs nothing but memory and a working library: nothing safe can follow.
void require(bool worked);

/// PKCS #8 PEM, not encrypted (the file's mode and the service's sandbox protect it).
base::Secret private_pem(EVP_PKEY* key);

/// The private key in a PEM, or null.
Pkey pkey_from_pem(std::string_view pem);

/// A fresh P-256 key (FIPS 186-5, named secp256r1 in RFC 8422).
Pkey generate_p256();

}  // namespace tidings::identity
