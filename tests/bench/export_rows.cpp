#include "tests/bench/export_rows.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "formats/exports/export.hpp"

namespace tidings::bench {
namespace {

constexpr base::Instant now{1'800'000'000'000'000};
/// As many as a test's memory holds; they are written ten times over, with other values, to make a million.
constexpr std::size_t held = 100'000, exported = 1'000'000;

std::vector<v1::Indicator> make_indicators() {
  std::vector<v1::Indicator> all(held);
  for (std::size_t i = 0; i < held; ++i) {
    auto& one = all[i];
    one.mutable_value()->set_type(static_cast<std::uint32_t>(observable::Type::Domain));
    one.set_verdict(v1::VERDICT_MALICIOUS);
    one.set_score(60);
    one.set_confidence(71);
    auto& said = *one.add_said();
    said.set_kind(v1::KIND_REPORT);
    said.set_counts(true);
    said.set_tlp(v1::TLP_GREEN);
    said.set_pap(v1::PAP_GREEN);
    said.set_verdict(v1::VERDICT_MALICIOUS);
    said.set_role(v1::ROLE_PHISHING);
    said.set_origin(std::string(32, 'o'));
    said.set_origin_name("CERT Taipei");
    said.set_bulletin_id(std::string(32, static_cast<char>(i % 256)));
    said.set_title("Phishing against parcel services, week " + std::to_string(i / 4096));
    said.set_issued_at(now.us - 1'000'000);
    said.set_valid_until(now.us + 3'600'000'000 + i / 4096);
    said.add_tags("phishing");
    said.add_ecosystems("post");
  }
  return all;
}

double exported_per_s(std::string_view name, std::vector<v1::Indicator>& indicators) {
  const auto* format = exports::find_format(name);
  std::uint64_t bytes = 0;
  const auto count = [&](std::string_view text) -> base::Status {
    bytes += text.size();
    return {};
  };
  exports::Export target(*format, {}, exports::Gate(format->purpose, {}, now), count);
  std::mt19937_64 random(7);
  std::chrono::duration<double> took{0};
  for (std::size_t round = 0; round < exported / held; ++round) {
    for (auto& one : indicators) {
      one.mutable_value()->set_value("n" + std::to_string(random() % 1'000'000'000'000) + ".parcel-" +
                                     std::to_string(random() % 1'000) + ".example");
    }
    const auto begin = std::chrono::steady_clock::now();
    for (const auto& one : indicators) (void)target.add(one);
    took += std::chrono::steady_clock::now() - begin;
  }
  const auto begin = std::chrono::steady_clock::now();
  const bool done = target.finish().has_value();
  took += std::chrono::steady_clock::now() - begin;
  if (!done || bytes < exported * 20 || target.counts().written != exported) {
    std::fprintf(stderr, "tidings-bench: the export to %s is not whole\n", std::string(name).c_str());
    std::exit(1);
  }
  return static_cast<double>(exported) / took.count();
}

}  // namespace

void add_export_rows(Rows& rows) {
  if (!rows.wants_any({"export_rpz_per_s", "export_csv_per_s"})) return;
  auto indicators = make_indicators();
  const auto add = [&](const char* id, std::string_view format, double target) {
    if (rows.wants(id))
      rows.add({id, exported_per_s(format, indicators), "indicators/s", target, Better::More, {}, ""});
  };
  add("export_rpz_per_s", "rpz", 300'000);
  add("export_csv_per_s", "csv", 500'000);
}

}  // namespace tidings::bench
