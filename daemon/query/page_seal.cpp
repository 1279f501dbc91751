#include "daemon/query/page_seal.hpp"

#include <openssl/evp.h>

#include <cstdlib>
#include <memory>

#include "base/bytes.hpp"
#include "base/digest.hpp"

namespace tidings::query {
namespace {

constexpr std::size_t key_bytes = 32, nonce_bytes = 12, tag_bytes = 16, length_bytes = 2;
constexpr std::size_t plain_bytes = length_bytes + max_page_bytes;
constexpr std::size_t sealed_bytes = nonce_bytes + plain_bytes + tag_bytes;

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, void (*)(EVP_CIPHER_CTX*)>;

const unsigned char* raw(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }
unsigned char* raw(std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

/// Sealing needs nothing but memory and a working library: nothing safe can follow without.
void require(int worked) {
  if (worked != 1) std::abort();
}

}  // namespace

PageSeal::PageSeal() : key_(base::random_bytes(key_bytes)) {}

std::string PageSeal::seal(std::string_view page) const {
  if (page.empty()) return {};
  std::string plain;
  base::append_be16(plain, static_cast<std::uint16_t>(page.size()));
  plain.append(page.substr(0, max_page_bytes)).resize(plain_bytes);
  std::string sealed = base::random_bytes(nonce_bytes);
  sealed.resize(sealed_bytes);
  const Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  auto* const text = raw(sealed) + nonce_bytes;
  int size = 0;
  require(EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, raw(key_.reveal()), raw(sealed)));
  require(EVP_EncryptUpdate(cipher.get(), text, &size, raw(plain), static_cast<int>(plain_bytes)));
  require(EVP_EncryptFinal_ex(cipher.get(), text + plain_bytes, &size));
  require(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, tag_bytes, text + plain_bytes));
  return sealed;
}

base::Result<std::string> PageSeal::open(std::string_view sealed) const {
  if (sealed.empty()) return std::string();
  const auto refused = [] {
    return base::fail(base::ErrorCode::BadInput,
                      "the page is none that this daemon has named since it started; ask from the start");
  };
  if (sealed.size() != sealed_bytes) return refused();
  std::string tag(sealed.substr(nonce_bytes + plain_bytes));
  std::string plain(plain_bytes, '\0');
  const Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int size = 0;
  require(EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, raw(key_.reveal()), raw(sealed)));
  require(EVP_DecryptUpdate(cipher.get(), raw(plain), &size, raw(sealed.substr(nonce_bytes)),
                            static_cast<int>(plain_bytes)));
  require(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, tag_bytes, raw(tag)));
  if (EVP_DecryptFinal_ex(cipher.get(), raw(plain) + plain_bytes, &size) != 1) return refused();
  const auto length = base::read_be(plain, 0, length_bytes);
  return length <= max_page_bytes ? base::Result<std::string>(plain.substr(length_bytes, length)) : refused();
}

}  // namespace tidings::query
