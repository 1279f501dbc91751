#pragma once
/// A collection read forward: what the caller may see of it, in the order in which it came to stand here, from a date
/// on. Every date is told by its entry alone (daemon/store/dates.hpp), so where a page ends is a date, and nothing is
/// remembered between two pages.
/// Left out is what has expired, was withdrawn or replaced; what withdraws or replaces it tells it as revoked, unless
/// its origin still says the same elsewhere. Local bulletins never leave. Who asks for a partner is told what
/// may_hold() lets that partner hold. Errors: what the store says. Lives on: a reader thread.
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "daemon/access/access.hpp"
#include "daemon/http/taxii/asked.hpp"
#include "daemon/http/taxii/objects.hpp"
#include "daemon/query/asking.hpp"
#include "daemon/query/filter.hpp"

namespace tidings::taxii {

struct Told {
  std::uint64_t date{0};  ///< date_added, µs
  Object object;
  bulletin::BulletinId bulletin{};  ///< where it stands; zero: in none
  std::uint32_t number{0};
  v1::Value value{};  ///< of what is made of a claim: by it the id is found again
};

/// Of one request.
struct ScanQuestion {
  query::Filter filter;            ///< of the collection
  v1::Tlp max_tlp{v1::TLP_CLEAR};  ///< of the caller and the collection
  identity::OrgId organisation;    ///< the caller's; zero: nobody's
  Asked asked;                     ///< with ids: these alone
  Telling telling{Telling::Whole};
};

/// What is told of an object: each version, and all words without one, by where they stand first. An id is one
/// organisation's: ours where we say the object, else of whom it came first of all that is told.
struct Spoken {
  using Place = std::pair<store::Sequence, std::uint32_t>;
  std::size_t hits{0};  ///< in the index when this was read, and the newest of them: if they differ, it is read again
  store::Sequence newest;
  identity::OrgId owner;
  std::vector<Place> places;
  std::map<std::uint64_t, Place> by_version;
  std::unordered_map<std::size_t, Place> by_words;
};
/// Kept over the steps of one request, since there may be thousands of versions, and each is read for it.
using SpokenOf = std::unordered_map<std::string, Spoken>;

/// What one step reads at most: some milliseconds of a reader.
struct ScanBounds {
  std::size_t bulletins{64};
  std::size_t body_bytes{512u << 10};
  std::size_t told_bytes{4u << 20};  ///< of a page; an object has up to 256 KiB
};

struct Scanned {
  std::vector<Told> told;
  std::uint64_t to{0};  ///< all up to this date was looked at
  bool at_end{false};   ///< there is nothing behind it now
};

/// One step from behind `from`, at most `want` objects. `spoken` is of all steps of the request.
base::Result<Scanned> scan(query::Asking& asking, const ScanQuestion& question, std::uint64_t from, std::size_t want,
                           const ScanBounds& bounds, SpokenOf& spoken);

/// Of what has an id, by date: what lies behind an instant, and how much of it; one at least.
struct Window {
  std::uint64_t from{0};
  std::size_t most{SIZE_MAX}, bytes{SIZE_MAX};
};
struct LookedUp {
  std::vector<Told> told;        ///< in no order
  std::uint64_t to{UINT64_MAX};  ///< of what lies behind this date not all is in it
};
/// The objects of this id where a value is known to lead there: what was posted under it, identities, markings, and
/// what is made of claims about `value`. Nothing in it: it may stand anywhere.
base::Result<LookedUp> look_up(query::Asking& asking, const ScanQuestion& question, const std::string& id,
                               const std::optional<v1::Value>& value, const Window& window);

}  // namespace tidings::taxii
