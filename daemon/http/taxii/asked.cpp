#include "daemon/http/taxii/asked.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <set>

#include "base/bytes.hpp"
#include "base/digest.hpp"
#include "daemon/http/taxii/ids.hpp"

namespace tidings::taxii {
namespace {

using base::ErrorCode;

constexpr std::size_t max_next_bytes = 64, question_digits = 12;

base::Error refuse(std::string what) { return base::fail(ErrorCode::BadInput, std::move(what)); }

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

base::Result<std::vector<std::string>> parts_of(const std::string& name, std::string_view text) {
  std::vector<std::string> parts;
  while (true) {
    const auto comma = text.find(',');
    const auto part = text.substr(0, comma);
    if (part.empty() || part.find(' ') != std::string_view::npos)
      return refuse(name + " has an empty value or a blank");
    if (parts.size() == max_matches) return refuse(name + " has more than 100 values");
    parts.emplace_back(part);
    if (comma == std::string_view::npos) return parts;
    text.remove_prefix(comma + 1);
  }
}

bool is_type(std::string_view text) {
  const auto is_part = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; };
  return text.size() <= max_object_id_bytes && std::ranges::all_of(text, is_part);
}

void append_digits(std::string& out, std::uint64_t value, std::size_t digits) {
  const std::size_t end = out.size() + digits;
  out.resize(end, '0');
  for (std::size_t at = end; digits-- > 0; value /= 10) out[--at] = static_cast<char>('0' + value % 10);
}

/// Up to the seconds.
void append_seconds(std::string& out, std::uint64_t us) {
  const std::chrono::sys_seconds second{std::chrono::seconds(us / 1'000'000)};
  const auto day = std::chrono::floor<std::chrono::days>(second);
  const std::chrono::year_month_day date(day);
  const auto within = static_cast<std::uint64_t>((second - day).count());
  append_digits(out, static_cast<std::uint64_t>(static_cast<int>(date.year())), 4);
  out.push_back('-');
  append_digits(out, static_cast<unsigned>(date.month()), 2);
  out.push_back('-');
  append_digits(out, static_cast<unsigned>(date.day()), 2);
  out.push_back('T');
  append_digits(out, within / 3600, 2);
  out.push_back(':');
  append_digits(out, within / 60 % 60, 2);
  out.push_back(':');
  append_digits(out, within % 60, 2);
}

base::Status read_versions(std::string_view text, Versions& versions) {
  const auto parts = parts_of("match[version]", text);
  if (!parts) return parts.error();
  versions = {};
  for (const auto& part : *parts) {
    const auto at = timestamp(part);
    if (part == "first")
      versions.first = true;
    else if (part == "last")
      versions.last = true;
    else if (part == "all")
      versions.all = true;
    else if (at)
      versions.exactly.push_back(*at);
    else
      return refuse("match[version] takes first, last, all and timestamps");
  }
  if (versions.all && parts->size() > 1) return refuse("match[version]=all stands alone");
  if (std::set<std::string_view>(parts->begin(), parts->end()).size() < parts->size()) {
    return refuse("match[version] has a value twice");
  }
  return {};
}

base::Status read_one(const std::string& name, const std::string& value, Takes takes, Asked& asked) {
  const bool is_versions = takes == Takes::VersionsOnly, whole = takes == Takes::Everything;
  if (name == "added_after") {
    asked.added_after = timestamp(value);
    return asked.added_after ? base::Status() : refuse("added_after is no timestamp in UTC");
  }
  if (name == "limit") {
    // No page is that long, whatever the number.
    const bool is_beyond = !value.empty() && value.find_first_not_of("0123456789") == std::string::npos;
    asked.limit = number(value);
    if (!asked.limit && is_beyond) asked.limit = std::numeric_limits<std::uint64_t>::max();
    return asked.limit && *asked.limit > 0 ? base::Status() : refuse("limit is no number above 0");
  }
  if (name == "next") {
    asked.next = value;
    return value.empty() || value.size() > max_next_bytes ? refuse("next is not of this server") : base::Status();
  }
  if (name == "match[version]" && !is_versions) {
    asked.states_versions = true;
    return read_versions(value, asked.versions);
  }
  const bool is_id = name == "match[id]" && whole, is_type_match = name == "match[type]" && whole;
  if (!is_id && !is_type_match && name != "match[spec_version]") return {};
  auto parts = parts_of(name, value);
  if (!parts) return parts.error();
  if (is_id && !std::ranges::all_of(*parts, is_object_id)) return refuse("match[id] takes ids such as indicator--…");
  if (is_type_match && !std::ranges::all_of(*parts, is_type)) return refuse("match[type] takes types of objects");
  (is_id ? asked.ids : is_type_match ? asked.types : asked.spec_versions) = std::move(*parts);
  return {};
}

}  // namespace

bool Asked::wants_type(std::string_view type) const {
  return types.empty() || std::ranges::find(types, type) != types.end();
}
bool Asked::wants_spec_version(std::string_view version) const {
  return spec_versions.empty() || std::ranges::find(spec_versions, version) != spec_versions.end();
}

base::Result<Asked> read_asked(const server::Parameters& parameters, Takes takes) {
  Asked asked;
  asked.versions.last = true;
  if (takes == Takes::Nothing) return asked;
  std::vector<std::string_view> seen;
  for (const auto& [name, value] : parameters) {
    if (std::ranges::find(seen, name) != seen.end()) return refuse(name.substr(0, 40) + " is given twice");
    seen.push_back(name);
    if (auto read = read_one(name, value, takes, asked); !read) return read.error();
  }
  return asked;
}

void append_timestamp(std::string& out, std::uint64_t us) {
  append_seconds(out, us);
  out.push_back('.');
  append_digits(out, us % 1'000'000, 6);
  out.push_back('Z');
}

void append_milliseconds(std::string& out, std::uint64_t us) {
  append_seconds(out, us);
  out.push_back('.');
  append_digits(out, us / 1000 % 1000, 3);
  out.push_back('Z');
}

std::string timestamp_text(std::uint64_t us) {
  std::string text;
  append_timestamp(text, us);
  return text;
}

std::string write_next(std::uint64_t date, std::string_view question) {
  return std::to_string(date) + "-" + base::sha256(question).text().substr(0, question_digits);
}

base::Result<std::uint64_t> read_next(std::string_view next, std::string_view question) {
  const auto dash = next.find('-');
  const auto date = number(next.substr(0, dash));
  if (!date || dash == std::string_view::npos) return refuse("next is not of this server");
  if (next != write_next(*date, question)) return refuse("next belongs to another question");
  return *date;
}

}  // namespace tidings::taxii
