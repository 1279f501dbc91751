#include <gtest/gtest.h>

#include "formats/list/line.hpp"
#include "formats/list/line_reader.hpp"

namespace tidings::list {
namespace {

std::string read(std::string_view word, std::string_view line) {
  const auto hint = hint_from_name(word);
  if (!hint) return "no hint";
  const Line out = parse_line(line, *hint);
  if (out.outcome != Line::Outcome::Value) return "reject: " + out.reason;
  return std::string(observable::name(out.parsed.observable.type)) + " " + observable::to_text(out.parsed.observable);
}

TEST(ListLine, blank_lines_and_comments_are_no_values) {  // L1
  for (const char* line : {"# note", "; note", "! note", "  # note"}) {
    EXPECT_EQ(read("list", line), "reject: comment line") << line;
    EXPECT_EQ(read("rpz", line), "reject: comment line") << line;
    EXPECT_EQ(read("domain", line), "reject: comment line") << line;
  }
  for (const char* line : {"", "  ", "\t\r", "\xef\xbb\xbf", "\xc2\xa0"}) {
    EXPECT_EQ(read("auto", line), "reject: blank line");
    EXPECT_EQ(read("csv-cell", line), "reject: blank line");
  }
}

TEST(ListLine, names_of_mutexes_and_the_like_may_begin_as_comments_do) {
  EXPECT_EQ(read("mutex", "!Evil!Mutex"), "mutex !Evil!Mutex");
  EXPECT_EQ(read("user-agent", "Evil/1.0 # 2"), "user-agent Evil/1.0 # 2");
  EXPECT_EQ(read("mutex", "# a list of mutexes"), "reject: comment line");
}

TEST(ListLine, a_trailing_comment_is_dropped) {  // L3
  EXPECT_EQ(read("maltrail", "evil.example   # was: something"), "domain evil.example");
  EXPECT_EQ(read("list", "45.9.148.0/24\t# scanner"), "ipv4-cidr 45.9.148.0/24");
  EXPECT_EQ(read("url", "http://evil.example/#a"), "url http://evil.example/#a") << "a fragment is no comment";
}

TEST(ListLine, hosts_files_name_in_their_second_field) {
  EXPECT_EQ(read("hosts", "0.0.0.0 evil.example"), "domain evil.example");
  EXPECT_EQ(read("hosts", "10.9.8.7\t\tevil.example # x"), "domain evil.example");
  EXPECT_EQ(read("hosts", "127.0.0.1 localhost"), "reject: the host's own name");
  EXPECT_EQ(parse_line("::1 localhost ip6-loopback", {}).outcome, Line::Outcome::LeftOut) << "in any list";
  EXPECT_EQ(read("hosts", "127.0.0.1 localhost evil.example"), "domain evil.example");
  EXPECT_EQ(read("hosts", "0.0.0.0"), "reject: hosts line without a name");
  EXPECT_EQ(read("list", "127.0.0.1 evil.example"), "domain evil.example") << "the sink gives it away";
  EXPECT_EQ(read("list", "0.0.0.0\tevil.example"), "domain evil.example");
  EXPECT_TRUE(read("list", "45.9.148.3 evil.example").starts_with("reject"));
}

TEST(ListLine, digests_behind_their_names_and_values_in_quotes_are_read) {
  const std::string md5(32, 'a'), sha256(64, 'b');
  EXPECT_EQ(read("list", "sha256:" + sha256), "sha256 " + sha256);
  EXPECT_EQ(read("list", "MD5=" + md5), "md5 " + md5);
  EXPECT_EQ(read("list", "SHA-256: " + sha256), "sha256 " + sha256);
  EXPECT_TRUE(read("list", "sha256:" + md5).starts_with("reject")) << "its name says other than its length";
  EXPECT_EQ(read("list", "\"http://evil.example/x\","), "url http://evil.example/x");
  EXPECT_EQ(read("list", "<http://evil.example/x>"), "url http://evil.example/x");
  EXPECT_EQ(read("list", "'evil.example'"), "domain evil.example");
  EXPECT_TRUE(read("list", "\"a.example\" \"b.example\"").starts_with("reject"));
}

TEST(ListLine, what_filter_lists_have_beside_names_is_left_out_of_any_list) {
  for (const char* line : {"[Adblock Plus 2.0]", "evil.example##.banner", "evil.example#@#.banner"}) {
    EXPECT_EQ(parse_line(line, {}).outcome, Line::Outcome::LeftOut) << line;
  }
  EXPECT_EQ(read("list", "|http://evil.example/x|"), "url http://evil.example/x");
  EXPECT_EQ(read("list", "evil.example^"), "domain evil.example");
  EXPECT_EQ(read("list", "/banner[0-9]+/"), "reject: regular expression");
  EXPECT_EQ(read("list", "/admin/login/"), "uri-path /admin/login/");
  EXPECT_EQ(read("list", "http://evil.example/#a##b"), "url http://evil.example/#a%23%23b");
  EXPECT_EQ(read("list", "[2a02::1]:53"), "ip-port [2a02::1]:53");
}

TEST(ListLine, a_policy_that_answers_with_a_sink_names_its_owner) {
  EXPECT_EQ(read("list", "evil.example A 127.0.0.1"), "domain evil.example");
  EXPECT_EQ(read("list", "evil.example 60 IN AAAA :: ; why"), "domain evil.example");
  EXPECT_TRUE(read("list", "www.example A 45.9.148.3").starts_with("reject")) << "as any zone has it";
}

TEST(ListLine, adblock_rules_name_between_bars_and_caret) {
  EXPECT_EQ(read("adblock", "||Evil.example^"), "domain evil.example");
  EXPECT_EQ(read("adblock", "||evil.example^$third-party,popup"), "domain evil.example");
  EXPECT_EQ(read("adblock", "||*.evil.example^"), "domain-wildcard *.evil.example");
  EXPECT_EQ(read("adblock", "||evil.example/a.js"), "url http://evil.example/a.js");
  EXPECT_EQ(read("list", "||evil.example^"), "domain evil.example");
  for (const char* line : {"@@||good.example^", "evil.example##.ad", "/banner[0-9]+/", "[Adblock Plus 2.0]", "! x"}) {
    EXPECT_TRUE(read("adblock", line).starts_with("reject")) << line;
  }
}

TEST(ListLine, response_policy_zones_name_their_owner) {
  EXPECT_EQ(read("rpz", "Evil.example CNAME ."), "domain evil.example");
  EXPECT_EQ(read("rpz", "*.evil.example 300 IN CNAME ."), "domain-wildcard *.evil.example");
  EXPECT_EQ(read("list", "evil.example IN CNAME ."), "domain evil.example");
  for (const char* line : {"good.example CNAME rpz-passthru.", "24.0.148.9.45.rpz-ip CNAME rpz-passthru.",
                           "24.0.148.9.45.rpz-client-ip CNAME .", "24.0.148.9.45.rpz-nsip CNAME ."}) {
    EXPECT_EQ(parse_line(line, *hint_from_name("rpz")).outcome, Line::Outcome::Reject) << line;
  }
}

TEST(ListLine, a_zone_s_own_records_are_meant_to_be_no_values) {
  for (const char* line : {"$TTL 300", "$ORIGIN rpz.example.", "@ IN SOA a. b. (1 2 3 4 5)", "@ NS localhost.",
                           "rpz.example. 300 IN NS ns.example.", "NS localhost."}) {
    EXPECT_EQ(parse_line(line, *hint_from_name("rpz")).outcome, Line::Outcome::LeftOut) << line;
    EXPECT_EQ(parse_line(line, {}).outcome, Line::Outcome::LeftOut) << line;
  }
}

TEST(ListLine, triggers_by_address_are_the_address) {
  EXPECT_EQ(read("rpz", "24.0.148.9.45.rpz-ip CNAME ."), "ipv4-cidr 45.9.148.0/24");
  EXPECT_EQ(read("list", "32.3.148.9.45.rpz-ip CNAME ."), "ipv4 45.9.148.3");
  EXPECT_EQ(read("rpz", "128.1.zz.db9.2a01.RPZ-IP CNAME ."), "ipv6 2a01:db9::1");
  EXPECT_EQ(read("rpz", "32.zz.db9.2a01.rpz-ip CNAME ."), "ipv6-cidr 2a01:db9::/32");
  EXPECT_EQ(read("rpz", "128.8.7.6.5.4.3.2.2a01.rpz-ip CNAME ."), "ipv6 2a01:2:3:4:5:6:7:8");
  for (const char* line : {"33.3.148.9.45.rpz-ip CNAME .", "32.3.148.9.rpz-ip CNAME .", "rpz-ip CNAME .",
                           ".rpz-ip CNAME .", "32.a/b.rpz-ip CNAME .", "24.0.148.9.999.rpz-ip CNAME ."}) {
    EXPECT_TRUE(read("rpz", line).starts_with("reject")) << line;
  }
}

TEST(ListLine, zeek_intel_tells_the_type_too) {
  EXPECT_EQ(read("zeek", "evil.example/a\tIntel::URL\tsrc"), "url http://evil.example/a");
  EXPECT_EQ(read("zeek", "45.9.148.0/24\tIntel::SUBNET\tsrc"), "ipv4-cidr 45.9.148.0/24");
  EXPECT_EQ(read("zeek", "evil.exe\tIntel::FILE_NAME\tsrc"), "filename evil.exe");
  EXPECT_EQ(read("list", "9e107d9d372bb6826bd81d3542a419d6\tIntel::FILE_HASH\tx"),
            "md5 9e107d9d372bb6826bd81d3542a419d6");
  EXPECT_TRUE(read("zeek", "somebody\tIntel::USER_NAME\tsrc").starts_with("reject"));
  EXPECT_EQ(read("zeek", "#fields\tindicator"), "reject: comment line");
}

TEST(ListLine, other_lists_have_the_value_in_front) {
  EXPECT_EQ(read("list", "45.9.148.3\t9"), "ipv4 45.9.148.3");
  EXPECT_EQ(read("loki", "evil.example;80"), "domain evil.example");
  EXPECT_EQ(read("list", "9e107d9d372bb6826bd81d3542a419d6;Evil RAT; seen"), "md5 9e107d9d372bb6826bd81d3542a419d6");
  EXPECT_EQ(read("list", "http://evil.example/a;b;60"), "url http://evil.example/a;b;60") << "legal in a path";
  EXPECT_EQ(read("loki", "http://evil.example/a;b;60"), "url http://evil.example/a;b");
  EXPECT_EQ(read("list", "address=/evil.example/0.0.0.0"), "domain evil.example");
}

TEST(ListHint, words_of_every_carrier_are_known) {
  for (const char* word : {"auto",
                           "list",
                           "csv-cell",
                           "maltrail",
                           "rpz",
                           "hosts",
                           "adblock",
                           "zeek",
                           "filename|hash",
                           "filename|sha256",
                           "ip-dst",
                           "ip-src|port",
                           "hostname",
                           "Domain Name",
                           "IPv4 Address",
                           "file_sha256",
                           "regkey",
                           "AS",
                           "vulnerability",
                           "x509-fingerprint-sha1",
                           "ja3-fingerprint-md5",
                           "jarm-fingerprint",
                           "btc",
                           "ipv4-addr",
                           "email-dst",
                           "link",
                           "uri",
                           "hash",
                           "other",
                           "yara"}) {
    EXPECT_TRUE(hint_from_name(word)) << word;
  }
  for (const char* word : {"", "nonsense", "domain|ip", "port", "text"}) EXPECT_FALSE(hint_from_name(word)) << word;
}

struct Seen {
  std::uint64_t number;
  std::string raw;
  bool value;
};

std::vector<Seen> read_in_chunks(std::string_view input, std::size_t size) {
  std::vector<Seen> seen;
  LineReader reader(*hint_from_name("auto"), [&](NumberedLine& line) {
    seen.push_back({line.number, std::string(line.raw), line.line.outcome == Line::Outcome::Value});
  });
  for (std::size_t at = 0; at < input.size(); at += size) reader.push(input.substr(at, size));
  reader.finish();
  return seen;
}

TEST(LineReader, gives_the_same_lines_however_the_input_is_cut) {
  const std::string input =
      "\xef\xbb\xbf"
      "a.example\r\nb.example\rc.example\n\n# x\r\n\r\nd.example";
  for (std::size_t size = 1; size <= input.size(); ++size) {
    const auto seen = read_in_chunks(input, size);
    ASSERT_EQ(seen.size(), 7U) << size;
    EXPECT_EQ(seen[0].raw, "a.example");
    EXPECT_EQ(seen[1].raw, "b.example");
    EXPECT_EQ(seen[2].raw, "c.example");
    EXPECT_EQ(seen[6].raw, "d.example");
    EXPECT_EQ(seen[6].number, 7U);
    for (const std::size_t i : {0U, 1U, 2U, 6U}) EXPECT_TRUE(seen[i].value);
  }
}

TEST(LineReader, rejects_a_line_that_is_too_long_and_goes_on) {
  for (const std::size_t size : {1000UL, 200000UL}) {
    const auto seen = read_in_chunks("a.example\n" + std::string(100000, 'x') + "\nb.example\n", size);
    ASSERT_EQ(seen.size(), 3U);
    EXPECT_FALSE(seen[1].value);
    EXPECT_EQ(seen[1].raw, std::string(256, 'x'));
    EXPECT_TRUE(seen[2].value);
    EXPECT_EQ(seen[2].number, 3U);
  }
}

TEST(LineReader, refuses_utf16_once) {
  using namespace std::string_view_literals;
  for (const std::size_t size : {1UL, 100UL}) {
    for (const auto input : {"\xff\xfe"
                             "a\0.\0b\0e\0\r\0\n\0c\0.\0b\0e\0\n\0"sv,
                             "\xfe\xff\0a\0.\0b\0e\0\n\0c\0.\0b\0e"sv}) {
      const auto seen = read_in_chunks(input, size);
      ASSERT_EQ(seen.size(), 1U);
      EXPECT_FALSE(seen[0].value);
    }
  }
}

TEST(LineReader, an_empty_input_has_no_lines) { EXPECT_TRUE(read_in_chunks("", 1).empty()); }

TEST(ListLine, a_digest_beside_a_name_or_a_command_is_the_digest) {
  const std::string md5 = "9e107d9d372bb6826bd81d3542a419d6", sha1 = "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12";
  for (const auto& line : {md5 + "  invoice.exe", md5 + " *setup (1).exe", md5 + "\tloader.dll",
                           "MD5 (a b.exe) = " + md5, md5 + " cmd.exe /c powershell -enc SQBFAFgA http://evil-name.tw/a",
                           "rundll32.exe a.dll,Start -k " + md5, "setup.zip " + md5}) {
    EXPECT_EQ(read("list", line), "md5 " + md5) << line;
    EXPECT_EQ(read("hash", line), "md5 " + md5) << line;
  }
  EXPECT_EQ(read("sha1", sha1 + "  a.exe"), "sha1 " + sha1);
  EXPECT_EQ(std::string(parse_line(md5 + " " + sha1, {}).more), sha1) << "both are of one file";
  for (const auto& line : {md5 + " 45.9.148.3", md5 + " http://evil-name.tw/a", "45.9.148.3 " + md5}) {
    EXPECT_TRUE(read("list", line).starts_with("reject")) << line << ": two values";
  }
  EXPECT_TRUE(read("domain", "evil-name.tw " + md5).starts_with("reject"));
}

TEST(ListLine, hosts_point_at_any_address_that_is_nobodys) {
  for (const auto* sink : {"0.0.0.0", "127.0.0.2", "10.10.34.34", "192.168.1.5", "255.255.255.255", "fe80::1", "::"}) {
    EXPECT_EQ(read("list", std::string(sink) + " evil-name.tw"), "domain evil-name.tw") << sink;
  }
  EXPECT_EQ(read("hosts", "146.112.61.104 evil-name.tw"), "domain evil-name.tw") << "--type hosts says so";
}

TEST(ListLine, a_policy_that_lets_pass_names_nothing_bad) {
  EXPECT_TRUE(read("rpz", "good-name.tw CNAME rpz-passthru. ; why").starts_with("reject"));
  EXPECT_TRUE(read("rpz", "good-name.tw CNAME Good-name.tw.").starts_with("reject"));
  EXPECT_EQ(read("rpz", "evil-name.tw. CNAME rpz-drop. ; since May"), "domain evil-name.tw");
  EXPECT_EQ(parse_line("@@||good-name.tw^", {}).outcome, Line::Outcome::LeftOut);
}

}  // namespace
}  // namespace tidings::list
