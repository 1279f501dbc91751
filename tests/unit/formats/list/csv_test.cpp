#include <gtest/gtest.h>

#include "formats/list/csv.hpp"

namespace tidings::list {
namespace {

// "line: type value [role confidence tags comment]" of each item, or "line: reject why".
std::vector<std::string> read(std::string_view input, CsvReader::Options options = {}, std::size_t chunk = 7) {
  std::vector<std::string> out;
  CsvReader reader(std::move(options), [&](CsvItem& item) {
    std::string text = std::to_string(item.line) + ": ";
    if (item.value.outcome == Line::Outcome::Value) {
      const auto& o = item.value.parsed.observable;
      text += std::string(observable::name(o.type)) + " " + observable::to_text(o);
    } else {
      text += "reject " + item.value.reason;
    }
    if (!item.role.empty()) text += " role=" + std::string(item.role);
    if (!item.confidence.empty()) text += " confidence=" + std::string(item.confidence);
    for (const auto tag : item.tags) text += " tag=" + std::string(tag);
    if (!item.comment.empty()) text += " comment=" + std::string(item.comment);
    if (!item.first_seen.empty()) text += " from=" + std::string(item.first_seen);
    out.push_back(text);
  });
  for (std::size_t at = 0; at < input.size(); at += chunk) reader.push(input.substr(at, chunk));
  reader.finish();
  return out;
}

using Items = std::vector<std::string>;

TEST(Csv, a_header_names_the_columns) {
  EXPECT_EQ(
      read(
          "Indicator Type,Indicator,Note\ndomain,Evil.example,first\nIPv4 Address,45[.]9[.]148[.]3,\"a, \"\"b\"\"\"\n"),
      (Items{"2: domain evil.example comment=first", "3: ipv4 45.9.148.3 comment=a, \"b\""}));
  EXPECT_EQ(read("value;type;confidence;tags;role\nevil.example;hostname;80;a|b;c2\n"),
            (Items{"2: domain evil.example role=c2 confidence=80 tag=a tag=b"}));
}

TEST(Csv, columns_that_are_types_give_an_item_each) {
  EXPECT_EQ(read("First Seen,MD5,SHA1,Size\n2020-01-02,9E107D9D372BB6826BD81D3542A419D6,,7\n"
                 "2020-01-03,9e107d9d372bb6826bd81d3542a419d6,2fd4e1c67a2d28fced849ee1bb76e7391b93eb12,8\n"),
            (Items{"2: md5 9e107d9d372bb6826bd81d3542a419d6 from=2020-01-02",
                   "3: md5 9e107d9d372bb6826bd81d3542a419d6 from=2020-01-03",
                   "3: sha1 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12 from=2020-01-03"}));
}

TEST(Csv, remarks_above_a_table_neither_tell_its_separator_nor_are_rows) {
  EXPECT_EQ(read("; DROP List, 2026/11/23\n; a, b, c\n45.9.148.0/24 ; SBL1\n"),
            (Items{"1: reject comment line", "2: reject comment line", "3: ipv4-cidr 45.9.148.0/24"}));
  EXPECT_EQ(read("# start, end, mask\n! note\nevil-name.tw\tx y\n", {}, 1000),
            (Items{"1: reject comment line", "2: reject comment line", "3: domain evil-name.tw"}));
  EXPECT_EQ(read("# start, end\nevil-name.tw\tx y").back(), "2: domain evil-name.tw") << "without an end of line";
  EXPECT_EQ(read("note;value\n;evil-name.tw\n"), (Items{"2: domain evil-name.tw"}));
  EXPECT_EQ(read(";evil-name.tw\n"), (Items{"1: domain evil-name.tw"})) << "behind an empty cell";
  EXPECT_EQ(read("value,type\nevil-name.tw,domain\n!Evil!Mutex,mutex\n").back(), "3: mutex !Evil!Mutex");
}

TEST(Csv, headers_of_public_feeds_are_known) {
  EXPECT_EQ(read("first_seen_utc,dst_ip,dst_port,c2_status\n2026-01-01,45.9.148.3,443,online\n"),
            (Items{"2: ipv4 45.9.148.3 from=2026-01-01"}));
}

TEST(Csv, without_a_header_the_first_row_tells) {
  EXPECT_EQ(read("2026-01-01,somebody,url,http://evil.example,#a #b\n2026-01-01,somebody,domain,evil.example,\n"),
            (Items{"1: url http://evil.example/", "2: domain evil.example"}));
  EXPECT_EQ(read("evil.example,why\n45.9.148.3,because\n"), (Items{"1: domain evil.example", "2: ipv4 45.9.148.3"}));
}

TEST(Csv, an_unknown_header_is_told_and_the_rows_below_are_read) {
  EXPECT_EQ(
      read("Incident 7 IOCs,Other\nhxxp://evil[.]example/,x\n"),
      (Items{"1: reject header that names no known column: --columns names them", "2: url http://evil.example/"}));
}

TEST(Csv, given_columns_win_also_over_a_header) {
  CsvReader::Options options;
  options.columns = *columns_from_text("comment,-,value");
  EXPECT_EQ(read("a,b,c\nwhy,evil.example,45.9.148.3\n", options),
            (Items{"1: reject single label comment=a", "2: ipv4 45.9.148.3 comment=why"}));
  options.columns = *columns_from_text("sha256");
  EXPECT_EQ(read("sha256\nzz\n", options), (Items{"2: reject sha256 must be hex digits only"}));
}

TEST(Csv, words_that_name_no_column_are_refused) {
  EXPECT_TRUE(
      columns_from_text("value,colour").error().what.starts_with("no column is called 'colour': they are value,"));
  EXPECT_FALSE(columns_from_text("type,comment"));
  EXPECT_FALSE(columns_from_text(""));
  EXPECT_FALSE(columns_from_text(std::string(1000, ',')));
}

TEST(Csv, line_ends_and_quotes_are_read_as_they_are_met) {
  const std::string cr = "type,value\rdomain,a.example\rdomain,b.example";
  EXPECT_EQ(read(cr), (Items{"2: domain a.example", "3: domain b.example"}));
  EXPECT_EQ(read("\xef\xbb\xbfvalue,note\r\na.example,\"two\r\nlines\"\r\nb.example,x\r\n"),
            (Items{"2: domain a.example comment=two\r\nlines", "4: domain b.example comment=x"}));
  EXPECT_EQ(read("value,note\na.example,say \"no\"\n"), (Items{"2: domain a.example comment=say \"no\""}));
}

TEST(Csv, gives_the_same_items_however_the_input_is_cut) {
  const std::string input = "\xef\xbb\xbfvalue,note\r\n\"a.example\",\"x\"\"y\"\r\n\r\n# c\r\nb.example\r\n";
  const auto whole = read(input, {}, input.size());
  EXPECT_EQ(whole.size(), 4U);
  for (std::size_t chunk = 1; chunk < input.size(); ++chunk) EXPECT_EQ(read(input, {}, chunk), whole) << chunk;
}

TEST(Csv, an_unknown_type_is_refused_unless_the_value_is_a_hash) {
  EXPECT_EQ(read("type,value\nName,evil.example\nLOADER_MD5,9e107d9d372bb6826bd81d3542a419d6\n"
                 "dropper,9e107d9d372bb6826bd81d3542a419d6\n"),
            (Items{"2: reject unknown type 'Name'", "3: md5 9e107d9d372bb6826bd81d3542a419d6",
                   "4: md5 9e107d9d372bb6826bd81d3542a419d6"}));
}

TEST(Csv, hashes_of_one_file_in_one_cell_are_an_item_each) {
  EXPECT_EQ(read("value,type\n\"9e107d9d372bb6826bd81d3542a419d6, 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12\",file\n"),
            (Items{"2: md5 9e107d9d372bb6826bd81d3542a419d6", "2: sha1 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12"}));
}

TEST(Csv, what_cannot_be_read_is_told_with_its_line) {
  EXPECT_EQ(read("value,note\n,x\nevil example,y\n"),
            (Items{"2: reject no value in this row", "3: reject white space inside comment=y"}));
  EXPECT_EQ(read("value\n\"a.example\n"), (Items{"2: reject quote that is never closed"}));
}

TEST(Csv, a_row_without_end_is_dropped_and_reading_goes_on) {
  const auto items = read("value\na.example\n\"" + std::string(max_row_bytes + 10, 'x') + "\nb.example\n", {}, 65536);
  ASSERT_EQ(items.size(), 3U);
  EXPECT_EQ(items[0], "2: domain a.example");
  EXPECT_TRUE(items[1].starts_with("3: reject row of more than"));
  EXPECT_EQ(items[2], "4: domain b.example");
  EXPECT_TRUE(read("value\n" + std::string(1000, ',') + "\n")[0].starts_with("2: reject row of more than"));
}

TEST(Csv, the_separator_that_excel_writes_above_a_table_is_taken) {
  for (const std::string end : {"\n", "\r\n"}) {
    EXPECT_EQ(read("\xef\xbb\xbfsep=;" + end + "value;note" + end + "a.example;x, y, z" + end),
              (Items{"1: reject blank line", "3: domain a.example comment=x, y, z"}));
  }
  EXPECT_EQ(read("value;note\nsep=,;x\n"), (Items{"2: reject character not allowed in a domain comment=x"}))
      << "on the first line alone";
}

TEST(Csv, without_a_header_columns_of_values_that_are_not_read_are_told_with_what_reads_them) {
  const std::string digest(64, 'a');
  const auto unread = [](std::string_view row, std::string_view column, std::string_view type,
                         std::string_view columns) {
    return std::string(row) + ": reject column " + std::string(column) + " looks like " + std::string(type) +
           " and is not read: where it is meant, a header names it, or --columns " + std::string(columns);
  };
  EXPECT_EQ(read("hxxp://evil[.]example/,2018-07-02," + digest + "\nhxxp://two[.]example/,2018-07-03," + digest + "\n"),
            (Items{unread("1", "3", "sha256", "value,-,value"), "1: url http://evil.example/",
                   "2: url http://two.example/"}));
  EXPECT_EQ(read("evil-name.tw,,x,45.9.148.3\nother-name.tw," + digest + ",,45.9.148.4\n"),
            (Items{unread("1", "4", "ipv4", "value,-,-,value"), "1: domain evil-name.tw",
                   unread("2", "2", "sha256", "value,value,-,value"), "2: domain other-name.tw"}))
      << "also where the cell of the first row is empty";
  EXPECT_EQ(read("evil.example\tdomain\tmalicious\t" + digest + "\n"), (Items{"1: domain evil.example"}))
      << "ids of bulletins, as query -o tsv writes them";
  CsvReader::Options options;
  options.columns = *columns_from_text("value,-,value");
  EXPECT_EQ(read("evil-name.tw,x,45.9.148.3\n", options), (Items{"1: domain evil-name.tw", "1: ipv4 45.9.148.3"}));
}

TEST(Csv, a_confidence_that_is_none_is_told_once_a_row) {
  constexpr auto why = "no whole number from 0 to 100: it is a remark, and no confidence";
  for (const std::string word : {"-5", "1e3", "101", "0.9", "80 of 100"}) {
    EXPECT_EQ(read("md5,confidence,sha1\n" + std::string(32, 'a') + "," + word + "," + std::string(40, 'a') + "\n"),
              (Items{std::string("2: reject ") + why, "2: md5 " + std::string(32, 'a') + " confidence=" + word,
                     "2: sha1 " + std::string(40, 'a') + " confidence=" + word}));
  }
  EXPECT_EQ(read("value,confidence\nevil.example,80%\nevil.example,\n").size(), 2U);
}

}  // namespace
}  // namespace tidings::list
