#include "formats/stix/marked_text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "core/bulletin/context.hpp"
#include "formats/draft/named_source.hpp"
#include "formats/stix/marking.hpp"
#include "formats/stix/member_text.hpp"
#include "formats/stix/source.hpp"

namespace tidings::stix {
namespace {

namespace json = boost::json;

constexpr std::string_view whole = "object_marking_refs", parts = "granular_markings";

/// The member as a list; a single text counts as a list of one.
json::array list_of(std::string_view text, std::string_view name) {
  const auto member = find_member(text, name);
  if (!member) return {};
  boost::system::error_code error;
  auto value = json::parse(text.substr(member->value, member->end - member->value), error);
  if (!error && value.is_array()) return std::move(value.get_array());
  json::array list;
  if (!error && value.is_string()) list.push_back(std::move(value));
  return list;
}

/// Of an entry of either list: the marking that it refers to.
std::string_view marking_ref(const json::value& entry) {
  if (const auto* id = entry.if_string()) return {id->data(), id->size()};
  const auto* granular = entry.if_object();
  return granular == nullptr ? std::string_view() : text_of(*granular, "marking_ref");
}
std::optional<Marking> marking_at(const json::value& entry) { return standard_marking(marking_ref(entry)); }

Marking own_marking(const json::array& refs, const json::array& granular) {
  Marking own;
  for (const auto* list : {&refs, &granular}) {
    for (const auto& entry : *list) {
      if (const auto marking = marking_at(entry)) narrow(own, *marking);
    }
  }
  return own;
}

v1::Pap narrower_pap(const Marking& own, v1::Tlp tlp, v1::Pap pap) {
  v1::Audience suggests;
  suggests.set_tlp(tlp);
  const auto before = own.pap != v1::PAP_UNSPECIFIED ? own.pap : bulletin::effective_pap(suggests);
  return pap > before ? pap : v1::PAP_UNSPECIFIED;
}

/// Whether any went. All that the object says of it is wider than what is added.
bool drop_wider(json::array& list, const Marking& added) {
  const auto is_wider = [&](const json::value& entry) {
    const auto marking = marking_at(entry);
    return marking && ((added.tlp != v1::TLP_UNSPECIFIED && marking->tlp != v1::TLP_UNSPECIFIED) ||
                       (added.pap != v1::PAP_UNSPECIFIED && marking->pap != v1::PAP_UNSPECIFIED));
  };
  bool dropped = false;
  for (auto at = list.begin(); at != list.end();) {
    const bool goes = is_wider(*at);
    at = goes ? list.erase(at) : at + 1;
    dropped |= goes;
  }
  return dropped;
}

/// With a comma beside it.
void erase_member(std::string& text, std::string_view name) {
  while (const auto member = find_member(text, name)) {
    auto begin = member->name, end = text.find_first_not_of(" \t\r\n", member->end);
    if (end < text.size() && text[end] == ',')
      ++end;
    else
      begin = text.rfind(',', begin);
    text.erase(begin, end - begin);
  }
}

void put_member(std::string& text, std::string_view name, const json::array& list) {
  erase_member(text, name);
  if (list.empty()) return;
  text.insert(text.rfind('}'), ",\"" + std::string(name) + "\":" + json::serialize(list));
}

}  // namespace

Marked marked_text(std::string_view text, const v1::Said& said) {
  Marked marked{std::string(text), {}};
  if (draft::needs_source(said)) name_source(marked.text, said.bulletin_id());
  const auto tlp = said.tlp();
  auto refs = list_of(text, whole), granular = list_of(text, parts);
  const auto own = own_marking(refs, granular);
  Marking added;
  if (tlp > own.tlp && !marking_id(tlp).empty()) added.tlp = tlp;
  added.pap = narrower_pap(own, tlp, said.pap());
  if (added != Marking()) {
    drop_wider(refs, added);
    if (drop_wider(granular, added)) put_member(marked.text, parts, granular);
    for (const auto id : {marking_id(added.tlp), marking_id(added.pap)}) {
      if (!id.empty()) refs.emplace_back(id);
    }
    put_member(marked.text, whole, refs);
  }
  for (const auto* list : {&refs, &granular}) {
    for (const auto& entry : *list) {
      if (auto id = marking_ref(entry); standard_marking(id)) marked.standards.emplace_back(id);
    }
  }
  return marked;
}

}  // namespace tidings::stix
