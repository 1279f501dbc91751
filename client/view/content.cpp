#include "client/view/content.hpp"

#include "base/bytes.hpp"
#include "client/text/escape.hpp"
#include "client/text/number.hpp"
#include "client/text/words.hpp"
#include "client/view/names.hpp"
#include "core/bulletin/context.hpp"
#include "core/bulletin/names.hpp"

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

std::string describe_claim(const Look& look, const v1::Header& header, const bulletin::ReadClaim& claim) {
  const auto& message = claim.message;
  std::string out = "  " + std::to_string(claim.number) + "  " + shown_value(look, message.type(), message.value()) +
                    "  " + type_name(message.type()) + "  " + name(bulletin::effective_verdict(header, message));
  if (const auto role = bulletin::effective_role(header, message); role != v1::ROLE_UNSPECIFIED)
    out += "  " + name(role);
  if (const auto confidence = bulletin::effective_confidence(header, message)) {
    out += "  confidence " + std::to_string(*confidence);
  }
  if (message.valid_until() != 0) out += "  until " + shown_time(message.valid_until());
  const std::vector<std::string> tags(message.tags().begin(), message.tags().end());
  if (!tags.empty()) out += "  [" + text::for_people(joined(tags, ", ")) + "]";
  if (!claim.indexable) out += "  (not known to this version)";
  if (!message.comment().empty()) out += "\n       " + text::for_people(message.comment());
  return out + "\n";
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

json::object json_of_claim(const v1::Header& header, const bulletin::ReadClaim& claim) {
  const auto& message = claim.message;
  json::object out;
  out["number"] = claim.number;
  out["type"] = type_name(message.type());
  out["value"] = json_text(value_text(message.type(), message.value()));
  out["verdict"] = json_name(bulletin::effective_verdict(header, message));
  out["role"] = json_name(bulletin::effective_role(header, message));
  const auto confidence = bulletin::effective_confidence(header, message);
  out["confidence"] = confidence ? json::value(*confidence) : json::value(nullptr);
  out["valid_from"] = json_time(bulletin::valid_window(header, message).from.us);
  out["valid_until"] = json_time(bulletin::valid_window(header, message).until.us);
  out["comment"] = json_text(message.comment());
  out["tags"] = json_texts(message.tags());
  out["indexed"] = claim.indexable;
  return out;
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
  for (const auto& id : audience.release_to()) out += "  release to   " + base::to_hex(id) + "\n";
  out += describe_targets(header);
  append_list(out, "ecosystems", header.ecosystems());
  append_list(out, "tags", header.tags());
  append_list(out, "references", header.references());
  if (!header.producer().empty()) out += "  producer     " + text::for_people(header.producer()) + "\n";
  if (!header.text().empty()) out += "\n  " + text::paragraph_for_people(header.text(), 2) + "\n";
  out += paint(look, Colour::Bold, "claims") + "\n";
  for (const auto& claim : content.claims) out += describe_claim(look, header, claim);
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
  for (const auto& claim : content.claims) claims.emplace_back(json_of_claim(header, claim));
  out["claims"] = std::move(claims);
  return out;
}

}  // namespace tidings::view
