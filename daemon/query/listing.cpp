#include "daemon/query/listing.hpp"

#include <algorithm>

#include "core/bulletin/wire.hpp"
#include "daemon/query/search.hpp"
#include "daemon/query/told.hpp"

namespace tidings::query {
namespace {

/// Tells what is found, a page of it.
class Listing final : public Sink {
 public:
  Listing(Asking& asking, const v1::QueryRequest& request, EncodedPage& page)
      : asking_(asking),
        most_(std::min(request.limit() == 0 ? default_page : request.limit(), max_page)),
        contents_(request.contents() ? Contents::With : Contents::Without),
        page_(page) {}

  base::Status take(const observable::Observable& observable, const Seen& seen, observable::Match match) override {
    indicator_.clear();
    if (auto told = tell(asking_, observable, seen, match, contents_, indicator_); !told) return told;
    bulletin::append_bytes_field(page_.answer, v1::QueryAnswer::kIndicatorsFieldNumber, indicator_);
    ++page_.indicators;
    return {};
  }
  bool is_full() const override { return room() == 0; }
  std::size_t room() const override {
    return page_.indicators >= most_ || page_.answer.size() >= max_told_bytes ? 0 : most_ - page_.indicators;
  }
  bool wants_newest_first() const override { return true; }

 private:
  Asking& asking_;
  std::uint32_t most_;
  Contents contents_;
  EncodedPage& page_;
  std::string indicator_;  ///< each in turn
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

base::Result<EncodedPage> list(Asking& asking, const v1::QueryRequest& request) {
  v1::QueryAnswer rest;
  if (auto told = asking.tell_reach(rest); !told) return told.error();
  const auto question =
      read_question(request.has_value() ? &request.value() : nullptr, request.reach(), request.filter(), asking.book());
  if (!question) return question.error();
  const Pages pages(question_of(request));
  const auto page = pages.read(request.page());
  if (!page) return page.error();
  EncodedPage answer;
  Listing listing(asking, request, answer);
  const auto found = search(asking, *question, *page, listing);
  if (!found) return found.error();
  if (found->next) answer.next_page = pages.write(*found->next);
  rest.set_by_key(found->by_key);
  rest.AppendToString(&answer.answer);
  return answer;
}

}  // namespace tidings::query
