#include "base/error_code.hpp"

#include <stdexcept>

#include "base/result.hpp"

namespace tidings::base {

std::string_view name(ErrorCode code) {
  switch (code) {
    case ErrorCode::Internal: return "internal";
    case ErrorCode::BadInput: return "bad_input";
    case ErrorCode::TooLarge: return "too_large";
    case ErrorCode::Truncated: return "truncated";
    case ErrorCode::BadSignature: return "bad_signature";
    case ErrorCode::BadProof: return "bad_proof";
    case ErrorCode::NotDelegated: return "not_delegated";
    case ErrorCode::UnknownKey: return "unknown_key";
    case ErrorCode::NotFound: return "not_found";
    case ErrorCode::Exists: return "exists";
    case ErrorCode::Expired: return "expired";
    case ErrorCode::FarFuture: return "far_future";
    case ErrorCode::Policy: return "policy";
    case ErrorCode::Leak: return "leak";
    case ErrorCode::Unwanted: return "unwanted";
    case ErrorCode::Quota: return "quota";
    case ErrorCode::Forbidden: return "forbidden";
    case ErrorCode::Busy: return "busy";
    case ErrorCode::Disk: return "disk";
    case ErrorCode::Unreachable: return "unreachable";
    case ErrorCode::Timeout: return "timeout";
    case ErrorCode::Protocol: return "protocol";
    case ErrorCode::Unsupported: return "unsupported";
    case ErrorCode::Cancelled: return "cancelled";
  }
  return "internal";
}

void throw_exception_from_error(const Error& error, const boost::source_location& /*where*/) {
  throw std::runtime_error(std::string(name(error.code)) + ": " + error.what);
}

}  // namespace tidings::base
