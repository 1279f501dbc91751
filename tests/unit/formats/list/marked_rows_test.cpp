#include <gmock/gmock.h>

#include "formats/draft/text_source.hpp"
#include "formats/list/rows.hpp"

namespace tidings::list {
namespace {

using testing::ElementsAre;

/// "value verdict" of each claim, or "refused".
std::vector<std::string> read_table(std::string_view text) {
  draft::TextSource source(text);
  RowOptions options;
  options.layout = Layout::Table;
  std::vector<std::string> out;
  const auto read = each_row(source, options, [&](const Row& row) -> base::Status {
    if (row.line.outcome != Line::Outcome::Value) return {};
    const auto claim = row.claim(LastSeen::Kept);
    out.push_back(claim ? claim->value() + " " + std::to_string(claim->verdict()) : "refused");
    return {};
  });
  EXPECT_TRUE(read);
  return out;
}

TEST(Rows, a_verdict_that_a_column_states_is_kept) {
  EXPECT_THAT(read_table("value,verdict\na.com,benign\nb.com,malicious\nc.com,\n"),
              ElementsAre("a.com " + std::to_string(v1::VERDICT_BENIGN),
                          "b.com " + std::to_string(v1::VERDICT_MALICIOUS), "c.com 0"));
}

TEST(Rows, a_pap_that_a_value_cannot_carry_refuses_its_row) {
  EXPECT_THAT(read_table("value,tlp,pap\na.com,green,red\nb.com,green,green\nc.com,amber,amber\nd.com,,red\n"
                         "e.com,green,\nf.com,green,internal\n"),
              ElementsAre("refused", "b.com 0", "c.com 0", "refused", "e.com 0", "refused"));
}

TEST(Rows, dnsmasq_lines_that_block_nothing_are_no_indicators) {
  for (const auto* line : {"server=/good.com/1.1.1.1", "local=/good.com/192.0.2.1", "nftset=/good.com/4#ip#t#s"}) {
    EXPECT_EQ(parse_line(line, {{}, LineFormat::List}).outcome, Line::Outcome::Reject) << line;
  }
  for (const auto* line :
       {"server=/evil.com/", "local=/evil.com/", "address=/evil.com/0.0.0.0", "address=/evil.com/#"}) {
    EXPECT_EQ(parse_line(line, {{}, LineFormat::List}).outcome, Line::Outcome::Value) << line;
  }
}

}  // namespace
}  // namespace tidings::list
