#include "formats/openioc/openioc.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/support/drafted.hpp"

namespace tidings::openioc {
namespace {

using draft::Fate;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto md5 = "0123456789abcdef0123456789abcde0";

std::string term(const std::string& search, const std::string& content, const std::string& rest = "condition=\"is\"") {
  return "<IndicatorItem id=\"i\" " + rest + "><Context document=\"x\" search=\"" + search +
         "\" type=\"mir\"/><Content type=\"string\">" + content + "</Content></IndicatorItem>";
}

std::string document(const std::string& definition) {
  return "<?xml version='1.0'?><ioc xmlns='http://schemas.mandiant.com/2010/ioc' "
         "id='0ff58bf9-1c07-42f6-b135-b18c139f631a'><short_description>Rain</short_description>"
         "<description>Much of it</description><authored_by>CERT</authored_by>"
         "<links><link rel='family'>RAIN</link><link rel='report' href='https://cert.tw/rain'/></links><definition>" +
         definition + "</definition></ioc>";
}

test::Drafted drafted(const std::string& xml) {
  test::TextSource source(xml, 100);
  test::Drafted out;
  const auto status = read(source, out);
  EXPECT_TRUE(status.has_value()) << status.error().what;
  return out;
}

TEST(OpenIoc, terms_under_or_are_claims_and_the_document_travels_beside_them) {
  const auto out = drafted(document("<Indicator operator=\"OR\">" + term("FileItem/Md5sum", md5) +
                                    term("DnsEntryItem/Host", "evil.tw", "condition=\"contains\"") +
                                    term("PortItem/remoteIP", "45.62.198.73") + "</Indicator>"));
  EXPECT_THAT(out.told(), ElementsAre(std::string("md5 ") + md5, "domain evil.tw", "ipv4 45.62.198.73",
                                      "opaque 0ff58bf9-1c07-42f6-b135-b18c139f631a"));
  EXPECT_EQ(out.claims.back().opaque().media_type(), "application/openioc+xml;version=1.0");
}

TEST(OpenIoc, its_description_is_the_context) {
  const auto header = drafted(document("<Indicator operator=\"OR\"/>")).contexts.at(0);
  EXPECT_EQ(header.title(), "Rain");
  EXPECT_EQ(header.text(), "Much of it");
  EXPECT_EQ(header.producer(), "CERT");
  EXPECT_EQ(header.publication_id().size(), 16U);
  EXPECT_THAT(header.tags(), ElementsAre("family:RAIN"));
  EXPECT_THAT(header.references(), ElementsAre("https://cert.tw/rain"));
}

TEST(OpenIoc, of_terms_that_count_together_only_a_digest_is_a_claim) {
  const auto out =
      drafted(document("<Indicator operator=\"OR\"><Indicator operator=\"AND\">" + term("FileItem/Md5sum", md5) +
                       term("FileItem/FileName", "a.exe") + "</Indicator></Indicator>"));
  EXPECT_THAT(out.told(), ElementsAre(std::string("md5 ") + md5, testing::StartsWith("opaque ")));
  EXPECT_THAT(out.noted(Fate::Opaque), ElementsAre("FileItem/FileName a.exe: counts only together with others"));
}

TEST(OpenIoc, and_over_a_single_term_is_that_term) {
  EXPECT_THAT(
      drafted(document("<Indicator operator=\"AND\">" + term("FileItem/FileName", "a.exe") + "</Indicator>")).told(),
      Contains("filename a.exe"));
}

TEST(OpenIoc, negated_terms_and_parts_of_values_are_no_claims) {
  const auto out =
      drafted(document("<Indicator operator=\"OR\">" + term("DnsEntryItem/Host", "good.tw", "condition=\"isnot\"") +
                       term("DnsEntryItem/Host", "fine.tw", "condition=\"is\" negate=\"true\"") +
                       term("FileItem/FullPath", "\\media\\", "condition=\"contains\"") + "</Indicator>"));
  EXPECT_THAT(out.told(), ElementsAre(testing::StartsWith("opaque ")));
  EXPECT_EQ(out.noted(Fate::Opaque).size(), 3U);
}

TEST(OpenIoc, version_1_1_is_read) {
  const auto out = drafted(
      "<OpenIOC xmlns='http://openioc.org/schemas/OpenIOC_1.1' id='x'><metadata>"
      "<short_description>Hail</short_description></metadata><criteria><Indicator operator='OR'>" +
      term("FileItem/Sha1sum", "3f1c9f0b7e6a5d4c3b2a19087f6e5d4c3b2a1908") + "</Indicator></criteria></OpenIOC>");
  EXPECT_THAT(out.told(), Contains("sha1 3f1c9f0b7e6a5d4c3b2a19087f6e5d4c3b2a1908"));
  EXPECT_EQ(out.contexts.at(0).title(), "Hail");
}

TEST(OpenIoc, a_value_that_cannot_be_read_is_noted_and_the_rest_goes_on) {
  const auto out = drafted(document("<Indicator operator=\"OR\">" + term("FileItem/Md5sum", "abc") +
                                    term("FileItem/Md5sum", md5) + "</Indicator>"));
  EXPECT_THAT(out.told(), Contains(std::string("md5 ") + md5));
  EXPECT_THAT(out.noted(Fate::Refused), ElementsAre(HasSubstr("FileItem/Md5sum abc")));
}

TEST(OpenIoc, document_types_other_roots_and_depth_are_refused) {
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<Indicator operator='OR'>";
  for (const auto& xml : {std::string("<!DOCTYPE x [<!ENTITY a 'b'>]><ioc>&a;</ioc>"), std::string("<html/>"),
                          std::string("<ioc><definition>"), document(deep)}) {
    test::TextSource source(xml);
    test::Drafted out;
    const auto status = read(source, out);
    ASSERT_FALSE(status.has_value()) << xml.substr(0, 60);
    EXPECT_EQ(status.error().code, base::ErrorCode::BadInput);
    EXPECT_THAT(status.error().what, HasSubstr("line"));
  }
}

TEST(OpenIoc, published_documents_are_read) {
  const char* corpus = std::getenv("TIDINGS_CORPUS");
  if (corpus == nullptr) GTEST_SKIP() << "TIDINGS_CORPUS is not set";
  const auto folder = std::filesystem::path(corpus) / "reports" / "fireeye-openioc";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " is not there";
  std::size_t files = 0, claims = 0, kept = 0, refused = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
    if (file.path().extension() != ".ioc") continue;
    std::ostringstream text;
    text << std::ifstream(file.path()).rdbuf();
    test::TextSource source(text.str());
    test::Drafted out;
    const auto status = read(source, out);
    ASSERT_TRUE(status.has_value()) << file.path() << ": " << status.error().what;
    ++files;
    claims += out.claims.size() - 1;
    kept += out.noted(Fate::Opaque).size();
    refused += out.noted(Fate::Refused).size();
    EXPECT_EQ(out.claims.back().opaque().content(), text.str());
  }
  std::printf("%zu documents: %zu claims, %zu terms in the document alone, %zu refused\n", files, claims, kept,
              refused);
  EXPECT_GE(claims, 500U);
  EXPECT_LE(refused, 5U);
}

v1::Audience audience_of(const std::string& from, const std::string& to) {
  auto xml = document("<Indicator operator=\"OR\">" + term("FileItem/Md5sum", md5) + "</Indicator>");
  xml.replace(xml.find(from), from.size(), to);
  return drafted(xml).contexts.at(0).audience();
}

TEST(OpenIoc, a_marking_counts_wherever_the_document_states_it) {
  const std::string link = "<link rel='family'>RAIN</link>";
  EXPECT_EQ(audience_of(link, "<link rel='tlp'>RED</link><link rel='tlp'>GREEN</link>").tlp(), v1::TLP_RED);
  EXPECT_EQ(audience_of(link, "<link rel='sharing'>TLP:AMBER</link>").tlp(), v1::TLP_AMBER);
  EXPECT_EQ(audience_of(link, "<link rel='pap'>RED</link>").pap(), v1::PAP_RED);
  EXPECT_EQ(audience_of("Much of it", "Much of it (TLP:AMBER+STRICT)").tlp(), v1::TLP_AMBER_STRICT);
  EXPECT_EQ(audience_of("Rain", "TLP:AMBER Rain").tlp(), v1::TLP_AMBER);
  EXPECT_EQ(audience_of("<definition>", "<!-- TLP:AMBER --><definition>").tlp(), v1::TLP_AMBER);
  EXPECT_EQ(audience_of(link, "<link rel='TLP' href='RED'/>").tlp(), v1::TLP_RED);
  EXPECT_EQ(audience_of("<definition>", "<tlp>RED</tlp><definition>").tlp(), v1::TLP_RED);
  EXPECT_EQ(audience_of("<definition>", "<handling>TLP:RED</handling><definition>").tlp(), v1::TLP_RED);
  EXPECT_TRUE(audience_of("<definition>", "<handling>TLP:EX:CHR</handling><definition>").local());
  EXPECT_FALSE(audience_of(link, link).local());
  EXPECT_TRUE(audience_of(link, "<link rel='tlp'>ORANGE</link>").local()) << "not known";
}

}  // namespace
}  // namespace tidings::openioc
