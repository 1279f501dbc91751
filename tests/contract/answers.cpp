#include "tests/contract/answers.hpp"

#include <algorithm>

namespace tidings::store::contract {
namespace {

std::string id_at(Reading& reading, Sequence sequence) {
  const auto standing = must(reading.index.standing({&sequence, 1}));
  return standing.front() ? standing.front()->row.id.brief() : "nothing";
}

std::string tell(const Standing& standing) {
  std::string text = standing.row.id.text() + " kind " + std::to_string(standing.row.kind) + " revision " +
                     std::to_string(standing.row.revision) + " claims " + std::to_string(standing.row.claims);
  for (const auto mark : standing.row.sources) text += " mark " + std::to_string(mark.bits);
  if (standing.withdrawn) text += " withdrawn";
  if (standing.superseded) text += " superseded";
  for (const auto claim : standing.withdrawn_claims) text += " -" + std::to_string(claim);
  return text;
}

std::string tell(Reading& reading, const Hit& hit) {
  return id_at(reading, hit.sequence) + " claim " + std::to_string(hit.claim) + " facts " +
         std::to_string(hit.facts.bits);
}

std::set<std::string> ids_at(Reading& reading, const std::vector<Sequence>& sequences) {
  std::set<std::string> ids;
  for (const auto sequence : sequences) ids.insert(id_at(reading, sequence));
  return ids;
}

void ask_claims(Reading& reading, const Questions& questions, Answers& answers) {
  std::vector<std::string> keys;
  for (const auto& domain : questions.domains) keys.push_back(domain_key(domain));
  const auto hits = must(reading.index.exact(keys));
  for (std::size_t i = 0; i < keys.size(); ++i) {
    for (const auto& hit : hits[i]) answers["exact " + questions.domains[i]].insert(tell(reading, hit));
  }
  std::optional<Hit> after;  // in pages of three
  while (true) {
    const auto page = must(reading.index.range(std::string(2, '\0'), std::string(3, '\xff'), 3, after));
    for (const auto& hit : page) answers["range"].insert(hit.key + " " + tell(reading, hit));
    if (page.size() < 3) break;
    after = page.back();
  }
}

void ask_bulletins(Reading& reading, const Questions& questions, Answers& answers) {
  for (const auto& bulletin : questions.bulletins) {
    const auto entry = must(reading.ledger.find(bulletin.row.id));
    const std::string name = bulletin.row.id.brief();
    if (!entry) {
      answers["standing " + name] = {"not held"};
      continue;
    }
    const auto standing = must(reading.index.standing({&entry->sequence, 1})).front();
    answers["standing " + name] = {standing ? tell(*standing) : "not indexed"};
    answers["referring " + name] = ids_at(reading, must(reading.index.referring_to(bulletin.row.id, 1'000)));
    answers["publication " + name] = ids_at(reading, must(reading.index.of_publication(bulletin.row.publication)));
    answers["by origin " + name] = ids_at(reading, held_in(reading.index, origin_list(bulletin.row.origin)));
    answers["of kind " + name] = ids_at(reading, held_in(reading.index, kind_list(bulletin.row.kind)));
  }
  for (const auto& tag : questions.tags) answers["tag " + tag] = ids_at(reading, held_in(reading.index, tag_list(tag)));
  const auto totals = must(reading.index.totals(v1::TLP_RED));
  answers["totals"] = {std::to_string(totals.bulletins) + " " + std::to_string(totals.claims)};
}

}  // namespace

Answers ask(Reading& reading, const Questions& questions) {
  Answers answers;
  ask_claims(reading, questions, answers);
  ask_bulletins(reading, questions, answers);
  return answers;
}

std::vector<Sequence> held_in(IndexReader& index, const std::string& list) {
  std::vector<Sequence> held;
  for (const auto& listed : must(index.listed(list, {UINT64_MAX}, 10'000))) {
    if (must(index.standing({&listed.sequence, 1})).front()) held.push_back(listed.sequence);
  }
  return held;
}

Answers ask(OpenStore& store, const Questions& questions) {
  Answers answers;
  store.read([&](Reading& reading) { answers = ask(reading, questions); });
  return answers;
}

std::set<std::string> who_says(OpenStore& store, const std::string& domain) {
  std::set<std::string> ids;
  store.read([&](Reading& reading) {
    const std::vector<std::string> keys{domain_key(domain)};
    const auto hits = must(reading.index.exact(keys));
    for (const auto& hit : hits.front()) ids.insert(id_at(reading, hit.sequence));
  });
  return ids;
}

std::optional<Standing> standing_of(OpenStore& store, const NewBulletin& bulletin) {
  std::optional<Standing> standing;
  store.read([&](Reading& reading) {
    const auto entry = must(reading.ledger.find(bulletin.row.id));
    if (entry) standing = must(reading.index.standing({&entry->sequence, 1})).front();
  });
  return standing;
}

}  // namespace tidings::store::contract
