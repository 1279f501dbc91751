#include "core/identity/encryption_key.hpp"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/obj_mac.h>

#include <array>

#include "core/identity/pkey.hpp"

namespace tidings::identity {
namespace {

std::string point_of(EVP_PKEY* key) {
  std::string point(encryption_point_bytes, '\0');
  std::size_t size = 0;
  const int worked = EVP_PKEY_get_octet_string_param(
      key, OSSL_PKEY_PARAM_PUB_KEY, reinterpret_cast<unsigned char*>(point.data()), point.size(), &size);
  require(worked == 1 && size == encryption_point_bytes);
  return point;
}

bool is_p256(EVP_PKEY* key) {
  std::array<char, 64> group{};
  std::size_t size = 0;
  return EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
         EVP_PKEY_get_group_name(key, group.data(), group.size(), &size) == 1 &&
         std::string_view(group.data(), size) == SN_X9_62_prime256v1;
}

struct GroupFree {
  void operator()(EC_GROUP* group) const { EC_GROUP_free(group); }
};
struct PointFree {
  void operator()(EC_POINT* point) const { EC_POINT_free(point); }
};

}  // namespace

EncryptionKey generate_encryption_key() {
  const Pkey key = generate_p256();
  return {private_pem(key.get()), point_of(key.get())};
}

base::Result<EncryptionKey> encryption_key_from_pem(std::string_view pem) {
  const Pkey key = pkey_from_pem(pem);
  if (!key || !is_p256(key.get())) {
    return base::fail(base::ErrorCode::BadInput,
                      "no P-256 private key in PEM form that can be read without a password");
  }
  return EncryptionKey{private_pem(key.get()), point_of(key.get())};
}

bool is_encryption_point(std::string_view point) {
  if (point.size() != encryption_point_bytes || point.front() != '\x04') return false;
  const std::unique_ptr<EC_GROUP, GroupFree> group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  const std::unique_ptr<EC_POINT, PointFree> read(EC_POINT_new(group.get()));
  // Reading a point also checks the curve's equation.
  const bool good = EC_POINT_oct2point(group.get(), read.get(), reinterpret_cast<const unsigned char*>(point.data()),
                                       point.size(), nullptr) == 1;
  ERR_clear_error();
  return good;
}

}  // namespace tidings::identity
