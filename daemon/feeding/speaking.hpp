#pragma once
/// A second reading, which publishes what is not said yet: a bulletin as soon as one is full, so that what is held is
/// some thousand claims whatever comes. Each is a publication of its own, and can be said again by itself.
/// Values that warning lists have, and those that were withdrawn by hand, are left out, counted and told.
/// Errors: what the publisher answers. Lives on: a worker.
#include <map>

#include "daemon/feeding/counts.hpp"
#include "daemon/feeding/desk.hpp"

namespace tidings::feeding {

class Speaking final : public draft::Sink {
 public:
  Speaking(Desk& desk, const FeedOptions& options, const ByHand& by_hand, Said& said, Counts& counts)
      : desk_(desk), options_(options), by_hand_(by_hand), said_(said), counts_(counts) {}

  std::uint32_t context(v1::Header header) override;
  base::Status claim(std::uint32_t context, v1::Claim claim) override;
  void note(draft::Note) override {}  // the survey took it
  /// At a document's end: what waits is published.
  base::Status finish_document();

 private:
  struct Context {
    bool is_said{false};
    v1::Header header;
    base::Digest digest;
    std::vector<v1::Claim> claims;
    std::size_t bytes{0};
  };
  void add(Context& context, v1::Claim claim);
  base::Status publish_full(Context& context);
  bool is_warned(const v1::Header& header, const v1::Claim& claim);
  base::Status publish(Context& context);
  Context* fullest();

  Desk& desk_;
  const FeedOptions& options_;
  const ByHand& by_hand_;
  Said& said_;
  Counts& counts_;
  std::vector<Context> contexts_;
  std::map<std::string, std::size_t> numbers_;  ///< of contexts, by digest
  std::size_t waiting_{0}, waiting_bytes_{0};
};

}  // namespace tidings::feeding
