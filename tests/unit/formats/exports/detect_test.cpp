// What sensors and scanners are given. Suricata, Snort and Zeek are not in Debian: the whole text is compared, and
// rules are held to their grammar.
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "tests/unit/formats/exports/samples.hpp"

namespace tidings::exports {
namespace {

using observable::Type;

std::string options_of_rule(const std::string& text) {
  const auto sid = text.find("sid:");
  return sid == std::string::npos ? text : text.substr(0, sid);
}

std::string bulletin() {
  std::string out;
  for (int i = 0; i < 32; ++i) out += "2a";
  return out;
}

TEST(Suricata, a_name_is_a_query_for_it_or_below_it) {
  EXPECT_EQ(
      options_of_rule(body("suricata", {reported("evil.example")})),
      "alert dns $HOME_NET any -> any any (msg:\"Tidings: Winter campaign (bulletin 2a2a2a2a2a2a2a2a)\"; dns.query; "
      "dotprefix; content:\".evil.example\"; nocase; endswith; threshold:type limit, track by_src, count 1, seconds "
      "600; metadata:tidings_bulletin " +
          bulletin() + ", tidings_tlp green; classtype:trojan-activity; ");
}

TEST(Suricata, a_url_is_host_and_path_of_a_request) {
  const auto rule = body("suricata", {reported("http://evil.example:8080/a?b=1;c|d")});
  EXPECT_NE(rule.find("alert http $HOME_NET any -> any 8080 ("), std::string::npos) << rule;
  EXPECT_NE(rule.find("http.host; content:\"evil.example\"; bsize:12; http.uri.raw; content:\"/a?b=1|3B|c"),
            std::string::npos)
      << rule;
}

TEST(Suricata, what_https_hides_is_left_out) {
  EXPECT_EQ(left(make("suricata", {reported("https://evil.example/a")}), Left::Unwritable), 1u);
}

TEST(Suricata, addresses_ports_and_certificates_have_rules) {
  EXPECT_NE(body("suricata", {reported("198.51.100.0/24")}).find("alert ip $HOME_NET any <> 198.51.100.0/24 any ("),
            std::string::npos);
  EXPECT_NE(body("suricata", {reported("198.51.100.7:443", Type::IpPort)})
                .find("alert ip $HOME_NET any -> 198.51.100.7 443 ("),
            std::string::npos);
  EXPECT_NE(body("suricata", {reported("0123456789abcdef0123456789abcdef01234567", Type::X509Sha1)})
                .find("tls.cert_fingerprint; content:\"01|3A|23|3A|45"),
            std::string::npos);
}

std::map<std::string, std::string> sids_of(const std::string& rules) {
  static const std::regex rule(R"re(content:"\.([a-z0-9.]+)".*sid:([0-9]+); rev:1;\))re");
  std::map<std::string, std::string> out;
  std::istringstream in(rules);
  for (std::string line; std::getline(in, line);) {
    std::smatch match;
    if (std::regex_search(line, match, rule)) out[match[1]] = match[2];
  }
  return out;
}

TEST(Sids, come_from_the_value_whatever_else_is_there) {
  std::vector<v1::Indicator> many;
  for (int i = 0; i < 100; ++i) many.push_back(reported("n" + std::to_string(i) + ".example"));
  const auto alone = sids_of(body("suricata", {many[42]}));
  const auto together = sids_of(body("suricata", many));
  ASSERT_EQ(together.size(), 100u);
  EXPECT_EQ(together.at("n42.example"), alone.at("n42.example"));
}

TEST(Sids, that_meet_are_resolved_alike_in_any_order_and_none_is_twice) {
  Options options;
  options.sids = {1'000'000, 1'000'031};
  std::vector<v1::Indicator> many;
  for (int i = 0; i < 32; ++i) many.push_back(reported("n" + std::to_string(i) + ".example"));
  const auto one = sids_of(body("suricata", many, options));
  const auto other = sids_of(body("suricata", {many.rbegin(), many.rend()}, options));
  EXPECT_EQ(one, other);
  std::set<std::string> numbers;
  for (const auto& [name, sid] : one) numbers.insert(sid);
  EXPECT_EQ(numbers.size(), 32u);
  EXPECT_EQ(*numbers.begin(), "1000000");
  EXPECT_EQ(*numbers.rbegin(), "1000031");
}

TEST(Sids, that_are_all_taken_leave_the_rest_out_and_counted) {
  Options options;
  options.sids = {5, 6};
  const auto made = make("snort", {reported("a.example"), reported("b.example"), reported("c.example")}, options);
  EXPECT_EQ(made.counts.written, 2u);
  EXPECT_EQ(left(made, Left::NoPlace), 1u);
}

TEST(Snort, a_name_is_matched_as_a_query_carries_it) {
  EXPECT_EQ(options_of_rule(body("snort", {reported("evil.example")})),
            "alert udp $HOME_NET any -> any 53 (msg:\"Tidings: Winter campaign (bulletin 2a2a2a2a2a2a2a2a)\"; "
            "content:\"|04|evil|07|example|00|\", nocase, fast_pattern; metadata:tidings_bulletin " +
                bulletin() + ", tidings_tlp green; classtype:trojan-activity; ");
}

TEST(Snort, a_url_is_host_and_path_of_a_request) {
  const auto rule = body("snort", {reported("http://evil.example/a")});
  EXPECT_NE(rule.find("http_header:field host; content:\"evil.example\", nocase; http_raw_uri; bufferlen:2; "
                      "content:\"/a\", fast_pattern; "),
            std::string::npos)
      << rule;
}

/// action protocol net port direction net port (option; …) where an option is a keyword with quoted or plain values.
TEST(Rules, of_every_type_keep_to_the_grammar) {
  const std::regex grammar(
      R"re(alert (ip|tcp|udp|dns|http|tls) (\$HOME_NET|any) any (->|<>) [\$A-Z_a-z0-9.:/]+ (any|[0-9]+) \()re"
      R"re((([a-z_0-9.]+)(:( ?)("([^"\\;]|\\.)*"|[^"\\;()])*)?; ?)+\)\n)re");
  for (const auto* format : {"suricata", "snort"}) {
    for (const auto* value : {"evil.example", "*.evil.example", "198.51.100.7", "203.0.113.0/24", "2001:db8::1",
                              "http://evil.example/a?b=%22;c", "198.51.100.7:443", "[2001:db8::1]:53"}) {
      auto indicator = reported(value);
      indicator.mutable_said(0)->set_title("a \"; sid:1;) \\ | $x\nalert ip any any -> any any (");
      const auto rule = body(format, {indicator});
      EXPECT_TRUE(rule.empty() || std::regex_match(rule, grammar)) << format << ": " << rule;
    }
  }
}

TEST(SuricataDataset, is_data_and_reputation) {
  EXPECT_EQ(make("suricata-domains", {reported("evil.example")}).text, "ZXZpbC5leGFtcGxl,80\n");
  EXPECT_EQ(make("suricata-addresses", {reported("198.51.100.7")}).text, "198.51.100.7,80\n");
  EXPECT_EQ(make("suricata-md5", {reported("0123456789abcdef0123456789abcdef")}).text,
            "0123456789abcdef0123456789abcdef,80\n");
}

/// Suricata's datarep compares with ">", "<" or "==" (docs.suricata.io, "Datasets"); docs/formats.md has "> 0".
TEST(SuricataDataset, a_rule_for_more_than_nothing_is_met_by_every_score) {
  auto doubtful = reported("evil-name.tw");
  doubtful.set_score(0);
  EXPECT_EQ(make("suricata-domains", {doubtful}).text, "ZXZpbC1uYW1lLnR3,1\n");
  doubtful.set_score(7);
  EXPECT_EQ(make("suricata-domains", {doubtful}).text, "ZXZpbC1uYW1lLnR3,7\n");
}

/// docs.zeek.org, Intel::Type; its own scripts look for the User-Agent of HTTP as Intel::SOFTWARE.
TEST(Zeek, names_every_type_as_zeek_looks_for_it) {
  const auto type_of = [](const v1::Indicator& indicator) {
    const auto line = body("zeek", {indicator});
    const auto begin = line.find('\t') + 1;
    return line.substr(begin, line.find('\t', begin) - begin);
  };
  const std::string digits(64, 'a');
  EXPECT_EQ(type_of(reported("198.51.100.7")), "Intel::ADDR");
  EXPECT_EQ(type_of(reported("2001:db8::/32")), "Intel::SUBNET");
  EXPECT_EQ(type_of(reported("evil-name.tw")), "Intel::DOMAIN");
  EXPECT_EQ(type_of(reported("http://evil-name.tw/a")), "Intel::URL");
  EXPECT_EQ(type_of(reported("a@evil-name.tw")), "Intel::EMAIL");
  for (const std::size_t size : {32U, 40U, 64U})
    EXPECT_EQ(type_of(reported(digits.substr(0, size))), "Intel::FILE_HASH");
  EXPECT_EQ(type_of(reported("evil.exe", Type::Filename)), "Intel::FILE_NAME");
  EXPECT_EQ(type_of(reported(digits.substr(0, 40), Type::X509Sha1)), "Intel::CERT_HASH");
  EXPECT_EQ(type_of(reported("Evil/1.0 (bot)", Type::UserAgent)), "Intel::SOFTWARE");
  EXPECT_EQ(left(make("zeek", {reported("198.51.100.7:443")}), Left::Type), 1U);
}

TEST(Zeek, has_a_header_and_tabs) {
  EXPECT_EQ(
      make("zeek", {reported("evil.example"), reported("http://evil.example/a"), reported("198.51.100.0/24")}).text,
      "#fields\tindicator\tindicator_type\tmeta.source\tmeta.desc\tmeta.url\n"
      "198.51.100.0/24\tIntel::SUBNET\tCERT Taipei\tWinter campaign\ttidings:" +
          bulletin() +
          "\n"
          "evil.example\tIntel::DOMAIN\tCERT Taipei\tWinter campaign\ttidings:" +
          bulletin() +
          "\n"
          "evil.example/a\tIntel::URL\tCERT Taipei\tWinter campaign\ttidings:" +
          bulletin() + "\n");
}

TEST(Clamav, takes_digests_of_files_of_any_size) {
  EXPECT_EQ(body("clamav-hdb", {reported("0123456789abcdef0123456789abcdef")}),
            "0123456789abcdef0123456789abcdef:*:Tidings.Winter_campaign-2a2a2a2a:73\n");
  const std::string sha256(64, 'a');
  EXPECT_EQ(body("clamav-hsb", {reported(sha256)}), sha256 + ":*:Tidings.Winter_campaign-2a2a2a2a:73\n");
}

}  // namespace
}  // namespace tidings::exports
