#pragma once
/// What may be asked: look-ups in batches, queries, a bulletin whole, and why. One service for every door (API, TAXII,
/// console). Each asker has a ceiling: nothing above it is told, counted or hinted at.
/// Small look-ups that wait at the same time are read together, so that many clients with one in flight each cost
/// little more than one client with a batch. Errors: NotFound, BadInput, Forbidden, Busy (too many wait), Cancelled
/// (nobody waits), and what the store says. Lives on: called on the network thread; works on reader threads; answers
/// come home.
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/async/executor.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "core/indicator/weights.hpp"
#include "daemon/partners/partner_book.hpp"
#include "daemon/store/store.hpp"
#include "daemon/warnings/warning_book.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::query {

/// Where the answer goes: what is marked to stay on this node is told and counted here alone.
enum class Goes : std::uint8_t { Here, Outside };

/// What the asker may see, and whether it still waits for the answer: what nobody waits for is not begun.
struct Ceiling {
  v1::Tlp max_tlp{v1::TLP_AMBER_STRICT};
  std::function<bool()> is_wanted{};  ///< asked at home; none: it is
  Goes goes{Goes::Here};
};

inline constexpr std::size_t max_lookup_values = 10'000;
inline constexpr std::uint32_t default_page = 100;
inline constexpr std::size_t max_waiting = 1'000;  ///< questions that are not begun; beyond it: Busy
inline constexpr std::uint32_t max_page = 1'000;   ///< indicators; a page also ends at about 1 MiB

/// Up to the asker's ceiling. Places in the ledger count everything, so they are 0 for who may not see RED.
struct Totals {
  std::uint64_t bulletins{0}, claims{0};
  store::Sequence last, indexed_to;
  bool rebuilding{false};
};

/// A page of a query, told as it goes over the wire.
struct EncodedPage {
  std::string answer;  ///< a v1::QueryAnswer
  std::uint32_t indicators{0};
  std::string next_page;  ///< the answer's; empty at the end
};

struct CountStep {
  v1::CountAnswer counted;
  std::string next_page;  ///< empty at the end
};

/// A bulletin that an id stands for, with what is needed to amend or withdraw it.
struct FoundBulletin {
  store::Standing standing;
  v1::Audience audience;
  std::vector<std::uint32_t> claims;  ///< numbers of the claims that say something of the values asked for, rising
};

/// What live reports are asked for: those that speak of values, those that were named, by anybody or one origin.
struct SpokenQuestion {
  std::vector<v1::Value> values;
  std::vector<std::string> ids;           ///< of bulletins or publications, in hex
  std::optional<identity::OrgId> origin;  ///< whose they are: it takes them back, so repeats are meant, too
};
/// One such report, and what of it is meant.
struct SpokenOf {
  store::Standing standing;
  v1::Audience audience;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> claims;  ///< a value's place in the question, the claim's number
  bool named{false};                                            ///< by its id: all of it is meant
  std::vector<v1::Value> whole;                                 ///< its values, where it was named
};
/// A publication is an origin and an id, but ids are chosen freely: where any of these is ours, ours alone.
std::vector<FoundBulletin> ours_where_any(std::vector<FoundBulletin> found, const identity::OrgId& self);

/// Whom people mean by a name: an alias, an organisation's name in any case, "self", an OrgId or 8 or more digits of
/// it. NotFound if nobody or more than one.
base::Result<identity::OrgId> find_organisation(const partners::Book& book, std::string_view name);

/// What an answer depends on beside the store.
struct Outlook {
  std::shared_ptr<const partners::Book> book;
  std::shared_ptr<const warning::WarningLists> warnings;
  std::shared_ptr<const indicator::Weights> weights;
  base::Instant now;
};

class Query {
 public:
  /// `node_key`: what pages are sealed under is drawn from it. Empty: no page outlives this.
  static std::unique_ptr<Query> make(store::Store& store, partners::PartnerBook& book,
                                     const warnings::WarningBook& warnings, base::Executor& home,
                                     const base::Clock& clock, indicator::Weights weights = {},
                                     const base::Secret& node_key = {});
  virtual ~Query() = default;
  template <class T>
  using Done = std::function<void(base::Result<T>)>;
  virtual void lookup(v1::LookupRequest request, Ceiling ceiling, Done<v1::LookupAnswer> done) = 0;
  /// One page; `all` streams are pages asked one after the other by the door. A page may be empty and yet not the last:
  /// the work for one is bounded, too.
  virtual void query(v1::QueryRequest request, Ceiling ceiling, Done<v1::QueryAnswer> done) = 0;
  /// The same, encoded where it is read: for doors that hand it on.
  virtual void query_encoded(v1::QueryRequest request, Ceiling ceiling, Done<EncodedPage> done) = 0;
  /// One bounded step of a count, from a former step's next_page on, which is for doors and told to nobody; Counts
  /// (counting.hpp) adds them up.
  virtual void count(v1::CountRequest request, std::string page, Ceiling ceiling, Done<CountStep> done) = 0;
  virtual void show(v1::ShowRequest request, Ceiling ceiling, Done<std::vector<v1::ShowAnswer>> done) = 0;
  virtual void explain(v1::ExplainRequest request, Ceiling ceiling, Done<v1::ExplainAnswer> done) = 0;
  /// The bulletin or the publication's bulletins of that id, and their claims about `values`. Busy while the index is
  /// rebuilt: who amends or withdraws must meet all of it.
  virtual void find(std::string id, std::vector<v1::Value> values, Ceiling ceiling,
                    Done<std::vector<FoundBulletin>> done) = 0;
  /// Reports to answer, or what we said of values, to withdraw it. Busy as above where an origin is named.
  virtual void spoken_of(SpokenQuestion question, Ceiling ceiling, Done<std::vector<SpokenOf>> done) = 0;
  virtual void totals(Ceiling ceiling, Done<Totals> done) = 0;
  /// For what is asked from now on.
  virtual Outlook outlook() const = 0;
  virtual void set_weights(indicator::Weights weights) = 0;
  /// What warning lists have of some values, at most max_lookup_values; and, if asked for, the lists themselves.
  virtual void warnings(v1::WarningsRequest request, Ceiling ceiling, Done<v1::WarningsAnswer> done) = 0;
};

}  // namespace tidings::query
