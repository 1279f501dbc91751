// The same bulletins, in any order, with any repeats, give the same answers: pending, written, rebuilt.
#include <rapidcheck.h>

#include <algorithm>

#include "tests/contract/answers.hpp"

namespace tidings::store::contract {
namespace {

class Convergence : public EngineTest {};
FOR_EVERY_ENGINE(Convergence);

const std::vector<std::string> domains{"a.example.net", "b.example.net", "x.a.example.net", "c.example.org",
                                       "d.example.org"};
const std::vector<std::string> tags{"ransomware", "phishing"};

template <class T>
const T& pick(const std::vector<T>& from) {
  return from[*rc::gen::inRange<std::size_t>(0, from.size())];
}

std::vector<std::string> some_domains() {
  std::vector<std::string> some;
  const auto count = *rc::gen::inRange<std::size_t>(1, 6);
  for (std::size_t i = 0; i < count; ++i) some.push_back(pick(domains));
  return some;
}

/// A bulletin that reports, revises, withdraws, sights or disputes something of those before it, by right or not.
NewBulletin next(std::vector<Author>& authors, const std::vector<NewBulletin>& before) {
  auto& author = authors[*rc::gen::inRange<std::size_t>(0, authors.size())];
  const int act = before.empty() ? 0 : *rc::gen::inRange(0, 6);
  switch (act) {
    case 1: return author.revise(pick(before), some_domains());
    case 2: return author.about(v1::KIND_WITHDRAWAL, {whole(pick(before))});
    case 3: return author.about(v1::KIND_WITHDRAWAL, {claims_of(pick(before), {*rc::gen::inRange(0U, 6U)})});
    case 4: return author.about(v1::KIND_SIGHTING, {whole(pick(before))}, some_domains());
    case 5: return author.about(v1::KIND_DISPUTE, {whole(pick(before))}, some_domains());
    default: {
      auto header = author.context(v1::KIND_REPORT);
      header.add_tags(pick(tags));
      if (!before.empty() && *rc::gen::arbitrary<bool>()) header.add_based_on(pick(before).row.id.str());
      return author.say(header, some_domains());
    }
  }
}

std::vector<NewBulletin> some_bulletins() {
  std::vector<Author> authors;
  for (const char* name : {"Taipei", "Brussels", "Vilnius"}) authors.emplace_back(name);
  std::vector<NewBulletin> said;
  const auto count = *rc::gen::inRange<std::size_t>(1, 25);
  for (std::size_t i = 0; i < count; ++i) said.push_back(next(authors, said));
  return said;
}

/// Every bulletin at least once, some again, in any order.
std::vector<NewBulletin> shuffled(const std::vector<NewBulletin>& said) {
  std::vector<NewBulletin> mixed = said;
  const auto repeats = *rc::gen::inRange<std::size_t>(0, said.size() + 1);
  for (std::size_t i = 0; i < repeats; ++i) mixed.push_back(pick(said));
  for (std::size_t i = mixed.size(); i > 1; --i) std::swap(mixed[i - 1], mixed[*rc::gen::inRange<std::size_t>(0, i)]);
  return mixed;
}

void append_in_batches(OpenStore& store, const std::vector<NewBulletin>& said) {
  for (std::size_t at = 0; at < said.size();) {
    const auto count = *rc::gen::inRange<std::size_t>(1, said.size() - at + 1);
    store.append(
        {said.begin() + static_cast<std::ptrdiff_t>(at), said.begin() + static_cast<std::ptrdiff_t>(at + count)});
    at += count;
  }
}

TEST_P(Convergence, any_order_and_any_repeats_give_the_same_answers) {
  const bool holds = rc::check([&] {
    const OwnFolder one;
    const OwnFolder other;
    const Questions questions{domains, some_bulletins(), tags};
    OpenStore straight(GetParam(), one.path(), {.index_idle = std::chrono::hours{1}});
    straight.append(questions.bulletins);
    const Answers expected = ask(straight, questions);
    straight.settle();
    RC_ASSERT(ask(straight, questions) == expected);

    OpenStore mixed(GetParam(), other.path(), {.index_idle = std::chrono::milliseconds{1}});
    append_in_batches(mixed, shuffled(questions.bulletins));
    RC_ASSERT(ask(mixed, questions) == expected);
    mixed.settle();
    RC_ASSERT(ask(mixed, questions) == expected);
  });
  EXPECT_TRUE(holds);
}

TEST_P(Convergence, an_index_that_was_dropped_and_rebuilt_answers_as_before) {
  const bool holds = rc::check([&] {
    const OwnFolder place;
    const Questions questions{domains, some_bulletins(), tags};
    Answers expected;
    {
      OpenStore store(GetParam(), place.path());
      append_in_batches(store, shuffled(questions.bulletins));
      store.settle();
      expected = ask(store, questions);
    }
    must(must(open_engine(GetParam(), place.path())->index_writer())->clear());
    // Held in memory at the start, or too much for that and read by the indexer.
    OpenStore store(GetParam(), place.path(), {.pending_postings = *rc::gen::element<std::size_t>(10, 200'000)});
    store.settle();
    RC_ASSERT(ask(store, questions) == expected);
  });
  EXPECT_TRUE(holds);
}

}  // namespace
}  // namespace tidings::store::contract
