#include "client/view/content.hpp"

#include "base/bytes.hpp"
#include "client/text/escape.hpp"
#include "client/text/number.hpp"
#include "client/text/words.hpp"
#include "client/view/names.hpp"
#include "core/bulletin/context.hpp"
#include "core/bulletin/names.hpp"
#include "formats/told/said.hpp"

namespace tidings::view {
namespace {

using bulletin::name;

template <class Texts>
void append_list(std::string& out, std::string_view label, const Texts& texts) {
  std::string_view lead = label;
  for (const auto& each : texts) {
    out += "  " + std::string(lead) + std::string(13 - lead.size(), ' ') + text::for_people(each) + "\n";
    lead = "";
  }
}

std::string describe_targets(const v1::Header& header) {
  std::string out;
  for (const auto& target : header.targets()) {
    out += "  about        bulletin " + base::to_hex(target.bulletin_id());
    for (int i = 0; i < target.claims_size(); ++i)
      out += (i == 0 ? " claims " : ", ") + std::to_string(target.claims(i));
    out += "\n";
  }
  return out;
}

json::array json_of_targets(const v1::Header& header) {
  json::array out;
  for (const auto& target : header.targets()) {
    json::object each;
    each["bulletin"] = json_id(target.bulletin_id());
    json::array numbers;
    for (const auto number : target.claims()) numbers.emplace_back(number);
    each["claims"] = std::move(numbers);
    out.emplace_back(std::move(each));
  }
  return out;
}

}  // namespace

std::string describe_claim(const Look& look, const v1::Header& context, const v1::Claim& claim) {
  std::string out = shown_value(look, claim.type(), claim.value()) + "  " + type_name(claim.type()) + "  " +
                    name(bulletin::effective_verdict(context, claim));
  if (const auto role = bulletin::effective_role(context, claim); role != v1::ROLE_UNSPECIFIED)
    out += "  " + name(role);
  if (const auto confidence = bulletin::effective_confidence(context, claim)) {
    out += "  confidence " + std::to_string(*confidence);
  }
  if (claim.valid_from() != 0) out += "  from " + shown_time(claim.valid_from());
  if (claim.valid_until() != 0) out += "  until " + shown_time(claim.valid_until());
  if (claim.has_sighting()) out += "  " + shown_sighting(claim.sighting());
  const std::vector<std::string> tags(claim.tags().begin(), claim.tags().end());
  if (!tags.empty()) out += "  [" + text::for_people(joined(tags, ", ")) + "]";
  if (!claim.comment().empty()) out += "\n       " + text::for_people(claim.comment());
  return out + "\n";
}

json::object json_of_claim(const v1::Header& context, const v1::Claim& claim) {
  json::object out;
  out["type"] = type_name(claim.type());
  out["value"] = json_text(value_text(claim.type(), claim.value()));
  out["verdict"] = json_name(bulletin::effective_verdict(context, claim));
  out["role"] = json_name(bulletin::effective_role(context, claim));
  const auto confidence = bulletin::effective_confidence(context, claim);
  out["confidence"] = confidence ? json::value(*confidence) : json::value(nullptr);
  out["valid_from"] = json_time(claim.valid_from());
  out["valid_until"] = json_time(claim.valid_until());
  out["comment"] = json_text(claim.comment());
  out["tags"] = json_texts(claim.tags());
  out["sighting"] = claim.has_sighting() ? json::value(told::json_of(claim.sighting())) : json::value(nullptr);
  return out;
}

std::string describe_context(const v1::Header& context, const OrganisationNames& names) {
  std::string out;
  for (const auto& id : context.audience().release_to()) {
    const auto name = names.find(id);
    out += "  release to   " + (name == names.end() ? base::to_hex(id) : text::for_people(name->second)) + "\n";
  }
  out += describe_targets(context);
  append_list(out, "ecosystems", context.ecosystems());
  append_list(out, "tags", context.tags());
  append_list(out, "references", context.references());
  if (!context.producer().empty()) out += "  producer     " + text::for_people(context.producer()) + "\n";
  return context.text().empty() ? out : out + "\n  " + text::paragraph_for_people(context.text(), 2) + "\n";
}

json::object json_of_audience(const v1::Audience& audience) {
  json::object out;
  out["tlp"] = json_name(audience.tlp());
  out["pap"] = json_name(bulletin::effective_pap(audience));
  json::array release_to;
  for (const auto& id : audience.release_to()) release_to.emplace_back(json_id(id));
  out["release_to"] = std::move(release_to);
  out["local"] = audience.local();
  return out;
}

std::string describe_content(const Look& look, const bulletin::Verified& content) {
  const auto& header = content.header.message;
  const auto& audience = header.audience();
  std::string out =
      paint(look, Colour::Bold, header.title().empty() ? "(no title)" : text::for_people(header.title())) + "\n";
  out += "  " + name(header.kind()) + " · " + text::marking(audience.tlp()) +
         " · PAP:" + name(bulletin::effective_pap(audience)) + " · " + name(header.priority()) + " · " +
         text::counted(header.claim_count(), "claim") + (audience.local() ? " · local" : "") + "\n";
  out += "  origin       " + content.header.origin.text() + "\n";
  out += "  bulletin     " + content.header.id.text() + "\n";
  out += "  publication  " + content.header.publication.text() + " revision " + std::to_string(header.revision()) +
         " part " + std::to_string(header.part()) + " of " + std::to_string(header.parts()) + "\n";
  out +=
      "  issued       " + shown_time(header.issued_at()) + "\n  expires      " + shown_time(header.expires_at()) + "\n";
  out += describe_context(header);
  out += paint(look, Colour::Bold, "claims") + "\n";
  for (const auto& claim : content.claims) {
    out += "  " + std::to_string(claim.number) + "  " + (claim.indexable ? "" : "(not known to this version)  ") +
           describe_claim(look, header, claim.message);
  }
  return content.claims.empty() ? out + "  none\n" : out;
}

json::object json_of_content(const bulletin::Verified& content) {
  const auto& header = content.header.message;
  json::object out;
  out["bulletin"] = content.header.id.text();
  out["publication"] = content.header.publication.text();
  out["revision"] = header.revision();
  out["part"] = header.part();
  out["parts"] = header.parts();
  out["origin"] = content.header.origin.text();
  out["kind"] = name(header.kind());
  out["priority"] = name(header.priority());
  out["issued_at"] = json_time(header.issued_at());
  out["expires_at"] = json_time(header.expires_at());
  out["audience"] = json_of_audience(header.audience());
  out["title"] = json_text(header.title());
  out["text"] = json_text(header.text());
  out["references"] = json_texts(header.references());
  out["tags"] = json_texts(header.tags());
  out["ecosystems"] = json_texts(header.ecosystems());
  out["producer"] = json_text(header.producer());
  out["targets"] = json_of_targets(header);
  json::array claims;
  for (const auto& claim : content.claims) {
    auto one = json_of_claim(header, claim.message);
    const auto window = bulletin::valid_window(header, claim.message);
    one["number"] = claim.number;
    one["valid_from"] = json_time(window.from.us);
    one["valid_until"] = json_time(window.until.us);
    one["indexed"] = claim.indexable;
    claims.emplace_back(std::move(one));
  }
  out["claims"] = std::move(claims);
  return out;
}

}  // namespace tidings::view
