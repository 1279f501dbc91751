#pragma once
/// A document of MISP events: each becomes one publication with all its contexts, or the next revision of what it was;
/// one that says what it said is left alone. An event is held while it is read.
/// Errors: TooLarge (an event beyond max_values), and what the publisher answers. Lives on: a worker.
#include "daemon/feeding/counts.hpp"
#include "daemon/feeding/desk.hpp"

namespace tidings::feeding {

/// The publication that a feed's event becomes here: its own for each node and feed, so that two which carry one event
/// do not replace each other's.
bulletin::PublicationId publication_of(const identity::OrgId& self, const std::string& feed, std::string_view uuid);

class Events final : public draft::Sink {
 public:
  /// `only`: the event that a document is of, by its UUID's bytes; empty: whatever there is. Any other is BadInput: it
  /// would pass for one that the feed has elsewhere.
  Events(Desk& desk, const FeedOptions& options, const ByHand& by_hand, Counts& counts, std::string only)
      : desk_(desk), options_(options), by_hand_(by_hand), counts_(counts), only_(std::move(only)) {}

  std::uint32_t context(v1::Header header) override;
  base::Status claim(std::uint32_t context, v1::Claim claim) override;
  void note(draft::Note note) override { counts_.take(note); }
  base::Status finish_document();

 private:
  struct Context {
    v1::Header header;
    std::vector<v1::Claim> claims;
  };
  base::Status publish();

  Desk& desk_;
  const FeedOptions& options_;
  const ByHand& by_hand_;
  Counts& counts_;
  std::string only_, event_;
  std::uint32_t first_{0};  ///< of this event's contexts; those before are published
  std::vector<Context> contexts_;
  std::size_t claims_{0};
  bool is_kept_{false};  ///< this event, and that was told
  base::Status failed_;
};

}  // namespace tidings::feeding
