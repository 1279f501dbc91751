#pragma once
/// Why a text is no JSON, in words that tell where: a parser knows neither the place nor what stands there.
/// Lives on: any executor (pure).
#include <string>
#include <string_view>

namespace tidings::json_stream {

/// "/confidence: NaN is no number in JSON", "/name: bytes that are no UTF-8"; `otherwise` behind no place for what is
/// neither. The pointer (RFC 6901) leads from the beginning of the text.
std::string fault_in(std::string_view text, std::string_view otherwise);

}  // namespace tidings::json_stream
