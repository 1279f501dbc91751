#include "daemon/intake/publication.hpp"

#include <algorithm>
#include <map>

#include "base/digest.hpp"
#include "core/bulletin/verify.hpp"
#include "daemon/intake/already_said.hpp"
#include "daemon/intake/draft.hpp"
#include "daemon/intake/draft_check.hpp"
#include "daemon/intake/newer_event.hpp"
#include "daemon/intake/said_again.hpp"

namespace tidings::intake {
namespace {

using base::ErrorCode;

constexpr std::size_t parts_at_once = 8;  // as many as intake checks at once
constexpr std::size_t compared_at_once = 2'000;
constexpr std::size_t compared_parts_at_once = 8;

}  // namespace

Publication::Publication(const Desk& desk, Draft draft, Publisher::Progress progress, Publisher::Done done)
    : desk_(desk),
      self_(desk.book.current()->self),
      draft_(std::move(draft)),
      progress_(std::move(progress)),
      done_(std::move(done)) {
  if (draft_.sections.empty()) draft_.sections.push_back({draft_.context, draft_.claims.size()});
}

void Publication::start() {
  const auto self = shared_from_this();
  const std::shared_ptr<Draft> draft(self, &draft_);
  std::make_shared<DraftCheck>(desk_, draft, [self](const base::Result<Warned>& warned) {
    self->checked(warned);
  })->start();
}

void Publication::checked(const base::Result<Warned>& warned) {
  if (!warned) {
    fail(warned.error());
  } else if (warned->claims > 0 && !draft_.dry_run) {
    const auto forcing = draft_.held ? "'tidings held release " + draft_.held->text() + " --force'" : "--force";
    fail(refusal_of(*warned, draft_.claims.size(), forcing));
  } else {
    published_.warned = *warned;
    look_up();
  }
}

/// What it refers to, what it is based on and what it amends.
void Publication::look_up() {
  const auto refers = [](const Section& section) {
    return !section.context.targets().empty() || !section.context.based_on().empty();
  };
  if (draft_.context.publication_id().empty() && std::ranges::none_of(draft_.sections, refers)) {
    looked_up(NextRevision{});
    return;
  }
  desk_.store.read([self = shared_from_this()](store::Reading& reading) {
    auto revision = next_revision(reading, self->draft_, self->self_);
    if (revision && self->draft_.is_new) {
      const auto newer = has_newer_event(reading, self->draft_, revision->former);
      if (newer)
        revision->is_newer_event = *newer;
      else
        revision = newer.error();
    }
    if (revision) {
      const auto held = check_held(reading.ledger, self->draft_, self->self_);
      if (!held) revision = held.error();
    }
    self->desk_.home.post([self, revision = std::move(revision)] { self->looked_up(revision); });
  });
}

void Publication::looked_up(const base::Result<NextRevision>& revision) {
  if (!revision) {
    fail(revision.error());
    return;
  }
  if (auto checked = check_names(revision->named); !checked) {
    fail(checked.error());
    return;
  }
  if (revision->is_newer_event) return end_older();
  begin_revision(*revision);
  older_ = std::make_unique<OlderVersions>(
      draft_, OwnWords{self_, draft_.said_up_to, desk_.clock.now(), published_.publication, draft_.feed_tag});
  if (draft_.claims.empty())
    compare();
  else
    find_older();
}

void Publication::compare() {
  const bool may_say_the_same = next_.number > 1 && (draft_.is_new || draft_.skip_already_said);
  if (may_say_the_same) {
    unchanged_ = std::make_unique<Unchanged>(draft_, desk_.clock.now());
    if (unchanged_->may_be(next_)) {
      compare_from(0);
      return;
    }
  }
  // Nothing is left out of a revision: what it does not say would be gone.
  if (next_.number > 1 || !draft_.skip_already_said) {
    find_said_again(0);
    return;
  }
  said_.reserve(draft_.claims.size());
  skip_from(0);
}

/// Some objects at a time, between which other readers' work goes.
void Publication::find_older() {
  desk_.store.read([self = shared_from_this()](store::Reading& reading) {
    auto more = self->older_->step(reading);
    self->desk_.home.post([self, more = std::move(more)] {
      if (!more)
        self->fail(more.error());
      else if (*more)
        self->find_older();
      else
        self->found_older();
    });
  });
}

/// What goes is withdrawn first: who is cut short here publishes it again, and the rest is done.
void Publication::found_older() {
  const auto going = older_->going();
  published_.older.ids = older_->ids();
  for (const auto& one : going) published_.older.withdrawn += one.claims.size();
  if (!older_->left_out().empty()) published_.older.left_out = drop(older_->left_out());
  older_.reset();
  if (draft_.dry_run) return compare();
  withdraw_older(withdrawals_of(going, "a newer version of the object does not say it", desk_.clock.now()));
}

void Publication::withdraw_older(std::vector<v1::Header> withdrawals) {
  if (withdrawals.empty()) return compare();
  Draft draft;
  draft.context = std::move(withdrawals.back());
  draft.feed_tag = draft_.feed_tag;
  if (!draft.feed_tag.empty()) draft.context.add_tags(draft.feed_tag);
  withdrawals.pop_back();
  auto next = [self = shared_from_this(), withdrawals = std::move(withdrawals)](const base::Result<Published>& done) {
    if (done) return self->withdraw_older(withdrawals);
    self->fail(base::fail(done.error().code,
                          "what older versions of its objects claim could not be withdrawn, so "
                          "nothing was published: " +
                              done.error().what));
  };
  std::make_shared<Publication>(desk_, std::move(draft), Publisher::Progress(), std::move(next))->start();
}

/// A person who released it is to know that he waited for nothing.
void Publication::end_older() {
  published_.older.event = true;
  if (!draft_.held) return done_(std::move(published_));
  fail(base::fail(ErrorCode::Policy, "a newer version of the event was published since it was held; drop it"));
}

base::Status Publication::check_names(const std::set<OrgId>& named_before) const {
  if (draft_.context.publication_id().empty()) return {};  // that was done at once
  const auto book = desk_.book.current();
  for (const auto& section : draft_.sections) {
    if (auto checked = intake::check_names(*book, section.context, named_before); !checked) return checked;
  }
  return {};
}

void Publication::begin_revision(const NextRevision& revision) {
  next_ = revision;
  auto& context = draft_.context;
  if (context.publication_id().empty()) context.set_publication_id(base::random_bytes(bulletin::PublicationId::size));
  published_.publication = *bulletin::PublicationId::from_bytes(context.publication_id());
  published_.revision = next_.number;
  published_.former = made_from(next_);
  for (auto& section : draft_.sections) {
    if (next_.former_until.us <= section.context.expires_at()) continue;
    // Once it has expired and is gone, nothing would stand over what it replaced.
    section.context.set_expires_at(next_.former_until.us);
    published_.expiry_raised_to = next_.former_until;
  }
}

/// A few bulletins of the former at a time, between which other readers' work goes.
void Publication::compare_from(std::size_t part) {
  desk_.store.read([self = shared_from_this(), part](store::Reading& reading) {
    const auto& former = self->next_.former;
    const auto end = std::min(former.size(), part + compared_parts_at_once);
    base::Status read;
    for (auto i = part; i < end && read; ++i) read = self->unchanged_->read(reading.ledger, former[i].id);
    const bool is_last = end == former.size();
    const bool unchanged = read && is_last && self->unchanged_->is();
    self->desk_.home.post([self, read, end, is_last, unchanged] {
      if (!read) {
        self->fail(read.error());
      } else if (!is_last) {
        self->compare_from(end);
      } else if (unchanged) {
        self->published_.already_said = self->draft_.claims.size();
        self->done_(std::move(self->published_));
      } else {
        self->find_said_again(0);
      }
    });
  });
}

void Publication::skip_from(std::size_t first) {
  if (first >= draft_.claims.size()) {
    find_said_again(0);
    return;
  }
  desk_.store.read([self = shared_from_this(), first, now = desk_.clock.now()](store::Reading& reading) {
    auto said = already_said(reading, self->draft_, first, compared_at_once, self->self_, now);
    self->desk_.home.post([self, first, said = std::move(said)] {
      if (!said) {
        self->fail(said.error());
        return;
      }
      self->said_.insert(self->said_.end(), said->begin(), said->end());
      self->skip_from(first + compared_at_once);
    });
  });
}

/// Who publishes by hand what was withdrawn means it, and is told.
void Publication::find_said_again(std::size_t first) {
  if (!draft_.feed_tag.empty() || first >= draft_.claims.size()) {
    note_audit();
    return;
  }
  desk_.store.read([self = shared_from_this(), first, now = desk_.clock.now()](store::Reading& reading) {
    const auto found = intake::find_said_again(reading, self->draft_, first, compared_at_once, self->said_, self->self_,
                                               now, self->published_.said_again);
    self->desk_.home.post(
        [self, first, found] { found ? self->find_said_again(first + compared_at_once) : self->fail(found.error()); });
  });
}

void Publication::end_dry() {
  published_.already_said = static_cast<std::size_t>(std::ranges::count(said_, true));
  published_.claims = draft_.claims.size() - published_.already_said;
  done_(std::move(published_));
}

void Publication::note_audit() {
  if (draft_.dry_run) {
    end_dry();
    return;
  }
  if (draft_.audit.empty() && !draft_.begun) {
    cut();
    return;
  }
  store::Batch batch;
  if (draft_.begun) batch.held.push_back(std::move(*draft_.begun));
  batch.audit = std::move(draft_.audit);
  desk_.store.commit(std::move(batch), desk_.home, [self = shared_from_this()](base::Result<store::Committed> noted) {
    if (noted)
      self->cut();
    else
      self->fail(noted.error());
  });
}

/// Sections of which nothing is left are not published; a report without any claim is. How many were dropped.
std::size_t Publication::drop(const std::vector<bool>& claims) {
  std::size_t first = 0, dropped = 0;
  for (auto& section : draft_.sections) {
    const auto begin = claims.begin() + static_cast<std::ptrdiff_t>(first);
    first += section.count;
    const auto of_it =
        static_cast<std::size_t>(std::count(begin, begin + static_cast<std::ptrdiff_t>(section.count), true));
    section.count -= of_it;
    dropped += of_it;
    if (of_it > 0 && section.count == 0) section.context.clear_kind();
  }
  std::size_t number = 0;
  std::erase_if(draft_.claims, [&](const v1::Claim&) { return claims[number++]; });
  std::erase_if(draft_.sections, [](const Section& section) { return section.context.kind() == v1::KIND_UNSPECIFIED; });
  return dropped;
}

void Publication::cut() {
  if (!said_.empty()) published_.already_said = drop(said_);
  for (auto& left : next_.left) {
    if (left.expires_at() > desk_.clock.now().us) draft_.sections.push_back({std::move(left), 0});
  }
  if (draft_.sections.empty()) {
    done_(std::move(published_));
    return;
  }
  std::map<std::string, std::uint32_t> parts;
  std::size_t first = 0;
  for (std::size_t number = 0; number < draft_.sections.size(); ++number) {
    const auto& [context, count] = draft_.sections[number];
    auto& last = parts[context.audience().SerializeAsString()];
    for (const auto& claims : bulletin::split(context, std::span(draft_.claims).subspan(first, count))) {
      runs_.push_back({number, claims, ++last, 0});
    }
    first += count;
  }
  for (auto& run : runs_) run.parts = parts[draft_.sections[run.section].context.audience().SerializeAsString()];
  published_.bulletins.resize(runs_.size());
  sign_next();
}

void Publication::sign_next() {
  const auto may_go = [&] {
    // The one that ends a held draft goes last: so it is held until all of it is stored, whatever happens meanwhile.
    return !draft_.held || next_run_ + 1 < runs_.size() || under_way_ == 0;
  };
  while (!failed_ && next_run_ < runs_.size() && under_way_ < parts_at_once && may_go()) {
    ++under_way_;
    sign(next_run_++);
  }
  if (under_way_ == 0) end();
}

v1::Header Publication::header_of_part(const Run& run) const {
  auto header = draft_.sections[run.section].context;
  header.set_publication_id(draft_.context.publication_id());
  header.set_revision(next_.number);
  header.set_origin(self_.str());
  header.set_part(run.part);
  header.set_parts(run.parts);
  return header;
}

void Publication::sign(std::size_t part) {
  auto header = header_of_part(runs_[part]);
  header.set_issued_at(desk_.draw_issued_at().us);
  desk_.crypto.post([self = shared_from_this(), part, header = std::move(header)]() mutable {
    auto made = bulletin::build(self->desk_.signer, std::move(header), self->runs_[part].claims);
    self->desk_.home.post([self, part, made = std::move(made)]() mutable { self->submit(part, std::move(made)); });
  });
}

void Publication::submit(std::size_t part, base::Result<bulletin::Signed> made) {
  if (!made) {
    answered(part, {Ending::RefusedForGood, made.error(), {}});
    return;
  }
  published_.bulletins[part] = made->header.id;
  Submission submission{made->header.id, std::move(made->bytes), {}};
  if (part + 1 == runs_.size()) submission.ends = draft_.held;
  desk_.intake.submit(std::move(submission),
                      [self = shared_from_this(), part](Answer answer) { self->answered(part, answer); });
}

void Publication::answered(std::size_t part, const Answer& answer) {
  --under_way_;
  if (answer.ending == Ending::Stored || answer.ending == Ending::Known) {
    ++parts_stored_;
    published_.claims += runs_[part].claims.size();
    if (progress_) progress_(published_.claims);
  } else if (!failed_) {
    failed_ = answer.error;
  }
  sign_next();
}

void Publication::end() {
  if (!failed_) {
    done_(std::move(published_));
    return;
  }
  if (parts_stored_ > 0) {
    failed_->what = std::to_string(parts_stored_) + " of " + std::to_string(runs_.size()) + " parts with " +
                    std::to_string(published_.claims) + " claims were stored as publication " +
                    published_.publication.text() + ", the others were not: " + failed_->what;
  }
  fail(std::move(*failed_));
}

void Publication::fail(base::Error error) { done_(std::move(error)); }

}  // namespace tidings::intake
