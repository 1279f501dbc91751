#include "formats/list/zone.hpp"

#include <algorithm>
#include <array>

#include "base/letters.hpp"
#include "formats/list/shape.hpp"

namespace tidings::list {
namespace {

enum class Record : std::uint8_t { None, Start, Other };

/// Behind the owner: a type, before it a TTL and a class, perhaps.
Record record_in(std::string_view rest) {
  constexpr std::array<std::string_view, 4> policies = {"CNAME", "A", "AAAA", "TXT"};
  for (int i = 0; i < 3 && !rest.empty(); ++i) {
    const auto type = base::uppered(take_field(rest).substr(0, 8));
    if (rest.empty()) break;
    if (type == "SOA") return Record::Start;
    if (std::ranges::find(policies, type) != policies.end()) return Record::Other;
  }
  return Record::None;
}

/// Without the zone's name behind it.
std::string_view within(std::string_view name, std::string_view zone) {
  if (zone.empty() || name.size() <= zone.size() + 1) return name;
  const auto rest = name.size() - zone.size();
  return name[rest - 1] == '.' && base::uppered(name.substr(rest)) == base::uppered(zone) ? name.substr(0, rest - 1)
                                                                                          : name;
}

}  // namespace

std::string Zone::absolute(std::string_view name) const {
  if (name == "@") return origin_;
  if (name.ends_with('.')) return std::string(name.substr(0, name.size() - 1));
  return std::string(name) + (origin_.empty() ? "" : ".") + origin_;
}

std::string_view Zone::policy_of(std::string_view line) {
  auto rest = trimmed(line);
  const auto owner = take_field(rest);
  // A record that begins with a blank is of the owner before it.
  if (rest.empty() || line.starts_with(' ') || line.starts_with('\t')) return line;
  if (base::uppered(owner.substr(0, 8)) == "$ORIGIN") {
    origin_ = absolute(take_field(rest));
    if (!has_soa_ && name_.empty()) name_ = origin_;
    return line;
  }
  const auto record = record_in(rest);
  if (record == Record::Start) {
    name_ = absolute(owner);
    has_soa_ = true;
  }
  if (record != Record::Other || name_.empty()) return line;
  const auto whole = absolute(owner);
  const bool is_own = base::uppered(whole) == base::uppered(name_);
  record_.assign(is_own ? std::string_view("@") : within(whole, name_)).append(" ").append(rest);
  return record_;
}

}  // namespace tidings::list
