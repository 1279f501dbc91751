// Patterns and bundles that others published, from the folder that TIDINGS_CORPUS names; skipped without.
#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "formats/stix/marking.hpp"
#include "formats/stix/pattern_atoms.hpp"
#include "tests/unit/formats/stix/told_bundle.hpp"

namespace tidings::stix {
namespace {

namespace fs = std::filesystem;

class StixCorpus : public testing::Test {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("TIDINGS_CORPUS");
    if (folder == nullptr || *folder == '\0') GTEST_SKIP() << "TIDINGS_CORPUS names no folder";
    root_ = folder;
  }
  fs::path root_;
};

std::string read_all(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> lines_of(const fs::path& path) {
  std::vector<std::string> lines;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

/// The tables escape backslashes.
std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    out.push_back(text[i]);
  }
  return out;
}

std::string fault(const std::string& text) {
  const auto pattern = parse_pattern(text);
  return pattern ? "" : pattern.error().what;
}

TEST_F(StixCorpus, patterns_that_are_valid_are_read) {
  for (const auto& line : lines_of(root_ / "patterns/pattern-validator-v21/valid.txt"))
    EXPECT_EQ(fault(unescaped(line)), "") << line;
  for (const auto& line : lines_of(root_ / "patterns/pattern-validator-v21/spec_examples.txt"))
    EXPECT_EQ(fault(line), "") << line;
}

TEST_F(StixCorpus, patterns_that_are_invalid_are_refused_or_hold_a_value_that_is) {
  const auto lines = lines_of(root_ / "patterns/pattern-validator-v21/invalid.tsv");
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto pattern = parse_pattern(unescaped(lines[i].substr(0, lines[i].find('\t'))));
    EXPECT_TRUE(!pattern || !atoms_of(*pattern).refused.empty()) << lines[i];
  }
}

TEST_F(StixCorpus, real_patterns_are_read_as_their_validator_says) {
  const auto lines = lines_of(root_ / "patterns/real/patterns.tsv");
  std::size_t values = 0, differing = 0;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto end = lines[i].find('\t');
    const auto text = unescaped(lines[i].substr(0, end));
    const bool valid = lines[i].find("\tvalid\t", end) != std::string::npos;
    const auto pattern = parse_pattern(text);
    if (valid && !pattern) ADD_FAILURE() << text << ": " << pattern.error().what;
    if (!valid && pattern && atoms_of(*pattern).refused.empty()) {
      ++differing;
      std::printf("  read, though its validator does not: %s\n", lines[i].c_str());
    }
    if (pattern) values += atoms_of(*pattern).atoms.size();
  }
  std::printf("%zu patterns, %zu values, %zu read that the validator refuses\n", lines.size() - 1, values, differing);
}

TEST_F(StixCorpus, patterns_that_a_matcher_runs_are_read) {
  std::size_t refused = 0, all = 0;
  for (const auto& line : lines_of(root_ / "patterns/matcher-v21/cases.jsonl")) {
    const auto value = boost::json::parse(line);
    const std::string text(value.at("pattern").as_string());
    const auto error = fault(text);
    ++all;
    if (value.at("match").is_null()) continue;
    if (!error.empty()) {
      ++refused;
      ADD_FAILURE() << text << ": " << error;
    }
  }
  EXPECT_GT(all, 0U);
  EXPECT_EQ(refused, 0U);
}

bool is_bundle(const fs::path& path) {
  if (path.extension() == ".stix2") return true;
  if (path.extension() != ".json") return false;
  const auto text = path.string();
  if (text.find("/misp-stix/") != std::string::npos) return text.find("_stix2") != std::string::npos;
  return text.find("/stix/") != std::string::npos && text.find("/manifest") == std::string::npos &&
         text.find("index.json") == std::string::npos && text.find("meta.json") == std::string::npos &&
         text.find("validator") == std::string::npos;
}

/// The standards' own definitions are written anew.
bool is_standard(const std::string& object) {
  const auto at = object.find("id:\"marking-definition--");
  return at != std::string::npos && standard_marking(object.substr(at + 4, 56)).has_value();
}

/// Of an id and a version there is one object.
std::string version_of(const std::string& object) {
  const auto member = [&](const std::string& name) {
    const auto at = object.find(name + ":\"");
    return at == std::string::npos ? std::string() : object.substr(at, object.find(',', at) - at);
  };
  return member("id") + member("modified");
}

TEST_F(StixCorpus, bundles_come_back_object_by_object) {
  std::size_t files = 0, objects = 0, values = 0, refused = 0, odd = 0;
  for (const auto& top : {root_ / "stix", root_ / "reports/amnesty", root_ / "misp/misp-stix"}) {
    for (const auto& entry : fs::recursive_directory_iterator(top)) {
      if (!entry.is_regular_file() || !is_bundle(entry.path())) continue;
      const auto text = read_all(entry.path());
      TextSource source(text);
      Collected made;
      const auto status = read(source, {}, made);
      if (!status) {
        std::printf("  %s: %s\n", entry.path().filename().c_str(), status.error().what.c_str());
        ++odd;
        continue;
      }
      ++files;
      auto before = objects_in(text), after = objects_in(write_all(indicators_of(made), originals_in(made)));
      for (auto* all : {&before, &after}) std::erase_if(*all, is_standard);
      std::vector<std::string> lost, added;
      std::ranges::set_difference(before, after, std::back_inserter(lost));
      std::ranges::set_difference(after, before, std::back_inserter(added));
      std::set<std::string> versions;
      for (const auto& object : after) versions.insert(version_of(object));
      std::erase_if(lost, [&](const std::string& object) { return versions.contains(version_of(object)); });
      EXPECT_TRUE(lost.empty()) << entry.path() << " loses " << lost.size() << ": "
                                << (lost.empty() ? "" : lost[0].substr(0, 400));
      EXPECT_TRUE(added.empty()) << entry.path() << " gains " << added.size() << ": "
                                 << (added.empty() ? "" : added[0].substr(0, 400));
      objects += before.size();
      values += made.values().size();
      for (const auto& note : made.notes) {
        if (note.fate == draft::Fate::Refused)
          std::printf("  %s %s: %s: %s\n", entry.path().filename().c_str(), note.where.c_str(), note.what.c_str(),
                      note.reason.c_str());
      }
      refused += made.told(draft::Fate::Refused);
    }
  }
  std::printf("%zu files, %zu objects, %zu values, %zu refused, %zu files no STIX\n", files, objects, values, refused,
              odd);
  EXPECT_GT(objects, 5'000U);
}

TEST_F(StixCorpus, values_come_back_without_the_originals) {
  for (const auto& entry : fs::recursive_directory_iterator(root_ / "stix/mvt-indicators")) {
    if (!entry.is_regular_file() || !is_bundle(entry.path())) continue;
    const auto text = read_all(entry.path());
    TextSource source(text);
    Collected made;
    Options options;
    options.originals = false;
    ASSERT_TRUE(read(source, options, made));
    const auto written = write_all(indicators_of(made), {});
    TextSource again(written);
    Collected back;
    ASSERT_TRUE(read(again, options, back)) << written.substr(0, 400);
    auto before = made.values(), after = back.values();
    std::ranges::sort(before);
    before.erase(std::unique(before.begin(), before.end()), before.end());
    std::ranges::sort(after);
    EXPECT_EQ(before, after) << entry.path();
  }
}

TEST_F(StixCorpus, broken_files_are_refused_with_a_reason) {
  std::size_t refused = 0;
  for (const auto& entry : fs::recursive_directory_iterator(root_ / "stix/validator-files")) {
    if (!entry.is_regular_file() || entry.path().extension() != ".json") continue;
    const auto text = read_all(entry.path());
    TextSource source(text);
    Collected made;
    const auto status = read(source, {}, made);
    if (!status) {
      ++refused;
      EXPECT_FALSE(status.error().what.empty());
    }
  }
  EXPECT_GE(refused, 4U);
  for (const auto& line : lines_of(root_ / "stix/validator-cases/cases.jsonl")) {
    const auto text = boost::json::serialize(boost::json::parse(line).at("input"));
    TextSource source(text);
    Collected made;
    (void)read(source, {}, made);
  }
}

}  // namespace
}  // namespace tidings::stix
