// Any bytes as a value and as the words said of it, in every format: an entry is one line, or none.
#include <algorithm>
#include <boost/json/parse.hpp>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "formats/exports/export.hpp"

namespace {

using namespace tidings;

constexpr base::Instant now{1'800'000'000'000'000};

v1::Indicator reported(observable::Type type, std::string_view value, std::string_view words) {
  v1::Indicator indicator;
  indicator.mutable_value()->set_type(static_cast<std::uint32_t>(type));
  indicator.mutable_value()->set_value(std::string(value));
  indicator.set_verdict(v1::VERDICT_MALICIOUS);
  auto& said = *indicator.add_said();
  said.set_kind(v1::KIND_REPORT);
  said.set_counts(true);
  said.set_tlp(v1::TLP_CLEAR);
  said.set_pap(v1::PAP_CLEAR);
  said.set_verdict(v1::VERDICT_MALICIOUS);
  said.set_title(std::string(words));
  said.set_origin_name(std::string(words));
  said.set_bulletin_id(std::string(words));
  said.add_tags(std::string(words));
  return indicator;
}

std::size_t lines_of(const exports::Format& format, const v1::Indicator* indicator, std::size_t& written) {
  std::string text;
  exports::Export target(format, {}, exports::Gate(format.purpose, {}, now),
                         [&](std::string_view piece) -> base::Status {
                           text += piece;
                           return {};
                         });
  if (indicator != nullptr && !target.add(*indicator)) std::abort();
  if (!target.finish()) std::abort();
  if (format.purpose == exports::Purpose::HandsOn) {
    boost::system::error_code error;
    if (!boost::json::parse(text, error).is_object() || error) std::abort();
  }
  written = target.counts().written;
  return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

/// Quoted cells and statements of several lines are held to their own rules in unit tests.
bool is_a_line_each(std::string_view format) {
  return format != "csv" && format != "rpz" && format != "nftables" && format != "ipset" && format != "ecs-bulk" &&
         exports::find_format(format)->purpose != exports::Purpose::HandsOn;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const auto types = observable::all_types();
  const auto bytes = std::string_view(reinterpret_cast<const char*>(data), size).substr(2);
  const auto value = bytes.substr(0, data[1]);
  const auto indicator = reported(types[data[0] % types.size()], value, bytes.substr(value.size()));
  for (const auto& format : exports::all_formats()) {
    std::size_t written = 0, none = 0;
    const auto with = lines_of(format, &indicator, written), without = lines_of(format, nullptr, none);
    if (is_a_line_each(format.name) && with != without + written) std::abort();
    if (written > 1) std::abort();
  }
  return 0;
}
