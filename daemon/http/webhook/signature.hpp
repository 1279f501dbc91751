#pragma once
/// What a webhook's request is signed with, so that its receiver knows it is ours and fresh:
///   Tidings-Signature: t=<seconds since 1970>,v1=<hex of HMAC-SHA-256 (RFC 2104) over "<t>.<body>">
/// and what tells a repeated request from a new one, the same at every try:
///   Tidings-Delivery: 32 hex digits of SHA-256 over the webhook's name and both ends of what it is sent. Sequences
///   themselves would tell by their gaps how much is not for the receiver.
/// Lives on: any executor.
#include <span>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::webhook {

std::string signature(const base::Secret& secret, base::Instant at, std::string_view body);

/// Of a batch that is not empty.
std::string delivery_key(std::string_view webhook, std::span<const v1::Arrival> arrivals);

}  // namespace tidings::webhook
