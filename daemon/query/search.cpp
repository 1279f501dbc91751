#include "daemon/query/search.hpp"

#include <algorithm>

#include "daemon/query/aim.hpp"
#include "daemon/query/by_key.hpp"
#include "daemon/query/near.hpp"
#include "daemon/query/newest.hpp"
#include "daemon/query/within.hpp"

namespace tidings::query {
base::Result<Question> read_question(const v1::Value* value, v1::Reach reach, const v1::Filter& filter,
                                     const partners::Book& book) {
  if (std::ranges::find(filter.kinds(), v1::KIND_WITHDRAWAL) != filter.kinds().end()) {
    return base::fail(base::ErrorCode::BadInput,
                      "a withdrawal says nothing of a value, so none is found by it: `watch --kind withdrawal` tells "
                      "withdrawals as they come, and `explain` which of a value's claims were withdrawn");
  }
  auto read = Filter::of(filter, book);
  if (!read) return read.error();
  Question question{{}, reach, std::move(*read)};
  if (value == nullptr) return question;
  auto meant = read_value(*value);
  if (!meant) return meant.error();
  question.value = std::move(*meant);
  return question;
}

namespace {

base::Result<Found> search_ordered(Asking& asking, const Question& question, const std::optional<Page>& page,
                                   Sink& sink) {
  Fitting fitting(asking, question.filter);
  if (page && page->order != Order::ByKey) fitting.look_back_to(page->up_to);
  if (question.value) return search_within(asking, fitting, *question.value, page, sink);
  const bool started_by_key = page && page->order == Order::ByKey;
  if (started_by_key || (!page && !sink.wants_newest_first() && !question.filter.narrows())) {
    return search_by_key(asking, fitting, ranges_of_types(question.filter), {}, page, sink);
  }
  return search_newest(asking, fitting, page, sink);
}

/// The newest bulletin that this page may tell of.
base::Result<store::Sequence> newest_of_all(Asking& asking) {
  const auto newest = asking.index().listed({}, {INT64_MAX}, 1);
  if (!newest) return newest.error();
  return newest->empty() ? store::Sequence{} : newest->front().sequence;
}

}  // namespace

base::Result<Found> search(Asking& asking, const Question& question, const std::optional<Page>& page, Sink& sink) {
  if (question.value && !looks_within(*question.value, question.reach)) {
    Fitting fitting(asking, question.filter);
    return search_near(asking, fitting, *question.value, question.reach, sink);
  }
  auto found = search_ordered(asking, question, page, sink);
  if (!found || !found->next) return found;
  const auto up_to = page ? base::Result<store::Sequence>(page->up_to) : newest_of_all(asking);
  if (!up_to) return up_to.error();
  found->next->up_to = *up_to;
  return found;
}

}  // namespace tidings::query
