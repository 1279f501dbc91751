#include "daemon/query/lookup.hpp"

#include <algorithm>

#include "core/observable/reach.hpp"
#include "daemon/query/crowded.hpp"
#include "daemon/query/seen.hpp"

namespace tidings::query {
namespace {

constexpr std::size_t keys_at_once = 256;  // their hits are held together

/// One of the values asked for.
struct Asked {
  std::string key;
  std::uint32_t type{0};
  int at{0};
  friend auto operator<=>(const Asked&, const Asked&) = default;
  bool is_same(const Asked& other) const { return key == other.key && type == other.type; }
};

/// In the order of the index, which likes it, so that repeats stand side by side.
std::vector<Asked> sorted_values(const v1::LookupRequest& request) {
  std::vector<Asked> asked;
  asked.reserve(static_cast<std::size_t>(request.values_size()));
  for (int i = 0; i < request.values_size(); ++i) {
    const auto& value = request.values(i);
    const auto type = observable::type_from_number(value.type()).value_or(observable::Type::None);
    asked.push_back({observable::index_key(type, value.value()), value.type(), i});
  }
  std::ranges::sort(asked);
  return asked;
}

/// The names that results refer to by number.
class Names {
 public:
  Names(const partners::Book& book, v1::LookupAnswer& answer) : book_(book), answer_(answer) {}
  std::uint32_t number(const identity::OrgId& organisation) {
    const auto [place, is_new] = known_.try_emplace(organisation, static_cast<std::uint32_t>(known_.size()));
    if (is_new) {
      answer_.add_names(book_.name_of(organisation));
      answer_.add_org_ids(organisation.str());
    }
    return place->second;
  }

 private:
  const partners::Book& book_;
  v1::LookupAnswer& answer_;
  std::unordered_map<identity::OrgId, std::uint32_t, base::IdHash> known_;
};

/// The warning lists that results refer to by number.
class WarningNames {
 public:
  explicit WarningNames(v1::LookupAnswer& answer) : answer_(answer) {}
  std::uint32_t number(const std::string& list) {
    const auto [place, is_new] = known_.try_emplace(list, static_cast<std::uint32_t>(known_.size()));
    if (is_new) answer_.add_warning_lists(list);
    return place->second;
  }

 private:
  v1::LookupAnswer& answer_;
  std::unordered_map<std::string, std::uint32_t> known_;
};

void tell(const indicator::View& view, bool scored, Names& names, v1::Verdictual& result) {
  if (!view.is_live()) return;
  result.set_found(true);
  result.set_sightings(view.sightings);
  result.set_disputes(static_cast<std::uint32_t>(view.disputing.size()));
  for (const auto& origin : view.disputing) result.add_disputed_by(names.number(origin));
  for (const auto& origin : view.origins) result.add_origins(names.number(origin));
  if (!scored) return;
  result.set_verdict(view.verdict);
  result.set_role(view.role);
  result.set_score(view.score.value);
  if (view.confidence) result.set_confidence(*view.confidence + 1);
}

class Answering {
 public:
  Answering(Asking& asking, const v1::LookupRequest& request)
      : asking_(asking), request_(request), names_(asking.book(), answer_), warning_names_(answer_) {}

  base::Result<v1::LookupAnswer> answer() {
    for (int i = 0; i < request_.values_size(); ++i) answer_.add_results();
    const auto asked = sorted_values(request_);
    for (std::size_t begin = 0; begin < asked.size(); begin += keys_at_once) {
      const auto run = std::span(asked).subspan(begin, std::min(keys_at_once, asked.size() - begin));
      if (auto answered = answer_run(run); !answered) return answered.error();
    }
    if (auto told = asking_.tell_reach(answer_); !told) return told.error();
    return std::move(answer_);
  }

 private:
  /// What is asked for again is looked up once.
  base::Status answer_run(std::span<const Asked> run) {
    std::vector<std::string> keys;
    for (const auto& one : run) {
      if (keys.empty() || keys.back() != one.key) keys.push_back(one.key);
    }
    const auto hits = asking_.exact(keys);
    if (!hits) return hits.error();
    if (auto learned = learn_standing(asking_, *hits); !learned) return learned;
    std::size_t at_key = 0;
    for (std::size_t i = 0; i < run.size(); ++i) {
      auto& result = *answer_.mutable_results(run[i].at);
      if (run[i].key != keys[at_key]) ++at_key;
      if (i > 0 && run[i].is_same(run[i - 1])) {
        result = answer_.results(run[i - 1].at);
      } else if (auto answered = answer_value(request_.values(run[i].at), (*hits)[at_key], result); !answered) {
        return answered;
      }
    }
    return {};
  }
  /// Of a mapped address that nobody speaks of by that form, the IPv4 address that it maps.
  base::Status answer_value(const v1::Value& value, const std::vector<store::Hit>& hits, v1::Verdictual& result) {
    const auto asked = observable_of(value);
    if (!hits.empty()) return answer_seen(asked, hits, result);
    const auto ipv4 = observable::mapped_ipv4(asked);
    if (!ipv4) return {};
    const auto held = asking_.exact(std::vector{observable::index_key(ipv4->type, ipv4->value)});
    if (!held) return held.error();
    if (auto learned = learn_standing(asking_, *held); !learned || held->front().empty()) return learned;
    return answer_seen(*ipv4, held->front(), result);
  }
  base::Status answer_seen(const observable::Observable& value, const std::vector<store::Hit>& hits,
                           v1::Verdictual& result) {
    const auto view = view_of(asking_, value, hits);
    if (!view) return view.error();
    tell(*view, value.type != observable::Type::Opaque, names_, result);
    result.set_cut(is_cut(asking_, hits));
    if (!result.found()) return {};
    for (const auto& warning : view->warnings) result.add_warnings(warning_names_.number(warning.list));
    return {};
  }

  Asking& asking_;
  const v1::LookupRequest& request_;
  v1::LookupAnswer answer_;
  Names names_;
  WarningNames warning_names_;
};

}  // namespace

std::vector<base::Result<v1::LookupAnswer>> look_up(store::Reading& reading, const Outlook& outlook,
                                                    std::span<const Lookup> lookups) {
  std::vector<base::Result<v1::LookupAnswer>> answers;
  answers.reserve(lookups.size());
  for (const auto& lookup : lookups) {
    Asking asking(reading, outlook, lookup.ceiling);
    answers.push_back(Answering(asking, lookup.request).answer());
  }
  return answers;
}

}  // namespace tidings::query
