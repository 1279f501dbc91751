#include "tests/bench/stix_rows.hpp"

#include <string>

#include "formats/json/cutter.hpp"
#include "tests/bench/memory_source.hpp"
#include "tests/bench/node.hpp"

namespace tidings::bench {
namespace {

constexpr std::size_t objects = 100'000;

/// A bundle as vendors publish them: an indicator an object, each with a name, labels, markings and a reference.
std::string bundle_of(std::size_t count) {
  std::string text = R"({"type":"bundle","id":"bundle--6f1b2c1e-97f4-4a9c-8d25-0d8f3e3b6f01","objects":[)";
  for (std::size_t i = 0; i < count; ++i) {
    char id[13];
    std::snprintf(id, sizeof id, "%012zx", i);
    const auto name = "host" + std::to_string(i) + ".evil.example";
    text += i == 0 ? "" : ",";
    text += std::string(R"({"type":"indicator","spec_version":"2.1","id":"indicator--0f0a0b1e-1111-4a9c-8d25-)") + id +
            R"(","created":"2026-08-20T00:51:55.000Z","modified":"2026-08-20T00:51:55.000Z","name":")" + name +
            R"(","description":"Seen in a campaign of August, serves a loader.","indicator_types":["malicious-activity"],)"
            R"("labels":["loader","malvertising"],"object_marking_refs":)"
            R"(["marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"],"external_references":[{"source_name":"blog",)"
            R"("url":"https://reports.example/2026/08/)" + std::to_string(i) +
            R"("}],"pattern":"[domain-name:value = ')" + name +
            R"(']","pattern_type":"stix","pattern_version":"2.1","valid_from":"2026-08-20T00:51:55.000Z"})";
  }
  return text + "]}";
}

double cut_mb_per_s(const std::string& bundle) {
  MemorySource source(bundle);
  std::size_t elements = 0;
  const double begin = now_s();
  const auto rest = json_stream::cut(source, {.arrays = {"/objects"}}, [&](const json_stream::Element&) {
    ++elements;
    return base::Status{};
  });
  if (!rest || elements != objects) give_up("the bundle cannot be cut");
  return static_cast<double>(bundle.size()) / (now_s() - begin) / 1e6;
}

}  // namespace

void add_stix_rows(Rows& rows) {
  if (!rows.wants("json_cut_mb_per_s")) return;
  const auto bundle = bundle_of(objects);
  rows.add({"json_cut_mb_per_s", cut_mb_per_s(bundle), "MB/s", 100, Better::More, std::nullopt, ""});
}

}  // namespace tidings::bench
