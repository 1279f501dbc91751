#include "daemon/query/reckoning.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <numeric>

namespace tidings::query {
namespace {

using indicator::Effect;
using indicator::Term;
using indicator::View;

constexpr std::size_t max_terms = 100;  // told, those that move the score most; the others are summed up

std::string_view name(Effect effect) {
  switch (effect) {
    case Effect::Accuses: return "accuses";
    case Effect::Clears: return "clears";
    case Effect::Disputes: return "disputes";
    case Effect::Warns: return "warns";
  }
  return "accuses";
}

double fraction(indicator::Share share) { return static_cast<double>(share) / indicator::one_share; }

std::string decimals(double number, const char* format) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), format, number);
  return text.data();
}

std::string points_text(std::int32_t points) { return decimals(std::abs(points) / 100.0, "%.2f"); }

/// In the largest unit that it has at least two of: nobody weighs reports by the microsecond.
std::string age_text(base::Duration age) {
  using namespace std::chrono;
  if (age >= days{2}) return std::to_string(duration_cast<days>(age).count()) + "d";
  if (age >= hours{2}) return std::to_string(duration_cast<hours>(age).count()) + "h";
  return std::to_string(duration_cast<minutes>(age).count()) + "m";
}

std::string subject(const Asking& asking, const View& view, const Term& term) {
  if (term.effect == Effect::Warns) return "warning list " + view.warnings[term.place].list;
  const auto& counts = view.statements[term.place].statement;
  const auto& greatest = view.statements[term.greatest].statement;
  std::string text = asking.book().name_of(counts.origin);
  if (term.greatest != term.place) text += " (as passed on by " + asking.book().name_of(greatest.origin) + ")";
  text += " " + std::string(name(term.effect)) + " in bulletin " + greatest.bulletin.brief();
  return text;
}

/// A report is as fresh as the last sighting that we trust: whose it is matters as much as whose report.
std::string since(const Asking& asking, const View& view, const Term& term) {
  if (!term.sighting) return {};
  const auto& sighting = view.statements[*term.sighting].statement;
  return " since the sighting by " + asking.book().name_of(sighting.origin) + " in bulletin " +
         sighting.bulletin.brief();
}

std::string factors(const Asking& asking, const View& view, const Term& term, base::Duration half_life) {
  if (term.effect == Effect::Warns) return "weight " + std::to_string(term.weight) + "%";
  std::string text = "confidence " + std::to_string(term.confidence) + "%" + (term.is_stated ? "" : " (not stated)");
  text += " × trust " + std::to_string(term.trust) + "%";
  text += " × decay " + decimals(fraction(term.decay), "%.4f") + " (age " + age_text(term.age) +
          since(asking, view, term) + ", half-life " + base::to_text(half_life) + ")";
  if (term.weight != 100) text += " × weight " + std::to_string(term.weight) + "%";
  return text;
}

std::string sentence(const Asking& asking, const View& view, const Term& term, base::Duration half_life) {
  return subject(asking, view, term) + ": " + factors(asking, view, term, half_life) + " = " +
         decimals(fraction(term.share), "%.4f") + (term.effect == Effect::Accuses ? "; adds " : "; takes ") +
         points_text(term.points);
}

void tell_term(const Asking& asking, const View& view, const Term& term, v1::ScoreTerm& told) {
  told.set_effect(std::string(name(term.effect)));
  told.set_weight(term.weight);
  told.set_share(fraction(term.share));
  told.set_points(term.points);
  if (term.effect == Effect::Warns) {
    told.set_origin_name(view.warnings[term.place].list);
    return;
  }
  told.set_origin_name(asking.book().name_of(view.statements[term.place].statement.origin));
  told.set_bulletin_id(view.statements[term.greatest].statement.bulletin.str());
  told.set_confidence(term.confidence);
  told.set_confidence_stated(term.is_stated);
  told.set_trust(term.trust);
  told.set_decay(fraction(term.decay));
  told.set_age_us(static_cast<std::uint64_t>(term.age.count()));
}

/// The places of those that are told, in the order in which they are reckoned.
std::vector<std::size_t> weightiest_of(const std::vector<Term>& terms) {
  std::vector<std::size_t> places(terms.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  if (places.size() <= max_terms) return places;
  std::ranges::sort(places, [&](std::size_t a, std::size_t b) {
    const auto of_a = std::abs(terms[a].points), of_b = std::abs(terms[b].points);
    return of_a != of_b ? of_a > of_b : a < b;
  });
  places.resize(max_terms);
  std::ranges::sort(places);
  return places;
}

}  // namespace

void tell_reckoning(const Asking& asking, observable::Type type, const View& view, v1::ExplainAnswer& answer) {
  const auto half_life = asking.weights().scale_of(type).half_life;
  const auto& terms = view.score.terms;
  std::int32_t total = 0, told = 0;
  for (const auto& term : terms) total += term.points;
  const auto weightiest = weightiest_of(terms);
  for (const auto i : weightiest) {
    told += terms[i].points;
    answer.add_view(sentence(asking, view, terms[i], half_life));
    tell_term(asking, view, terms[i], *answer.add_terms());
  }
  if (terms.size() > weightiest.size()) {
    const auto others = total - told;
    answer.add_view(std::to_string(terms.size() - weightiest.size()) + " more terms " +
                    (others < 0 ? "take " : "add ") + points_text(others));
    auto& rest = *answer.add_terms();
    rest.set_effect("others");
    rest.set_points(others);
  }
  if (!terms.empty())
    answer.add_view("together " + points_text(total) + ": the score is " + std::to_string(view.score.value));
}

}  // namespace tidings::query
