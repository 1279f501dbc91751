#include "daemon/http/taxii/deleting.hpp"

#include <algorithm>
#include <set>

#include "daemon/intake/made_claims.hpp"
#include "daemon/store/header_of.hpp"

namespace tidings::taxii {
namespace {

using base::ErrorCode;

/// What it claims from now on: a value of a version that is left stays claimed.
base::Result<intake::ObjectWords> words_of(query::Asking& asking, ScanQuestion question, const std::string& id,
                                           const std::vector<Told>& going) {
  question.asked.versions = {false, false, true, {}};
  question.asked.spec_versions.clear();
  question.telling = Telling::Whole;
  const auto all = look_up(asking, question, id, std::nullopt, {});
  if (!all) return all.error();
  intake::ObjectWords words;
  words.id = id;
  for (const auto& told : all->told) {
    const auto claimed = stix::read_object(told.object.json).claimed;
    words.all.insert(claimed.begin(), claimed.end());
    const auto is_it = [&](const Told& one) { return one.bulletin == told.bulletin && one.number == told.number; };
    if (std::ranges::any_of(going, is_it)) continue;
    for (const auto& [value, until] : claimed) words.left[value] = std::max(words.left[value], until);
  }
  return words;
}

base::Status add_going(query::Asking& asking, const Told& told, intake::Going& going) {
  if (told.bulletin.is_zero()) return base::fail(ErrorCode::Forbidden, "this is not deleted");
  const auto entry = asking.ledger().find(told.bulletin);
  if (!entry) return entry.error();
  const auto header = store::header_of(asking.ledger(), told.bulletin);
  if (!header) return header.error();
  if (!*entry || !*header) return {};
  if ((*header)->origin != asking.book().self) {
    return base::fail(ErrorCode::Forbidden, "it was said by another organisation, which alone takes it back");
  }
  auto& one = going[(*entry)->sequence];
  one.id = told.bulletin;
  one.audience = (*header)->message.audience();
  one.expires_at = (*header)->expires_at;
  one.claims.push_back(told.number);
  return {};
}

base::Result<std::vector<v1::Header>> withdrawals(store::Reading& reading, query::Asking& asking,
                                                  const ScanQuestion& question, const std::vector<Told>& found) {
  const auto reach = asking.reach();
  if (!reach) return reach.error();
  if (reach->rebuilding) return base::fail(ErrorCode::Busy, "the index is being rebuilt: try again later");
  intake::Going going;
  for (const auto& told : found) {
    if (auto added = add_going(asking, told, going); !added) return added.error();
  }
  const auto words = words_of(asking, question, found.front().object.id, found);
  if (!words) return words.error();
  const intake::OwnWords own{asking.book().self, question.max_tlp, asking.now(), {}, {}};
  std::set<std::string> ids;
  if (auto made = intake::find_going(reading, own, {&*words, 1}, going, ids); !made) return made.error();
  return intake::withdrawals_of(intake::taken_back(std::move(going)), "the object was deleted", asking.now());
}

class Deleting : public std::enable_shared_from_this<Deleting> {
 public:
  Deleting(const Taxii::Parts& parts, std::string who, std::vector<v1::Header> headers,
           std::function<void(base::Status)> done)
      : parts_(parts), who_(std::move(who)), headers_(std::move(headers)), done_(std::move(done)) {}
  void next() {
    if (headers_.empty()) return done_({});
    intake::Draft draft;
    draft.context = std::move(headers_.back());
    headers_.pop_back();
    draft.audit.push_back({parts_.clock.now(), who_, "taxii_deleted", ""});
    parts_.publisher.publish(std::move(draft), {},
                             [self = shared_from_this()](const base::Result<intake::Published>& done) {
                               if (!done) return self->done_(done.error());
                               self->parts_.counters.add(telemetry::Counter::PublicationsMade);
                               self->next();
                             });
  }

 private:
  Taxii::Parts parts_;
  std::string who_;
  std::vector<v1::Header> headers_;
  std::function<void(base::Status)> done_;
};

}  // namespace

void delete_object(const Taxii::Parts& parts, std::shared_ptr<Remembered> remembered, ScanQuestion question,
                   const std::string& who, std::function<void(base::Status)> done) {
  const auto asked = std::make_shared<const ScanQuestion>(question);
  find_objects(parts, std::move(remembered), std::move(question), {},
               [parts, asked, who, done = std::move(done)](base::Result<FoundObjects> found) {
                 if (!found) return done(found.error());
                 if (found->told.empty())
                   return done(base::fail(ErrorCode::NotFound, "there is no such object in this collection"));
                 auto shared = std::make_shared<std::vector<Told>>(std::move(found->told));
                 parts.store.read_for_askers(
                     [parts, asked, who, done, shared, outlook = parts.query.outlook()](store::Reading& reading) {
                       query::Asking asking(reading, outlook, {asked->max_tlp, {}});
                       auto headers = std::make_shared<base::Result<std::vector<v1::Header>>>(
                           withdrawals(reading, asking, *asked, *shared));
                       parts.home.post([parts, headers, who, done] {
                         if (!*headers) return done(headers->error());
                         std::make_shared<Deleting>(parts, who, std::move(**headers), done)->next();
                       });
                     });
               });
}

}  // namespace tidings::taxii
