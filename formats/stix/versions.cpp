#include "formats/stix/versions.hpp"

#include <algorithm>
#include <chrono>

#include "core/bulletin/words.hpp"
#include "core/observable/type.hpp"
#include "formats/draft/text_source.hpp"
#include "formats/stix/member_text.hpp"
#include "formats/stix/reader.hpp"

namespace tidings::stix {
namespace {

constexpr std::string_view media_type = "application/stix+json";

/// Exactly `digits` digits at `at`, which moves behind them and a `then`.
std::optional<unsigned> field(std::string_view text, std::size_t& at, std::size_t digits, char then) {
  if (text.size() < at + digits + (then == '\0' ? 0 : 1)) return std::nullopt;
  unsigned value = 0;
  for (std::size_t i = 0; i < digits; ++i, ++at) {
    if (text[at] < '0' || text[at] > '9') return std::nullopt;
    value = value * 10 + static_cast<unsigned>(text[at] - '0');
  }
  if (then == '\0') return value;
  return text[at++] == then ? std::optional(value) : std::nullopt;
}

class Reports final : public draft::Sink {
 public:
  std::uint32_t context(v1::Header) override { return 0; }
  base::Status claim(std::uint32_t, v1::Claim claim) override {
    const auto end = claim.valid_until() == 0 ? no_end : base::Instant{claim.valid_until()};
    auto& until = read.claimed[{claim.type(), claim.value()}];
    until = std::max(until, end);
    return {};
  }
  void note(draft::Note note) override { read.revoked = read.revoked || note.fate == draft::Fate::Withdrawn; }
  ObjectRead read;
};

}  // namespace

std::optional<std::uint64_t> timestamp(std::string_view text) {
  std::size_t at = 0;
  const auto year = field(text, at, 4, '-'), month = field(text, at, 2, '-'), day = field(text, at, 2, 'T');
  const auto hour = field(text, at, 2, ':'), minute = field(text, at, 2, ':'), second = field(text, at, 2, '\0');
  if (!year || !month || !day || !hour || !minute || !second || !text.ends_with('Z')) return std::nullopt;
  auto fraction = text.substr(at, text.size() - at - 1);
  std::uint64_t us = 0;
  if (!fraction.empty()) {
    if (fraction.front() != '.' || fraction.size() < 2 || fraction.size() > 10) return std::nullopt;
    fraction.remove_prefix(1);
    if (!std::ranges::all_of(fraction, [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
    for (std::size_t i = 0; i < 6; ++i)
      us = us * 10 + (i < fraction.size() ? static_cast<unsigned>(fraction[i] - '0') : 0u);
  }
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month),
                                         std::chrono::day(*day)};
  if (!date.ok() || *year < 1970 || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  const auto days = std::chrono::sys_days(date).time_since_epoch().count();
  const auto seconds = static_cast<std::uint64_t>(days) * 86'400 + *hour * 3600ull + *minute * 60ull + *second;
  return seconds * 1'000'000 + us;
}

bool carries_object(const v1::Claim& claim) {
  return claim.type() == static_cast<std::uint32_t>(observable::Type::Opaque) &&
         claim.opaque().media_type().starts_with(media_type);
}

std::string_view original_of(const v1::Claim& claim) {
  for (const std::string_view tag : claim.tags()) {
    if (tag.starts_with(bulletin::object_tag)) return tag.substr(bulletin::object_tag.size());
  }
  return {};
}

std::uint64_t version_of(std::string_view json, std::uint64_t otherwise) {
  for (const std::string_view name : {"modified", "created"}) {
    if (const auto at = timestamp(text_member(json, name))) return *at;
  }
  return otherwise;
}

ObjectRead read_object(std::string_view json) {
  draft::TextSource source(json);
  Options reading;
  reading.originals = false;
  Reports reports;
  const auto read = stix::read(source, reading, reports);
  return read ? std::move(reports.read) : ObjectRead{};
}

}  // namespace tidings::stix
