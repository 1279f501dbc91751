// A warning list from outside: it is read or refused with a sentence, what is read can be put in force, and values are
// matched against it without harm.
#include <cstdint>
#include <cstdlib>

#include "core/warning/warning_lists.hpp"
#include "formats/warninglist/misp_list.hpp"
#include "formats/warninglist/top_sites.hpp"

namespace {

using namespace tidings;

void put_in_force(const base::Result<warning::List>& list) {
  if (!list) {
    if (list.error().what.empty()) std::abort();
    return;
  }
  warning::Builder builder;
  const auto count = list->entries.size();
  const auto first = count == 0 ? std::string() : list->entries.front().text;
  const auto added = builder.add(*list);
  if (added && added->size() > count) std::abort();
  const auto lists = builder.build();
  for (const auto* text :
       {"45.62.198.73", "2001:db8::1", "www.google.com", "http://evil.tw/a?b", "a@b.tw", first.c_str()}) {
    const auto value = observable::parse(text);
    if (value && lists->hits(value->observable).size() > 1) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  put_in_force(warninglist::read_misp_list(input));
  put_in_force(warninglist::read_top_sites(input));
  return 0;
}
