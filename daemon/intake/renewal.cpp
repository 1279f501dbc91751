#include "daemon/intake/renewal.hpp"

#include <algorithm>

namespace tidings::intake {

using base::ErrorCode;

Renewal::Renewal(const Desk& desk, const bulletin::PublicationId& publication, base::Instant until,
                 Publisher::Done done)
    : desk_(desk), until_(until), done_(std::move(done)) {
  published_.publication = publication;
}

void Renewal::start() {
  desk_.store.read([self = shared_from_this(), us = desk_.book.current()->self](store::Reading& reading) {
    auto former = find(reading, self->published_.publication, us, self->desk_.clock.now());
    self->desk_.home.post([self, former = std::move(former)]() mutable { self->found(std::move(former)); });
  });
}

base::Result<Renewal::Former> Renewal::find(store::Reading& reading, const bulletin::PublicationId& publication,
                                            const OrgId& self, base::Instant now) {
  const auto reach = reading.index.reach();
  if (!reach) return reach.error();
  if (!reach->is_whole()) return base::fail(ErrorCode::Busy, "the index is being rebuilt");
  const auto places = reading.index.of_publication(publication);
  if (!places) return places.error();
  const auto standing = reading.index.standing(*places);
  if (!standing) return standing.error();
  Former former;
  for (const auto& part : *standing) {
    if (!part || part->superseded || part->row.expires_at <= now) continue;
    if (part->row.origin != self) return base::fail(ErrorCode::Policy, "only the origin of a publication renews it");
    if (part->withdrawn || !part->withdrawn_claims.empty()) {
      return base::fail(ErrorCode::Exists, "part of it is withdrawn, and would come back");
    }
    auto bytes = reading.ledger.bytes(part->row.sequence);
    if (!bytes) return bytes.error();
    former.revision = std::max(former.revision, part->row.revision);
    former.parts.push_back(std::move(*bytes));
  }
  if (former.parts.empty()) return base::fail(ErrorCode::NotFound, "nothing of this publication is live here");
  return former;
}

void Renewal::found(base::Result<Former> former) {
  if (!former) return done_(former.error());
  former_ = std::move(*former);
  published_.revision = former_.revision + 1;
  next();
}

void Renewal::next() {
  if (at_ == former_.parts.size()) return done_(std::move(published_));
  const bulletin::Renewal renewal{desk_.draw_issued_at(), until_, published_.revision};
  desk_.crypto.post([self = shared_from_this(), renewal] {
    auto made = bulletin::renew(self->desk_.signer, self->former_.parts[self->at_], renewal);
    self->desk_.home.post([self, made = std::move(made)]() mutable { self->submit(std::move(made)); });
  });
}

void Renewal::submit(base::Result<bulletin::Signed> made) {
  if (!made) return done_(made.error());
  published_.bulletins.push_back(made->header.id);
  published_.claims += made->header.message.claim_count();
  Submission submission{made->header.id, std::move(made->bytes), {}};
  desk_.intake.submit(std::move(submission), [self = shared_from_this()](const Answer& answer) {
    const bool held = answer.ending == Ending::Stored || answer.ending == Ending::Known;
    if (!held) return self->done_(answer.error);
    ++self->at_;
    self->next();
  });
}

}  // namespace tidings::intake
