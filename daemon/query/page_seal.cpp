#include "daemon/query/page_seal.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <cstdlib>
#include <memory>

#include "base/bytes.hpp"
#include "base/digest.hpp"

namespace tidings::query {
namespace {

constexpr std::size_t key_bytes = 32, salt_bytes = 16, nonce_bytes = 12, tag_bytes = 16, length_bytes = 2;
constexpr std::size_t plain_bytes = length_bytes + max_page_bytes;
constexpr std::size_t text_at = salt_bytes + nonce_bytes, tag_at = text_at + plain_bytes,
                      sealed_bytes = tag_at + tag_bytes;

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, void (*)(EVP_CIPHER_CTX*)>;

const unsigned char* raw(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }
unsigned char* raw(std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

/// Sealing needs nothing but memory and a working library: nothing safe can follow without.
void require(int worked) {
  if (worked != 1) std::abort();
}

std::string hmac(std::string_view key, std::string_view message) {
  std::string mac(key_bytes, '\0');
  unsigned size = 0;
  const auto* const made =
      HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), raw(message), message.size(), raw(mac), &size);
  require(made != nullptr ? 1 : 0);
  return mac;
}

}  // namespace

PageSeal::PageSeal(const base::Secret& node_key)
    : key_(node_key.empty() ? base::random_bytes(key_bytes) : hmac(node_key.reveal(), "tidings/1 page of an answer")) {}

std::string PageSeal::seal(std::string_view page, std::string_view ledger) const {
  if (page.empty()) return {};
  std::string plain;
  base::append_be16(plain, static_cast<std::uint16_t>(page.size()));
  plain.append(page.substr(0, max_page_bytes)).resize(plain_bytes);
  std::string sealed = base::random_bytes(text_at);
  sealed.resize(sealed_bytes);
  const base::Secret key(hmac(key_.reveal(), std::string_view(sealed).substr(0, salt_bytes)));
  const Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int size = 0;
  require(EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, raw(key.reveal()), raw(sealed) + salt_bytes));
  require(EVP_EncryptUpdate(cipher.get(), nullptr, &size, raw(ledger), static_cast<int>(ledger.size())));
  require(EVP_EncryptUpdate(cipher.get(), raw(sealed) + text_at, &size, raw(plain), static_cast<int>(plain_bytes)));
  require(EVP_EncryptFinal_ex(cipher.get(), raw(sealed) + tag_at, &size));
  require(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, tag_bytes, raw(sealed) + tag_at));
  return sealed;
}

base::Result<std::string> PageSeal::open(std::string_view sealed, std::string_view ledger) const {
  if (sealed.empty()) return std::string();
  const auto refused = [] {
    return base::fail(base::ErrorCode::BadInput,
                      "the page is none that this node has named of this ledger; ask from the start");
  };
  if (sealed.size() != sealed_bytes) return refused();
  std::string tag(sealed.substr(tag_at));
  std::string plain(plain_bytes, '\0');
  const base::Secret key(hmac(key_.reveal(), sealed.substr(0, salt_bytes)));
  const Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int size = 0;
  require(
      EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, raw(key.reveal()), raw(sealed.substr(salt_bytes))));
  require(EVP_DecryptUpdate(cipher.get(), nullptr, &size, raw(ledger), static_cast<int>(ledger.size())));
  require(
      EVP_DecryptUpdate(cipher.get(), raw(plain), &size, raw(sealed.substr(text_at)), static_cast<int>(plain_bytes)));
  require(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, tag_bytes, raw(tag)));
  if (EVP_DecryptFinal_ex(cipher.get(), raw(plain) + plain_bytes, &size) != 1) return refused();
  const auto length = base::read_be(plain, 0, length_bytes);
  return length <= max_page_bytes ? base::Result<std::string>(plain.substr(length_bytes, length)) : refused();
}

}  // namespace tidings::query
