#pragma once
/// A source from where it stands to its end. Errors: what the source says, and what the taker answers; TooLarge.
/// Lives on: any executor; one thread at a time.
#include <string>
#include <string_view>

#include "formats/draft/draft.hpp"

namespace tidings::draft {

inline constexpr std::size_t chunk_bytes = 64 * 1024;

/// Gives `take`, which answers a base::Status, each chunk until one fails.
template <class Take>
base::Status each_chunk(Source& source, const Take& take) {
  std::string chunk(chunk_bytes, '\0');
  while (true) {
    const auto got = source.read(chunk);
    if (!got) return got.error();
    if (*got == 0) return {};
    if (auto taken = take(std::string_view(chunk).substr(0, *got)); !taken) return taken;
  }
}

/// All of it, where that is `most` bytes or fewer.
inline base::Result<std::string> whole(Source& source, std::size_t most) {
  std::string text;
  const auto read = each_chunk(source, [&](std::string_view chunk) -> base::Status {
    if (text.size() + chunk.size() > most) {
      return base::fail(base::ErrorCode::TooLarge, "longer than " + std::to_string(most >> 20) + " MiB");
    }
    text += chunk;
    return {};
  });
  if (!read) return read.error();
  return text;
}

}  // namespace tidings::draft
