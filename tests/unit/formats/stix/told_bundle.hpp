#pragma once
/// A node in small: what a reader made is told as query would tell it, and written as a bundle again.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/bulletin/context.hpp"
#include "formats/stix/writer.hpp"
#include "tests/unit/formats/stix/collecting_sink.hpp"

namespace tidings::stix {

inline v1::Said said_of(const Collected& collected, std::size_t number) {
  const auto& made = collected.made[number];
  const auto& header = collected.contexts[made.context];
  v1::Said said;
  said.set_origin(std::string(32, 'o'));
  said.set_origin_name("CERT Example");
  said.set_bulletin_id(std::string(32, 'b'));
  said.set_publication_id(std::string(16, 'p'));
  said.set_claim(static_cast<std::uint32_t>(number));
  said.set_kind(header.kind());
  said.set_tlp(header.audience().tlp());
  said.set_pap(bulletin::effective_pap(header.audience()));
  said.set_verdict(bulletin::effective_verdict(header, made.claim));
  said.set_role(made.claim.role());
  said.set_confidence(made.claim.confidence());
  said.set_issued_at(1'780'000'000'000'001);
  said.set_valid_from(made.claim.valid_from());
  said.set_valid_until(made.claim.valid_until() != 0 ? made.claim.valid_until() : 1'790'000'000'000'000);
  said.set_title(header.title());
  said.set_text(header.kind() == v1::KIND_DISPUTE ? header.text() : "");
  said.set_comment(made.claim.comment());
  *said.mutable_tags() = made.claim.tags();
  if (made.claim.has_sighting()) *said.mutable_sighting() = made.claim.sighting();
  return said;
}

/// Merged by value, as the store does.
inline std::vector<v1::Indicator> indicators_of(const Collected& collected) {
  std::map<std::pair<std::uint32_t, std::string>, v1::Indicator> merged;
  for (std::size_t i = 0; i < collected.made.size(); ++i) {
    const auto& claim = collected.made[i].claim;
    auto& indicator = merged[{claim.type(), claim.value()}];
    indicator.mutable_value()->set_type(claim.type());
    indicator.mutable_value()->set_value(claim.value());
    *indicator.add_said() = said_of(collected, i);
  }
  std::vector<v1::Indicator> out;
  for (auto& [key, indicator] : merged) out.push_back(std::move(indicator));
  return out;
}

/// The content of the opaque claim of this value beside what was said.
using Originals = std::function<std::optional<std::string>(const v1::Said& said, std::string_view id)>;

inline std::string write_all(const std::vector<v1::Indicator>& indicators, const Originals& originals) {
  std::string text;
  const auto is_held = [&](const v1::Said& said, std::string_view id) { return originals && originals(said, id); };
  BundleWriter writer(is_held, [&](std::string_view bytes) {
    text += bytes;
    return base::Status{};
  });
  for (const auto& indicator : indicators) (void)writer.add(indicator);
  for (const auto& indicator : indicators) {
    if (indicator.value().type() != static_cast<std::uint32_t>(observable::Type::Opaque) || !originals) continue;
    for (const auto& said : indicator.said()) {
      const auto content = originals(said, indicator.value().value());
      if (content) (void)writer.add_original(indicator.value().value(), *content, said);
    }
  }
  (void)writer.finish();
  return text;
}

/// The opaque claims of what was read, by claim where the value is one, else by id.
inline Originals originals_in(const Collected& collected) {
  return [&collected](const v1::Said& said, std::string_view id) -> std::optional<std::string> {
    const auto& claim = collected.made[said.claim()].claim;
    if (claim.has_opaque()) return claim.opaque().content();
    for (const auto& each : collected.made) {
      if (each.claim.has_opaque() && each.claim.value() == id) return each.claim.opaque().content();
    }
    return std::nullopt;
  };
}

/// Without the bulletin of said_of(), which what leaves names where its marking does not tell whom it may reach; empty
/// where the member says nothing else.
inline std::string without_bulletin(std::string member) {
  std::string hex;
  for (int i = 0; i < 32; ++i) hex += "62";
  for (const auto& named : {R"({"source_name":"tidings","external_id":")" + hex + "\"}",
                            R"("extension-definition--7d8c2a54-3f0e-4b1d-9c66-5a1e0b7f2d43":{"extension_type":)"
                            R"("property-extension","bulletins":[")" +
                                hex + "\"]}"}) {
    const auto at = member.find(named);
    if (at == std::string::npos) continue;
    member.erase(at, named.size());
    if (member[at - 1] == ',') member.erase(at - 1, 1);
    if (member[at] == ',') member.erase(at, 1);
    if (member == "[]" || member == "{}") return {};
  }
  return member;
}

/// The objects of a bundle, each as JSON with its members sorted, but for what without_bulletin() takes; equal ones
/// once.
inline std::set<std::string> objects_in(std::string_view bundle) {
  std::set<std::string> objects;
  const auto value = boost::json::parse(bundle);
  const auto* list = value.if_array() != nullptr ? value.if_array() : nullptr;
  if (list == nullptr && value.as_object().contains("objects")) list = &value.at("objects").as_array();
  const auto sorted = [](const boost::json::value& object) {
    std::map<std::string, std::string> members;
    for (const auto& [name, member] : object.as_object())
      members[std::string(name)] = without_bulletin(boost::json::serialize(member));
    std::string text;
    for (const auto& [name, member] : members) text += member.empty() ? "" : name + ":" + member + ",";
    return text;
  };
  if (list == nullptr) return {sorted(value)};
  for (const auto& object : *list) objects.insert(sorted(object));
  return objects;
}

}  // namespace tidings::stix
