#pragma once
/// The key and self-signed certificate that a node shows on its links, and the pin partners know it by. Names, chains
/// and dates in it are judged by nobody; X.509 (RFC 5280) is only the envelope TLS wants.
/// Errors: BadInput for what is no certificate.
/// Lives on: any executor.
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "core/identity/org_id.hpp"

namespace tidings::identity {

struct TlsCertificate {
  base::Secret key_pem;  ///< P-256, PKCS #8
  std::string certificate_pem;
  SpkiPin pin;
};

/// `common_name` is for people who look at a packet capture; beyond 64 bytes (the bound of X.520) it is cut.
/// Valid from a day before `now` to 9999-12-31T23:59:59Z, which RFC 5280 section 4.1.2.5 gives for "no end".
TlsCertificate make_tls_certificate(std::string_view common_name, base::Instant now);

/// The pin of a certificate: SHA-256 of its SubjectPublicKeyInfo.
base::Result<SpkiPin> spki_pin_of_der(std::string_view certificate);
base::Result<SpkiPin> spki_pin_of_pem(std::string_view certificate);

}  // namespace tidings::identity
