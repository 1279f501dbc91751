#include "formats/detect/detect.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

namespace tidings::detect {
namespace {

std::string of(std::string_view file_name, std::string_view text) {
  return std::string(name(detect(file_name, text).format));
}

TEST(Detect, json_is_told_by_its_names) {
  EXPECT_EQ(of("", R"({"type":"bundle","id":"bundle--1","objects":[]})"), "stix");
  EXPECT_EQ(of("", R"({"more":true,"objects":[{"id":"indicator--1"}]})"), "stix");
  EXPECT_EQ(of("", R"([{"id":"indicator--1","type":"indicator"}])"), "stix");
  EXPECT_EQ(of("", R"({"Event":{"info":"x"}})"), "misp");
  EXPECT_EQ(of("", R"({"response":[{"Event":{}}]})"), "misp");
  EXPECT_EQ(of("", R"([{"Event":{}}])"), "misp");
  EXPECT_EQ(of("", R"({"info":"x","Attribute":[]})"), "misp");
  EXPECT_EQ(of("manifest.json", R"({"5f6b0000-0000-4000-8000-000000000001":{"info":"x"}})"), "misp-manifest");
  EXPECT_EQ(of("hashes.csv", "a8ba23fe2f0b5c1f3a6d1f9b7a3c4d5e,fbd854da-16b4-4c4b-9a1c-0242ac110002\n"),
            "misp-manifest");
  EXPECT_EQ(of("hashes.csv", "a8ba23fe2f0b5c1f3a6d1f9b7a3c4d5e,a loader\n"), "csv");
  EXPECT_EQ(of("", "{\"type\":\"domain\",\"value\":\"a.tw\",\"said\":[]}\n{\"type\""), "tidings-json");
  EXPECT_EQ(of("", R"({"a":1})"), "json");
}

TEST(Detect, what_a_taxii_server_says_beside_its_objects_is_named) {
  const auto why = [](std::string_view json) {
    const auto found = detect("manifest.json", json);
    return found.format == Format::Unreadable ? std::string(found.why) : std::string(name(found.format));
  };
  const auto says = [&](std::string_view json, std::string_view what) {
    return why(json).find(what) != std::string::npos;
  };
  EXPECT_TRUE(says(R"({"more":false,"objects":[{"id":"indicator--1","date_added":"2026-03-01T08:00:00.000Z",)"
                   R"("version":"2026-03-01T08:00:00.000Z","media_type":"application/stix+json;version=2.1"}]})",
                   "manifest"));
  EXPECT_TRUE(says(R"({"title":"A server","default":"https://a/","api_roots":["https://a/"]})", "discovery"));
  EXPECT_TRUE(
      says(R"({"title":"Root","versions":["application/taxii+json;version=2.1"],"max_content_length":9})", "API root"));
  EXPECT_TRUE(
      says(R"({"collections":[{"id":"91a7b528","title":"All","can_read":true,"can_write":false}]})", "collections"));
  EXPECT_TRUE(says(R"({"id":"91a7b528","title":"All","can_read":true,"can_write":false})", "collections"));
  EXPECT_TRUE(says(R"({"id":"2d086da7","status":"complete","request_timestamp":"2026-03-01T08:00:00.000Z",)"
                   R"("total_count":1})",
                   "post"));
  EXPECT_TRUE(says(R"({"title":"Not found","http_status":"404"})", "error"));
  EXPECT_TRUE(says(R"({"versions":["2026-03-01T08:00:00.000Z"]})", "versions"));
  EXPECT_EQ(why(R"({"objects":[{"type":"malware","id":"malware--1","date_added":"x"}]})"), "stix");
}

TEST(Detect, an_address_in_brackets_is_no_json) { EXPECT_EQ(of("", "[2a02::1]:53\n[2a02::2]:53\n"), "list"); }

TEST(Detect, a_slip_between_values_makes_no_report_of_a_list) {
  EXPECT_EQ(of("", "a.tw\nb.tw\nno name at all\nc.tw\nd.tw\ne.tw\n"), "list");
  EXPECT_EQ(of("", "a.tw\r\nb.tw\r\nno name at all\r\nc.tw\r\nd.tw\r\ne.tw\r\n"), "list");
  EXPECT_EQ(of("", "Names of servers\n\na.tw\nb.tw\nc.tw\nd.tw\ne.tw\n"), "report") << "a heading stands apart";
  EXPECT_EQ(of("", "a.tw\nwas asked by\nb.tw\nof which\nc.tw\n"), "report") << "words on every other line are prose";
}

TEST(Detect, an_event_whose_name_stands_behind_its_attributes_is_one) {
  const std::string attribute = R"({"type":"domain","category":"Network activity","value":"a.tw","to_ids":true},)";
  std::string text = R"({"uuid":"5f6b0000-0000-4000-8000-000000000001","Attribute":[)";
  while (text.size() < 70'000) text += attribute;
  EXPECT_EQ(of("", text), "misp");
  EXPECT_EQ(of("", R"({"Object":[{"name":"file","meta-category":"file","Attribute":[]}]})"), "misp");
  EXPECT_EQ(of("", R"({"Attribute":[{"colour":1}]})"), "json");
}

TEST(Detect, a_small_hosts_file_with_headings_and_its_own_names_is_a_list) {
  EXPECT_EQ(of("hosts",
               "127.0.0.1 localhost\n::1 localhost ip6-loopback\n255.255.255.255 broadcasthost\n\n"
               "0.0.0.0 a.tw\n0.0.0.0 b.tw\n"),
            "list");
  EXPECT_EQ(of("", "Blocked since May\n\n0.0.0.0 a.tw\n0.0.0.0\tb.tw\n\nBlocked since June\n\n0.0.0.0 c.tw\n"), "list");
}

TEST(Detect, names_behind_one_public_address_are_a_hosts_file) {
  const auto is_hosts = [](std::string_view text) {
    const auto found = detect("", text);
    return found.format == Format::List && found.lines == list::LineFormat::Hosts;
  };
  EXPECT_TRUE(
      is_hosts("# to the sinkhole\n127.0.0.1 localhost\n146.112.61.104 a.tw www.a.tw # May\n"
               "146.112.61.104 b.tw\n146.112.61.104 c.tw\n"));
  EXPECT_TRUE(is_hosts("2620:119:35::35\ta.tw\n2620:119:35::35\tb.tw\n2620:119:35::35\tc.tw\n"));
  EXPECT_FALSE(is_hosts("146.112.61.104 a.tw\n146.112.61.104 b.tw\n146.112.61.105 c.tw\n")) << "each its own";
  EXPECT_FALSE(is_hosts("146.112.61.104 a.tw\n146.112.61.104 b.tw\n146.112.61.104\n"));
  EXPECT_FALSE(is_hosts("146.112.61.104 a.tw login\n146.112.61.104 a.tw login\n146.112.61.104 a.tw login\n"))
      << "a log";
  EXPECT_FALSE(is_hosts("146.112.61.104 a.tw\n146.112.61.104 b.tw\n")) << "too few to tell";
}

TEST(Detect, a_zone_may_be_no_longer_than_its_head) {
  EXPECT_EQ(of("", "$TTL 60\n@ SOA localhost. root.localhost. 1 1 1 1 1\n  NS localhost.\ne.tw CNAME .\n"), "list");
  EXPECT_EQ(
      of("", "$TTL 60\n@ SOA localhost. root.localhost. 1 1 1 1 1\ne.tw CNAME .\nf.tw A 127.0.0.1\ng.tw A 127.0.0.1\n"),
      "list");
}

TEST(Detect, lists_tables_and_text_are_told_apart) {
  EXPECT_EQ(of("", "# remark\na.tw\nb.tw\n"), "list");
  EXPECT_EQ(of("", "0.0.0.0 a.tw\n0.0.0.0 b.tw\n"), "list");
  EXPECT_EQ(of("", "indicator,type,note\na.tw,domain,x\n"), "csv");
  EXPECT_EQ(of("", "2024-01-02,a.tw,panel\n2024-01-03,b.tw,panel\n"), "csv");
  EXPECT_EQ(of("x.csv", "what;ever\n"), "csv");
  EXPECT_EQ(of("", "We met a.tw, b.tw and others, too.\nThen it rained.\n"), "report");
  EXPECT_EQ(of("", "Campaign one of many\na.tw\nb.tw\nc.tw\n"), "report");
  EXPECT_EQ(of("", ""), "empty");
  EXPECT_EQ(of("", " \n# x\n"), "empty");
}

TEST(Detect, lines_of_which_a_list_would_pass_over_values_are_a_table) {
  EXPECT_EQ(of("", "a.tw\t45.9.148.3\nb.tw\t45.9.148.4\n"), "csv");
  EXPECT_EQ(of("", "45.9.148.3;a.tw\n45.9.148.4;b.tw\n"), "csv");
  EXPECT_EQ(of("", "9e107d9d372bb6826bd81d3542a419d6\thttp://a.tw/x\n"), "csv");
  EXPECT_EQ(of("", "9e107d9d372bb6826bd81d3542a419d6\tsetup.zip\n"), "list") << "a file's name";
  EXPECT_EQ(of("", "0.0.0.0\ta.tw\n0.0.0.0\tb.tw\n"), "list");
  EXPECT_EQ(of("", "127.0.0.1\tlocalhost\n0.0.0.0\ta.tw\n0.0.0.0\tb.tw\n"), "list");
  EXPECT_EQ(of("", "a.tw\tIN\tCNAME\tsink.b.tw.\nc.tw\tIN\tCNAME\tsink.b.tw.\n"), "list");
  EXPECT_EQ(of("", "a.tw\tIntel::DOMAIN\tme\thttp://b.tw/\n"), "list");
  EXPECT_EQ(of("", "45.9.148.3\t10\n45.9.148.4\t9\n"), "list") << "how many lists have it";
}

TEST(Detect, reports_are_told_with_their_form) {
  EXPECT_EQ(detect("", "<!DOCTYPE html><html>").form, report::Form::Html);
  EXPECT_EQ(detect("README.md", "# T\nwords and more words\n").form, report::Form::Markdown);
  EXPECT_EQ(detect("", "= T\n\n== U\n\n----\nx.tw\n----\nwords of it\n").form, report::Form::AsciiDoc);
  EXPECT_EQ(detect("", "## T\n\nwords and more words\n").form, report::Form::Markdown);
}

TEST(Detect, rules_are_told_apart) {
  EXPECT_EQ(of("", "/* licence */\nprivate rule a : b\n{ condition: true }"), "yara");
  EXPECT_EQ(of("", "title: x\nlogsource:\n  category: dns\ndetection:\n  a: b\n"), "sigma");
  EXPECT_EQ(of("", "# remark\nalert dns any any -> any any (msg:\"x\"; sid:1;)\n"), "suricata");
  EXPECT_EQ(of("", "Alert: the rule (sid: 1) fired\n"), "report");
}

TEST(Detect, openioc_is_told_from_other_xml_and_html) {
  EXPECT_EQ(of("", "<?xml version='1.0'?><!-- x --><ioc id='1'/>"), "openioc");
  EXPECT_EQ(of("", "<OpenIOC id='1'>"), "openioc");
  EXPECT_EQ(of("", "<?xml version='1.0'?><x/>"), "unreadable");
}

TEST(Detect, a_review_is_told_by_its_first_line) {
  EXPECT_EQ(of("x.txt", "# tidings review 1\n+\tdomain\ta.tw\n"), "review");
}

TEST(Detect, what_is_no_text_is_told_with_what_to_do) {
  EXPECT_EQ(of("", "\x1f\x8b\x08"), "gzip");
  EXPECT_EQ(of("x.pdf", "%PDF-1.7"), "unreadable");
  EXPECT_NE(detect("", "%PDF-1.7").why.find("pdftotext"), std::string_view::npos);
  EXPECT_EQ(of("", std::string_view("a\0b", 3)), "unreadable");
}

TEST(Detect, published_files_are_what_their_publishers_call_them) {
  const char* corpus = std::getenv("TIDINGS_CORPUS");
  if (corpus == nullptr) GTEST_SKIP() << "TIDINGS_CORPUS is not set";
  const std::map<std::string, std::string> expected = {
      {".stix2", "stix"}, {".ioc", "openioc"}, {".yar", "yara"}, {".rules", "suricata"}, {".adoc", "report"},
      {".sha1", "list"},  {".sha256", "list"}, {".md5", "list"}, {".csv", "csv"},        {".yml", "sigma"}};
  std::size_t right = 0, wrong = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(corpus)) {
    const auto kind = expected.find(file.path().extension().string());
    if (kind == expected.end() || !file.is_regular_file() || file.file_size() == 0) continue;
    std::string text(beginning_bytes, '\0');
    std::ifstream in(file.path(), std::ios::binary);
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    const bool same = of("", text) == kind->second || of(file.path().filename().string(), text) == kind->second;
    ++(same ? right : wrong);
    if (!same) std::printf("%s: %s\n", file.path().c_str(), of(file.path().filename().string(), text).c_str());
  }
  std::printf("%zu as named, %zu not\n", right, wrong);
  EXPECT_LE(wrong * 50, right);
}

}  // namespace
}  // namespace tidings::detect
