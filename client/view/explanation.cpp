#include "client/view/explanation.hpp"

#include <cmath>

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

/// Shares are told to a millionth: what is beyond that moves no score.
double rounded(double share) { return std::round(share * 1e6) / 1e6; }

json::object json_of(const v1::ScoreTerm& term) {
  json::object out;
  out["effect"] = json_text(term.effect());
  out["origin_name"] = json_text(term.origin_name());
  out["bulletin"] = json_id_or_null(term.bulletin_id());
  out["confidence"] = term.confidence();
  out["confidence_stated"] = term.confidence_stated();
  out["trust"] = term.trust();
  out["age_s"] = term.age_us() / 1'000'000;
  out["decay"] = rounded(term.decay());
  out["weight"] = term.weight();
  out["share"] = rounded(term.share());
  out["points"] = term.points() / 100.0;
  return out;
}

}  // namespace

std::string describe(const Look& look, const v1::ExplainAnswer& answer) {
  std::string out;
  if (answer.has_indicator() && answer.indicator().has_value()) out += headline(look, answer.indicator());
  if (answer.view_size() > 0) out += paint(look, Colour::Bold, "why it reads so") + "\n";
  for (const auto& sentence : answer.view()) out += "  " + text::for_people(sentence) + "\n";
  if (answer.indicator().said_size() > 0) out += paint(look, Colour::Bold, "what is said of it") + "\n";
  for (const auto& said : answer.indicator().said()) out += describe(look, said);
  out += describe_holdings(look, answer);
  for (const auto& note : answer.notes()) out += "note: " + text::for_people(note) + "\n";
  return out;
}

json::object json_of(const v1::ExplainAnswer& answer) {
  json::object out;
  const bool indicator = answer.has_indicator() && answer.indicator().has_value();
  out["indicator"] = indicator ? json::value(json_of(answer.indicator())) : json::value(nullptr);
  out["view"] = json_texts(answer.view());
  json::array terms;
  for (const auto& term : answer.terms()) terms.emplace_back(json_of(term));
  out["score_terms"] = std::move(terms);
  json::array holdings;
  for (const auto& holding : answer.holdings()) holdings.emplace_back(json_of(holding));
  out["holdings"] = std::move(holdings);
  out["notes"] = json_texts(answer.notes());
  return out;
}

}  // namespace tidings::view
