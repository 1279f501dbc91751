#include "tests/bench/stix_rows.hpp"

#include <string>
#include <vector>

#include "formats/json/cutter.hpp"
#include "formats/stix/reader.hpp"
#include "formats/stix/writer.hpp"
#include "tests/bench/counting_sink.hpp"
#include "tests/bench/node.hpp"

namespace tidings::bench {
namespace {

constexpr std::size_t objects = 100'000;
constexpr std::size_t written = 1'000'000;

/// A bundle as vendors publish them: an indicator an object, each with a name, labels, markings and a reference.
std::string bundle_of(std::size_t count) {
  std::string text = R"({"type":"bundle","id":"bundle--6f1b2c1e-97f4-4a9c-8d25-0d8f3e3b6f01","objects":[)";
  for (std::size_t i = 0; i < count; ++i) {
    char id[13];
    std::snprintf(id, sizeof id, "%012zx", i);
    const auto name = "host" + std::to_string(i) + ".evil.example";
    text += i == 0 ? "" : ",";
    text +=
        std::string(R"({"type":"indicator","spec_version":"2.1","id":"indicator--0f0a0b1e-1111-4a9c-8d25-)") + id +
        R"(","created":"2026-08-20T00:51:55.000Z","modified":"2026-08-20T00:51:55.000Z","name":")" + name +
        R"(","description":"Seen in a campaign of August, serves a loader.","indicator_types":["malicious-activity"],)"
        R"("labels":["loader","malvertising"],"object_marking_refs":)"
        R"(["marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"],"external_references":[{"source_name":"blog",)"
        R"("url":"https://reports.example/2026/08/)" +
        std::to_string(i) + R"("}],"pattern":"[domain-name:value = ')" + name +
        R"(']","pattern_type":"stix","pattern_version":"2.1","valid_from":"2026-08-20T00:51:55.000Z"})";
  }
  return text + "]}";
}

double cut_mb_per_s(const std::string& bundle) {
  draft::TextSource source(bundle);
  std::size_t elements = 0;
  const double begin = now_s();
  const auto rest = json_stream::cut(source, {.arrays = {"/objects"}}, [&](const json_stream::Element&) {
    ++elements;
    return base::Status{};
  });
  if (!rest || elements != objects) give_up("the bundle cannot be cut");
  return static_cast<double>(bundle.size()) / (now_s() - begin) / 1e6;
}

double read_mb_per_s(const std::string& bundle) {
  draft::TextSource source(bundle);
  CountingSink sink;
  const double begin = now_s();
  const auto status = stix::read(source, {}, sink);
  if (!status || sink.claims != 2 * objects) give_up("the bundle cannot be read");
  return static_cast<double>(bundle.size()) / (now_s() - begin) / 1e6;
}

/// What query streams of a store that three organisations filled with names.
v1::Indicator indicator_number(std::size_t number) {
  v1::Indicator indicator;
  indicator.mutable_value()->set_type(static_cast<std::uint32_t>(observable::Type::Domain));
  indicator.mutable_value()->set_value("host" + std::to_string(number) + ".evil.example");
  auto& said = *indicator.add_said();
  said.set_origin(std::string(32, static_cast<char>('a' + number % 3)));
  said.set_origin_name("CERT");
  said.set_bulletin_id(std::string(32, 'b'));
  said.set_kind(v1::KIND_REPORT);
  said.set_tlp(v1::TLP_GREEN);
  said.set_pap(v1::PAP_GREEN);
  said.set_verdict(v1::VERDICT_MALICIOUS);
  said.set_role(v1::ROLE_C2);
  said.set_confidence(81);
  said.set_issued_at(1'780'000'000'000'000 + number);
  said.set_valid_until(1'790'000'000'000'000);
  said.set_title("Loader of August");
  said.set_comment("Seen in a campaign of August, serves a loader.");
  said.add_tags("loader");
  said.set_counts(true);
  return indicator;
}

double written_per_s() {
  std::vector<v1::Indicator> held;
  for (std::size_t i = 0; i < written / 100; ++i) held.push_back(indicator_number(i));
  std::size_t bytes = 0;
  stix::BundleWriter writer({}, [&](std::string_view piece) {
    bytes += piece.size();
    return base::Status{};
  });
  const double begin = now_s();
  for (std::size_t i = 0; i < written; ++i) {
    if (!writer.add(held[i % held.size()])) give_up("an indicator cannot be written");
  }
  if (!writer.finish() || bytes < written) give_up("the bundle cannot be written");
  return static_cast<double>(written) / (now_s() - begin);
}

}  // namespace

void add_stix_rows(Rows& rows) {
  if (rows.wants_any({"json_cut_mb_per_s", "stix_bundle_mb_per_s"})) {
    const auto bundle = bundle_of(objects);
    const auto cut = cut_mb_per_s(bundle);
    rows.add({"json_cut_mb_per_s", cut, "MB/s", 100, Better::More, std::nullopt, ""});
    rows.add({"stix_bundle_mb_per_s", read_mb_per_s(bundle), "MB/s", 50, Better::More, cut,
              "the same bundle cut once into objects"});
  }
  if (rows.wants("stix_export_per_s")) {
    rows.add({"stix_export_per_s", written_per_s(), "indicators/s", 100'000, Better::More, std::nullopt, ""});
  }
}

}  // namespace tidings::bench
