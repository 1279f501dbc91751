// An OpenIOC document from outside: it is read or refused with a sentence, and what is read is canonical.
#include "formats/openioc/openioc.hpp"

#include <cstdint>
#include <cstdlib>

#include "tests/support/drafted.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tidings;
  test::TextSource source(std::string(reinterpret_cast<const char*>(data), size));
  test::Drafted out;
  const auto status = openioc::read(source, out);
  if (!status && status.error().what.empty()) std::abort();
  for (const auto& claim : out.claims) {
    const auto type = observable::type_from_number(claim.type());
    if (!type || !observable::is_canonical(*type, claim.value())) std::abort();
  }
  return 0;
}
