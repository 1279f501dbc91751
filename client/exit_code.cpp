#include "client/exit_code.hpp"

namespace tidings::client {

ExitCode exit_code_of(base::ErrorCode code) {
  using base::ErrorCode;
  switch (code) {
    case ErrorCode::NotFound: return ExitCode::NotFound;
    case ErrorCode::BadInput:
    case ErrorCode::TooLarge:
    case ErrorCode::Truncated:
    case ErrorCode::Exists:
    case ErrorCode::Expired:
    case ErrorCode::Unsupported: return ExitCode::BadInput;
    case ErrorCode::Internal:
    case ErrorCode::FarFuture:  // the node's clock is behind what it said before
    case ErrorCode::Quota:
    case ErrorCode::Busy:
    case ErrorCode::Disk:
    case ErrorCode::Unreachable:
    case ErrorCode::Timeout:
    case ErrorCode::Protocol:
    case ErrorCode::Cancelled: return ExitCode::Unreachable;
    case ErrorCode::Policy:
    case ErrorCode::Leak:
    case ErrorCode::Unwanted:
    case ErrorCode::Forbidden: return ExitCode::Refused;
    case ErrorCode::BadSignature:
    case ErrorCode::BadProof:
    case ErrorCode::NotDelegated:
    case ErrorCode::UnknownKey: return ExitCode::BadProof;
  }
  return ExitCode::Unreachable;
}

}  // namespace tidings::client
