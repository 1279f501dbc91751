#include "tests/bench/misp_rows.hpp"

#include <string>

#include "core/observable/observable.hpp"
#include "formats/misp/reader.hpp"
#include "formats/misp/writer.hpp"
#include "tests/bench/counting_sink.hpp"
#include "tests/bench/node.hpp"

namespace tidings::bench {
namespace {

// What an instance exported whole once brought others down with.
constexpr std::size_t attributes = 400'000;
constexpr std::size_t indicators = 200'000;

std::string value_of(std::size_t i, std::string& type) {
  if (i % 4 == 0) {
    type = "ip-dst";
    return std::to_string(11 + i % 150) + "." + std::to_string(i / 65536 % 256) + "." + std::to_string(i / 256 % 256) +
           "." + std::to_string(i % 256);
  }
  type = i % 4 == 1 ? "domain" : "url";
  const auto name = "host" + std::to_string(i) + ".evil.example";
  return i % 4 == 1 ? name : "https:\\/\\/" + name + "\\/login?id=" + std::to_string(i);
}

/// An event as a server exports it: ids of its tables, empty lists, tags of the event behind the attributes.
std::string event_of(std::size_t count) {
  std::string text = R"({"Event":{"id":"7","info":"A large event","date":"2026-08-20","distribution":"3",)"
                     R"("uuid":"0e2b0a86-3d35-4ee5-8a0f-6f7f1a4bb111","Attribute":[)";
  for (std::size_t i = 0; i < count; ++i) {
    char id[13];
    std::snprintf(id, sizeof id, "%012zx", i);
    std::string type;
    const auto value = value_of(i, type);
    text += i == 0 ? "" : ",";
    text +=
        R"({"id":")" + std::to_string(600'000 + i) + R"(","type":")" + type +
        R"(","category":"Network activity","to_ids":true,"uuid":"0f0a0b1e-1111-4a9c-8d25-)" + id +
        R"(","event_id":"7","distribution":"5","timestamp":"1787187115","comment":"seen in the campaign of August",)"
        R"("sharing_group_id":"0","deleted":false,"disable_correlation":false,"object_id":"0","object_relation":null,)"
        R"("first_seen":null,"last_seen":null,"value":")" +
        value + R"(","Galaxy":[],"ShadowAttribute":[],"Tag":[{"id":"3","name":"phishing","colour":"#ff0000"}]})";
  }
  return text + R"(],"Object":[],"Tag":[{"id":"1","name":"tlp:clear","colour":"#ffffff"}]}})";
}

double read_mb_per_s(const std::string& event) {
  draft::TextSource source(event);
  CountingSink sink;
  const double begin = now_s();
  const auto read = misp::read(source, {}, sink);
  if (!read || sink.claims < attributes) give_up("the event cannot be read");
  return static_cast<double>(event.size()) / (now_s() - begin) / 1e6;
}

double written_per_s() {
  misp::Writer writer({});
  const double begin = now_s();
  v1::Indicator indicator;
  auto& said = *indicator.add_said();
  said.set_kind(v1::KIND_REPORT);
  said.set_tlp(v1::TLP_CLEAR);
  said.set_origin_name("Taipei");
  said.set_title("A large publication");
  said.set_publication_id(std::string(16, '\x05'));
  said.add_tags("phishing");
  indicator.mutable_value()->set_type(static_cast<std::uint32_t>(observable::Type::Domain));
  for (std::size_t i = 0; i < indicators; ++i) {
    indicator.mutable_value()->set_value("host" + std::to_string(i) + ".evil.example");
    if (!writer.add(indicator)) give_up("the export is refused");
  }
  std::size_t bytes = 0;
  const auto finished = writer.finish([&](const misp::WrittenEvent& each) -> base::Status {
    bytes += each.text().size();
    return {};
  });
  if (!finished || bytes < indicators) give_up("the event cannot be written");
  return static_cast<double>(indicators) / (now_s() - begin);
}

}  // namespace

void add_misp_rows(Rows& rows) {
  if (rows.wants("misp_json_mb_per_s")) {
    rows.add({"misp_json_mb_per_s", read_mb_per_s(event_of(attributes)), "MB/s", 100, Better::More, std::nullopt, ""});
  }
  if (rows.wants("misp_export_per_s")) {
    rows.add({"misp_export_per_s", written_per_s(), "/s", 50'000, Better::More, std::nullopt, ""});
  }
}

}  // namespace tidings::bench
