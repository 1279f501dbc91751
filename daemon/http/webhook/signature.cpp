#include "daemon/http/webhook/signature.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "base/bytes.hpp"
#include "base/digest.hpp"

namespace tidings::webhook {
namespace {

constexpr std::size_t key_digits = 32;

}  // namespace

std::string signature(const base::Secret& secret, base::Instant at, std::string_view body) {
  const auto time = std::to_string(at.us / 1'000'000);
  auto message = time + ".";
  message.append(body);
  std::array<unsigned char, EVP_MAX_MD_SIZE> code{};
  unsigned size = 0;
  const auto key = secret.reveal();
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(message.data()),
       message.size(), code.data(), &size);
  return "t=" + time + ",v1=" + base::to_hex({reinterpret_cast<const char*>(code.data()), size});
}

std::string delivery_key(std::string_view webhook, std::span<const v1::Arrival> arrivals) {
  base::Sha256 digest;
  digest.update(webhook).update({"\0", 1});
  digest.update(arrivals.front().cursor()).update(arrivals.back().cursor());  // both of one length
  return digest.finish().text().substr(0, key_digits);
}

}  // namespace tidings::webhook
