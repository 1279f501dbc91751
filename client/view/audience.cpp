#include "client/view/audience.hpp"

#include "client/text/escape.hpp"
#include "client/text/number.hpp"
#include "client/text/words.hpp"
#include "client/view/names.hpp"

namespace tidings::view {

std::string describe(const Look& look, const v1::AudienceAnswer& audience) {
  std::string receivers, others;
  std::uint64_t count = 0;
  for (const auto& holding : audience.holdings()) {
    const std::string partner = text::for_people(holding.partner());
    if (holding.may_hold()) {
      receivers += "  " + paint(look, Colour::Green, partner) + "\n";
      ++count;
    } else {
      others += "  " + partner + ": " + text::for_people(holding.why()) + "\n";
    }
  }
  const std::string marking = paint(look, Colour::Bold, text::marking(audience.tlp()));
  std::string out = marking + ", " +
                    (count == 0 ? "nobody will receive it\n" : text::counted(count, "partner") + " will receive it:\n");
  out += receivers;
  if (!others.empty()) out += "not for:\n" + others;
  return out;
}

json::object json_of(const v1::Holding& holding) {
  json::object out;
  out["partner"] = json_text(holding.partner());
  out["may_hold"] = holding.may_hold();
  out["rule"] = json_text(holding.rule());
  out["why"] = json_text(holding.why());
  out["delivered"] = holding.delivered();
  out["bulletin"] = json_id_or_null(holding.bulletin_id());
  return out;
}

json::object json_of(const v1::AudienceAnswer& audience) {
  json::object out;
  out["tlp"] = json_name(audience.tlp());
  out["needs_confirmation"] = audience.needs_confirmation();
  json::array holdings;
  for (const auto& holding : audience.holdings()) holdings.emplace_back(json_of(holding));
  out["partners"] = std::move(holdings);
  return out;
}

}  // namespace tidings::view
