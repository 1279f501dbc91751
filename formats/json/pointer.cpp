#include "formats/json/pointer.hpp"

#include <algorithm>

namespace tidings::json_stream {
namespace {

std::string unescaped(std::string_view step) {
  std::string out;
  for (std::size_t i = 0; i < step.size(); ++i) {
    const bool escape = step[i] == '~' && i + 1 < step.size();
    out.push_back(!escape ? step[i] : step[i + 1] == '1' ? '/' : '~');
    if (escape) ++i;
  }
  return out;
}

}  // namespace

std::string escaped(std::string_view step) {
  std::string out;
  for (const char c : step) {
    if (c == '~') out += "~0";
    else if (c == '/') out += "~1";
    else out.push_back(c);
  }
  return out;
}

Steps steps_of(std::string_view pointer) {
  Steps steps;
  while (!pointer.empty()) {
    const auto end = std::min(pointer.find('/', 1), pointer.size());
    steps.push_back(unescaped(pointer.substr(1, end - 1)));
    pointer.remove_prefix(end);
  }
  return steps;
}

}  // namespace tidings::json_stream
