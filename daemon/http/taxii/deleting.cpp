#include "daemon/http/taxii/deleting.hpp"

#include <algorithm>
#include <map>

#include "core/bulletin/verify.hpp"
#include "daemon/store/header_of.hpp"

namespace tidings::taxii {
namespace {

using base::ErrorCode;
using bulletin::BulletinId;

/// A withdrawal outlives what it withdraws, so that no late copy comes back.
constexpr base::Duration outlives_by = std::chrono::hours(24);

v1::Header withdrawal(const bulletin::Header& target, std::vector<std::uint32_t> numbers, base::Instant now) {
  v1::Header header;
  header.set_kind(v1::KIND_WITHDRAWAL);
  *header.mutable_audience() = target.message.audience();
  header.set_title("Withdrawal");
  header.set_expires_at(std::min(now + bulletin::max_lifetime, target.expires_at + outlives_by).us);
  auto& of = *header.add_targets();
  of.set_bulletin_id(target.id.str());
  std::ranges::sort(numbers);
  of.mutable_claims()->Add(numbers.begin(), numbers.end());
  return header;
}

/// The claims that are the object, or were made of it.
base::Result<std::vector<std::uint32_t>> numbers_of(query::Asking& asking, const BulletinId& id, const Told& told) {
  std::vector<std::uint32_t> numbers{told.number};
  const auto bytes = asking.ledger().bytes(id);
  if (!bytes) return bytes.error();
  if (!*bytes) return numbers;
  const auto read = bulletin::read_verified(**bytes);
  if (!read) return read.error();
  for (const auto& claim : read->claims) {
    const auto& tags = claim.message.tags();
    if (std::ranges::find(tags, "stix:" + told.object.id) != tags.end()) numbers.push_back(claim.number);
  }
  return numbers;
}

base::Result<std::vector<v1::Header>> withdrawals(query::Asking& asking, const std::vector<Told>& found) {
  const auto reach = asking.reach();
  if (!reach) return reach.error();
  if (reach->rebuilding) return base::fail(ErrorCode::Busy, "the index is being rebuilt: try again later");
  std::vector<v1::Header> headers;
  for (const auto& told : found) {
    if (told.bulletin.is_zero()) return base::fail(ErrorCode::Forbidden, "this is not deleted");
    const auto header = store::header_of(asking.ledger(), told.bulletin);
    if (!header) return header.error();
    if (!*header) continue;
    if ((*header)->origin != asking.book().self) {
      return base::fail(ErrorCode::Forbidden, "it was said by another organisation, which alone takes it back");
    }
    auto numbers = numbers_of(asking, told.bulletin, told);
    if (!numbers) return numbers.error();
    headers.push_back(withdrawal(**header, std::move(*numbers), asking.now()));
  }
  return headers;
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
  const auto max_tlp = question.max_tlp;
  find_objects(parts, std::move(remembered), std::move(question),
               [parts, max_tlp, who, done = std::move(done)](base::Result<std::vector<Told>> found) {
                 if (!found) return done(found.error());
                 if (found->empty())
                   return done(base::fail(ErrorCode::NotFound, "there is no such object in this collection"));
                 auto shared = std::make_shared<std::vector<Told>>(std::move(*found));
                 parts.store.read_for_askers([parts, max_tlp, who, done, shared,
                                              outlook = parts.query.outlook()](store::Reading& reading) {
                   query::Asking asking(reading, outlook, {max_tlp, {}});
                   auto headers = std::make_shared<base::Result<std::vector<v1::Header>>>(withdrawals(asking, *shared));
                   parts.home.post([parts, headers, who, done] {
                     if (!*headers) return done(headers->error());
                     std::make_shared<Deleting>(parts, who, std::move(**headers), done)->next();
                   });
                 });
               });
}

}  // namespace tidings::taxii
