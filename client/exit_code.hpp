#pragma once
/// How `tidings` ends; docs/client.md promises these numbers.
/// Lives on: any executor.
#include "base/error_code.hpp"

namespace tidings::client {

enum class ExitCode : int {
  Done = 0,  ///< done, or found
  NotFound = 1,
  BadInput = 2,     ///< usage, or nothing of the input could be used
  Unreachable = 3,  ///< no daemon there, or one that cannot do it now
  Refused = 4,      ///< by policy, by role, or by the person who was asked
  BadProof = 5,     ///< a signature, fingerprint or proof is wrong
  Partly = 6,       ///< done, but some of the input was refused
};

ExitCode exit_code_of(base::ErrorCode code);

}  // namespace tidings::client
