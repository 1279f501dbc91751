#include "client/view/held.hpp"

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "client/text/escape.hpp"
#include "client/text/number.hpp"
#include "client/text/words.hpp"
#include "client/view/names.hpp"
#include "core/bulletin/context.hpp"
#include "core/bulletin/names.hpp"

namespace tidings::view {
namespace {

using bulletin::name;

json::object json_of(const DraftContext& context) {
  const auto& header = context.header;
  auto out = json_of_audience(header.audience());
  out["priority"] = name(header.priority());
  out["title"] = json_text(header.title());
  out["text"] = json_text(header.text());
  out["tags"] = json_texts(header.tags());
  out["ecosystems"] = json_texts(header.ecosystems());
  out["references"] = json_texts(header.references());
  out["producer"] = json_text(header.producer());
  out["expires_at"] = json_time(header.expires_at());
  json::array values;
  for (const auto& claim : context.claims) values.emplace_back(json_of_claim(header, claim));
  out["values"] = std::move(values);
  return out;
}

/// The title of the only one is that of the draft.
std::string describe(const Look& look, const DraftContext& context, const Draft& draft) {
  const auto& header = context.header;
  const auto& audience = header.audience();
  std::string out = "  " + text::marking(audience.tlp()) + " · PAP:" + name(bulletin::effective_pap(audience)) +
                    (audience.local() ? " · local" : "");
  if (header.priority() == v1::PRIORITY_URGENT) out += " · urgent";
  if (header.expires_at() != 0) out += " · expires " + shown_time(header.expires_at());
  if (draft.contexts.size() > 1 && !header.title().empty()) out += "\n  " + text::for_people(header.title());
  out += "\n" + describe_context(header, draft.names);
  for (const auto& claim : context.claims) out += "    " + describe_claim(look, header, claim);
  return out;
}

std::string time_cell(std::uint64_t us) { return us == 0 ? "" : base::to_text(base::Instant{us}); }

}  // namespace

json::object json_of(const Draft& draft) {
  auto out = json_of(draft.info);
  json::array contexts;
  for (const auto& context : draft.contexts) {
    auto one = json_of(context);
    if (draft.contexts.size() > 1) {
      contexts.emplace_back(std::move(one));
      continue;
    }
    for (const auto& member : one) out[member.key()] = member.value();
  }
  if (!contexts.empty()) out["contexts"] = std::move(contexts);
  return out;
}

std::string describe(const Look& look, const Draft& draft) {
  std::string out = describe(look, draft.info);
  for (const auto& context : draft.contexts) out += describe(look, context, draft);
  return out;
}

json::object json_of(const v1::HeldInfo& held) {
  json::object out;
  out["id"] = json_id_or_null(held.id());
  out["title"] = json_text(held.title());
  out["kind"] = bulletin::name(held.kind());
  out["tlp"] = json_name(held.tlp());
  out["local"] = held.local();
  out["claims"] = held.claims();
  out["size"] = held.size();
  out["held_by"] = json_text(held.held_by());
  out["held_at"] = json_time(held.held_at());
  out["release_at"] = json_time(held.release_at());
  out["needs_review"] = held.needs_review();
  out["approved_by"] = held.approved_by().empty() ? json::value(nullptr) : json_text(held.approved_by());
  out["ends_at"] = json_time(held.ends_at());
  out["trouble"] = held.trouble().empty() ? json::value(nullptr) : json_text(held.trouble());
  return out;
}

Record record_of(const v1::HeldInfo& held) {
  return {
      json_of(held),
      {base::to_hex(held.id()), held.title(), bulletin::name(held.kind()), bulletin::name(held.tlp()),
       std::to_string(held.claims()), held.held_by(), time_cell(held.held_at()), time_cell(held.release_at()),
       held.needs_review() ? "yes" : "no", held.approved_by(), time_cell(held.ends_at()), held.local() ? "yes" : "no"}};
}

std::string waits_for(const v1::HeldInfo& held) {
  const bool review = held.needs_review() && held.approved_by().empty();
  std::string out = review ? "until another publisher releases it" : "";
  if (held.release_at() != 0) out += (review ? ", not before " : "until ") + shown_time(held.release_at());
  return out.empty() ? "until it is released" : out;
}

std::string describe(const Look& look, const v1::HeldInfo& held) {
  std::string out = paint(look, Colour::Bold, base::to_hex(held.id())) + "  " + text::marking(held.tlp()) + "  " +
                    bulletin::name(held.kind()) + "  " + text::counted(held.claims(), "value") +
                    (held.local() ? "  stays on this node\n" : "\n");
  if (!held.title().empty()) out += "  " + text::for_people(held.title()) + "\n";
  out += "  held by " + text::for_people(held.held_by()) + " since " + shown_time(held.held_at()) + ", " +
         waits_for(held) + "\n";
  if (!held.approved_by().empty()) out += "  approved by " + text::for_people(held.approved_by()) + "\n";
  if (!held.trouble().empty()) {
    out += "  " + paint(look, Colour::Yellow, "not released: " + text::for_people(held.trouble())) + "\n";
  }
  const bool by_itself = held.release_at() != 0 && (!held.needs_review() || !held.approved_by().empty());
  return out + "  dropped at " + shown_time(held.ends_at()) +
         (by_itself ? " if it cannot be released by then\n" : " if nobody releases it\n");
}

}  // namespace tidings::view
