#include "tests/bench/query_data.hpp"

#include <array>

#include "core/observable/type.hpp"
#include "tests/bench/store_bench_input.hpp"

namespace tidings::bench {
namespace {

using observable::Observable;
using observable::Type;

constexpr std::array words{"login",   "secure", "update", "mail",   "cloud",  "portal", "bank",
                           "invoice", "post",   "track",  "parcel", "verify", "wallet", "office",
                           "shared",  "docs",   "stream", "panel",  "admin",  "gate"};
constexpr std::array families{"emotet", "qakbot", "raccoon", "cobaltstrike", "icedid", "lockbit", "sunburst", "gh0st"};
constexpr std::array english{"%s infrastructure seen in spam", "New %s loaders", "Phishing kit hosts (%s operators)",
                             "%s command and control, weekly"};
constexpr std::array chinese{"%s 釣魚網站與假冒銀行登入頁", "供應鏈攻擊：%s 中繼站清單",
                             "社交工程郵件夾帶 %s 惡意程式"};
constexpr std::array ecosystems{"finance", "telecom", "health", "5g", "government"};

std::uint64_t draw(std::size_t number, std::uint64_t what) { return mix(number * 16 + what); }

template <class Array>
std::string pick(const Array& from, std::uint64_t drawn) {
  return from[drawn % from.size()];
}

std::string name(std::size_t number) {
  const auto drawn = draw(number, 1);
  return pick(words, drawn) + "-" + pick(words, drawn >> 8) + std::to_string(drawn >> 40) +
         (number % 3 == 0 ? ".net" : ".com");
}

std::string hosted(std::size_t number) {
  const std::string label = pick(words, draw(number, 2)) + std::to_string(number);
  return label + "." + (number % 3 == 0 ? middle_domain : large_domain);
}

std::string address(std::size_t number, bool in_middle_network) {
  auto drawn = static_cast<std::uint32_t>(draw(number, 3));
  if (in_middle_network) drawn = (drawn & 0xffff) | 0x2d3e0000;
  std::string bytes;
  base::append_be32(bytes, drawn);
  return bytes;
}

std::string filled(std::string text, const std::string& with) {
  if (const auto at = text.find("%s"); at != std::string::npos) text.replace(at, 2, with);
  return text;
}

}  // namespace

Observable mixed_value(std::size_t number) {
  const auto of_hundred = number % 100;
  if (of_hundred < 40) return {Type::Sha256, base::sha256("mixed" + std::to_string(number)).str()};
  if (of_hundred < 43) return {Type::Domain, hosted(number)};
  if (of_hundred < 70) return {Type::Domain, (number % 2 == 0 ? "www." : "") + name(number)};
  if (of_hundred < 88) {
    return {Type::Url,
            "http://" + name(number) + "/" + pick(words, draw(number, 4)) + "/" + std::to_string(number) + ".php"};
  }
  if (of_hundred < 99) return {Type::Ipv4, address(number, of_hundred == 88)};
  auto network = address(number, false);
  network[3] = '\0';
  return {Type::Ipv4Cidr, network + '\x18'};
}

v1::Header mixed_context(std::size_t number) {
  const auto drawn = draw(number, 5);
  const auto family = pick(families, drawn);
  v1::Header context;
  context.set_kind(v1::KIND_REPORT);
  context.set_title(filled(number % 3 == 0 ? pick(chinese, drawn >> 8) : pick(english, drawn >> 8), family));
  context.set_text("Seen by our sensors; part " + std::to_string(number) + " of a series. " +
                   (number % 10 == 0 ? "Overlaps with the campaign against telecom operators." : "No overlap known."));
  context.add_tags("malware:" + family);
  context.add_tags("week:" + std::to_string(number % 8));
  context.add_ecosystems(pick(ecosystems, drawn >> 16));
  context.set_role(static_cast<v1::Role>(1 + (drawn >> 24) % 5));
  context.set_confidence(static_cast<std::uint32_t>(31 + (drawn >> 32) % 70));
  context.mutable_audience()->set_tlp(number % 4 == 0 ? v1::TLP_CLEAR : v1::TLP_GREEN);
  return context;
}

Observable deep_name(std::size_t number) {
  const auto drawn = draw(number, 6);
  const auto held = mixed_value(43 + drawn % 27 + 100 * ((drawn >> 8) % 1'000));  // a domain, not of the large one
  return {Type::Domain, "a" + std::to_string(number) + ".b." + (number % 2 == 0 ? held.value : middle_domain)};
}

Observable some_address(std::size_t number) { return {Type::Ipv4, address(number, number % 4 == 0)}; }

}  // namespace tidings::bench
