#include "client/view/arrival.hpp"

#include "base/bytes.hpp"
#include "client/text/words.hpp"
#include "client/view/indicator.hpp"
#include "client/view/names.hpp"
#include "core/bulletin/names.hpp"

namespace tidings::view {
namespace {

std::string about(const v1::Arrival& arrival) {
  std::string out;
  for (const auto& target : arrival.targets()) {
    out += "    of bulletin " + base::to_hex(target.bulletin_id());
    std::vector<std::string> numbers;
    for (const auto claim : target.claims()) numbers.push_back(std::to_string(claim));
    out += (numbers.empty() ? "" : " claims " + joined(numbers, ", ")) + "\n";
  }
  return out;
}

}  // namespace

std::string describe(const Look& look, const v1::Arrival& arrival) {
  std::string out = shown_time(arrival.said().received_at()) + "  ";
  if (arrival.has_value()) {
    const auto& value = arrival.value();
    out += paint(look, Colour::Bold, shown_value(look, value.type(), value.value())) + "  " + type_name(value.type());
  } else {
    out += paint(look, Colour::Bold, bulletin::name(arrival.said().kind()));
  }
  return out + "\n" + describe(look, arrival.said()) + about(arrival);
}

}  // namespace tidings::view
