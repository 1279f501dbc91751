#include "daemon/http/taxii/deleting.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/bulletin/verify.hpp"
#include "daemon/store/header_of.hpp"
#include "formats/draft/text_source.hpp"
#include "formats/stix/reader.hpp"

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
  const auto twice = std::ranges::unique(numbers);
  numbers.erase(twice.begin(), twice.end());
  of.mutable_claims()->Add(numbers.begin(), numbers.end());
  return header;
}

using Value = std::pair<std::uint32_t, std::string>;  ///< type and value

class Values final : public draft::Sink {
 public:
  std::uint32_t context(v1::Header) override { return 0; }
  base::Status claim(std::uint32_t, v1::Claim claim) override {
    all.emplace(claim.type(), claim.value());
    return {};
  }
  void note(draft::Note) override {}
  std::set<Value> all;
};

/// What the versions say that are left: a value of theirs stays claimed.
base::Result<std::set<Value>> values_left(query::Asking& asking, ScanQuestion question, const std::string& id,
                                          const std::vector<Told>& going) {
  question.asked.versions = {false, false, true, {}};
  question.asked.spec_versions.clear();
  question.telling = Telling::Whole;
  const auto all = look_up(asking, question, id, std::nullopt, {});
  if (!all) return all.error();
  Values values;
  for (const auto& told : all->told) {
    const auto is_it = [&](const Told& one) { return one.bulletin == told.bulletin && one.number == told.number; };
    if (std::ranges::any_of(going, is_it)) continue;
    draft::TextSource source(told.object.json);
    stix::Options reading;
    reading.originals = false;
    if (auto read = stix::read(source, reading, values); !read) return read.error();
  }
  return std::move(values.all);
}

/// What goes of one bulletin.
struct Going {
  bulletin::Header header;
  std::vector<std::uint32_t> numbers;
};
struct AllGoing {
  std::map<store::Sequence, Going> bulletins;
  std::set<bulletin::PublicationId> looked_through;
};

/// The claims that were made of what goes stand in any part of its publication.
base::Status add_made_of(query::Asking& asking, const bulletin::Header& header, const std::string& id,
                         const std::set<Value>& left, AllGoing& going) {
  const auto parts = asking.index().of_publication(header.publication);
  if (!parts) return parts.error();
  for (const auto part : *parts) {
    const auto bytes = asking.ledger().bytes(part);
    if (!bytes) return bytes.error();
    const auto read = bulletin::read_verified(*bytes);
    if (!read) return read.error();
    if (read->header.origin != asking.book().self || read->header.kind != v1::KIND_REPORT) continue;
    for (const auto& claim : read->claims) {
      if (original_of(claim.message) != id || left.contains({claim.message.type(), claim.message.value()})) continue;
      auto& one = going.bulletins[part];
      one.header = read->header;
      one.numbers.push_back(claim.number);
    }
  }
  return {};
}

base::Status add_going(query::Asking& asking, const Told& told, const std::set<Value>& left, AllGoing& going) {
  if (told.bulletin.is_zero()) return base::fail(ErrorCode::Forbidden, "this is not deleted");
  const auto entry = asking.ledger().find(told.bulletin);
  if (!entry) return entry.error();
  const auto header = store::header_of(asking.ledger(), told.bulletin);
  if (!header) return header.error();
  if (!*entry || !*header) return {};
  if ((*header)->origin != asking.book().self) {
    return base::fail(ErrorCode::Forbidden, "it was said by another organisation, which alone takes it back");
  }
  auto& one = going.bulletins[(*entry)->sequence];
  one.header = **header;
  one.numbers.push_back(told.number);
  const bool is_posted = told.value.type() == 0;
  return is_posted && going.looked_through.insert((*header)->publication).second
             ? add_made_of(asking, **header, told.object.id, left, going)
             : base::Status();
}

base::Result<std::vector<v1::Header>> withdrawals(query::Asking& asking, const ScanQuestion& question,
                                                  const std::vector<Told>& found) {
  const auto reach = asking.reach();
  if (!reach) return reach.error();
  if (reach->rebuilding) return base::fail(ErrorCode::Busy, "the index is being rebuilt: try again later");
  const auto left = values_left(asking, question, found.front().object.id, found);
  if (!left) return left.error();
  AllGoing going;
  for (const auto& told : found) {
    if (auto added = add_going(asking, told, *left, going); !added) return added.error();
  }
  std::vector<v1::Header> headers;
  for (auto& [sequence, one] : going.bulletins)
    headers.push_back(withdrawal(one.header, std::move(one.numbers), asking.now()));
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
  const auto asked = std::make_shared<const ScanQuestion>(question);
  find_objects(parts, std::move(remembered), std::move(question), {},
               [parts, asked, who, done = std::move(done)](base::Result<FoundObjects> found) {
                 if (!found) return done(found.error());
                 if (found->told.empty())
                   return done(base::fail(ErrorCode::NotFound, "there is no such object in this collection"));
                 auto shared = std::make_shared<std::vector<Told>>(std::move(found->told));
                 parts.store.read_for_askers([parts, asked, who, done, shared,
                                              outlook = parts.query.outlook()](store::Reading& reading) {
                   query::Asking asking(reading, outlook, {asked->max_tlp, {}});
                   auto headers =
                       std::make_shared<base::Result<std::vector<v1::Header>>>(withdrawals(asking, *asked, *shared));
                   parts.home.post([parts, headers, who, done] {
                     if (!*headers) return done(headers->error());
                     std::make_shared<Deleting>(parts, who, std::move(**headers), done)->next();
                   });
                 });
               });
}

}  // namespace tidings::taxii
