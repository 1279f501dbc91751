#include "daemon/api/response_audience.hpp"

#include <algorithm>

#include "core/policy/marking.hpp"

namespace tidings::api {
namespace {

using identity::OrgId;

void add_name(v1::Audience& audience, const OrgId& who) {
  const auto& names = audience.release_to();
  if (std::ranges::find(names, who.bytes()) == names.end()) audience.add_release_to(who.str());
}

v1::Audience narrow_as(const v1::Audience& answered, v1::Tlp least) {
  v1::Audience audience;
  audience.set_tlp(std::max(least, policy::effective(answered.tlp())));
  audience.set_pap(answered.pap());
  return audience;
}

/// AMBER, unless our terms send a direct partner less than that and what is answered is as wide.
v1::Tlp fitting(const partners::Partner& origin, v1::Tlp answered) {
  const auto& terms = origin.record.terms;
  if (!terms.send || *terms.send >= v1::TLP_AMBER) return v1::TLP_AMBER;
  const auto widest = *terms.send == v1::TLP_GREEN && !terms.community ? v1::TLP_CLEAR : *terms.send;
  return std::max(widest, answered);
}

Heard to_introduced_origin(const partners::Book& book, const query::SpokenOf& report) {
  const auto& row = report.standing.row;
  const auto name = book.name_of(row.origin);
  const auto* relay = row.giver.is_zero() ? nullptr : book.find(row.giver);
  if (relay == nullptr || relay->record.organisation == row.origin) {
    return {std::nullopt, name + " is no partner any more: an answer reaches it by nobody"};
  }
  if (policy::effective(report.audience.tlp()) > v1::TLP_GREEN) {
    return {std::nullopt, name + " is no direct partner, and only GREEN and CLEAR are handed on by others"};
  }
  auto audience = narrow_as(report.audience, v1::TLP_GREEN);
  add_name(audience, row.origin);
  add_name(audience, row.giver);
  return {std::move(audience), name + " is no direct partner: the answer is released to " + book.name_of(row.giver) +
                                   " too, and reaches " + name + " if that is a direct partner of it"};
}

Heard to_origin(const partners::Book& book, const query::SpokenOf& report) {
  const auto& origin = report.standing.row.origin;
  if (origin == book.self) {
    auto audience = narrow_as(report.audience, v1::TLP_CLEAR);
    audience.set_local(true);
    return {std::move(audience), {}};
  }
  const auto* partner = book.find(origin);
  if (partner == nullptr) return to_introduced_origin(book, report);
  auto audience = narrow_as(report.audience, fitting(*partner, policy::effective(report.audience.tlp())));
  add_name(audience, origin);
  return {std::move(audience), {}};
}

/// The target's own names, as far as we know them, with its origin, which its own words name last of all.
void keep_names(const partners::Book& book, const query::SpokenOf& report, v1::Audience& audience) {
  for (const auto& name : report.audience.release_to()) {
    const auto who = OrgId::from_bytes(name);
    if (who && *who != book.self && book.identity(*who) != nullptr) add_name(audience, *who);
  }
  if (report.audience.release_to_size() > 0 && report.standing.row.origin != book.self) {
    add_name(audience, report.standing.row.origin);
  }
}

}  // namespace

Heard audience_of_answer(const partners::Book& book, const query::SpokenOf& report, const Hearing& hearing) {
  if (hearing.is_default()) return to_origin(book, report);
  const auto& origin = report.standing.row.origin;
  auto audience = narrow_as(report.audience, hearing.all_who_hold ? v1::TLP_CLEAR : v1::TLP_AMBER);
  if (hearing.tlp) audience.set_tlp(*hearing.tlp);
  if (hearing.all_who_hold) audience.set_local(report.audience.local());
  for (const auto& name : hearing.names) add_name(audience, name);
  if (hearing.names.empty())
    keep_names(book, report, audience);
  else if (origin != book.self)
    add_name(audience, origin);
  return {std::move(audience), {}};
}

}  // namespace tidings::api
