#pragma once
/// What a store answers, told by bulletin ids, so that two stores with other sequences can be compared.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "daemon/store/lists.hpp"
#include "tests/contract/author.hpp"
#include "tests/contract/fixture.hpp"

namespace tidings::store::contract {

/// Everything that a reader can ask about these keys and bulletins, as text.
using Answers = std::map<std::string, std::set<std::string>>;

struct Questions {
  std::vector<std::string> domains;
  std::vector<NewBulletin> bulletins;
  std::vector<std::string> tags;
};

Answers ask(Reading& reading, const Questions& questions);
Answers ask(OpenStore& store, const Questions& questions);

/// The bulletins of a list that are held, newest first.
std::vector<Sequence> held_in(IndexReader& index, const std::string& list);

/// The bulletins that say something at a domain, by brief id.
std::set<std::string> who_says(OpenStore& store, const std::string& domain);
std::optional<Standing> standing_of(OpenStore& store, const NewBulletin& bulletin);

}  // namespace tidings::store::contract
