#include "daemon/partners/partner_book.hpp"

#include <deque>
#include <future>
#include <mutex>

#include "daemon/partners/changes.hpp"

namespace tidings::partners {
namespace {

using base::ErrorCode;
using Step = std::function<base::Status(Edit&)>;

struct Rows {
  std::vector<store::PartnerRecord> partners;
  std::vector<store::IdentityRecord> identities;
};

base::Result<Rows> read_rows(store::Store& store) {
  auto answer = std::make_shared<std::promise<base::Result<Rows>>>();
  auto read = answer->get_future();
  store.read([answer](store::Reading& reading) {
    auto partners = reading.ledger.partners();
    if (!partners) return answer->set_value(partners.error());
    auto identities = reading.ledger.identities();
    if (!identities) return answer->set_value(identities.error());
    answer->set_value(Rows{std::move(*partners), std::move(*identities)});
  });
  return read.get();
}

base::Status put_identities(Book& book, const std::vector<store::IdentityRecord>& rows) {
  for (const auto& row : rows) {
    if (row.organisation == book.self) continue;
    auto identity = identity::read_identity(row.signed_bytes);
    if (!identity) {
      return base::fail(ErrorCode::Internal,
                        "the stored identity of " + row.organisation.brief() + " is damaged: " + identity.error().what);
    }
    book.identities[row.organisation] = {std::make_shared<const identity::Identity>(std::move(*identity)),
                                         row.introduced_by};
  }
  return {};
}

base::Status put_partners(Book& book, const std::vector<store::PartnerRecord>& rows) {
  for (const auto& row : rows) {
    if (row.standing == policy::Standing::Removed) continue;
    const auto known = book.identities.find(row.organisation);
    if (known == book.identities.end()) {
      return base::fail(ErrorCode::Internal, "the store has no identity of the partner " + row.alias);
    }
    Partner partner{row, known->second.identity, std::nullopt};
    // A contact whose signer the newest identity no longer delegates is no longer one; the partner renews it.
    if (auto contact = identity::read_contact(row.contact, *known->second.identity))
      partner.contact = std::move(*contact);
    book.partners.emplace(row.organisation, std::move(partner));
  }
  return {};
}

/// Changes are taken one group at a time: all that waits is checked in order against one copy of the book, committed
/// as one batch, and swapped in. So two changes never overtake each other, and a flood of them costs one copy.
class LivingBook final : public PartnerBook, public std::enable_shared_from_this<LivingBook> {
 public:
  LivingBook(Book book, store::Store& store, base::Executor& home, base::Executor& crypto, const base::Clock& clock)
      : store_(store),
        home_(home),
        crypto_(crypto),
        clock_(clock),
        current_(std::make_shared<const Book>(std::move(book))) {}

  std::shared_ptr<const Book> current() const override {
    const std::scoped_lock lock(mutex_);
    return current_;
  }
  void add(const identity::Card& card, std::string alias, policy::Terms terms, Done done) override {
    change(
        card.identity.organisation,
        [card, alias = std::move(alias), terms, now = clock_.now()](Edit& edit) {
          return add_partner(edit, card, alias, terms, now);
        },
        std::move(done));
  }
  void set_terms(const OrgId& organisation, policy::Terms terms, Done done) override {
    change(organisation, [=](Edit& edit) { return change_terms(edit, organisation, terms); }, std::move(done));
  }
  void set_standing(const OrgId& organisation, policy::Standing standing, Done done) override {
    change(organisation, [=](Edit& edit) { return change_standing(edit, organisation, standing); }, std::move(done));
  }
  void learn(const OrgId& from, std::string_view identity, std::string_view contact, Done done) override;
  void on_change(std::function<void(const OrgId&)> listener) override { listeners_.push_back(std::move(listener)); }

 private:
  struct Change {
    OrgId about;
    Step step;
    Done done;
  };
  void change(const OrgId& about, Step step, Done done) {
    waiting_.push_back({about, std::move(step), std::move(done)});
    if (!committing_) take_waiting();
  }
  struct Learning {
    OrgId from;
    std::string contact;
    Done done;
    std::optional<base::Result<std::optional<identity::Identity>>> read;  ///< once it is
  };
  void take_read();
  void learn_read(const OrgId& from, std::optional<identity::Identity> identity, std::string contact, Done done);
  void take_waiting();
  void committed(const base::Result<store::Committed>& result, Book next, std::vector<Change> changes);
  void swap_in(Book next) {
    auto fresh = std::make_shared<const Book>(std::move(next));
    const std::scoped_lock lock(mutex_);
    current_.swap(fresh);
  }

  store::Store& store_;
  base::Executor& home_;
  base::Executor& crypto_;
  const base::Clock& clock_;
  mutable std::mutex mutex_;  ///< guards one pointer, for readers on other threads
  std::shared_ptr<const Book> current_;
  std::deque<std::shared_ptr<Learning>> learning_;  ///< bounded by what links let their partners introduce
  std::deque<Change> waiting_;
  bool committing_{false};
  std::vector<std::function<void(const OrgId&)>> listeners_;
};

void LivingBook::learn(const OrgId& from, std::string_view identity, std::string_view contact, Done done) {
  auto learning = std::make_shared<Learning>(Learning{from, std::string(contact), std::move(done), {}});
  learning_.push_back(learning);
  if (identity.empty()) {
    learning->read = std::optional<identity::Identity>{};
    take_read();
    return;
  }
  // The book may go while an identity is read; home does not.
  crypto_.post([self = weak_from_this(), &home = home_, learning, bytes = std::string(identity)] {
    auto read = identity::read_identity(bytes);
    home.post([self, learning, read = std::move(read)]() mutable {
      if (read)
        learning->read = std::optional(std::move(*read));
      else
        learning->read = read.error();
      if (const auto book = self.lock()) book->take_read();
    });
  });
}

/// In the order in which they came: a contact may need the identity before it.
void LivingBook::take_read() {
  while (!learning_.empty() && learning_.front()->read) {
    auto learning = std::move(learning_.front());
    learning_.pop_front();
    if (auto& read = *learning->read) {
      learn_read(learning->from, std::move(*read), std::move(learning->contact), std::move(learning->done));
    } else {
      learning->done(read.error());
    }
  }
}

void LivingBook::learn_read(const OrgId& from, std::optional<identity::Identity> identity, std::string contact,
                            Done done) {
  const OrgId about = identity ? identity->organisation : from;
  if (about != from) contact.clear();  // only a partner itself says how it is reached
  change(
      about,
      [from, identity = std::move(identity), contact = std::move(contact)](Edit& edit) {
        if (identity) {
          if (const auto learnt = learn_identity(edit, from, *identity); !learnt) return learnt;
        }
        return contact.empty() ? base::Status{} : learn_contact(edit, from, contact);
      },
      std::move(done));
}

void LivingBook::take_waiting() {
  Edit edit{*current(), {}};
  std::vector<Change> passed;
  while (!waiting_.empty()) {
    Change change = std::move(waiting_.front());
    waiting_.pop_front();
    auto status = change.step(edit);
    if (status) {
      passed.push_back(std::move(change));
    } else {
      home_.post([done = std::move(change.done), status] { done(status); });
    }
  }
  if (passed.empty()) return;
  const store::Batch& batch = edit.batch;
  if (batch.partners.empty() && batch.identities.empty()) {  // nothing that was not known
    for (auto& change : passed) home_.post([done = std::move(change.done)] { done(base::Status{}); });
    return;
  }
  committing_ = true;
  auto state = std::make_shared<std::pair<Book, std::vector<Change>>>(std::move(edit.book), std::move(passed));
  store_.commit(std::move(edit.batch), home_, [self = weak_from_this(), state](base::Result<store::Committed> result) {
    if (const auto book = self.lock()) book->committed(result, std::move(state->first), std::move(state->second));
  });
}

void LivingBook::committed(const base::Result<store::Committed>& result, Book next, std::vector<Change> changes) {
  committing_ = false;
  if (result) swap_in(std::move(next));
  for (const auto& change : changes) {
    if (!result) {
      change.done(result.error());
      continue;
    }
    for (const auto& listener : listeners_) listener(change.about);
    change.done({});
  }
  if (!committing_ && !waiting_.empty()) take_waiting();
}

/// What the owner holds: the living book dies with it, whatever answers are still under way.
class Holder final : public PartnerBook {
 public:
  explicit Holder(std::shared_ptr<LivingBook> book) : book_(std::move(book)) {}
  std::shared_ptr<const Book> current() const override { return book_->current(); }
  void add(const identity::Card& card, std::string alias, policy::Terms terms, Done done) override {
    book_->add(card, std::move(alias), terms, std::move(done));
  }
  void set_terms(const OrgId& organisation, policy::Terms terms, Done done) override {
    book_->set_terms(organisation, terms, std::move(done));
  }
  void set_standing(const OrgId& organisation, policy::Standing standing, Done done) override {
    book_->set_standing(organisation, standing, std::move(done));
  }
  void learn(const OrgId& from, std::string_view identity, std::string_view contact, Done done) override {
    book_->learn(from, identity, contact, std::move(done));
  }
  void on_change(std::function<void(const OrgId&)> listener) override { book_->on_change(std::move(listener)); }

 private:
  std::shared_ptr<LivingBook> book_;
};

}  // namespace

base::Result<std::unique_ptr<PartnerBook>> PartnerBook::load(store::Store& store, const identity::Card& self,
                                                             base::Executor& home, base::Executor& crypto,
                                                             const base::Clock& clock) {
  const auto rows = read_rows(store);
  if (!rows) return rows.error();
  Book book;
  book.self = self.identity.organisation;
  book.identities[book.self] = {std::make_shared<const identity::Identity>(self.identity), {}};
  if (const auto put = put_identities(book, rows->identities); !put) return put.error();
  if (const auto put = put_partners(book, rows->partners); !put) return put.error();
  auto living = std::make_shared<LivingBook>(std::move(book), store, home, crypto, clock);
  return std::unique_ptr<PartnerBook>(std::make_unique<Holder>(std::move(living)));
}

}  // namespace tidings::partners
