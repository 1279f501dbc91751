#pragma once
/// Every counter and gauge of the daemon, declared once: enumerator, name, help. Names follow Prometheus' conventions
/// and never change; to add one is to add a line here.
/// Lives on: any executor, also several at once (relaxed atomics: each value is exact, no two are of one instant).
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/error_code.hpp"

namespace tidings::telemetry {

// clang-format off
#define TIDINGS_COUNTERS(X) \
  X(BulletinsStored, "tidings_bulletins_stored_total", "Bulletins appended to the ledger") \
  X(BulletinsKnown, "tidings_bulletins_known_total", "Bulletins that came although they were held already") \
  X(ClaimsStored, "tidings_claims_stored_total", "Claims in stored bulletins") \
  X(ClaimsNotIndexed, "tidings_claims_not_indexed_total", "Claims stored but not searchable: not canonical, of an unknown type, or repeats of a value beyond what is indexed") \
  X(PublicationsMade, "tidings_publications_total", "Publications signed here") \
  X(PublicationsHeld, "tidings_publications_held_total", "Publications held before they are signed") \
  X(HeldReleased, "tidings_held_released_total", "Held publications that were released") \
  X(HeldDropped, "tidings_held_dropped_total", "Held publications that were dropped, or that nobody released in time") \
  X(LeaksReported, "tidings_leaks_total", "Bulletins that reached us against their audience") \
  X(SignaturesChecked, "tidings_signatures_checked_total", "Bulletin signatures verified") \
  X(OfferedSent, "tidings_offers_sent_total", "Bulletin ids offered to partners") \
  X(OfferedReceived, "tidings_offers_received_total", "Bulletin ids that partners offered") \
  X(DeliveredSent, "tidings_bulletins_sent_total", "Bulletins delivered and acknowledged") \
  X(LinksOpened, "tidings_links_opened_total", "Links that came up") \
  X(LinkBytesSent, "tidings_link_sent_bytes_total", "Bytes of frames sent on links, before TLS") \
  X(LinkBytesReceived, "tidings_link_received_bytes_total", "Bytes of frames received on links, after TLS") \
  X(DialsFailed, "tidings_dials_failed_total", "Attempts to reach a partner that failed") \
  X(StrangersRefused, "tidings_strangers_refused_total", "Connections with a key that no partner has") \
  X(ConnectionsRefused, "tidings_connections_refused_total", "Connections refused because as many as allowed were open") \
  X(OwnDatesDisbelieved, "tidings_own_dates_disbelieved_total", "Partners' words on our last value that lay ahead of our clock") \
  X(IntroductionsPassedOver, "tidings_introductions_passed_over_total", "Identities and cards beyond a partner's rate") \
  X(CursorsRefused, "tidings_cursors_refused_total", "Cursors of partners that did not fit this ledger") \
  X(ClientsServed, "tidings_clients_total", "Client connections accepted") \
  X(ClientsRefused, "tidings_clients_refused_total", "Client connections refused because as many as allowed were open") \
  X(RequestsServed, "tidings_requests_total", "Client requests answered") \
  X(LookupsServed, "tidings_lookups_total", "Values looked up for clients") \
  X(WatchersRefused, "tidings_watchers_refused_total", "Watches refused because as many as allowed were there") \
  X(ArrivalsTold, "tidings_arrivals_told_total", "Claims and withdrawals told to those who watch") \
  X(WebhookRequestsTaken, "tidings_webhook_requests_taken_total", "Requests that webhooks took") \
  X(WebhookArrivalsTaken, "tidings_webhook_arrivals_taken_total", "Claims and withdrawals in them") \
  X(AccessFailed, "tidings_access_failed_total", "Credentials over HTTPS that were not accepted") \
  X(HttpConnections, "tidings_http_connections_total", "HTTPS connections accepted") \
  X(HttpConnectionsRefused, "tidings_http_connections_refused_total", "HTTPS connections refused because as many as allowed were open") \
  X(HttpRequests, "tidings_http_requests_total", "HTTPS requests answered") \
  X(HttpRequestsFailed, "tidings_http_requests_failed_total", "HTTPS requests answered with a status of 400 or more") \
  X(HttpBytesSent, "tidings_http_sent_bytes_total", "Bytes of HTTPS answers, before TLS") \
  X(TaxiiObjectsTold, "tidings_taxii_objects_total", "STIX objects and manifest records told over TAXII") \
  X(TaxiiObjectsTaken, "tidings_taxii_objects_taken_total", "STIX objects posted over TAXII and published") \
  X(ExportsWritten, "tidings_exports_written_total", "Files of exports that were replaced") \
  X(FeedRuns, "tidings_feed_runs_total", "Runs of feeds that ended well") \
  X(FeedValuesAdded, "tidings_feed_values_added_total", "Values of feeds that were published") \
  X(FeedBulletinsRenewed, "tidings_feed_bulletins_renewed_total", "Bulletins of feeds that were said again under a fresh header")

#define TIDINGS_COUNTERS_BY_REASON(X) \
  X(BulletinsRefused, "tidings_bulletins_refused_total", "Bulletins refused, by reason") \
  X(BulletinsPostponed, "tidings_bulletins_postponed_total", "Bulletins refused for now, by reason") \
  X(LinksClosed, "tidings_links_closed_total", "Links and handshakes that ended, by reason") \
  X(RequestsRefused, "tidings_requests_refused_total", "Client requests refused, by reason") \
  X(ReleasesFailed, "tidings_releases_failed_total", "Releases of held publications that failed, by reason") \
  X(WebhookTriesFailed, "tidings_webhook_tries_failed_total", "Tries to serve webhooks that failed, by reason") \
  X(ExportsFailed, "tidings_exports_failed_total", "Exports and their commands that failed, by reason") \
  X(FeedRunsFailed, "tidings_feed_runs_failed_total", "Runs of feeds that failed, by reason")

#define TIDINGS_GAUGES(X) \
  X(HttpConnected, "tidings_http_connections", "HTTPS connections that are open") \
  X(LinksUp, "tidings_links", "Links that are up") \
  X(ClientsConnected, "tidings_clients", "Client connections that are open") \
  X(DraftsHeld, "tidings_held_drafts", "Publications that are held now") \
  X(Watchers, "tidings_watchers", "Clients' watches that are there") \
  X(FeedsFailing, "tidings_feeds_failing", "Feeds whose last run failed") \
  X(WebhookLag, "tidings_webhook_lag", "Places of the ledger that the webhook furthest behind has still to take") \
  X(PendingPostings, "tidings_pending_postings", "Claims in the ledger that the index files do not have yet") \
  X(QueuedBatches, "tidings_queued_batches", "Commits that wait for the writer") \
  X(LedgerLast, "tidings_ledger_last_sequence", "The last place in the ledger") \
  X(IndexedTo, "tidings_indexed_to_sequence", "How far the index files have read the ledger") \
  X(DiskFailing, "tidings_disk_failing", "1 while storage fails or is full") \
  X(WarningListEntries, "tidings_warning_list_entries", "Entries of the warning lists in force") \
  X(WarningListFaults, "tidings_warning_list_faults", "Warning lists and entries that cannot be used") \
  X(ClockDoubted, "tidings_clock_doubted", "1 while the clock is not trusted to forget by") \
  X(DelegationEndsAt, "tidings_delegation_ends_timestamp_seconds", "When the node's signing key stops being delegated")
// clang-format on

#define TIDINGS_ENUMERATOR(enumerator, name, help) enumerator,
enum class Counter : std::uint8_t { TIDINGS_COUNTERS(TIDINGS_ENUMERATOR) };
enum class CounterByReason : std::uint8_t { TIDINGS_COUNTERS_BY_REASON(TIDINGS_ENUMERATOR) };
enum class Gauge : std::uint8_t { TIDINGS_GAUGES(TIDINGS_ENUMERATOR) };
#undef TIDINGS_ENUMERATOR

class Counters {
 public:
  void add(Counter counter, std::uint64_t by = 1) { add(counters_[index(counter)], by); }
  void add(CounterByReason counter, base::ErrorCode reason, std::uint64_t by = 1) {
    add(by_reason_[index(counter)][index(reason)], by);
  }
  void set(Gauge gauge, std::int64_t value) { gauges_[index(gauge)].store(value, std::memory_order_relaxed); }
  void change(Gauge gauge, std::int64_t by) { gauges_[index(gauge)].fetch_add(by, std::memory_order_relaxed); }

  std::uint64_t value(Counter counter) const { return read(counters_[index(counter)]); }
  std::uint64_t value(CounterByReason counter, base::ErrorCode reason) const {
    return read(by_reason_[index(counter)][index(reason)]);
  }
  std::int64_t value(Gauge gauge) const { return gauges_[index(gauge)].load(std::memory_order_relaxed); }

 private:
  using Cell = std::atomic<std::uint64_t>;
  template <class Enumerator>
  static constexpr std::size_t index(Enumerator enumerator) {
    return static_cast<std::size_t>(enumerator);
  }
  static void add(Cell& cell, std::uint64_t by) { cell.fetch_add(by, std::memory_order_relaxed); }
  static std::uint64_t read(const Cell& cell) { return cell.load(std::memory_order_relaxed); }

#define TIDINGS_ONE(enumerator, name, help) +1
  static constexpr std::size_t counters = 0 TIDINGS_COUNTERS(TIDINGS_ONE);
  static constexpr std::size_t counters_by_reason = 0 TIDINGS_COUNTERS_BY_REASON(TIDINGS_ONE);
  static constexpr std::size_t gauges = 0 TIDINGS_GAUGES(TIDINGS_ONE);
#undef TIDINGS_ONE
  static constexpr std::size_t reasons = static_cast<std::size_t>(base::ErrorCode::Cancelled) + 1;

  std::array<Cell, counters> counters_{};
  std::array<std::array<Cell, reasons>, counters_by_reason> by_reason_{};
  std::array<std::atomic<std::int64_t>, gauges> gauges_{};
};

/// All of them in Prometheus' text exposition format 0.0.4; reasons that never occurred are left out.
std::string prometheus_text(const Counters& counters);

}  // namespace tidings::telemetry
