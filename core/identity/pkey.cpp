#include "core/identity/pkey.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <cstdlib>
#include <string>

namespace tidings::identity {
namespace {

struct BioFree {
  void operator()(BIO* bio) const { BIO_free_all(bio); }
};
using Bio = std::unique_ptr<BIO, BioFree>;

/// Instead of OpenSSL's own, which would ask at the terminal for the password of an encrypted key.
int no_password(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*user*/) { return -1; }

}  // namespace

void require(bool worked) {
  if (!worked) std::abort();
}

base::Secret private_pem(EVP_PKEY* key) {
  const Bio bio(BIO_new(BIO_s_secmem()));
  require(bio != nullptr);
  require(PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1);
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return base::Secret(std::string(data, static_cast<std::size_t>(size)));
}

Pkey pkey_from_pem(std::string_view pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  require(bio != nullptr);
  Pkey key(PEM_read_bio_PrivateKey(bio.get(), nullptr, &no_password, nullptr));
  ERR_clear_error();  // a TLS connection on this thread must not find our error in its queue
  return key;
}

Pkey generate_p256() {
  Pkey key(EVP_EC_gen("P-256"));
  require(key != nullptr);
  return key;
}

}  // namespace tidings::identity
