#pragma once
/// One run of a feed: what it has is fetched, read, compared with what we hold of it, and the difference is published.
/// What is read again from where it was is told by the place, kept once what lies before it is stored; so a run over
/// many documents that takes too long ends between two of them, and the next goes on.
/// Errors: those of Download, read_document() and the publisher; BadInput for a document that says nothing although it
/// did: then nothing is withdrawn. Lives on: a worker.
#include <optional>
#include <unordered_set>

#include "daemon/feeding/counts.hpp"
#include "daemon/feeding/document.hpp"
#include "daemon/feeding/download.hpp"
#include "formats/misp/manifest.hpp"
#include "formats/misp/rest.hpp"

namespace tidings::feeding {

struct RunOutcome {
  base::Status status;
  Counts counts;
  std::string format;
  bool unchanged{false};
  base::Duration retry_after{0};
};

class Run {
 public:
  /// `shape`: of the config's options. `state` is as it was kept last; it is changed and kept on the way.
  Run(Desk& desk, const FeedOptions& options, std::string shape, v1::FeedState& state)
      : desk_(desk),
        options_(options),
        shape_(std::move(shape)),
        state_(state),
        download_(desk, options),
        deadline_(desk.monotonic() + options.fetch.whole_deadline) {}
  RunOutcome run();

 private:
  base::Status go();
  base::Status from_document();
  base::Status from_folder();
  base::Status from_misp_feed();
  base::Status from_misp_api();
  base::Status from_taxii();

  /// A batch of a collection's pages.
  struct Pages {
    std::vector<Document> documents;
    std::size_t bytes{0};
    std::string next, added_after;
    std::string reached, before;              ///< when the last of the last page was added; the time before that
    std::unordered_set<std::size_t> asked{};  ///< digests of what was asked for in this run
  };
  /// Before each document of many.
  base::Status check_time() const;
  base::Status check_bounds() const;
  base::Status say_pages(Pages& pages);
  /// Whether there are more.
  base::Result<bool> fetch_page(Pages& pages);
  base::Result<bool> must_read_all();
  /// Of one comparison: all that is there, or what came since.
  base::Status say(std::vector<Document> documents, Scope scope);
  /// `uuid`: of the event that it must be; empty: any.
  base::Status say_events(const Document& document, std::string uuid);
  base::Result<bool> survey(std::vector<Document>& documents, Said& said);
  base::Status settle(const std::shared_ptr<Compare>& compare);
  base::Status take_back(const std::vector<intake::TakenBack>& what, const std::string& reason);
  /// A page of what a MISP server finds.
  struct FoundEvents {
    std::filesystem::path file;
    misp::SearchPage page;
    base::Digest digest;
  };
  base::Result<FoundEvents> search_events(const misp::Search& search);
  base::Result<bool> sorts_events(misp::Search search, const misp::SearchPage& page);
  base::Status fetch_events(const misp::Manifest& manifest);
  void forget_events(const misp::Manifest& manifest, const std::set<bulletin::PublicationId>& which);
  base::Status fetch_planned(const misp::Plan& plan, misp::Known& known);
  base::Result<Document> misp_file(const std::string& name);
  base::Result<misp::Manifest> manifest();
  base::Status keep() { return desk_.keep(options_.name, state_); }
  Comparison comparing(Scope scope, std::shared_ptr<Said> said) const;
  v1::FeedPlace& place() { return *state_.mutable_place(); }

  Desk& desk_;
  const FeedOptions& options_;
  std::string shape_;
  v1::FeedState& state_;
  Download download_;
  base::Duration deadline_;  ///< of the monotonic clock
  RunOutcome outcome_;
  std::optional<ByHand> by_hand_;  ///< of a feed of events, once it is asked for
  bool is_whole_{true};            ///< all of what is there could be read
};

}  // namespace tidings::feeding
