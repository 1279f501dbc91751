#include "client/view/explanation.hpp"

#include "base/bytes.hpp"
#include "client/text/escape.hpp"
#include "client/view/audience.hpp"
#include "client/view/indicator.hpp"
#include "client/view/names.hpp"

namespace tidings::view {
namespace {

std::string describe_holding(const Look& look, const v1::Holding& holding) {
  std::string out = "    " + text::for_people(holding.partner()) + "  ";
  out += holding.may_hold() ? paint(look, Colour::Green, "may hold it") : paint(look, Colour::Red, "may not hold it");
  if (holding.delivered()) out += ", has it";
  if (!holding.rule().empty()) out += "  (" + text::for_people(holding.rule()) + ")";
  if (!holding.why().empty()) out += "\n      " + text::for_people(holding.why());
  return out + "\n";
}

std::string describe_holdings(const Look& look, const v1::ExplainAnswer& answer) {
  std::string out, bulletin;
  for (const auto& holding : answer.holdings()) {
    if (holding.bulletin_id() != bulletin) {
      bulletin = holding.bulletin_id();
      out += "  bulletin " + base::to_hex(bulletin) + "\n";
    }
    out += describe_holding(look, holding);
  }
  return out.empty() ? out : paint(look, Colour::Bold, "who may hold it") + "\n" + out;
}

}  // namespace

std::string describe(const Look& look, const v1::ExplainAnswer& answer) {
  std::string out;
  if (answer.has_indicator() && answer.indicator().has_value()) out += describe(look, answer.indicator());
  if (answer.view_size() > 0) out += paint(look, Colour::Bold, "why it reads so") + "\n";
  for (const auto& sentence : answer.view()) out += "  " + text::for_people(sentence) + "\n";
  out += describe_holdings(look, answer);
  for (const auto& note : answer.notes()) out += "note: " + text::for_people(note) + "\n";
  return out;
}

json::object json_of(const v1::ExplainAnswer& answer) {
  json::object out;
  const bool indicator = answer.has_indicator() && answer.indicator().has_value();
  out["indicator"] = indicator ? json::value(json_of(answer.indicator())) : json::value(nullptr);
  out["view"] = json_texts(answer.view());
  json::array holdings;
  for (const auto& holding : answer.holdings()) holdings.emplace_back(json_of(holding));
  out["holdings"] = std::move(holdings);
  out["notes"] = json_texts(answer.notes());
  return out;
}

}  // namespace tidings::view
