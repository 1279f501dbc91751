#include "daemon/watching/run.hpp"

#include <gtest/gtest.h>

namespace tidings::watching {
namespace {

Position behind(std::uint64_t sequence) { return {{sequence}, Position::whole}; }

SieveRef sieve() {
  static const partners::Book book;
  return std::make_shared<const Sieve>(query::Aim(), query::Filter::of({}, book).value(), v1::TLP_RED, Reach::ThisNode);
}

Passage passage(const Position& from, const Position& to, std::size_t bytes, std::size_t sieves = 1) {
  Passage made{from, to, true, {}, bytes};
  for (std::size_t i = 0; i < sieves; ++i)
    made.pieces.push_back(std::make_shared<const Piece>(Piece{"x", i, false, to}));
  return made;
}

const auto ours = *store::LedgerId::from_bytes("0123456789abcdef");
const auto others = *store::LedgerId::from_bytes("0123456789abcdeF");
const std::array positions{Position{{7}, 300}, behind(7), Position{{8}, 1}};

TEST(Place, reads_back_sorts_like_its_position_and_fits_its_ledger_alone) {
  std::string last;
  for (const auto& position : positions) {
    const auto place = write_place(ours, position);
    EXPECT_EQ(read_place(place, ours).value(), position);
    EXPECT_EQ(position_in(place), position);
    EXPECT_LT(last, place);
    EXPECT_EQ(read_place(place, others).error().code, base::ErrorCode::BadInput);
    last = place;
  }
  for (const auto& bad : {std::string(), last.substr(1), last + "x", "\x02" + last.substr(1)}) {
    EXPECT_TRUE(read_place(bad, ours).has_error());
  }
}

TEST(Cursor, opens_for_its_node_and_ledger_alone_and_tells_nobody_its_place) {
  const base::Secret key(std::string(32, 'k')), other_key(std::string(32, 'o'));
  for (const auto& position : positions) {
    const auto cursor = seal_cursor(key, ours, position);
    EXPECT_NE(cursor, seal_cursor(key, ours, position)) << "two alike would tell that nothing came in between";
    EXPECT_EQ(open_cursor(key, cursor, ours).value(), position);
    EXPECT_EQ(open_cursor(key, cursor, others).error().code, base::ErrorCode::BadInput);
    EXPECT_EQ(open_cursor(other_key, cursor, ours).error().code, base::ErrorCode::BadInput);
    auto altered = cursor;
    altered.back() = static_cast<char>(altered.back() ^ 1);
    EXPECT_TRUE(open_cursor(key, altered, ours).has_error());
    EXPECT_EQ(cursor.find(ours.str()), std::string::npos);
  }
  EXPECT_TRUE(open_cursor(key, "", ours).has_error());
}

TEST(Run, gives_a_passage_only_to_who_stands_at_its_beginning_and_was_there) {
  const auto mine = sieve(), late = sieve();
  watching::Run run(1'000'000);
  run.begin(behind(10));
  run.add(passage(behind(10), behind(12), 100), {mine});
  run.add(passage(behind(12), {{13}, 5}, 100), {mine});
  ASSERT_TRUE(run.piece_at(behind(10), mine));
  EXPECT_EQ(run.piece_at(behind(12), mine)->to, (Position{{13}, 5}));
  EXPECT_FALSE(run.piece_at(behind(11), mine)) << "stands within it";
  EXPECT_FALSE(run.piece_at(behind(10), late)) << "came later";
  EXPECT_EQ(run.end(), (Position{{13}, 5}));
}

TEST(Run, who_reads_by_himself_stops_at_the_next_border) {
  watching::Run run(1'000'000);
  run.begin(behind(10));
  EXPECT_EQ(run.border_behind(behind(3)), behind(10)) << "of an empty run: its end";
  run.add(passage(behind(10), behind(12), 100), {sieve()});
  run.add(passage(behind(12), behind(15), 100), {sieve()});
  EXPECT_EQ(run.border_behind(behind(3)), behind(10));
  EXPECT_EQ(run.border_behind(behind(11)), behind(12));
  EXPECT_EQ(run.border_behind(behind(12)), behind(15));
}

TEST(Run, holds_no_more_than_its_bound_and_lets_the_oldest_go) {
  watching::Run run(10'000);
  run.begin(behind(0));
  const auto mine = sieve();
  for (std::uint64_t at = 0; at < 100; ++at) run.add(passage(behind(at), behind(at + 1), 1'000), {mine});
  EXPECT_LE(run.bytes(), 10'000U);
  EXPECT_FALSE(run.piece_at(behind(0), mine));
  EXPECT_TRUE(run.piece_at(behind(99), mine));
  run.add(passage(behind(100), behind(101), 50'000), {mine});
  EXPECT_EQ(run.bytes(), 0U) << "one that is larger than all is read by each for itself";
  EXPECT_EQ(run.border_behind(behind(100)), behind(101));
}

}  // namespace
}  // namespace tidings::watching
