#include <libpsl.h>

#include "core/observable/reach.hpp"

namespace tidings::observable {

std::string_view registrable(std::string_view name) {
  // Compiled into the library; made once, never freed.
  static const psl_ctx_t* const list = psl_builtin();
  if (list == nullptr) return name;
  const std::string text(name);
  const char* found = psl_registrable_domain(list, text.c_str());
  return found == nullptr ? name : name.substr(static_cast<std::size_t>(found - text.c_str()));
}

}  // namespace tidings::observable
