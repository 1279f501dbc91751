#pragma once
/// How Tidings speaks TLS: version 1.3 (RFC 8446) and nothing else, both sides with a key, ALPN `tidings/1` (RFC 7301),
/// no tickets, no session cache, no early data, so that every connection is a full handshake. Who may speak is decided
/// by the SubjectPublicKeyInfo of the other's key alone: names, chains and dates in certificates are judged by nobody.
/// Errors: NotFound, BadInput (key or certificate that cannot be read or do not fit each other).
/// Lives on: the network thread.
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "core/identity/org_id.hpp"

struct ssl_ctx_st;  // OpenSSL's, whose headers stay in .cpp files
struct ssl_st;

namespace tidings::link {

inline constexpr std::string_view alpn_protocol = "tidings/1";

/// Asked in each handshake with the pin of the other's key.
using PinJudge = std::function<bool(const identity::SpkiPin&)>;

class TlsContext {
 public:
  static base::Result<std::unique_ptr<TlsContext>> make(const std::string& key_pem_file,
                                                        const std::string& certificate_pem_file);
  ~TlsContext();
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

  /// A TLS end, whose handshake asks `judge`; that one must live as long. Null if memory is short.
  ssl_st* new_end(const PinJudge& judge) const;

 private:
  explicit TlsContext(ssl_ctx_st* context) : context_(context) {}
  ssl_ctx_st* context_;
};

/// After a handshake: whose key it was. Unsupported: it was resumed, or does not speak `tidings/1`.
base::Result<identity::SpkiPin> check_handshake(ssl_st* end);

/// Bytes that crossed the socket, handshake and records included.
struct Traffic {
  std::uint64_t in{0}, out{0};
};
Traffic traffic_of(const ssl_st* end);

/// What OpenSSL's error number means for us: an alert of the other side that refuses our key is Forbidden, a version or
/// protocol that we do not share is Unsupported, everything else is Protocol.
base::ErrorCode code_of_tls_error(unsigned long error);

}  // namespace tidings::link
