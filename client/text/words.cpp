#include "client/text/words.hpp"

#include "base/letters.hpp"
#include "core/bulletin/names.hpp"

namespace tidings::text {

std::string marking(v1::Tlp tlp) { return "TLP:" + base::uppered(bulletin::name(tlp)); }

std::string_view without_blanks_around(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

}  // namespace tidings::text
