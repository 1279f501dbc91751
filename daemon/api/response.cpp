#include "daemon/api/response.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "daemon/api/response_audience.hpp"

namespace tidings::api {
namespace {

using base::ErrorCode;

constexpr std::size_t max_targets = bulletin::max_list_entries;
constexpr std::size_t max_bytes = 700 * 1024;  // of claims: with the header below 1 MiB
constexpr std::size_t max_numbers = 8'192;     // claim numbers in one header: 24 KiB of its 64

/// A value with the claims of reports that one audience may hear of.
struct About {
  std::vector<std::pair<const query::SpokenOf*, std::uint32_t>> reports;  ///< and the number of the claim in each
};
struct Group {
  v1::Audience audience;
  std::map<std::uint32_t, About> values;  ///< by place in the request
  std::vector<const query::SpokenOf*> named;
};

/// Fills bulletins of one audience, beginning another where one is full.
class Cutter {
 public:
  Cutter(const v1::Header& context, const v1::Audience& audience, base::Instant latest, Response& response)
      : context_(context), latest_(latest), response_(response) {
    *context_.mutable_audience() = audience;
  }

  void add(const v1::Claim& claim, const About& about) {
    std::size_t fresh = 0;
    for (const auto& [report, number] : about.reports) fresh += targets_.contains(report) ? 0 : 1;
    const bool fits = open_ && claims_ < bulletin::default_claims_each && targets_.size() + fresh <= max_targets &&
                      numbers_ + about.reports.size() <= max_numbers && bytes_ + claim.ByteSizeLong() <= max_bytes;
    if (!fits) begin();
    put(claim);
    for (const auto& [report, number] : about.reports) {
      target(*report).insert(number);
      ++numbers_;
    }
  }

  void add_named(const query::SpokenOf& report) {
    begin();
    target(report);
    for (const auto& value : report.whole) {
      v1::Claim claim;
      claim.set_type(value.type());
      claim.set_value(value.value());
      if (claims_ == bulletin::default_claims_each || bytes_ + claim.ByteSizeLong() > max_bytes) {
        begin();
        target(report);
      }
      put(claim);
    }
    end();
  }

  void end() {
    if (!open_) return;
    auto header = context_;
    for (const auto& [report, numbers] : targets_) {
      auto& target = *header.add_targets();
      target.set_bulletin_id(report->standing.row.id.str());
      for (const auto number : numbers) target.add_claims(number);
    }
    if (header.expires_at() == 0) header.set_expires_at(std::min(expires_, latest_).us);
    response_.sections.push_back({std::move(header), claims_});
    targets_.clear();
    claims_ = numbers_ = bytes_ = 0;
    expires_ = {};
    open_ = false;
  }

 private:
  void begin() {
    end();
    open_ = true;
  }
  void put(const v1::Claim& claim) {
    response_.claims.push_back(claim);
    bytes_ += claim.ByteSizeLong();
    ++claims_;
  }
  std::set<std::uint32_t>& target(const query::SpokenOf& report) {
    expires_ = std::max(expires_, report.standing.row.expires_at);
    return targets_[&report];
  }
  v1::Header context_;
  base::Instant latest_, expires_;
  Response& response_;
  std::map<const query::SpokenOf*, std::set<std::uint32_t>> targets_;
  std::size_t claims_{0}, numbers_{0}, bytes_{0};
  bool open_{false};
};

v1::Claim answer_claim(const v1::RespondRequest& request, std::uint32_t place) {
  v1::Claim claim = request.claims(static_cast<int>(place));
  if (request.kind() != v1::KIND_SIGHTING)
    claim.clear_sighting();
  else if (!claim.has_sighting())
    claim.mutable_sighting()->set_count(1);
  return claim;
}

void note(Response& response, const std::string& text) {
  constexpr std::size_t most = 50;
  if (text.empty() || response.notes.size() >= most) return;
  if (std::ranges::find(response.notes, text) == response.notes.end()) response.notes.push_back(text);
}

std::map<std::string, Group> group(const partners::Book& book, const std::vector<query::SpokenOf>& spoken,
                                   const Hearing& hearing, Response& response) {
  std::map<std::string, Group> groups;
  for (const auto& report : spoken) {
    const auto heard = audience_of_answer(book, report, hearing);
    note(response, heard.note);
    if (!heard.audience) continue;
    auto& group = groups[heard.audience->SerializeAsString()];
    group.audience = *heard.audience;
    if (report.named) group.named.push_back(&report);
    if (report.named) continue;
    for (const auto& [place, number] : report.claims) {
      auto& reports = group.values[place].reports;
      if (reports.size() < max_targets) reports.emplace_back(&report, number);
    }
  }
  return groups;
}

/// An answer to others shows here too; one to ourselves beside it would only say it twice.
void drop_own(std::map<std::string, Group>& groups) {
  std::set<std::uint32_t> answered;
  for (const auto& [key, group] : groups) {
    if (group.audience.local()) continue;
    for (const auto& [place, about] : group.values) answered.insert(place);
  }
  for (auto& [key, group] : groups) {
    if (!group.audience.local()) continue;
    std::erase_if(group.values, [&](const auto& one) { return answered.contains(one.first); });
  }
}

}  // namespace

base::Result<Response> respond_to(const partners::Book& book, const std::vector<query::SpokenOf>& spoken,
                                  const v1::RespondRequest& request, const v1::Header& context, const Hearing& hearing,
                                  base::Instant latest_expiry) {
  Response response;
  auto groups = group(book, spoken, hearing, response);
  if (hearing.is_default()) drop_own(groups);
  std::set<std::uint32_t> answered;
  for (const auto& [key, group] : groups) {
    Cutter cutter(context, group.audience, latest_expiry, response);
    for (const auto& [place, about] : group.values) {
      cutter.add(answer_claim(request, place), about);
      answered.insert(place);
    }
    for (const auto* report : group.named) cutter.add_named(*report);
    cutter.end();
  }
  for (std::uint32_t place = 0; place < static_cast<std::uint32_t>(request.claims_size()); ++place) {
    if (!answered.contains(place)) response.unanswered.push_back(place);
  }
  if (!response.sections.empty()) return response;
  if (spoken.empty()) return base::fail(ErrorCode::NotFound, "no report that holds now speaks of it");
  return base::fail(ErrorCode::Policy, response.notes.empty() ? "it would reach nobody" : response.notes.front());
}

}  // namespace tidings::api
