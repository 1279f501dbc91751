#include "daemon/link/tls_context.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <filesystem>

#include "base/digest.hpp"

namespace tidings::link {
namespace {

using base::ErrorCode;

std::string alpn_wire() { return std::string(1, static_cast<char>(alpn_protocol.size())) + std::string(alpn_protocol); }

std::string openssl_reason() {
  std::string text(256, '\0');
  ERR_error_string_n(ERR_get_error(), text.data(), text.size());
  ERR_clear_error();
  text.resize(text.find('\0'));
  return text;
}

int judge_index() {
  static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

std::optional<identity::SpkiPin> pin_of(X509* certificate) {
  if (certificate == nullptr) return std::nullopt;
  unsigned char* der = nullptr;
  const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
  if (size <= 0) return std::nullopt;
  const auto digest = base::sha256({reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)});
  OPENSSL_free(der);
  return identity::SpkiPin::from_bytes(digest.bytes());
}

/// Stands in place of OpenSSL's chain verification, so it is the only judge and is asked in every handshake.
int judge_certificate(X509_STORE_CTX* store, void* /*unused*/) {
  const auto* end = static_cast<SSL*>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
  const auto* judge = end == nullptr ? nullptr : static_cast<const PinJudge*>(SSL_get_ex_data(end, judge_index()));
  const auto pin = pin_of(X509_STORE_CTX_get0_cert(store));
  const bool passes = judge != nullptr && pin && (*judge)(*pin);
  X509_STORE_CTX_set_error(store, passes ? X509_V_OK : X509_V_ERR_CERT_UNTRUSTED);
  return passes ? 1 : 0;
}

int select_alpn(SSL* /*end*/, const unsigned char** out, unsigned char* out_size, const unsigned char* in,
                unsigned in_size, void* /*unused*/) {
  const std::string_view offered(reinterpret_cast<const char*>(in), in_size);
  for (std::size_t at = 0; at < offered.size();) {
    const auto size = static_cast<unsigned char>(offered[at]);
    if (offered.substr(at + 1, size) == alpn_protocol) {
      *out = in + at + 1;
      *out_size = size;
      return SSL_TLSEXT_ERR_OK;
    }
    at += 1 + std::size_t{size};
  }
  return SSL_TLSEXT_ERR_ALERT_FATAL;
}

bool configure(SSL_CTX* context) {
  const std::string alpn = alpn_wire();
  SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  SSL_CTX_set_cert_verify_callback(context, judge_certificate, nullptr);
  SSL_CTX_set_alpn_select_cb(context, select_alpn, nullptr);
  return SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1 &&
         SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION) == 1 && SSL_CTX_set_num_tickets(context, 0) == 1 &&
         SSL_CTX_set_max_early_data(context, 0) == 1 && SSL_CTX_set1_groups_list(context, "X25519:P-256:P-384") == 1 &&
         SSL_CTX_set_alpn_protos(context, reinterpret_cast<const unsigned char*>(alpn.data()),
                                 static_cast<unsigned>(alpn.size())) == 0;
}

base::Status load_key(SSL_CTX* context, const std::string& key_file, const std::string& certificate_file) {
  for (const auto& file : {key_file, certificate_file}) {
    if (!std::filesystem::exists(file)) return base::fail(ErrorCode::NotFound, "there is no file " + file);
  }
  if (SSL_CTX_use_certificate_chain_file(context, certificate_file.c_str()) != 1) {
    return base::fail(ErrorCode::BadInput, certificate_file + " is no certificate: " + openssl_reason());
  }
  if (SSL_CTX_use_PrivateKey_file(context, key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
    return base::fail(ErrorCode::BadInput, key_file + " is no key of that certificate: " + openssl_reason());
  }
  return {};
}

}  // namespace

base::Result<std::unique_ptr<TlsContext>> TlsContext::make(const std::string& key_pem_file,
                                                           const std::string& certificate_pem_file) {
  SSL_CTX* context = SSL_CTX_new(TLS_method());
  if (context == nullptr) return base::fail(ErrorCode::Internal, "OpenSSL has no TLS: " + openssl_reason());
  std::unique_ptr<TlsContext> made(new TlsContext(context));
  if (!configure(context))
    return base::fail(ErrorCode::Internal, "OpenSSL does not take our TLS settings: " + openssl_reason());
  if (const auto loaded = load_key(context, key_pem_file, certificate_pem_file); !loaded) return loaded.error();
  return made;
}

TlsContext::~TlsContext() { SSL_CTX_free(context_); }

ssl_st* TlsContext::new_end(const PinJudge& judge) const {
  SSL* end = SSL_new(context_);
  // OpenSSL keeps untyped, writable pointers; ours is only read.
  if (end != nullptr) SSL_set_ex_data(end, judge_index(), const_cast<PinJudge*>(&judge));
  return end;
}

base::Result<identity::SpkiPin> check_handshake(ssl_st* end) {
  if (SSL_session_reused(end) != 0) return base::fail(ErrorCode::Unsupported, "a resumed session is not taken");
  const unsigned char* protocol = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(end, &protocol, &size);
  if (std::string_view(reinterpret_cast<const char*>(protocol), size) != alpn_protocol) {
    return base::fail(ErrorCode::Unsupported, "the other side does not speak tidings/1 (ALPN)");
  }
  const auto pin = pin_of(SSL_get0_peer_certificate(end));
  if (!pin) return base::fail(ErrorCode::Forbidden, "the other side showed no key");
  return *pin;
}

Traffic traffic_of(const ssl_st* end) {
  return {BIO_number_read(SSL_get_rbio(end)), BIO_number_written(SSL_get_wbio(end))};
}

base::ErrorCode code_of_tls_error(unsigned long error) {
  switch (ERR_GET_REASON(error)) {
    case SSL_R_CERTIFICATE_VERIFY_FAILED:
    case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
    case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
    case SSL_R_TLSV1_ALERT_ACCESS_DENIED:
    case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED: return ErrorCode::Forbidden;
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_WRONG_SSL_VERSION:
    case SSL_R_NO_APPLICATION_PROTOCOL:
    case SSL_R_TLSV1_ALERT_NO_APPLICATION_PROTOCOL:
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION: return ErrorCode::Unsupported;
  }
  return ErrorCode::Protocol;
}

}  // namespace tidings::link
