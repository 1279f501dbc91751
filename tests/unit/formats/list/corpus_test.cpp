// The rules against values that others published: read from the folder that TIDINGS_CORPUS names, skipped without.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "formats/list/csv.hpp"
#include "formats/list/line.hpp"
#include "formats/list/line_reader.hpp"

namespace tidings::list {
namespace {

namespace fs = std::filesystem;

std::optional<fs::path> corpus() {
  const char* folder = std::getenv("TIDINGS_CORPUS");
  if (folder == nullptr || *folder == '\0') return std::nullopt;
  return fs::path(folder);
}

std::string read_all(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void append_utf8(std::string& out, unsigned code) {
  if (code < 0x80) {
    out.push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out.push_back(static_cast<char>(0xc0 | code >> 6));
    out.push_back(static_cast<char>(0x80 | (code & 0x3f)));
  } else {
    out.push_back(static_cast<char>(0xe0 | code >> 12));
    out.push_back(static_cast<char>(0x80 | (code >> 6 & 0x3f)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3f)));
  }
}

// The escapes of the table: \\ \t \n \r \uXXXX.
std::string unescape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out.push_back(text[i]);
      continue;
    }
    switch (text[++i]) {
      case 't': out.push_back('\t'); break;
      case 'n': out.push_back('\n'); break;
      case 'r': out.push_back('\r'); break;
      case 'u':
        append_utf8(out, static_cast<unsigned>(std::stoul(std::string(text.substr(i + 1, 4)), nullptr, 16)));
        i += 4;
        break;
      default: out.push_back(text[i]); break;
    }
  }
  return out;
}

std::vector<std::string> split(const std::string& line, char separator) {
  std::vector<std::string> cells;
  std::stringstream in(line);
  for (std::string cell; std::getline(in, cell, separator);) cells.push_back(cell);
  return cells;
}

TEST(Corpus, every_row_of_the_table_of_rules_comes_out) {
  const auto folder = corpus();
  if (!folder) GTEST_SKIP() << "TIDINGS_CORPUS is not set";
  std::stringstream table(read_all(*folder / "observables" / "truth.tsv"));
  std::string row;
  std::getline(table, row);
  std::size_t rows = 0;
  while (std::getline(table, row)) {
    const auto cells = split(row, '\t');
    ASSERT_GE(cells.size(), 5U) << row;
    SCOPED_TRACE(row);
    ++rows;
    const auto hint = hint_from_name(cells[2]);
    ASSERT_TRUE(hint);
    const Line line = parse_line(unescape(cells[1]), *hint);
    if (cells[3] == "-") {
      EXPECT_NE(line.outcome, Line::Outcome::Value);
      EXPECT_EQ("reject: " + line.reason, cells[4]);
      continue;
    }
    ASSERT_EQ(line.outcome, Line::Outcome::Value) << line.reason;
    EXPECT_EQ(observable::name(line.parsed.observable.type), cells[3]);
    EXPECT_EQ(observable::to_text(line.parsed.observable), unescape(cells[4]));
    EXPECT_TRUE(observable::is_canonical(line.parsed.observable.type, line.parsed.observable.value));
  }
  EXPECT_GE(rows, 100U);
}

struct Count {
  std::size_t values{0};
  std::size_t rejects{0};
  std::string first_reject;
};

LineHint hint_of(const fs::path& path) {
  const std::string text = path.string();
  for (const std::string_view word : {"maltrail", "rpz", "hosts", "dnsmasq"}) {
    if (text.find(word) != std::string::npos) return *hint_from_name(word);
  }
  if (text.find("adguard") != std::string::npos) return *hint_from_name("adblock");
  return *hint_from_name("list");
}

Count read_list(const fs::path& path, LineHint hint) {
  Count count;
  LineReader reader(hint, [&](NumberedLine& line) {
    if (line.line.outcome == Line::Outcome::Value) {
      ++count.values;
      const auto& o = line.line.parsed.observable;
      ASSERT_TRUE(observable::is_canonical(o.type, o.value)) << line.raw;
      const auto again = observable::parse(observable::to_text(o), {o.type});
      ASSERT_TRUE(again) << line.raw;
      ASSERT_EQ(again->observable, o) << line.raw;
    } else if (line.line.outcome == Line::Outcome::Reject) {
      if (count.rejects++ == 0) count.first_reject = std::string(line.raw) + " (" + line.line.reason + ")";
    }
  });
  const std::string bytes = read_all(path);
  for (std::size_t at = 0; at < bytes.size(); at += 4096) reader.push(std::string_view(bytes).substr(at, 4096));
  reader.finish();
  return count;
}

TEST(Corpus, published_lists_are_read_but_for_a_few_lines) {
  const auto folder = corpus();
  if (!folder) GTEST_SKIP() << "TIDINGS_CORPUS is not set";
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(*folder / "lists")) {
    const auto& path = entry.path();
    if (!entry.is_regular_file() || path.extension() != ".txt") continue;
    if (path.filename().string().find("INVALID") != std::string::npos) continue;
    const Count count = read_list(path, hint_of(path));
    ++files;
    EXPECT_GE(count.values, 99 * count.rejects)
        << path << ": " << count.values << " values, " << count.rejects << " refused, first " << count.first_reject;
  }
  EXPECT_GE(files, 100U);
}

TEST(Corpus, published_tables_give_the_values_that_they_hold) {
  const auto folder = corpus();
  if (!folder) GTEST_SKIP() << "TIDINGS_CORPUS is not set";
  for (const char* part : {"csv", "reports/withsecure", "reports/volexity"}) {
    std::size_t values = 0;
    std::size_t rejects = 0;
    for (const auto& entry : fs::recursive_directory_iterator(*folder / part)) {
      if (!entry.is_regular_file() || entry.path().extension() != ".csv") continue;
      CsvReader reader({}, [&](CsvItem& item) {
        if (item.value.outcome == Line::Outcome::Value) ++values;
        if (item.value.outcome == Line::Outcome::Reject) {
          ++rejects;
          if (std::getenv("TIDINGS_CORPUS_VERBOSE") != nullptr) {
            std::printf("%s:%lu: %.*s: %s\n", entry.path().c_str(), item.line, static_cast<int>(item.raw.size()),
                        item.raw.data(), item.value.reason.c_str());
          }
        }
      });
      reader.push(read_all(entry.path()));
      reader.finish();
    }
    EXPECT_GE(values, 19 * rejects) << part << ": " << values << " values, " << rejects << " refused";
  }
}

}  // namespace
}  // namespace tidings::list
