#include "client/commands/given.hpp"

#include "base/utf8.hpp"

namespace tidings::commands {

std::string why_empty(const std::string& given) {
  return given.empty() ? "it is empty; leave the option out if nothing is meant" : std::string();
}

std::string why_not_utf8(const std::string& given) {
  return base::to_valid_utf8(given) == given ? std::string() : "not valid UTF-8";
}

}  // namespace tidings::commands
