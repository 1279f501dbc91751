// What became of a publication, in words for its publisher.
#include "daemon/intake/publisher.hpp"

namespace tidings::intake {
namespace {

std::string counted(std::size_t claims) { return std::to_string(claims) + (claims == 1 ? " value" : " values"); }

}  // namespace

std::vector<std::string> notes_of(const Published& published) {
  const auto& [event, left_out, withdrawn, ids] = published.older;
  std::vector<std::string> notes;
  if (event) {
    notes.push_back("nothing of it is published, since a newer version of the event stands here: 'amend' changes that");
  }
  if (withdrawn > 0) {
    notes.push_back("withdrawn, since a newer version of its object does not claim it: " + counted(withdrawn));
  }
  if (left_out > 0) {
    notes.push_back("not claimed, since a newer version of its object does not: " + counted(left_out));
  }
  const auto& again = published.said_again;
  if (again.values == 1) notes.push_back("a value that was withdrawn is said again: " + again.first);
  if (again.values > 1) {
    notes.push_back(counted(again.values) + " that were withdrawn are said again: " + again.first + " and others");
  }
  return notes;
}

}  // namespace tidings::intake
