#include "daemon/query/listing.hpp"

#include <algorithm>

#include "daemon/query/search.hpp"
#include "daemon/query/told.hpp"

namespace tidings::query {
namespace {

/// Tells what is found, a page of it.
class Listing final : public Sink {
 public:
  Listing(Asking& asking, const v1::QueryRequest& request, v1::QueryAnswer& answer)
      : asking_(asking),
        most_(std::min(request.limit() == 0 ? default_page : request.limit(), max_page)),
        contents_(request.contents() ? Contents::With : Contents::Without),
        answer_(answer) {}

  base::Status take(const v1::Value& value, const Seen& seen, observable::Match match) override {
    auto indicator = tell(asking_, value, seen, contents_);
    if (!indicator) return indicator.error();
    indicator->set_match(static_cast<v1::Match>(match));
    bytes_ += indicator->ByteSizeLong();
    *answer_.add_indicators() = std::move(*indicator);
    return {};
  }
  bool is_full() const override { return room() == 0; }
  std::size_t room() const override {
    const auto told = static_cast<std::size_t>(answer_.indicators_size());
    return told >= most_ || bytes_ >= max_told_bytes ? 0 : most_ - told;
  }
  bool wants_newest_first() const override { return true; }

 private:
  Asking& asking_;
  std::size_t most_;
  Contents contents_;
  v1::QueryAnswer& answer_;
  std::size_t bytes_{0};
};

/// All that makes it the question that it is, so that a page of another is known.
std::string question_of(v1::QueryRequest request) {
  request.clear_page();
  request.clear_limit();
  request.clear_all();
  request.clear_unlogged();
  return request.SerializeAsString();
}

}  // namespace

base::Result<v1::QueryAnswer> list(Asking& asking, const v1::QueryRequest& request) {
  v1::QueryAnswer answer;
  if (auto told = asking.tell_reach(answer); !told) return told.error();
  const auto question =
      read_question(request.has_value() ? &request.value() : nullptr, request.reach(), request.filter(), asking.book());
  if (!question) return question.error();
  const Pages pages(question_of(request));
  const auto page = pages.read(request.page());
  if (!page) return page.error();
  Listing listing(asking, request, answer);
  const auto found = search(asking, *question, *page, listing);
  if (!found) return found.error();
  if (found->next) answer.set_next_page(pages.write(*found->next));
  answer.set_by_key(found->by_key);
  return answer;
}

}  // namespace tidings::query
