#include "client/view/names.hpp"

#include <algorithm>

#include "base/clock.hpp"
#include "client/text/escape.hpp"
#include "client/text/number.hpp"
#include "core/observable/observable.hpp"
#include "core/observable/reach.hpp"
#include "core/writing/scripts.hpp"

namespace tidings::view {

namespace {

std::string oddity_in(std::string_view name) {
  while (!name.empty()) {
    const auto dot = std::min(name.find('.'), name.size());
    if (auto odd = writing::oddity_of(name.substr(0, dot)); !odd.empty()) return odd;
    name.remove_prefix(std::min(dot + 1, name.size()));
  }
  return {};
}

/// How a name in Punycode reads, where it is one.
std::string reading(const Look& look, observable::Type type, std::string_view value) {
  if (value.find("xn--") == std::string_view::npos || !observable::is_canonical(type, value)) return {};
  const auto name = observable::name_in(type, value);
  const auto read = observable::unicode_name(name);
  if (read == name) return {};
  const auto shown = look.defang == Defang::No ? read : observable::defang(observable::Type::Domain, read);
  const auto odd = oddity_in(read);
  return " (reads " + text::for_people(shown) + (odd.empty() ? "" : ", " + odd) + ")";
}

}  // namespace

std::string shown_value(const Look& look, std::uint32_t number, std::string_view value) {
  const std::string text = value_text(number, value);
  const auto type = observable::type_from_number(number);
  if (!type) return text::for_people(text);
  const auto shown = look.defang == Defang::No ? text : observable::defang(*type, text);
  return text::for_people(shown) + reading(look, *type, value);
}

std::string shown_time(std::uint64_t us) { return us == 0 ? "-" : base::to_text(base::Instant{us - us % 1'000'000}); }

std::string shown_confidence(std::uint32_t plus_one) { return plus_one == 0 ? "-" : std::to_string(plus_one - 1); }

std::string joined(const std::vector<std::string>& texts, std::string_view joint) {
  std::string out;
  for (const auto& text : texts) out.append(out.empty() ? "" : joint).append(text);
  return out;
}

std::string shown_sighting(const v1::Sighting& sighting) {
  std::string out = sighting.count() == 1 ? "seen once" : "seen " + text::with_commas(sighting.count()) + " times";
  const auto first = sighting.first_seen(), last = sighting.last_seen();
  if (first != 0 && last != 0 && first != last)
    out += " between " + shown_time(first) + " and " + shown_time(last);
  else if (first != 0)
    out += (last == 0 ? " since " : " at ") + shown_time(first);
  else if (last != 0)
    out += " until " + shown_time(last);
  return sighting.ecosystem().empty() ? out : out + " in " + text::for_people(sighting.ecosystem());
}

}  // namespace tidings::view
