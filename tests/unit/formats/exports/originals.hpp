#pragma once
/// Objects that came as STIX, and bundles of them.
#include <boost/json/parse.hpp>

#include <algorithm>

#include "tests/unit/formats/exports/samples.hpp"

namespace tidings::exports {

inline constexpr std::string_view stix_id = "indicator--00000000-0000-4000-8000-000000000001";

inline v1::Indicator opaque(std::string_view id, std::string_view media_type, std::string_view content) {
  auto indicator = said_of(observable::Type::Opaque, std::string(id));
  auto& said = *indicator.mutable_said(0);
  said.clear_role();
  said.mutable_opaque()->set_media_type(std::string(media_type));
  said.mutable_opaque()->set_content(std::string(content));
  return indicator;
}

inline v1::Indicator original(std::string_view id, std::string_view more = "") {
  const auto type = std::string(id.substr(0, id.find("--")));
  return opaque(id, "application/stix+json;version=2.1",
                R"({"type":")" + type + R"(","id":")" + std::string(id) + "\"" + std::string(more) + "}");
}

inline v1::Indicator read_of(std::string_view value, std::string_view id) {
  auto indicator = reported(value);
  indicator.mutable_said(0)->add_tags("stix:" + std::string(id));
  return indicator;
}

inline Made made_of(const std::vector<v1::Indicator>& values, const std::vector<v1::Indicator>& originals,
                    const Options& options = {}, const GateOptions& gate = {}) {
  Made made;
  const auto& format = *find_format("stix");
  Export one(format, options, Gate(format.purpose, gate, now), [&](std::string_view piece) -> base::Status {
    made.text += piece;
    return {};
  });
  for (const auto pass : format.passes) {
    one.begin(pass);
    for (const auto& each : pass == Pass::Values ? values : originals) EXPECT_TRUE(one.add(each));
  }
  EXPECT_TRUE(one.finish());
  made.counts = one.counts();
  return made;
}
inline std::string bundle_of(const std::vector<v1::Indicator>& values, const std::vector<v1::Indicator>& originals,
                             const Options& options = {}, const GateOptions& gate = {}) {
  return made_of(values, originals, options, gate).text;
}

inline std::vector<std::string> types_in(const std::string& bundle) {
  std::vector<std::string> types;
  const auto read = boost::json::parse(bundle);
  for (const auto& object : read.at("objects").as_array()) types.emplace_back(object.at("type").as_string());
  std::ranges::sort(types);
  return types;
}

using Types = std::vector<std::string>;

}  // namespace tidings::exports
