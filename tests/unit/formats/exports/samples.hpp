#pragma once
/// Indicators as the daemon tells them, and exports of some of them.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "formats/exports/export.hpp"

namespace tidings::exports {

inline constexpr base::Instant now{1'800'000'000'000'000};

/// One report of a value in canonical bytes: malicious, TLP:GREEN, PAP:GREEN.
inline v1::Indicator said_of(observable::Type type, std::string value) {
  v1::Indicator indicator;
  indicator.mutable_value()->set_type(static_cast<std::uint32_t>(type));
  indicator.mutable_value()->set_value(std::move(value));
  indicator.set_verdict(v1::VERDICT_MALICIOUS);
  indicator.set_score(80);
  indicator.set_confidence(71);
  auto& said = *indicator.add_said();
  said.set_kind(v1::KIND_REPORT);
  said.set_counts(true);
  said.set_tlp(v1::TLP_GREEN);
  said.set_pap(v1::PAP_GREEN);
  said.set_verdict(v1::VERDICT_MALICIOUS);
  said.set_role(v1::ROLE_C2);
  said.set_origin(std::string(32, 'o'));
  said.set_origin_name("CERT Taipei");
  said.set_bulletin_id(std::string(32, '\x2a'));
  said.set_title("Winter campaign");
  said.set_issued_at(now.us - 3'600'000'000);
  said.set_valid_from(now.us - 3'600'000'000);
  said.set_valid_until(now.us + 3'600'000'000);
  return indicator;
}

/// The same of a value as people write it.
inline v1::Indicator reported(std::string_view text, observable::Type declared = observable::Type::None) {
  const auto parsed = observable::parse(text, {declared, false});
  EXPECT_TRUE(parsed) << text;
  return parsed ? said_of(parsed->observable.type, parsed->observable.value) : v1::Indicator();
}

struct Made {
  std::string text;
  Counts counts;
};

inline Made make(std::string_view format, const std::vector<v1::Indicator>& indicators, const Options& options = {},
                 const GateOptions& gate = {}) {
  Made made;
  const auto* found = find_format(format);
  EXPECT_NE(found, nullptr) << format;
  if (found == nullptr) return made;
  Export one(*found, options, Gate(found->purpose, gate, now), [&](std::string_view piece) -> base::Status {
    made.text += piece;
    return {};
  });
  for (const auto& indicator : indicators) EXPECT_TRUE(one.add(indicator));
  EXPECT_TRUE(one.finish());
  made.counts = one.counts();
  return made;
}

/// Without the first lines, which are the same for all.
inline std::string body(std::string_view format, const std::vector<v1::Indicator>& indicators,
                        const Options& options = {}) {
  const auto head = make(format, {}, options).text.size();
  return make(format, indicators, options).text.substr(head);
}

inline std::uint64_t left(const Made& made, Left why) { return made.counts.left[static_cast<std::size_t>(why)]; }

}  // namespace tidings::exports
