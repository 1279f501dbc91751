// Values on standard input, one a line, in a format on standard output: export_samples FORMAT [ZONE]
#include <cstdio>
#include <iostream>
#include <string>

#include "formats/exports/export.hpp"

namespace {

using namespace tidings;

constexpr base::Instant now{1'800'000'000'000'000};

v1::Indicator reported(const observable::Observable& value) {
  v1::Indicator indicator;
  indicator.mutable_value()->set_type(static_cast<std::uint32_t>(value.type));
  indicator.mutable_value()->set_value(value.value);
  indicator.set_verdict(v1::VERDICT_MALICIOUS);
  indicator.set_score(80);
  auto& said = *indicator.add_said();
  said.set_kind(v1::KIND_REPORT);
  said.set_counts(true);
  said.set_tlp(v1::TLP_GREEN);
  said.set_pap(v1::PAP_GREEN);
  said.set_verdict(v1::VERDICT_MALICIOUS);
  said.set_bulletin_id(std::string(32, '*'));
  said.set_title("A test: \"quoted\"; and more");
  said.set_valid_until(now.us + 1);
  return indicator;
}

base::Status print(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  const auto* format = argc > 1 ? exports::find_format(argv[1]) : nullptr;
  if (format == nullptr) return 2;
  exports::Options options;
  if (argc > 2) options.zone = argv[2];
  exports::Export target(*format, options, exports::Gate(format->purpose, {}, now), print);
  for (std::string line; std::getline(std::cin, line);) {
    const auto parsed = observable::parse(line);
    if (!parsed || !target.add(reported(parsed->observable))) return 1;
  }
  if (!target.finish() || !target.remark()) return 1;
  std::cerr << target.counts().text() << "\n";
  return 0;
}
