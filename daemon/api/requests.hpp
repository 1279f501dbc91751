#pragma once
/// Requests as they come off the socket: decoded, bounded field by field before anything is done, and the role each
/// needs. Pure, so that a fuzzer walks all of it.
/// Errors: BadInput, TooLarge.
/// Lives on: any executor.
#include <string_view>

#include "base/result.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::api {

inline constexpr std::uint8_t request_frame = 1;
inline constexpr std::uint8_t answer_frame = 2;

/// Each role may do what the ones before it may.
enum class Role : std::uint8_t { None, Reader, Publisher, Operator, Admin };
std::string_view name(Role role);

base::Result<v1::Request> read_request(std::string_view body);
/// That no field is beyond its bound.
base::Status check_request(const v1::Request& request);
Role role_needed(const v1::Request& request);

}  // namespace tidings::api
