#include "daemon/feeding/run.hpp"

#include <algorithm>
#include <filesystem>

#include "daemon/feeding/events.hpp"
#include "daemon/feeding/speaking.hpp"
#include "daemon/feeding/survey.hpp"

namespace tidings::feeding {

using base::ErrorCode;

RunOutcome Run::run() {
  if (state_.shape() != shape_) {  // other words than before: all of it is read again
    state_.clear_place();
    state_.set_shape(shape_);
  }
  outcome_.status = go();
  outcome_.counts.tell_withdrawn();
  outcome_.retry_after = download_.retry_after();
  return std::move(outcome_);
}

base::Status Run::go() {
  switch (options_.means) {
    case Means::Document: return from_document();
    case Means::Folder: return from_folder();
    case Means::MispFeed: return from_misp_feed();
    case Means::MispApi: return from_misp_api();
    case Means::Taxii: return from_taxii();
  }
  return base::fail(ErrorCode::Internal, "a feed by no means");
}

base::Status Run::check_time() const {
  if (desk_.monotonic() < deadline_) return {};
  return base::fail(ErrorCode::Unreachable,
                    "it did not end in time (run_timeout): what was read is kept, and the next run goes on");
}

Comparison Run::comparing(Scope scope, std::shared_ptr<Said> said) const {
  Comparison what;
  what.scope = scope;
  what.said = std::move(said);
  what.tag = tag_of(options_.name);
  what.self = desk_.self();
  what.now = desk_.now();
  what.lifetime = options_.lifetime;
  what.every = options_.every;
  return what;
}

/// What is there still is known by reading it alone: before half a life is over all is read, though nothing changed.
/// Bulletins that are left to expire stay due; for them it is not read more often than eight times a life.
base::Result<bool> Run::must_read_all() {
  const base::Instant last{place().whole_at()};
  if (last.us == 0) return true;
  if (desk_.now() < last + options_.lifetime / 8) return false;
  const auto compare = std::make_shared<Compare>(comparing(Scope::Whole, nullptr));
  if (auto compared = desk_.compare(compare); !compared) return compared.error();
  return compare->has_due();
}

base::Status Run::from_document() {
  const auto all = must_read_all();
  if (!all) return all.error();
  Ask ask{options_.url, "*/*", {}, {}, {}};
  if (!*all) {
    ask.etag = place().etag();
    ask.last_modified = place().last_modified();
  }
  auto got = download_.get(ask, "document");
  if (!got) return got.error();
  outcome_.unchanged = got->unchanged;
  if (got->unchanged) return {};
  const auto path = std::filesystem::path(options_.url.substr(0, options_.url.find_first_of("?#"))).filename();
  if (auto said = say({{got->file, path.string()}}, Scope::Whole); !said) return said;
  place().set_etag(got->etag);
  place().set_last_modified(got->last_modified);
  place().set_whole_at(desk_.now().us);
  return keep();
}

/// Whether anything is said. A file of a folder that cannot be read keeps none of the others out: it is told, and left
/// out of `documents`.
base::Result<bool> Run::survey(std::vector<Document>& documents, Said& said) {
  Survey survey(options_, said, outcome_.counts);
  std::vector<Document> read;
  base::Status first;
  for (auto& document : documents) {
    survey.begin_document();
    const auto values = outcome_.counts.values;
    const auto format = read_document(options_, document, survey);
    if (format) {
      outcome_.format = detect::name(*format);
      read.push_back(std::move(document));
      continue;
    }
    const auto why = base::fail(format.error().code, document.name + ": " + format.error().what);
    if (options_.means != Means::Folder || said.is_full()) return why;
    if (first) first = why;
    outcome_.counts.values = values;
    outcome_.counts.take({draft::Fate::Refused, document.name, "", format.error().what});
  }
  if (!first && read.empty()) return first.error();
  survey.finish();
  documents = std::move(read);
  said.seal();
  return said.size() > 0;
}

base::Status Run::say(std::vector<Document> documents, Scope scope) {
  auto said = std::make_shared<Said>(options_.max_values);
  const auto count = documents.size();
  const auto any = survey(documents, *said);
  if (!any) return any.error();
  is_whole_ = documents.size() == count;
  // What is not read is not gone; and most of what is refused was never meant for us: a page that says why there is no
  // list today.
  const bool is_another = outcome_.counts.refused > outcome_.counts.values;
  if (!is_whole_ || is_another) scope = Scope::Since;
  const auto compare = std::make_shared<Compare>(comparing(scope, said));
  if (auto compared = desk_.compare(compare); !compared) return compared;
  if (!*any && scope == Scope::Whole && compare->bulletins() > 0) {
    return base::fail(ErrorCode::BadInput, "it says nothing any more, which is taken for a fault of its server");
  }
  if (auto settled = settle(compare); !settled) return settled;
  Speaking speaking(desk_, options_, compare->by_hand(), *said, outcome_.counts);
  for (const auto& document : documents) {
    if (const auto read = read_document(options_, document, speaking); !read) return read.error();
    if (auto finished = speaking.finish_document(); !finished) return finished;
  }
  return {};
}

base::Status Run::settle(const std::shared_ptr<Compare>& compare) {
  outcome_.counts.gone += compare->gone_claims() + compare->taken_back_claims();
  // Being listed no longer is one thing, being taken back by its author another: that goes at once.
  if (auto taken = take_back(compare->taken_back(), "taken back in the feed "); !taken) return taken;
  outcome_.counts.taken_back += compare->taken_back_claims();
  if (options_.gone == Gone::Withdraw) {
    if (auto taken = take_back(compare->gone(), "no longer in the feed "); !taken) return taken;
  }
  const auto until = desk_.now() + options_.lifetime;
  for (const auto& publication : compare->to_renew()) {
    const auto renewed = desk_.renew(publication, until);
    if (!renewed) return renewed.error();
    outcome_.counts.renewed += renewed->bulletins.size();
  }
  return {};
}

base::Status Run::take_back(const std::vector<intake::TakenBack>& what, const std::string& reason) {
  const auto headers = intake::withdrawals_of(what, reason + options_.name, desk_.now());
  for (const auto& header : headers) {
    intake::Draft draft;
    draft.context = header;
    draft.feed_tag = tag_of(options_.name);
    draft.context.add_tags(draft.feed_tag);
    if (const auto published = desk_.publish(draft); !published) return published.error();
  }
  return {};
}

}  // namespace tidings::feeding
