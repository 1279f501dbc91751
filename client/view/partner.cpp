#include "client/view/partner.hpp"

#include "base/bytes.hpp"
#include "client/text/escape.hpp"
#include "client/text/number.hpp"
#include "client/text/words.hpp"
#include "client/view/names.hpp"
#include "core/bulletin/names.hpp"

namespace tidings::view {
namespace {

std::string terms_word(v1::Tlp tlp) { return tlp == v1::TLP_UNSPECIFIED ? "none" : bulletin::name(tlp); }
std::string yes_no(bool value) { return value ? "yes" : "no"; }

std::string shown_name(const v1::PartnerInfo& partner) {
  return partner.alias().empty() ? partner.name() : partner.alias();
}

template <class Texts>
std::string describe_list(std::string_view label, const Texts& texts) {
  std::string out;
  for (const auto& each : texts) {
    out += "  " + std::string(out.empty() ? label : "") + std::string(13 - (out.empty() ? label.size() : 0), ' ') +
           text::for_people(each) + "\n";
  }
  return out;
}

}  // namespace

json::object json_of(const v1::LinkStatus& link) {
  json::object out;
  out["organisation"] = json_id_or_null(link.org_id());
  out["alias"] = json_text(link.alias());
  out["connected"] = link.connected();
  out["caught_up"] = link.caught_up();
  out["address"] = json_text(link.address());
  out["since"] = json_time(link.since());
  out["standing"] = json_text(link.standing());
  out["last_error"] = link.last_error().empty() ? json::value(nullptr) : json_text(link.last_error());
  out["next_dial"] = json_time(link.next_dial());
  out["offered"] = link.offered();
  out["delivered"] = link.delivered();
  out["acked"] = link.acked();
  out["received"] = link.received();
  out["unsettled"] = link.unsettled();
  out["bytes_in"] = link.bytes_in();
  out["bytes_out"] = link.bytes_out();
  return out;
}

json::object json_of(const v1::PartnerTerms& terms) {
  json::object out;
  out["send"] = json_name(terms.send());
  out["accept"] = json_name(terms.accept());
  out["community"] = terms.community();
  out["hear_introduced"] = terms.hear_introduced();
  out["trust"] = terms.trust();
  return out;
}

json::object json_of(const v1::PartnerInfo& partner) {
  json::object out;
  out["alias"] = json_text(partner.alias());
  out["name"] = json_text(partner.name());
  out["organisation"] = json_id(partner.org_id());
  out["fingerprint"] = json_text(partner.fingerprint());
  out["standing"] = json_text(partner.standing());
  out["terms"] = json_of(partner.terms());
  out["endpoints"] = json_texts(partner.endpoints());
  out["tls_pins"] = json_texts(partner.tls_pins());
  out["added_at"] = json_time(partner.added_at());
  out["link"] = partner.has_link() ? json::value(json_of(partner.link())) : json::value(nullptr);
  out["notes"] = json_texts(partner.notes());
  return out;
}

Record record_of(const v1::PartnerInfo& partner) {
  return {json_of(partner),
          {partner.alias(), partner.name(), base::to_hex(partner.org_id()), partner.standing(),
           terms_word(partner.terms().send()), terms_word(partner.terms().accept()),
           yes_no(partner.terms().community()), yes_no(partner.link().connected()), yes_no(partner.link().caught_up()),
           std::to_string(partner.terms().trust())}};
}

std::string describe(const Look& look, const v1::LinkStatus& link) {
  if (link.standing() == "suspended") return paint(look, Colour::Yellow, "suspended");
  if (!link.connected()) {
    std::string out = paint(look, Colour::Yellow, "not connected");
    if (!link.last_error().empty()) out += ": " + text::for_people(link.last_error());
    if (link.next_dial() != 0) out += "; next try " + shown_time(link.next_dial());
    return out;
  }
  std::string out = paint(look, Colour::Green, "connected") + " since " + shown_time(link.since());
  if (!link.address().empty()) out += ", " + text::for_people(link.address());
  out += link.caught_up() ? ", caught up" : ", catching up (" + text::with_commas(link.unsettled()) + " under way)";
  out += ", delivered " + text::with_commas(link.delivered()) + " (" + text::with_commas(link.acked()) +
         " acknowledged), received " + text::with_commas(link.received());
  return out + ", " + text::byte_size(link.bytes_out()) + " out, " + text::byte_size(link.bytes_in()) + " in";
}

std::string describe(const v1::PartnerTerms& terms) {
  const std::string trust = terms.has_trust() ? ", trust " + std::to_string(terms.trust()) : "";
  if (terms.send() == v1::TLP_UNSPECIFIED && terms.accept() == v1::TLP_UNSPECIFIED)
    return "none: nothing flows" + trust;
  const auto up_to = [](v1::Tlp tlp) { return tlp == v1::TLP_UNSPECIFIED ? "nothing" : "up to " + text::marking(tlp); };
  return "send " + up_to(terms.send()) + ", accept " + up_to(terms.accept()) +
         (terms.community() ? ", of the community" : ", not of the community") +
         (terms.hear_introduced() ? ", its introductions are heard" : ", its introductions are not heard") + trust;
}

std::string describe(const Look& look, const v1::PartnerInfo& partner) {
  std::string out = paint(look, Colour::Bold, text::for_people(shown_name(partner))) + "\n";
  out += "  name         " + text::for_people(partner.name()) + "\n  organisation " + base::to_hex(partner.org_id()) +
         "\n";
  out += "  fingerprint  " + text::for_people(partner.fingerprint()) + "\n";
  out +=
      "  standing     " + text::for_people(partner.standing()) + "\n  terms        " + describe(partner.terms()) + "\n";
  if (partner.has_link()) out += "  link         " + describe(look, partner.link()) + "\n";
  out += describe_list("endpoints", partner.endpoints()) + describe_list("TLS pins", partner.tls_pins());
  if (partner.added_at() != 0) out += "  added        " + shown_time(partner.added_at()) + "\n";
  for (const auto& note : partner.notes())
    out += "  note         " + paint(look, Colour::Yellow, text::for_people(note)) + "\n";
  return out;
}

std::string describe_briefly(const Look& look, const v1::PartnerInfo& partner) {
  std::string out = paint(look, Colour::Bold, text::for_people(shown_name(partner)));
  if (partner.name() != shown_name(partner)) out += "  " + text::for_people(partner.name());
  out += "\n  " + describe(partner.terms()) + "\n  " + describe(look, partner.link()) + "\n";
  for (const auto& note : partner.notes()) out += "  " + paint(look, Colour::Yellow, text::for_people(note)) + "\n";
  return out;
}

}  // namespace tidings::view
