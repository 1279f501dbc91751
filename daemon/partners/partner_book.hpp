#pragma once
/// The partner book in memory: who our partners are, on what terms, and every identity that we know. Readers take a
/// snapshot that never changes; changes are committed to the store first and then swapped in.
/// Errors: NotFound, Exists (alias or organisation), BadInput, and what the store says.
/// Lives on: current() from any thread; changes on the network thread, answers come there.
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/async/executor.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "core/identity/card.hpp"
#include "core/policy/may_hold.hpp"
#include "daemon/store/store.hpp"

namespace tidings::partners {

using identity::OrgId;

/// Origins that one partner may introduce: a national CERT relays a few hundred; each costs about 1 KiB.
inline constexpr std::size_t max_introduced = 10'000;

struct Partner {
  store::PartnerRecord record;
  std::shared_ptr<const identity::Identity> identity;
  std::optional<identity::Contact> contact;
};

struct Known {
  std::shared_ptr<const identity::Identity> identity;
  OrgId introduced_by;  ///< zero: by hand, or ourselves
};

/// One state of the book, immutable.
struct Book {
  OrgId self;
  std::map<OrgId, Partner> partners;  ///< removed ones are not here
  std::map<OrgId, Known> identities;  ///< ourselves and all partners included
  const Partner* find(const OrgId& organisation) const;
  const Partner* find_alias(std::string_view alias) const;      ///< also by OrgId text or a unique prefix of 8 or more
  const Partner* find_pin(const identity::SpkiPin& pin) const;  ///< active or suspended: whom a TLS key belongs to
  const identity::Identity* identity(const OrgId& organisation) const;
  /// Whether this identity of anybody, and this contact of `from` (each may be empty), are byte for byte what we hold:
  /// told without verifying anything.
  bool holds(const OrgId& from, std::string_view identity, std::string_view contact) const;
  std::string name_of(const OrgId& organisation) const;  ///< alias, else the identity's name, else brief hex
  /// The aliases nearest to a mistyped name, at most three.
  std::vector<std::string> nearest(std::string_view name) const;
};

class PartnerBook {
 public:
  /// Loads the book from the store. `self` is our own card, always the newest. Identities that are learnt are verified
  /// on `crypto`.
  static base::Result<std::unique_ptr<PartnerBook>> load(store::Store& store, const identity::Card& self,
                                                         base::Executor& home, base::Executor& crypto,
                                                         const base::Clock& clock);
  virtual ~PartnerBook() = default;

  virtual std::shared_ptr<const Book> current() const = 0;
  using Done = std::function<void(base::Status)>;
  /// Adds a partner by its card, compared with the fingerprint before. Terms may be empty: nothing flows.
  /// An empty alias: one is made of the name on the card.
  virtual void add(const identity::Card& card, std::string alias, policy::Terms terms, Done done) = 0;
  virtual void set_terms(const OrgId& organisation, policy::Terms terms, Done done) = 0;
  virtual void set_standing(const OrgId& organisation, policy::Standing standing,
                            Done done) = 0;  ///< Removed: also forgets its tokens
  /// A renewed card of a partner (higher serials only), or an identity that a partner introduces (bounded a partner).
  virtual void learn(const OrgId& from, std::string_view identity, std::string_view contact, Done done) = 0;
  /// Called on the home executor after every change.
  virtual void on_change(std::function<void(const OrgId&)> listener) = 0;
};

}  // namespace tidings::partners
