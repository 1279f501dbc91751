#include <openssl/evp.h>

#include "daemon/http/fetch/fetch.hpp"

namespace tidings::fetch {

std::string basic_authorization(const std::string& name, std::string_view password) {
  std::string both = name + ":";
  both.append(password);
  std::string encoded((both.size() + 2) / 3 * 4 + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                                   reinterpret_cast<const unsigned char*>(both.data()), static_cast<int>(both.size()));
  encoded.resize(static_cast<std::size_t>(size));
  return "Basic " + encoded;
}

}  // namespace tidings::fetch
