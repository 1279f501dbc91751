// Values and words that would be syntax if they were written as they are.
#include <boost/json/parse.hpp>
#include <sstream>

#include "tests/unit/formats/exports/samples.hpp"

namespace tidings::exports {
namespace {

using observable::Type;

const std::vector<std::string> hostile_words = {"a\nalert ip any any -> any any (sid:1;)",
                                                "\"; drop; sid:1; (",
                                                "x\ty\tz",
                                                "a;b:c|d\\e",
                                                "\r\n0.0.0.0 bank.example",
                                                "*/ -- #",
                                                "$(reboot) `id`",
                                                std::string("nul\0byte", 8),
                                                "\xff\xfe",
                                                "=cmd|' /C calc'!A0"};

/// Canonical values in which people hide things, as far as the law of values lets them.
std::vector<v1::Indicator> hostile() {
  std::vector<v1::Indicator> all;
  const auto add = [&](std::string_view text, Type declared) {
    if (const auto parsed = observable::parse(text, {declared, false})) {
      all.push_back(said_of(parsed->observable.type, parsed->observable.value));
    }
  };
  for (const auto& word : hostile_words) {
    add("http://evil.example/" + word, Type::Url);
    add("http://evil.example/?" + word + "#" + word, Type::Url);
    add("http://u" + word + "@evil.example/", Type::Url);
    add(word + ".example", Type::Domain);
    add(word + "@evil.example", Type::Email);
    add(word, Type::Filename);
    add(word, Type::UserAgent);
    add(word, Type::Regkey);
    add(word, Type::Mutex);
    add(word, Type::Other);
  }
  add("http://evil.example/'\"`;:,(){}[]|\\<>%0a%22", Type::Url);
  add("#evil", Type::Filename);
  add("-", Type::Filename);
  add("\\x09", Type::Filename);
  return all;
}

/// The same, but with bytes that no parser of ours let in: as if the door had failed.
std::vector<v1::Indicator> not_canonical() {
  std::vector<v1::Indicator> all;
  for (const auto type : observable::all_types()) {
    for (const auto& word : hostile_words) all.push_back(said_of(type, word));
  }
  return all;
}

std::size_t lines_in(const std::string& text) { return static_cast<std::size_t>(std::ranges::count(text, '\n')); }

/// Formats in which a line is an entry.
bool is_a_line_each(std::string_view format) {
  return format != "csv" && format != "rpz" && format != "nftables" && format != "ipset" && format != "ecs-bulk" &&
         find_format(format)->purpose != Purpose::HandsOn;
}

TEST(Hostile, what_is_handed_on_is_whole_json_whatever_was_said) {
  for (const auto& format : all_formats()) {
    if (format.purpose != Purpose::HandsOn) continue;
    auto all = hostile();
    for (auto& indicator : all) {
      auto& said = *indicator.mutable_said(0);
      for (const auto& word : hostile_words) said.add_tags(word);
      said.set_title(hostile_words.front());
      said.set_origin_name(hostile_words.back());
      said.set_comment(indicator.value().value());
      const auto made = make(format.name, {indicator});
      boost::system::error_code error;
      EXPECT_TRUE(boost::json::parse(made.text, error).is_object()) << format.name << ": " << made.text;
      EXPECT_FALSE(error) << format.name << ": " << made.text;
    }
  }
}

TEST(Hostile, a_value_never_becomes_another_line) {
  for (const auto& format : all_formats()) {
    if (!is_a_line_each(format.name)) continue;
    for (auto& indicator : hostile()) {
      const auto made = make(format.name, {indicator});
      EXPECT_EQ(lines_in(made.text), lines_in(make(format.name, {}).text) + made.counts.written)
          << format.name << ": " << made.text;
    }
  }
}

TEST(Hostile, titles_and_names_never_become_syntax) {
  for (const auto& format : all_formats()) {
    if (!is_a_line_each(format.name)) continue;
    for (const auto& word : hostile_words) {
      for (const auto* value :
           {"evil.example", "198.51.100.7", "http://evil.example/a", "0123456789abcdef0123456789abcdef"}) {
        auto indicator = reported(value);
        auto& said = *indicator.mutable_said(0);
        said.set_title(word);
        said.set_origin_name(word);
        said.set_comment(word);
        said.add_tags(word);
        const auto made = make(format.name, {indicator});
        EXPECT_EQ(lines_in(made.text), lines_in(make(format.name, {}).text) + made.counts.written)
            << format.name << ": " << made.text;
      }
    }
  }
}

TEST(Hostile, what_is_not_canonical_is_written_nowhere) {
  for (const auto& format : all_formats()) {
    if (format.purpose == Purpose::ForPeople) continue;
    for (const auto& indicator : not_canonical()) {
      const auto type = static_cast<Type>(indicator.value().type());
      if (observable::is_canonical(type, indicator.value().value())) continue;
      EXPECT_EQ(make(format.name, {indicator}).counts.written, 0u) << format.name;
    }
  }
}

TEST(Hostile, no_enforcing_format_has_bytes_that_are_not_printable) {
  for (const auto& format : all_formats()) {
    if (is_read(format.purpose) || format.purpose == Purpose::SearchesLogs || format.name == "zeek") continue;
    for (const auto& c : make(format.name, hostile()).text) {
      EXPECT_TRUE(c == '\n' || c == '\t' || (c >= ' ' && c < '\x7f')) << format.name << " has byte " << int{c};
    }
  }
}

TEST(Hostile, zeek_reads_columns_and_never_a_comment_or_unset) {
  for (const auto& indicator : hostile()) {
    const auto text = body("zeek", {indicator});
    if (text.empty()) continue;
    EXPECT_EQ(std::ranges::count(text, '\t'), 4) << text;
    EXPECT_NE(text.front(), '#');
    EXPECT_FALSE(text.starts_with("-\t")) << text;
  }
}

TEST(Hostile, options_that_become_syntax_are_refused) {
  for (const auto* zone : {"", ".", "a b", "rpz\n@ NS x", "x;y", "a..b", "$INCLUDE", "-a"})
    EXPECT_FALSE(read_zone(zone)) << zone;
  EXPECT_EQ(*read_zone("RPZ.Example."), "rpz.example");
  for (const auto* set : {"", "a b", "1a", "a;flush", "a.b", "a-b", "abcdefghijklmnopqrstuvwxy"}) {
    EXPECT_FALSE(check_set_name(set)) << set;
  }
  EXPECT_TRUE(check_set_name("tidings_1"));
  for (const auto* range : {"", "1", "5-4", "0-9", "1-", "-2", "1-4294967296", "1-99999999", "1-2x"}) {
    EXPECT_FALSE(read_sid_range(range)) << range;
  }
  EXPECT_EQ(read_sid_range("10-20")->last, 20u);
}

}  // namespace
}  // namespace tidings::exports
