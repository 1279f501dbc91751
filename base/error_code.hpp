#pragma once
/// The one list of error codes. Names are stable: they appear in the API, the logs and the counters.
/// Lives on: any executor.
#include <cstdint>
#include <string_view>

namespace tidings::base {

enum class ErrorCode : std::uint8_t {
  Internal,      ///< a fault of ours; the log has more
  BadInput,      ///< what was given cannot be read as what it claims to be
  TooLarge,      ///< beyond a stated limit
  Truncated,     ///< ends before it should
  BadSignature,  ///< a signature that does not verify
  BadProof,      ///< a Merkle root, hash or token that does not fit
  NotDelegated,  ///< no delegation covers this key at this time
  UnknownKey,    ///< an origin whose identity we do not hold
  NotFound,      ///< nothing of that name or id
  Exists,        ///< would overwrite
  Expired,       ///< past its expiry
  FarFuture,     ///< dated beyond what clocks may differ
  Policy,        ///< the policy says no; the sentence says which rule
  Leak,          ///< what should not have reached us
  Unwanted,      ///< sent without being asked for
  Quota,         ///< more than the terms or limits allow; later may succeed
  Forbidden,     ///< the caller's role does not permit it
  Busy,          ///< a bound was met; later may succeed
  Disk,          ///< storage failed or is full; later may succeed
  Unreachable,   ///< nobody answers there
  Timeout,       ///< a deadline passed
  Protocol,      ///< the other side broke the protocol
  Unsupported,   ///< a version or feature that we do not speak
  Cancelled,     ///< we are stopping
};

/// The stable name, snake_case: "bad_signature".
std::string_view name(ErrorCode code);

}  // namespace tidings::base
