#include "client/view/status.hpp"

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "client/text/escape.hpp"
#include "client/text/number.hpp"
#include "client/text/words.hpp"
#include "client/view/feed.hpp"
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

std::string describe(const Look& look, const v1::WebhookStatus& hook) {
  const bool well = hook.standing() == "serving";
  std::string out = paint(look, Colour::Bold, text::for_people(hook.name())) + " " +
                    paint(look, well ? Colour::Green : Colour::Yellow, text::for_people(hook.standing()));
  if (hook.lag() > 0) out += ", " + text::with_commas(hook.lag()) + " behind";
  if (hook.last_taken_at() != 0) out += ", took the last at " + shown_time(hook.last_taken_at());
  if (!hook.last_error().empty()) out += ": " + text::for_people(hook.last_error());
  if (hook.next_try_at() != 0) out += "; next try at " + shown_time(hook.next_try_at());
  return out;
}

json::object json_of(const v1::WebhookStatus& hook) {
  json::object out;
  out["name"] = json_text(hook.name());
  out["standing"] = json_text(hook.standing());
  out["lag"] = hook.lag();
  out["last_taken_at"] = json_time(hook.last_taken_at());
  out["next_try_at"] = json_time(hook.next_try_at());
  out["failures"] = hook.failures();
  out["last_error"] = hook.last_error().empty() ? json::value(nullptr) : json_text(hook.last_error());
  return out;
}

std::string describe(const Look& look, const v1::ExportStatus& made) {
  const bool well = made.standing() == "written";
  std::string out = paint(look, Colour::Bold, text::for_people(made.name())) + " " +
                    paint(look, well ? Colour::Green : Colour::Yellow, text::for_people(made.standing()));
  if (made.looked_at() != 0) {
    out += ", " + text::with_commas(made.entries()) + " written, " + text::with_commas(made.left_out()) +
           " left out at " + shown_time(made.looked_at());
  }
  if (!made.last_error().empty()) out += ": " + text::for_people(made.last_error());
  return out;
}

json::object json_of(const v1::ExportStatus& made) {
  json::object out;
  out["name"] = json_text(made.name());
  out["standing"] = json_text(made.standing());
  out["entries"] = made.entries();
  out["left_out"] = made.left_out();
  out["looked_at"] = json_time(made.looked_at());
  out["changed_at"] = json_time(made.changed_at());
  out["last_error"] = made.last_error().empty() ? json::value(nullptr) : json_text(made.last_error());
  return out;
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
  for (const auto& hook : status.webhooks()) out += "  webhook      " + describe(look, hook) + "\n";
  for (const auto& made : status.exports()) out += "  export       " + describe(look, made) + "\n";
  for (const auto& feed : status.feeds()) out += "  feed         " + describe(look, feed) + "\n";
  if (status.watchers() > 0) out += "  watching     " + text::counted(status.watchers(), "client") + "\n";
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
  json::array webhooks;
  for (const auto& hook : status.webhooks()) webhooks.emplace_back(json_of(hook));
  out["webhooks"] = std::move(webhooks);
  json::array exports;
  for (const auto& made : status.exports()) exports.emplace_back(json_of(made));
  out["exports"] = std::move(exports);
  json::array feeds;
  for (const auto& feed : status.feeds()) feeds.emplace_back(json_of(feed));
  out["feeds"] = std::move(feeds);
  out["watchers"] = status.watchers();
  out["warnings"] = json_texts(status.warnings());
  return out;
}

}  // namespace tidings::view
