#include "tests/bench/warning_match.hpp"

#include <time.h>

#include <algorithm>

#include "base/bytes.hpp"
#include "base/digest.hpp"
#include "core/observable/observable.hpp"
#include "core/warning/built_in.hpp"
#include "core/warning/warning_lists.hpp"

namespace tidings::bench {
namespace {

using observable::Observable;
using observable::Type;
using warning::Kind;

constexpr std::size_t block = 100'000;  // values made at once, outside of what is measured
constexpr std::size_t top_sites = 1'000'000;

/// Numbers that look random, the same in every run.
std::uint64_t scrambled(std::uint64_t number) {
  number += 0x9e3779b97f4a7c15;
  number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9;
  number = (number ^ (number >> 27)) * 0x94d049bb133111eb;
  return number ^ (number >> 31);
}

std::string ipv4_bytes(std::uint64_t number) {
  std::string bytes;
  base::append_be32(bytes, static_cast<std::uint32_t>(scrambled(number)));
  return bytes;
}

std::string name_of(std::uint64_t number) { return "site" + std::to_string(scrambled(number) % 100'000'000) + ".tw"; }

std::string entry_of(Kind kind, std::uint64_t number) {
  switch (kind) {
    case Kind::String:
      return number % 2 == 0 ? name_of(number) : base::to_hex(base::sha256(std::to_string(number)).bytes());
    case Kind::Hostname: return name_of(number);
    case Kind::Cidr: return observable::to_text(Type::Ipv4, ipv4_bytes(number).substr(0, 3) + '\0') + "/24";
    case Kind::Substring: return "sandbox" + std::to_string(number);
    case Kind::Regex: return "/^(security|noc" + std::to_string(number) + "|abuse)@.*$/i";
    case Kind::Special: break;
  }
  return {};
}

warning::Types types_for(Kind kind) {
  warning::Types types;
  const bool names = kind == Kind::Hostname || kind == Kind::Substring || kind == Kind::String;
  if (names)
    for (const auto type : {Type::Domain, Type::DomainWildcard, Type::Url}) types.add(type);
  if (kind == Kind::String)
    for (const auto type : {Type::Sha256, Type::Md5, Type::Sha1}) types.add(type);
  if (kind == Kind::Cidr)
    for (const auto type : {Type::Ipv4, Type::Ipv6, Type::Ipv4Cidr, Type::IpPort}) types.add(type);
  if (kind == Kind::Regex) types.add(Type::Email);
  return types;
}

/// `count` lists of a kind, as many and as long as MISP's of August 2026.
void add_lists(warning::Builder& builder, Kind kind, std::size_t count, std::size_t entries) {
  for (std::size_t i = 0; i < count; ++i) {
    warning::List list{std::string(name(kind)) + std::to_string(i), kind, types_for(kind), 50, {}};
    for (std::size_t entry = 0; entry < entries; ++entry)
      list.entries.push_back({entry_of(kind, i * entries + entry), entry});
    (void)builder.add(std::move(list));
  }
}

std::shared_ptr<const warning::WarningLists> make_lists() {
  warning::Builder builder;
  for (auto& list : warning::built_in_lists()) (void)builder.add(std::move(list));
  add_lists(builder, Kind::Cidr, 76, 300);
  add_lists(builder, Kind::String, 22, 700);
  add_lists(builder, Kind::Hostname, 17, 500);
  add_lists(builder, Kind::Substring, 2, 80);
  add_lists(builder, Kind::Regex, 2, 10);
  add_lists(builder, Kind::Hostname, 1, top_sites);
  return builder.build();
}

Observable value_number(Type type, std::uint64_t number) {
  if (type == Type::Ipv4) return {type, ipv4_bytes(number + 7'000'000'000)};
  if (type == Type::Domain) return {type, "www.a" + name_of(number)};
  if (type == Type::Url) return {type, "http://www.a" + name_of(number) + "/index.php?id=" + std::to_string(number)};
  return {Type::Sha256, base::sha256(std::to_string(number)).str()};
}

/// Seconds of processor this thread has had: matching is a pure function, so what else runs must not count.
double processor_s() {
  timespec at{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
  return static_cast<double>(at.tv_sec) + static_cast<double>(at.tv_nsec) / 1e9;
}

struct Measured {
  double seconds{0};
  std::size_t hits{0};
};

Measured match(const warning::WarningLists& lists, Type type, std::size_t count) {
  Measured measured;
  std::vector<Observable> values;
  for (std::size_t from = 0; from < count; from += block) {
    values.clear();
    for (std::size_t i = from; i < std::min(count, from + block); ++i) values.push_back(value_number(type, i));
    const auto begin = processor_s();
    for (const auto& value : values) measured.hits += lists.hits(value).size();
    measured.seconds += processor_s() - begin;
  }
  return measured;
}

}  // namespace

void measure_warning_lists(std::size_t values, Rows& rows) {
  const auto lists = make_lists();
  struct Share {
    Type type;
    std::string id;
    std::size_t of_ten;
    double target;
  };
  double seconds = 0;
  for (const auto& share : {Share{Type::Sha256, "sha256", 4, 0.3}, Share{Type::Ipv4, "ipv4", 3, 0.3},
                            Share{Type::Domain, "domain", 2, 1}, Share{Type::Url, "url", 1, 2}}) {
    const auto count = values / 10 * share.of_ten;
    const auto measured = match(*lists, share.type, count);
    seconds += measured.seconds;
    rows.add({"warning_match_" + share.id + "_us",
              measured.seconds / static_cast<double>(count) * 1e6,
              "us",
              share.target,
              Better::Less,
              {},
              {}});
  }
  rows.add({"warning_match_us", seconds / static_cast<double>(values) * 1e6, "us", 0.5, Better::Less, {}, {}});
  rows.add({"warning_memory_mb", static_cast<double>(lists->memory_bytes()) / 1e6, "MB", 100, Better::Less, {}, {}});
}

}  // namespace tidings::bench
