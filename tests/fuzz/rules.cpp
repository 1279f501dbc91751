// Rules from outside, in each of the three languages: read or refused with a sentence; what is read is canonical and a
// part of the file.
#include "formats/rules/rules.hpp"

#include <cstdint>
#include <cstdlib>

#include "core/bulletin/bulletin.hpp"
#include "tests/support/drafted.hpp"

namespace {

using namespace tidings;

template <class Read>
void read_as(const std::string& text, const Read& read) {
  test::TextSource source(text, 7);
  test::Drafted out;
  const auto status = read(source, rules::Options{"file"}, out);
  if (!status && status.error().what.empty()) std::abort();
  for (const auto& claim : out.claims) {
    const auto type = observable::type_from_number(claim.type());
    if (!type || !observable::is_canonical(*type, claim.value())) std::abort();
    if (claim.opaque().content().size() > bulletin::max_opaque_bytes) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  read_as(text, rules::read_yara);
  read_as(text, rules::read_sigma);
  read_as(text, rules::read_suricata);
  return 0;
}
