// Any bytes as a bulletin: taken apart, read, pruned, never verified.
#include <google/protobuf/stubs/logging.h>

#include <cstdlib>
#include <vector>

#include "core/bulletin/prune.hpp"
#include "core/bulletin/verify.hpp"

using namespace tidings;  // NOLINT(google-build-using-namespace)

extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  google::protobuf::SetLogHandler(nullptr);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto header = bulletin::peek_header(bytes);
  const auto read = bulletin::read_verified(bytes);
  if (read && (!header || header->id != read->header.id)) std::abort();
  for (const std::uint32_t number : {0U, 1U, 4095U}) (void)bulletin::read_claim(bytes, number);
  if (!read || read->pruned) return 0;
  std::vector<std::uint32_t> kept;
  for (std::uint32_t i = 0; i < read->claims.size(); i += 2) kept.push_back(i);
  const auto pruned = bulletin::prune(bytes, kept);
  if (!pruned) return 0;  // beyond 1 MiB
  const auto again = bulletin::read_verified(*pruned);
  if (!again || again->header.id != read->header.id || again->claims.size() != kept.size()) std::abort();
  return 0;
}
