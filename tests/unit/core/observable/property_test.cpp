// What must hold of every value, tried on many that nobody thought of.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>

#include "tests/unit/core/observable/reading.hpp"

namespace tidings::observable {
namespace {

// Text that parsers meet: pieces of every syntax, in any order, with any bytes between.
rc::Gen<std::string> any_text() {
  static const std::vector<std::string> pieces = {"http",
                                                  "hxxp",
                                                  "s",
                                                  "://",
                                                  "[://]",
                                                  ":",
                                                  "[:]",
                                                  "//",
                                                  "/",
                                                  "..",
                                                  ".",
                                                  "[.]",
                                                  "(.)",
                                                  "{.}",
                                                  "[dot]",
                                                  "[",
                                                  "]",
                                                  "@",
                                                  "[at]",
                                                  "(at)",
                                                  "?",
                                                  "#",
                                                  "%",
                                                  "%41",
                                                  "%2e",
                                                  "%zz",
                                                  "evil",
                                                  "EXAMPLE",
                                                  "com",
                                                  "xn--",
                                                  "xn--strae-oqa",
                                                  "ß",
                                                  "ı",
                                                  "。",
                                                  "1",
                                                  "45.9.148.3",
                                                  "256",
                                                  "0x7f",
                                                  "::",
                                                  "::ffff:",
                                                  "2a01",
                                                  "fe80",
                                                  "%eth0",
                                                  "24",
                                                  "65536",
                                                  "*",
                                                  "|",
                                                  "\\",
                                                  "HKLM",
                                                  "C:",
                                                  "cve-2020-1234",
                                                  "as",
                                                  "a_b",
                                                  "-",
                                                  " ",
                                                  "\t",
                                                  "\xc2\xa0",
                                                  "\xef\xbb\xbf",
                                                  "\xe2\x80\x8b",
                                                  "<",
                                                  "{",
                                                  "}",
                                                  "9e107d9d372bb6826bd81d3542a419d6",
                                                  "magnet:",
                                                  "cpe:2.3:",
                                                  "t13d1516h2_8daaf6152771_b186095e22b6"};
  const auto piece =
      rc::gen::oneOf(rc::gen::elementOf(pieces), rc::gen::container<std::string>(rc::gen::arbitrary<char>()));
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const std::vector<std::string>& parts) {
    std::string out;
    for (const auto& part : parts) out += part;
    return out;
  });
}

rc::Gen<Type> any_type() {
  const std::vector<Type> types(all_types().begin(), all_types().end());
  return rc::gen::oneOf(rc::gen::just(Type::None), rc::gen::elementOf(types));
}

TEST(Property, what_parse_gives_is_canonical_and_reads_back_as_itself) {
  EXPECT_TRUE(rc::check([] {
    const auto parsed = parse(*any_text(), {*any_type()});
    if (!parsed) return;
    const auto& o = parsed->observable;
    RC_ASSERT(is_canonical(o.type, o.value));
    const auto again = parse(to_text(o), {o.type});
    RC_ASSERT(again.has_value());
    RC_ASSERT(again->observable == o);
  }));
}

TEST(Property, what_is_canonical_is_what_parse_gives_for_its_text) {
  EXPECT_TRUE(rc::check([] {
    const Type type = *any_type();
    const std::string value = *any_text();
    if (!is_canonical(type, value)) return;
    const auto parsed = parse(to_text(type, value), {type});
    RC_ASSERT(parsed.has_value());
    RC_ASSERT(parsed->observable == (Observable{type, value}));
  }));
}

TEST(Property, no_function_minds_bytes_that_are_no_value) {
  EXPECT_TRUE(rc::check([] {
    const Observable o{*any_type(), *any_text()};
    const auto text = to_text(o);
    static_cast<void>(defang(o.type, text));
    static_cast<void>(special_reason(o));
    RC_ASSERT(index_key(o.type, o.value).size() <= max_index_key_bytes);
  }));
}

TEST(Property, a_defanged_network_value_reads_back_as_itself) {
  EXPECT_TRUE(rc::check([] {
    const auto parsed = parse(*any_text());
    if (!parsed) return;
    const auto& o = parsed->observable;
    const auto again = parse(defang(o.type, to_text(o)), {o.type});
    RC_ASSERT(again.has_value());
    RC_ASSERT(again->observable == o);
  }));
}

std::string address_value(std::uint32_t address) {
  std::string out;
  base::append_be32(out, address);
  return out;
}

TEST(Property, a_network_holds_exactly_the_keys_between_its_first_and_last_address) {
  EXPECT_TRUE(rc::check([](std::uint32_t network, std::uint32_t address) {
    const unsigned prefix = *rc::gen::inRange(1U, 32U);
    const std::uint32_t mask = ~std::uint32_t{0} << (32 - prefix);
    if (*rc::gen::arbitrary<bool>()) address = (network & mask) | (address & ~mask);
    const auto first = index_key(Type::Ipv4, address_value(network & mask));
    const auto last = index_key(Type::Ipv4, address_value(network | ~mask));
    const auto probe = index_key(Type::Ipv4, address_value(address));
    RC_ASSERT((first <= probe && probe <= last) == ((address & mask) == (network & mask)));
  }));
}

std::string label() {
  return *rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab0-_"))));
}

TEST(Property, a_domain_its_wildcard_and_all_below_it_share_a_prefix_and_nothing_else_does) {
  EXPECT_TRUE(rc::check([] {
    const std::string parent = label().substr(0, 9) + ".com";
    const std::string other = label().substr(0, 9) + (*rc::gen::arbitrary<bool>() ? "." + parent : parent);
    RC_PRE(is_canonical(Type::Domain, parent) && is_canonical(Type::Domain, other));
    const auto prefix = index_key(Type::Domain, parent);
    RC_ASSERT(index_key(Type::DomainWildcard, "*." + parent).starts_with(prefix));
    const bool below = other == parent || other.ends_with("." + parent);
    RC_ASSERT(index_key(Type::Domain, other).starts_with(prefix) == below);
  }));
}

TEST(Property, two_values_never_share_an_index_key) {
  EXPECT_TRUE(rc::check([] {
    const auto a = parse(*any_text(), {*any_type()});
    const auto b = parse(*any_text(), {*any_type()});
    if (!a || !b || a->observable == b->observable) return;
    RC_ASSERT(index_key(a->observable.type, a->observable.value) != index_key(b->observable.type, b->observable.value));
  }));
}

TEST(Property, a_plain_index_key_gives_its_value_back_and_a_hashed_one_nothing) {
  EXPECT_TRUE(rc::check([] {
    const auto parsed = parse(*any_text(), {*any_type()});
    if (!parsed) return;
    const auto key = index_key(parsed->observable.type, parsed->observable.value);
    const auto back = observable_at(key);
    if (key.size() == max_index_key_bytes) RC_ASSERT(!back);
    if (back) RC_ASSERT(*back == parsed->observable);
  }));
}

TEST(IndexKey, of_long_values_that_begin_alike_differ) {
  const std::string start = "http://evil.example/" + std::string(400, 'a');
  std::set<std::string> keys;
  for (int i = 0; i < 100; ++i) keys.insert(index_key(Type::Url, start + std::to_string(i)));
  EXPECT_EQ(keys.size(), 100U);
  EXPECT_EQ(keys.begin()->size(), max_index_key_bytes);
}

TEST(IndexKey, of_a_short_value_is_never_as_long_as_that_of_a_long_one) {
  for (std::size_t size = 1; size < 300; ++size) {
    const std::string value(size, 'a');
    const auto key = index_key(Type::Other, value);
    EXPECT_EQ(key.size() == max_index_key_bytes, 2 + size >= max_index_key_bytes);
  }
}

TEST(IndexKey, sorts_by_what_is_searched) {
  const std::string url_number("\x00\x08", 2);
  EXPECT_EQ(index_key(Type::Domain, "a.evil.example"),
            std::string("\x00\x06", 2) + std::string("example\0evil\0a\0", 15));
  EXPECT_EQ(index_key(Type::DomainWildcard, "*.evil.example"),
            std::string("\x00\x06", 2) + std::string("example\0evil\0\x02", 14));
  EXPECT_EQ(index_key(Type::Email, "u@evil.example"),
            std::string("\x00\x0a", 2) + std::string("example\0evil\0\x01u", 15));
  EXPECT_TRUE(index_key(Type::Url, "http://u@evil.example:8/p?q")
                  .starts_with(url_number + std::string("example\0evil\0\x01/p?q\x01http\x01u@\x01:8", 29)));
  EXPECT_TRUE(index_key(Type::Url, "http://45.9.148.3/p").starts_with(url_number + "45.9.148.3"));
}

}  // namespace
}  // namespace tidings::observable
