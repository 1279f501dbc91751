// Bytes from outside, as a value of any type: what parse() takes is canonical and reads back as itself, and no function
// minds bytes that are not canonical. The first byte picks the type.
#include <cstdint>
#include <cstdlib>

#include "core/observable/observable.hpp"

namespace {

using namespace tidings::observable;

void require(bool holds) {
  if (!holds) std::abort();
}

void try_parse(Type type, std::string_view text) {
  const auto parsed = parse(text, {type});
  if (!parsed) return;
  const auto& o = parsed->observable;
  require(is_canonical(o.type, o.value));
  const auto again = parse(to_text(o), {o.type});
  require(again && again->observable == o);
  const auto shown = parse(defang(o.type, to_text(o)), {o.type});
  require(shown && shown->observable == o);
}

void try_bytes(Type type, std::string_view value) {
  const Observable o{type, std::string(value)};
  require(index_key(type, value).size() <= max_index_key_bytes);
  const auto text = to_text(o);
  static_cast<void>(defang(type, text));
  static_cast<void>(special_reason(o));
  if (!is_canonical(type, value)) return;
  const auto parsed = parse(text, {type});
  require(parsed && parsed->observable == o);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto types = all_types();
  const std::size_t pick = data[0] % (types.size() + 1);
  const Type type = pick < types.size() ? types[pick] : Type::None;
  try_parse(type, text);
  try_parse(Type::None, text);
  try_bytes(type, text);
  return 0;
}
