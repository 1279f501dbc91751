#include "core/identity/tls_certificate.hpp"

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "base/digest.hpp"
#include "base/utf8.hpp"
#include "core/identity/pkey.hpp"

namespace tidings::identity {
namespace {

constexpr std::size_t max_common_name_bytes = 64;
constexpr std::size_t max_certificate_bytes = 64 * 1024;

struct X509Free {
  void operator()(X509* certificate) const { X509_free(certificate); }
};
using Certificate = std::unique_ptr<X509, X509Free>;

struct BioFree {
  void operator()(BIO* bio) const { BIO_free_all(bio); }
};
using Bio = std::unique_ptr<BIO, BioFree>;

const unsigned char* raw(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

SpkiPin pin_of(X509* certificate) {
  unsigned char* der = nullptr;
  const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
  require(size > 0);
  const auto digest = base::sha256({reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)});
  OPENSSL_free(der);
  return *SpkiPin::from_bytes(digest.bytes());
}

void set_serial(X509* certificate) {
  std::string serial = base::random_bytes(16);
  serial[0] = static_cast<char>((serial[0] & 0x3f) | 0x40);  // positive, never zero, always 16 bytes
  BIGNUM* number = BN_bin2bn(raw(serial), static_cast<int>(serial.size()), nullptr);
  require(number && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nullptr);
  BN_free(number);
}

void set_name(X509* certificate, std::string_view common_name) {
  const std::string_view shown = base::cut(common_name.empty() ? "tidings" : common_name, max_common_name_bytes);
  X509_NAME* name = X509_get_subject_name(certificate);
  if (X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, raw(shown), static_cast<int>(shown.size()), -1, 0) != 1) {
    ERR_clear_error();  // not UTF-8: nobody judges the name, so a plain one serves
    require(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, raw("tidings"), 7, -1, 0) == 1);
  }
  require(X509_set_issuer_name(certificate, name) == 1);
}

void set_dates(X509* certificate, base::Instant now) {
  constexpr std::int64_t day_seconds = 86400;
  const auto from = static_cast<std::int64_t>(now.us / 1'000'000) - day_seconds;
  require(ASN1_TIME_set(X509_getm_notBefore(certificate), from) != nullptr);
  require(ASN1_TIME_set_string_X509(X509_getm_notAfter(certificate), "99991231235959Z") == 1);
}

std::string pem_of(X509* certificate) {
  const Bio bio(BIO_new(BIO_s_mem()));
  require(bio && PEM_write_bio_X509(bio.get(), certificate) == 1);
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

base::Error no_certificate() {
  ERR_clear_error();
  return base::fail(base::ErrorCode::BadInput, "no X.509 certificate can be read there");
}

}  // namespace

TlsCertificate make_tls_certificate(std::string_view common_name, base::Instant now) {
  const Pkey key = generate_p256();
  const Certificate certificate(X509_new());
  require(certificate && X509_set_version(certificate.get(), X509_VERSION_3) == 1);
  set_serial(certificate.get());
  set_name(certificate.get(), common_name);
  set_dates(certificate.get(), now);
  require(X509_set_pubkey(certificate.get(), key.get()) == 1);
  require(X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0);
  return {private_pem(key.get()), pem_of(certificate.get()), pin_of(certificate.get())};
}

base::Result<SpkiPin> spki_pin_of_der(std::string_view certificate) {
  if (certificate.size() > max_certificate_bytes) return no_certificate();
  const unsigned char* at = raw(certificate);
  const Certificate read(d2i_X509(nullptr, &at, static_cast<long>(certificate.size())));
  if (!read) return no_certificate();
  return pin_of(read.get());
}

base::Result<SpkiPin> spki_pin_of_pem(std::string_view certificate) {
  if (certificate.size() > max_certificate_bytes) return no_certificate();
  const Bio bio(BIO_new_mem_buf(certificate.data(), static_cast<int>(certificate.size())));
  const Certificate read(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  if (!read) return no_certificate();
  return pin_of(read.get());
}

}  // namespace tidings::identity
