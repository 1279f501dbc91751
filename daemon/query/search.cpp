#include "daemon/query/search.hpp"

#include "daemon/query/aim.hpp"
#include "daemon/query/by_key.hpp"
#include "daemon/query/near.hpp"
#include "daemon/query/newest.hpp"
#include "daemon/query/within.hpp"

namespace tidings::query {
base::Result<Question> read_question(const v1::Value* value, v1::Reach reach, const v1::Filter& filter,
                                     const partners::Book& book) {
  auto read = Filter::of(filter, book);
  if (!read) return read.error();
  Question question{{}, reach, std::move(*read)};
  if (value == nullptr) return question;
  auto meant = read_value(*value);
  if (!meant) return meant.error();
  question.value = std::move(*meant);
  return question;
}

base::Result<Found> search(Asking& asking, const Question& question, const std::optional<Page>& page, Sink& sink) {
  Fitting fitting(asking, question.filter);
  if (question.value) {
    if (looks_within(*question.value, question.reach))
      return search_within(asking, fitting, *question.value, page, sink);
    return search_near(asking, fitting, *question.value, question.reach, sink);
  }
  const bool started_by_key = page && page->order == Order::ByKey;
  if (started_by_key || (!page && !sink.wants_newest_first() && !question.filter.narrows())) {
    return search_by_key(asking, fitting, ranges_of_types(question.filter), {}, page, sink);
  }
  return search_newest(asking, fitting, page, sink);
}

}  // namespace tidings::query
