#pragma once
/// Finding indicators: those near a value, those within one, or all, as far as they fit. What is done with them is the
/// sink's matter: told, or counted. An indicator is met once: at the newest of its live statements that fits.
/// Pages that follow meet it where the first would have, whatever was said of it meanwhile.
/// Errors: BadInput, NotFound, TooLarge, and what the store says.
/// Lives on: a reader thread.
#include "core/observable/reach.hpp"
#include "daemon/query/fitting.hpp"
#include "daemon/query/page.hpp"

namespace tidings::query {

/// Takes what is found, until it is full.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual base::Status take(const observable::Observable& observable, const Seen& seen, observable::Match match) = 0;
  virtual bool is_full() const = 0;
  /// How many more it may take, at least: so many are prepared together.
  virtual std::size_t room() const = 0;
  /// Whether it minds in what order it is given indicators.
  virtual bool wants_newest_first() const = 0;
};

struct Question {
  std::optional<observable::Observable> value;
  v1::Reach reach{v1::REACH_ORDINARY};
  Filter filter;
};

/// `value` is null where none was asked for.
base::Result<Question> read_question(const v1::Value* value, v1::Reach reach, const v1::Filter& filter,
                                     const partners::Book& book);

/// What one step of a search came to.
struct Found {
  std::optional<Page> next;  ///< nothing at the end
  bool by_key{false};
};

/// Meets what fits from `page` on, until the sink is full or the asking's spending is over.
base::Result<Found> search(Asking& asking, const Question& question, const std::optional<Page>& page, Sink& sink);

}  // namespace tidings::query
