#include "daemon/query/explain.hpp"

#include <algorithm>
#include <set>
#include <span>
#include <utility>

#include "core/bulletin/names.hpp"
#include "core/indicator/copies.hpp"
#include "core/observable/reach.hpp"
#include "daemon/query/find.hpp"
#include "daemon/query/holdings.hpp"
#include "daemon/query/reckoning.hpp"
#include "daemon/query/told.hpp"

namespace tidings::query {
namespace {

using indicator::State;

constexpr std::size_t max_sentences = 200;
constexpr std::size_t max_explained = 32;  // bulletins of one value

/// In words, what betrays that a report came from another.
std::string_view betrayal(indicator::MarkKind kind) {
  switch (kind) {
    case indicator::MarkKind::Itself: return "it is the same";
    case indicator::MarkKind::BasedOn: return "it says that it is based on it, or on the same bulletin";
    case indicator::MarkKind::Mentions: return "its text names it";
    case indicator::MarkKind::Reference: return "both refer to the same page";
    case indicator::MarkKind::Text: return "both have the same text";
    case indicator::MarkKind::Values: return "both list the same run of values";
    case indicator::MarkKind::Producer: return "both name the same producer";
  }
  return "it is the same";
}

std::string whence(const Asking& asking, const indicator::View& view, const indicator::Judged& judged) {
  const auto& source = view.statements[judged.came_from].statement;
  // Of two who look alike the one trusted more is the source, though it may have spoken later.
  const bool is_after = source.issued_at <= judged.statement.issued_at || indicator::is_own_word(judged.betrayed_by);
  std::string text = "it does not count by itself: it " + std::string(is_after ? "came from" : "goes with") +
                     " bulletin " + source.bulletin.brief() + " of " + asking.book().name_of(source.origin) + " (" +
                     std::string(betrayal(judged.betrayed_by)) + ")";
  const auto& counts = view.statements[judged.counts_with].statement;
  if (judged.counts_with != judged.came_from) text += ", so it counts with " + asking.book().name_of(counts.origin);
  return text;
}

std::string reason(const Asking& asking, const indicator::View& view, const indicator::Judged& judged) {
  const auto& statement = judged.statement;
  switch (judged.state) {
    case State::Counts: return "it counts: the newest live report of its origin";
    case State::Outdated: return "it does not count: its origin has reported since, and an origin counts once";
    case State::Copied: return whence(asking, view, judged);
    case State::Refers: return "it is told beside the verdict: it is no report";
    case State::Withdrawn: return "it does not count: its origin has withdrawn it";
    case State::Superseded: return "it does not count: a later revision of its publication replaces it";
    case State::Expired: return "it does not count: it expired at " + base::to_text(statement.expires_at);
    case State::NotYet: return "it does not count yet: it holds from " + base::to_text(statement.valid_from);
    case State::Over: return "it no longer counts: it held until " + base::to_text(statement.valid_until);
  }
  return "it is of " + asking.book().name_of(statement.origin);
}

std::string sentence(const Asking& asking, const indicator::View& view, const indicator::Judged& judged) {
  const auto& statement = judged.statement;
  std::string text = asking.book().name_of(statement.origin) + " said " + bulletin::name(statement.kind);
  if (statement.kind == v1::KIND_REPORT) text += ": " + bulletin::name(statement.verdict);
  if (statement.confidence) text += " (confidence " + std::to_string(*statement.confidence) + ")";
  return text + " at " + base::to_text(statement.issued_at) + " in bulletin " + statement.bulletin.brief() + "; " +
         reason(asking, view, judged);
}

bool is_told(const indicator::Judged& judged) { return indicator::is_live(judged.state); }

/// The statements in the order in which they are told: what counts, what was copied, what each origin disputed last,
/// and the rest; the newest first in each. Who talks much hides nothing that weighs.
std::vector<std::size_t> most_telling_first(const indicator::View& view) {
  enum class Rank : std::uint8_t { Counts, Copied, Disputes, Rest };
  std::vector<std::pair<Rank, std::size_t>> ranked;
  std::set<identity::OrgId> disputing;
  for (std::size_t i = 0; i < view.statements.size(); ++i) {
    const auto& judged = view.statements[i];
    auto rank = Rank::Rest;
    if (judged.state == State::Counts) rank = Rank::Counts;
    if (judged.state == State::Copied) rank = Rank::Copied;
    const bool disputes = judged.state == State::Refers && judged.statement.kind == v1::KIND_DISPUTE;
    if (disputes && disputing.insert(judged.statement.origin).second) rank = Rank::Disputes;
    ranked.emplace_back(rank, i);
  }
  std::ranges::sort(ranked);
  std::vector<std::size_t> order;
  order.reserve(ranked.size());
  for (const auto& [rank, i] : ranked) order.push_back(i);
  return order;
}

void tell_statements(const Asking& asking, const Seen& seen, std::span<const std::size_t> order,
                     v1::ExplainAnswer& answer) {
  for (const auto i : order.first(std::min(order.size(), max_sentences))) {
    answer.add_view(sentence(asking, seen.view, seen.view.statements[i]));
  }
  if (order.size() <= max_sentences) return;
  answer.add_view("and " + std::to_string(order.size() - max_sentences) + " more" +
                  (seen.cut ? ", beside older ones that were not read" : ""));
}

std::string summary(const indicator::View& view) {
  if (view.statements.empty()) return "nobody that you may hear has said anything of it";
  if (!view.is_live() && std::ranges::any_of(view.statements, is_told)) {
    return "it was seen or disputed, but nothing else that was said of it holds now, so it is not found";
  }
  if (!view.is_live()) return "nothing that was said of it holds now, so it is not found";
  if (view.origins.empty()) return "no report of it holds now, so it has no verdict";
  std::string text =
      std::to_string(view.origins.size()) + (view.origins.size() == 1 ? " source counts" : " sources count");
  text += "; the verdict that weighs most stands: " + bulletin::name(view.verdict);
  if (view.confidence) text += ", with the greatest confidence stated for it, " + std::to_string(*view.confidence);
  return text;
}

void note_standing(const Asking& asking, const store::Standing& standing, v1::ExplainAnswer& answer) {
  const auto& row = standing.row;
  const std::string bulletin = "bulletin " + row.id.brief() + " ";
  if (standing.withdrawn) answer.add_notes(bulletin + "was withdrawn by its origin");
  if (!standing.withdrawn_claims.empty()) {
    answer.add_notes(bulletin + "had " + std::to_string(standing.withdrawn_claims.size()) + " of its claims withdrawn");
  }
  if (standing.superseded) answer.add_notes(bulletin + "is replaced by a later revision");
  if (row.expires_at <= asking.now()) answer.add_notes(bulletin + "expired at " + base::to_text(row.expires_at));
  if (row.not_indexed > 0) {
    answer.add_notes(bulletin + "has " + std::to_string(row.not_indexed) +
                     " claims that are stored and relayed but cannot be searched for");
  }
}

base::Status explain_bulletins(Asking& asking, const std::vector<store::Sequence>& places, std::string_view partner,
                               v1::ExplainAnswer& answer) {
  for (const auto place : places) {
    if (answer.notes_size() < static_cast<int>(max_sentences)) note_standing(asking, *asking.standing(place), answer);
  }
  return add_holdings(asking, places, partner, answer);
}

/// The bulletins that speak of it now, in that order; what many say is not more telling.
std::vector<store::Sequence> speaking_bulletins(const Seen& seen, std::span<const std::size_t> order) {
  std::vector<store::Sequence> places;
  for (const auto i : order) {
    if (places.size() == max_explained) break;
    if (!is_told(seen.view.statements[i])) continue;
    if (std::ranges::find(places, seen.places[i]) == places.end()) places.push_back(seen.places[i]);
  }
  return places;
}

base::Status explain_value(Asking& asking, const v1::ExplainRequest& request, v1::ExplainAnswer& answer) {
  auto observable = observable_of(request.value());
  auto hits = asking.exact(std::vector{observable::index_key(observable.type, observable.value)});
  auto ipv4 = observable::mapped_ipv4(observable);
  if (hits && hits->front().empty() && ipv4) {
    observable = std::move(*ipv4);
    hits = asking.exact(std::vector{observable::index_key(observable.type, observable.value)});
    answer.add_notes("nothing is said of the mapped address: this is of the IPv4 address that it maps, " +
                     observable::to_text(observable));
  }
  if (!hits) return hits.error();
  const auto type = observable.type;
  if (auto learned = learn_standing(asking, *hits); !learned) return learned;
  const auto seen = see(asking, observable, hits->front());
  if (!seen) return seen.error();
  std::string indicator;
  if (auto told = tell(asking, observable, *seen, observable::Match::Exact, Contents::Without, indicator); !told)
    return told;
  answer.mutable_indicator()->ParseFromString(indicator);
  if (type == observable_of(request.value()).type)
    *answer.mutable_indicator()->mutable_value() = request.value();  // of a type that is not known here, too
  answer.add_view(summary(seen->view));
  for (const auto& hit : answer.indicator().warnings()) {
    answer.add_view("the warning list \"" + hit.list() + "\" has it (" + hit.entry() + ")");
  }
  if (type != observable::Type::Opaque)
    tell_reckoning(asking, type, seen->view, answer);
  else
    answer.add_notes("an opaque object is never scored, so there is no verdict");
  const auto order = most_telling_first(seen->view);
  tell_statements(asking, *seen, order, answer);
  return explain_bulletins(asking, speaking_bulletins(*seen, order), request.partner(), answer);
}

}  // namespace

base::Result<v1::ExplainAnswer> explain(Asking& asking, const v1::ExplainRequest& request) {
  v1::ExplainAnswer answer;
  if (auto told = asking.tell_reach(answer); !told) return told.error();
  if (request.has_value()) {
    if (auto explained = explain_value(asking, request, answer); !explained) return explained.error();
  }
  if (request.id().empty()) return answer;
  const auto found = find_bulletins(asking, request.id());
  if (!found) return found.error();
  if (auto told = explain_bulletins(asking, *found, request.partner(), answer); !told) return told.error();
  return answer;
}

}  // namespace tidings::query
