#include "tests/bench/scoring.hpp"

#include <chrono>

#include "core/indicator/merge.hpp"

namespace tidings::bench {
namespace {

using namespace indicator;

constexpr Instant now{1'800'000'000'000'000};
constexpr int rounds = 200'000;

using Marks = std::vector<std::vector<SourceMark>>;

/// As many origins as bulletins; every third is based on the one before, the last two dispute and sight.
std::vector<Statement> said_by(int origins, Marks& marks) {
  std::vector<Statement> statements;
  marks.resize(static_cast<std::size_t>(origins));
  for (int i = 0; i < origins; ++i) {
    const auto number = static_cast<std::uint64_t>(i);
    auto& own = marks[number];
    for (std::uint64_t mark = 0; mark < 10; ++mark)
      own.push_back(SourceMark::of(MarkKind::Values, (number * 100 + mark) << 40));
    own.push_back(SourceMark::of(MarkKind::Itself, (number + 1) << 8));
    if (i % 3 == 2) own.push_back(SourceMark::of(MarkKind::BasedOn, number << 8));
    Statement one;
    one.bulletin.data()[0] = one.origin.data()[0] = static_cast<unsigned char>(i + 1);
    one.trust = static_cast<std::uint8_t>(50 + i);
    one.confidence = 70;
    one.issued_at = now - std::chrono::hours(30 * (i + 1));
    one.expires_at = one.valid_until = now + std::chrono::hours(24);
    if (origins > 2 && i == origins - 1) one.kind = v1::KIND_DISPUTE;
    if (origins > 2 && i == origins - 2) one.kind = v1::KIND_SIGHTING;
    one.sources = own;
    statements.push_back(one);
  }
  return statements;
}

double microseconds_each(int origins) {
  Marks marks;
  const auto statements = said_by(origins, marks);
  std::uint64_t sum = 0;  // so that no work is left out
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < rounds; ++i) {
    sum += merge(statements, Scale{}, {}, now + base::Duration{i + static_cast<std::int64_t>(sum % 2)}).score.value;
  }
  const std::chrono::duration<double, std::micro> taken = std::chrono::steady_clock::now() - begin;
  return sum == 0 ? 0 : taken.count() / rounds;
}

Row row(std::string id, double value) { return {std::move(id), value, "us", 2, Better::Less, std::nullopt, ""}; }

}  // namespace

void add_scoring_rows(Rows& rows) {
  rows.add(row("indicator_scored_us", microseconds_each(1)));
  rows.add(row("indicator_of_2_origins_scored_us", microseconds_each(2)));
  rows.add(row("indicator_of_10_origins_scored_us", microseconds_each(10)));
}

}  // namespace tidings::bench
