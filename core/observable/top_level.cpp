#include "core/observable/top_level.hpp"

#include <libpsl.h>

#include <string>

namespace tidings::observable {

bool has_known_top_level(std::string_view name) {
  static const psl_ctx_t* const list = psl_builtin();
  const std::string last(name.substr(name.rfind('.') + 1));
  return list != nullptr && psl_is_public_suffix2(list, last.c_str(), PSL_TYPE_ANY | PSL_TYPE_NO_STAR_RULE) != 0;
}

}  // namespace tidings::observable
