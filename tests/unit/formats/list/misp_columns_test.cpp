#include <gmock/gmock.h>

#include "formats/list/reading.hpp"
#include "tests/support/drafted.hpp"

namespace tidings::list {
namespace {

using draft::Fate;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view heading =
    "uuid,event_id,category,type,value,comment,to_ids,date,object_relation,attribute_tag,event_distribution\n";

test::Drafted drafted(const std::string& text) {
  test::TextSource source(text);
  test::Drafted out;
  RowOptions options;
  options.layout = Layout::Table;
  EXPECT_TRUE(read(source, options, out)) << text;
  return out;
}

std::string row(std::string_view type, std::string_view value, std::string_view to_ids = "1",
                std::string_view distribution = "") {
  return "11110a86-3d35-4ee5-8a0f-6f7f1a4bb111,5,Network activity," + std::string(type) + "," + std::string(value) +
         ",," + std::string(to_ids) + ",2026-03-01,,," + std::string(distribution) + "\n";
}

TEST(MispColumns, what_is_not_for_detection_accuses_nobody) {
  for (const auto* to_ids : {"0", "", "false", "?"}) {
    const auto made = drafted(std::string(heading) + row("domain", "quiet-name.tw", to_ids));
    EXPECT_EQ(made.claims.at(0).verdict(), v1::VERDICT_UNKNOWN) << to_ids;
    EXPECT_THAT(made.claims.at(0).tags(), ElementsAre("misp:to_ids=\"0\"")) << to_ids;
  }
  for (const auto* to_ids : {"1", "True"}) {
    const auto made = drafted(std::string(heading) + row("domain", "evil-name.tw", to_ids));
    EXPECT_EQ(made.claims.at(0).verdict(), v1::VERDICT_UNSPECIFIED) << to_ids;
    EXPECT_THAT(made.claims.at(0).tags(), IsEmpty()) << to_ids;
  }
  const auto benign = drafted("value,verdict,to_ids\ngood-name.tw,benign,0\n");
  EXPECT_EQ(benign.claims.at(0).verdict(), v1::VERDICT_BENIGN);
}

TEST(MispColumns, a_level_of_distribution_marks_the_table_by_its_number_and_its_words) {
  struct Case {
    std::string_view level;
    v1::Tlp tlp;
    bool local;
  };
  for (const auto& [level, tlp, local] :
       {Case{"0", v1::TLP_UNSPECIFIED, true}, Case{"Your organisation only", v1::TLP_UNSPECIFIED, true},
        Case{"Your Organization Only", v1::TLP_UNSPECIFIED, true}, Case{"9", v1::TLP_UNSPECIFIED, true},
        Case{"Nur die eigene Organisation", v1::TLP_UNSPECIFIED, true}, Case{"1", v1::TLP_AMBER_STRICT, false},
        Case{"This community only", v1::TLP_AMBER_STRICT, false}, Case{"2", v1::TLP_AMBER, false},
        Case{"Connected communities", v1::TLP_AMBER, false}, Case{"3", v1::TLP_GREEN, false},
        Case{"All communities", v1::TLP_GREEN, false}, Case{"5", v1::TLP_UNSPECIFIED, false},
        Case{"Inherit event", v1::TLP_UNSPECIFIED, false}, Case{"TLP:AMBER", v1::TLP_AMBER, false},
        Case{"", v1::TLP_UNSPECIFIED, false}}) {
    for (const auto* name : {"distribution", "event_distribution"}) {
      const auto made = drafted("value," + std::string(name) + "\nfirst-name.tw,3\nevil-name.tw," + std::string(level) +
                                "\nlast-name.tw,\n");
      const auto& audience = made.contexts.at(0).audience();
      EXPECT_EQ(audience.tlp(), std::max(tlp, v1::TLP_GREEN)) << name << " " << level;
      EXPECT_EQ(audience.local(), local) << name << " " << level;
      EXPECT_EQ(made.claims.size(), 3U);
      ASSERT_EQ(made.notes.size(), local ? 1U : 0U) << name << " " << level;
      if (!local) continue;
      EXPECT_EQ(made.notes.at(0).fate, Fate::Local);
      EXPECT_EQ(made.notes.at(0).where, "line 3");
    }
  }
}

TEST(MispColumns, of_an_attribute_and_its_event_the_narrower_level_counts) {
  const auto made = drafted("value,distribution,event_distribution\nevil-name.tw,3,1\nother-name.tw,5,2\n");
  EXPECT_EQ(made.contexts.at(0).audience().tlp(), v1::TLP_AMBER_STRICT);
  EXPECT_TRUE(drafted("value,distribution,event_distribution\nevil-name.tw,3,0\n").contexts.at(0).audience().local());
}

TEST(MispColumns, what_is_for_a_sharing_group_is_refused) {
  for (const auto* level : {"4", "Sharing group"}) {
    const auto made = drafted(std::string(heading) + row("domain", "group-name.tw", "1", level) +
                              row("domain", "open-name.tw", "1", "3"));
    EXPECT_THAT(made.told(), ElementsAre("domain open-name.tw"));
    ASSERT_EQ(made.notes.size(), 1U);
    EXPECT_EQ(made.notes.at(0).fate, Fate::Refused);
    EXPECT_THAT(made.notes.at(0).reason, HasSubstr("sharing group"));
  }
}

TEST(MispColumns, types_of_two_parts_are_read_as_in_events) {
  const auto made = drafted(
      std::string(heading) + row("domain|ip", "evil-name.tw|45.9.148.3") + row("hostname|port", "www.evil-name.tw|80") +
      row("filename|md5", "a|b.exe|9e107d9d372bb6826bd81d3542a419d6") + row("ip-dst|port", "45.9.148.4|443") +
      row("filename|sha512", "c.exe|" + std::string(128, 'a')) + row("regkey|value", R"(HKCU\Software\X|1|2)"));
  EXPECT_THAT(made.told(),
              ElementsAre("domain evil-name.tw", "ipv4 45.9.148.3", "domain www.evil-name.tw",
                          "filename|md5 a|b.exe|9e107d9d372bb6826bd81d3542a419d6",
                          "md5 9e107d9d372bb6826bd81d3542a419d6", "ip-port 45.9.148.4:443", "filename c.exe",
                          "sha512 " + std::string(128, 'a'), R"(regkey HKEY_CURRENT_USER\Software\X)"));
  EXPECT_THAT(made.notes, IsEmpty());
}

}  // namespace
}  // namespace tidings::list
