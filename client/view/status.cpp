#include "client/view/status.hpp"

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "client/text/escape.hpp"
#include "client/text/number.hpp"
#include "client/text/words.hpp"
#include "client/view/names.hpp"
#include "client/view/partner.hpp"

namespace tidings::view {
namespace {

json::object json_of_limits(const v1::Limits& limits) {
  json::object out;
  out["reader_max_tlp"] = json_name(limits.reader_max_tlp());
  out["default_tlp"] = json_name(limits.default_tlp());
  out["unattended_tlp"] = json_name(limits.unattended_tlp());
  out["default_expiry_s"] = limits.default_expiry_us() / 1'000'000;
  out["max_expiry_s"] = limits.max_expiry_us() / 1'000'000;
  return out;
}

std::string describe_limits(const v1::Limits& limits) {
  const base::Duration expiry{static_cast<std::int64_t>(limits.default_expiry_us())};
  return "you see up to " + text::marking(limits.reader_max_tlp()) + "; unmarked means " +
         text::marking(limits.default_tlp()) + " for " + base::to_text(expiry) + "; unattended up to " +
         text::marking(limits.unattended_tlp());
}

}  // namespace

std::string describe(const Look& look, const v1::StatusAnswer& status) {
  std::string out = paint(look, Colour::Bold, text::for_people(status.organisation())) + "\n";
  out += "  organisation " + base::to_hex(status.org_id()) + "\n";
  out += "  software     " + text::for_people(status.software()) + ", running since " +
         shown_time(status.started_at()) + "\n";
  out += "  ledger       " + text::counted(status.bulletins(), "bulletin") + ", " +
         text::counted(status.claims(), "claim");
  if (status.last_sequence() > 0) {  // told to who may see all that it counts
    out += ", last sequence " + text::with_commas(status.last_sequence()) + ", indexed to " +
           text::with_commas(status.indexed_to());
  }
  out += "\n";
  out += "  signing key  delegated until " + shown_time(status.signing_key_until()) + "\n";
  out += "  your role    " + text::for_people(status.role()) + "; " + describe_limits(status.limits()) + "\n";
  if (status.publishing_held()) {
    out += "  " +
           paint(look, Colour::Red,
                 "publishing is held until a partner has told our last value, or an operator overrides") +
           "\n";
  }
  for (const auto& link : status.links()) {
    out += "  link         " + paint(look, Colour::Bold, text::for_people(link.alias())) + " " + describe(look, link) +
           "\n";
  }
  if (status.links_size() == 0) out += "  link         no partners yet: 'tidings partner add CARD'\n";
  for (const auto& warning : status.warnings()) {
    out += "  warning      " + paint(look, Colour::Yellow, text::for_people(warning)) + "\n";
  }
  return out;
}

json::object json_of(const v1::StatusAnswer& status) {
  json::object out;
  out["organisation"] = json_text(status.organisation());
  out["org_id"] = json_id(status.org_id());
  out["software"] = json_text(status.software());
  out["started_at"] = json_time(status.started_at());
  out["bulletins"] = status.bulletins();
  out["claims"] = status.claims();
  out["last_sequence"] = status.last_sequence();
  out["indexed_to"] = status.indexed_to();
  out["signing_key_until"] = json_time(status.signing_key_until());
  out["publishing_held"] = status.publishing_held();
  out["role"] = json_text(status.role());
  out["limits"] = json_of_limits(status.limits());
  json::array links;
  for (const auto& link : status.links()) links.emplace_back(json_of(link));
  out["links"] = std::move(links);
  out["warnings"] = json_texts(status.warnings());
  return out;
}

}  // namespace tidings::view
