#include "tests/bench/report_rows.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "formats/report/report.hpp"
#include "tests/bench/report_truth.hpp"
#include "tests/support/drafted.hpp"

namespace tidings::bench {
namespace {

constexpr std::size_t report_bytes = std::size_t{32} << 20;

std::string digest_of(std::size_t number) {
  std::string hex;
  std::uint64_t state = number * 0x9e3779b97f4a7c15ULL + 1;
  while (hex.size() < 64) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    hex.push_back("0123456789abcdef"[state & 15]);
  }
  return hex;
}

// Pages as analysts write them: paragraphs with a name, a link and a span of code now and then, and a table at the end
// of each part: a value to about 400 bytes.
std::string report_of(std::size_t bytes) {
  std::string text = "# A long report\n\nTLP:GREEN\n";
  for (std::size_t part = 0; text.size() < bytes; ++part) {
    const std::string number = std::to_string(part);
    text += "\n## Analysis of stage " + number + "\n\n";
    for (int paragraph = 0; paragraph < 6; ++paragraph) {
      text +=
          "The dropper arrives as an attachment of a message that pretends to come from a supplier. It asks for macros "
          "to "
          "be enabled, writes a library to disk and starts it through a program that every system has. The library "
          "decodes "
          "its configuration, waits for some minutes so that sandboxes lose their patience, and then asks its server "
          "what "
          "to do next. We saw the same order of steps in earlier campaigns, with small changes in how strings are "
          "hidden.\n\n";
    }
    text += "It is described [elsewhere](https://research.example/post/" + number + ") in depth; `loader" + number +
            ".dll` asks host" + number + "[.]evil-campaign[.]tw for more.\n\n";
    text += "### Indicators of compromise\n\n| SHA-256 | Filename |\n|---|---|\n";
    for (std::size_t i = 0; i < 4; ++i) text += "| " + digest_of(part * 4 + i) + " | invoice.doc |\n";
    text += "\n```\n45." + std::to_string(part % 250 + 1) + "." + std::to_string(part / 250 % 250) + "[.]7\n```\n";
  }
  return text;
}

double megabytes_per_second(const std::string& text) {
  test::TextSource source(text);
  report::Options options;
  options.name = "report.md";
  const auto begin = std::chrono::steady_clock::now();
  const auto findings = report::find(source, options);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  if (!findings || findings->candidates.empty()) return 0;
  std::size_t meant = 0;
  for (const auto& candidate : findings->candidates) meant += candidate.meant ? 1 : 0;
  std::printf("report: %zu indicators of %zu candidates\n", meant, findings->candidates.size());
  return static_cast<double>(text.size()) / took.count() / 1e6;
}

}  // namespace

void add_report_rows(Rows& rows) {
  if (rows.wants("report_extract_mb_per_s")) {
    const double speed = megabytes_per_second(report_of(report_bytes));
    rows.add({"report_extract_mb_per_s", speed, "MB/s", 100, Better::More, std::nullopt, ""});
  }
  const char* corpus = std::getenv("TIDINGS_CORPUS");
  if (corpus == nullptr || !rows.wants_any({"report_precision", "report_recall"})) return;
  const auto agreed = agreement(report_pairs(corpus));
  std::printf("report: %zu reports with lists, %zu values\n", agreed.pairs, agreed.listed);
  rows.add({"report_precision", 100 * agreed.precision(), "%", 97, Better::More, std::nullopt, ""});
  rows.add({"report_recall", 100 * agreed.recall(), "%", 97, Better::More, std::nullopt, ""});
}

}  // namespace tidings::bench
