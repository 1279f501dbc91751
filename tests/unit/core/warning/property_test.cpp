// The combined structures against the plain definition of each kind, on random lists.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "base/bytes.hpp"

#include "tests/unit/core/warning/lists.hpp"

namespace tidings::warning {
namespace {

using observable::Observable;
using observable::Type;

std::string few_letters(std::size_t most) {
  const auto size = *rc::gen::inRange<std::size_t>(1, most + 1);
  return *rc::gen::container<std::string>(size, rc::gen::elementOf(std::string("ab")));
}

bool has(const std::vector<Hit>& hits, const std::string& list) {
  return std::ranges::any_of(hits, [&](const Hit& hit) { return hit.list == list; });
}

struct Net {
  std::uint32_t address;
  unsigned prefix;
  bool holds(std::uint32_t other, unsigned other_prefix) const {
    return other_prefix >= prefix && (std::uint64_t{address ^ other} >> (32 - prefix)) == 0;
  }
};

Net any_net() {
  const auto prefix = *rc::gen::inRange(1U, 33U);
  const auto bits =
      *rc::gen::elementOf(std::vector<std::uint32_t>{0x00000000, 0x01020304, 0x01020380, 0x80000000, 0xffffffff});
  return {static_cast<std::uint32_t>(std::uint64_t{bits} >> (32 - prefix) << (32 - prefix)), prefix};
}

std::string text_of(const Net& net) {
  std::string bytes;
  base::append_be32(bytes, net.address);
  return observable::to_text(Type::Ipv4, bytes) + "/" + std::to_string(net.prefix);
}

RC_GTEST_PROP(Warning, substrings_are_found_as_by_searching_for_each, ()) {
  std::vector<std::string> parts(*rc::gen::inRange<std::size_t>(1, 12));
  Builder builder;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    parts[i] = few_letters(5);
    RC_ASSERT(builder.add(list_of(std::to_string(i), Kind::Substring, {parts[i]})).has_value());
  }
  const Observable value{Type::Mutex, few_letters(30)};
  const auto hits = builder.build()->hits(value);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    RC_ASSERT(has(hits, std::to_string(i)) == (value.value.find(parts[i]) != std::string::npos));
  }
}

RC_GTEST_PROP(Warning, networks_are_found_as_by_comparing_with_each, ()) {
  std::vector<Net> nets(*rc::gen::inRange<std::size_t>(1, 20));
  Builder builder;
  for (std::size_t i = 0; i < nets.size(); ++i) {
    nets[i] = any_net();
    RC_ASSERT(builder.add(list_of(std::to_string(i), Kind::Cidr, {text_of(nets[i])})).has_value());
  }
  const auto lists = builder.build();
  for (int tried = 0; tried < 20; ++tried) {
    const auto net = any_net();
    const auto hits = lists->hits(value_of(text_of(net)));
    for (std::size_t i = 0; i < nets.size(); ++i) {
      const bool touches = nets[i].holds(net.address, net.prefix) || net.holds(nets[i].address, nets[i].prefix);
      RC_ASSERT(has(hits, std::to_string(i)) == touches);
    }
  }
}

}  // namespace
}  // namespace tidings::warning
