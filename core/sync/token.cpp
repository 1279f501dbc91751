#include "core/sync/token.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <cstdlib>
#include <memory>

namespace tidings::sync {
namespace {

constexpr std::size_t ledger_bytes = 16, plain_bytes = ledger_bytes + 8 + 8, nonce_bytes = 12, tag_bytes = 16;
constexpr std::size_t token_bytes = nonce_bytes + plain_bytes + tag_bytes;

using Mac = std::array<unsigned char, 32>;
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, void (*)(EVP_CIPHER_CTX*)>;

const unsigned char* raw(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }
unsigned char* raw(std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

/// Sealing needs nothing but memory and a working library: nothing safe can follow without.
void require(int worked) {
  if (worked != 1) std::abort();
}

Mac hmac(std::string_view key, std::string_view message) {
  Mac mac{};
  unsigned size = 0;
  require(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), raw(message), message.size(), mac.data(),
               &size) != nullptr);
  return mac;
}

std::string_view view(const Mac& mac) { return {reinterpret_cast<const char*>(mac.data()), mac.size()}; }

/// One key for each use, drawn from the node's token key.
Mac encryption_key(const base::Secret& key) { return hmac(key.reveal(), "tidings/1 token encryption"); }
Mac nonce_key(const base::Secret& key) { return hmac(key.reveal(), "tidings/1 token nonce"); }

std::string bound_to(const bulletin::OrgId& partner, bulletin::Lane lane) {
  std::string data = "tidings/1 token";
  data.push_back('\0');
  data.append(partner.bytes());
  data.push_back(static_cast<char>(lane));
  return data;
}

}  // namespace

std::string seal_token(const base::Secret& key, const bulletin::OrgId& partner, bulletin::Lane lane,
                       const Cursor& cursor) {
  std::string plain = cursor.ledger;
  plain.resize(ledger_bytes);
  base::append_be64(plain, cursor.sequence);
  base::append_be64(plain, cursor.view);
  const std::string bound = bound_to(partner, lane);
  const Mac mac = hmac(view(nonce_key(key)), bound + plain);
  std::string token(view(mac).substr(0, nonce_bytes));
  token.resize(token_bytes);

  const Mac secret = encryption_key(key);
  const Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int size = 0;
  require(EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, secret.data(), raw(token)));
  require(EVP_EncryptUpdate(cipher.get(), nullptr, &size, raw(bound), static_cast<int>(bound.size())));
  require(EVP_EncryptUpdate(cipher.get(), raw(token) + nonce_bytes, &size, raw(plain), static_cast<int>(plain_bytes)));
  require(EVP_EncryptFinal_ex(cipher.get(), raw(token) + nonce_bytes + plain_bytes, &size));
  require(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, tag_bytes, raw(token) + nonce_bytes + plain_bytes));
  return token;
}

base::Result<Cursor> open_token(const base::Secret& key, const bulletin::OrgId& partner, bulletin::Lane lane,
                                std::string_view token) {
  const auto refused = [] {
    return base::fail(base::ErrorCode::BadProof, "a cursor token that is not ours, or not for this");
  };
  if (token.size() != token_bytes) return refused();
  const Mac secret = encryption_key(key);
  const std::string bound = bound_to(partner, lane);
  std::string tag(token.substr(nonce_bytes + plain_bytes));
  std::string plain(plain_bytes, '\0');
  const Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int size = 0;
  require(EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, secret.data(), raw(token)));
  require(EVP_DecryptUpdate(cipher.get(), nullptr, &size, raw(bound), static_cast<int>(bound.size())));
  require(EVP_DecryptUpdate(cipher.get(), raw(plain), &size, raw(token.substr(nonce_bytes)),
                            static_cast<int>(plain_bytes)));
  require(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, tag_bytes, raw(tag)));
  if (EVP_DecryptFinal_ex(cipher.get(), raw(plain) + plain_bytes, &size) != 1) return refused();
  return Cursor{plain.substr(0, ledger_bytes), base::read_be(plain, ledger_bytes, 8),
                base::read_be(plain, ledger_bytes + 8, 8)};
}

}  // namespace tidings::sync
