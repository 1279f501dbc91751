#pragma once
/// Every event the daemon logs, declared once: enumerator, stable name, level, what it says. Names are for machines
/// that read the log and never change; to add an event is to add a line here. Lives on: any executor.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tidings::telemetry {

enum class Level : std::uint8_t { Debug, Info, Notice, Warning, Error };
std::string_view name(Level level);
std::optional<Level> level_from_name(std::string_view name);

// clang-format off
#define TIDINGS_LOG_EVENTS(X) \
  /* the service itself */ \
  X(ServiceStarting, "service_starting", Notice, "starting") \
  X(ServiceReady, "service_ready", Notice, "serving") \
  X(ServiceStopping, "service_stopping", Notice, "stopping: partners are told, what is queued is stored") \
  X(ServiceStopped, "service_stopped", Notice, "stopped") \
  X(SettingsReloaded, "settings_reloaded", Notice, "the configuration was read again") \
  X(SettingChanged, "setting_changed", Info, "a setting has a new value") \
  X(SettingNeedsRestart, "setting_needs_restart", Warning, "a changed setting takes effect at the next start only") \
  X(SettingsRefused, "settings_refused", Error, "the configuration has a fault; the former one stays in force") \
  X(DelegationEndsSoon, "delegation_ends_soon", Warning, "the node's signing key is delegated for a short time more") \
  X(DelegationEnded, "delegation_ended", Error, "no delegation covers the node's signing key: nothing can be published") \
  X(PublishingHeld, "publishing_held", Warning, "publishing waits after a restore until a partner has told our last value") \
  X(PublishingResumed, "publishing_resumed", Notice, "a partner has told our last value; publishing goes on") \
  X(WarningListsLoaded, "warning_lists_loaded", Info, "warning lists are in force") \
  X(WarningListFault, "warning_list_fault", Warning, "a warning list, or an entry of one, cannot be used and is left out") \
  X(ClockJumped, "clock_jumped", Warning, "the clock jumped ahead, or stood while we were away: nothing is forgotten until it has run for a while") \
  X(ClockTrusted, "clock_trusted", Notice, "the clock has run evenly: what has expired is forgotten again") \
  /* storage */ \
  X(StoreFailing, "store_failing", Error, "storage fails or is full: nothing is acknowledged until it recovers") \
  X(StoreRecovered, "store_recovered", Notice, "storage works again") \
  /* bulletins */ \
  X(Published, "published", Info, "a publication was signed and stored") \
  X(PublicationHeld, "publication_held", Info, "a publication is held before it is signed") \
  X(HeldReleased, "held_released", Notice, "a held publication was released") \
  X(HeldDropped, "held_dropped", Notice, "a held publication was dropped unpublished") \
  X(ReleaseFailed, "release_failed", Warning, "a held publication could not be released; it stays held") \
  X(ReviewRefused, "review_refused", Notice, "who published it may not also release it") \
  X(BulletinRefused, "bulletin_refused", Notice, "a bulletin was refused") \
  X(BulletinPostponed, "bulletin_postponed", Info, "a bulletin was refused for now and is kept on the want-list") \
  X(LeakReported, "leak_reported", Warning, "a bulletin reached us that we may not hold; it was refused") \
  X(MarkingOverridden, "marking_overridden", Notice, "a marking in the input was widened on request") \
  X(QuotaMet, "quota_met", Notice, "a partner met a limit of its terms") \
  X(WantListFull, "want_list_full", Warning, "a partner's want-list is full: its cursor waits") \
  /* partners and identities */ \
  X(PartnerAdded, "partner_added", Notice, "a partner was added") \
  X(PartnerTermsChanged, "partner_terms_changed", Notice, "a partner's terms were changed") \
  X(PartnerSuspended, "partner_suspended", Notice, "a partner was suspended") \
  X(PartnerResumed, "partner_resumed", Notice, "a suspended partner was resumed") \
  X(PartnerRemoved, "partner_removed", Notice, "a partner was removed") \
  X(OwnDateDisbelieved, "own_date_disbelieved", Warning, "a partner says it holds bulletins of ours dated ahead of our clock; not believed") \
  X(CardRefused, "card_refused", Warning, "a partner's card was refused") \
  X(IntroductionRefused, "introduction_refused", Notice, "an identity that a partner introduced was refused") \
  /* links */ \
  X(Listening, "listening", Info, "listening") \
  X(ListenFailed, "listen_failed", Error, "cannot listen") \
  X(LinkUp, "link_up", Notice, "the link to a partner is up") \
  X(LinkDown, "link_down", Notice, "the link to a partner is down") \
  X(LinkSettled, "link_settled", Debug, "of two connections to a partner one was kept") \
  X(DialFailed, "dial_failed", Info, "a partner could not be reached") \
  X(StrangerRefused, "stranger_refused", Warning, "a connection with a key that no partner has was refused") \
  X(HandshakeFailed, "handshake_failed", Notice, "a connection failed before it was a link") \
  X(ConnectionsFull, "connections_full", Warning, "a connection was refused: as many as allowed are open") \
  X(AcceptFailed, "accept_failed", Warning, "a connection could not be accepted") \
  X(ProtocolBroken, "protocol_broken", Warning, "a partner broke the protocol; the connection was closed") \
  X(PartnerTooSlow, "partner_too_slow", Notice, "a partner did not finish in time; the connection was closed") \
  X(CursorRefused, "cursor_refused", Info, "a partner's cursor does not fit this ledger: it starts from zero") \
  /* webhooks */ \
  X(WebhookFailing, "webhook_failing", Warning, "a webhook cannot be served; it is tried again") \
  X(WebhookRecovered, "webhook_recovered", Notice, "a webhook takes what it is sent again") \
  X(WebhookPaused, "webhook_paused", Warning, "a webhook answered 410 Gone: it is sent nothing until a reload or a restart") \
  X(WebhookPlaceLost, "webhook_place_lost", Warning, "what a webhook has taken is of another ledger: it is told what arrives from now on") \
  X(WebhooksRefused, "webhooks_refused", Error, "the webhooks of the configuration have a fault; the former ones stay in force") \
  /* exports */ \
  X(ExportWritten, "export_written", Info, "an export was replaced") \
  X(ExportFailing, "export_failing", Warning, "an export cannot be made; the former file stays, and it is tried again") \
  X(ExportReloadFailed, "export_reload_failed", Warning, "an export was replaced, but the command after it failed") \
  X(ExportsRefused, "exports_refused", Error, "the exports of the configuration have a fault; the former ones stay in force") \
  /* feeds */ \
  X(FeedRead, "feed_read", Info, "a feed was read, and what changed in it was published") \
  X(FeedFailing, "feed_failing", Warning, "a feed cannot be fetched or read; what it said stays, and it is tried again") \
  X(FeedRecovered, "feed_recovered", Notice, "a feed is read again") \
  X(FeedsRefused, "feeds_refused", Error, "the feeds of the configuration have a fault; the former ones stay in force") \
  /* clients */ \
  X(ClientRefused, "client_refused", Notice, "a client may not do what it asked for") \
  X(ClientsFull, "clients_full", Warning, "a client was refused: as many as allowed are connected") \
  X(ClientBroken, "client_broken", Notice, "a client broke the protocol or did not finish in time; it was closed") \
  X(RequestFailed, "request_failed", Warning, "a client's request failed") \
  X(Queried, "queried", Notice, "a client asked what is known") \
  /* HTTPS */ \
  X(AccessAdded, "access_added", Notice, "somebody may ask over HTTPS from now on") \
  X(AccessRevoked, "access_revoked", Notice, "somebody may not ask over HTTPS any more") \
  X(AccessFailed, "access_failed", Warning, "credentials over HTTPS were not accepted") \
  X(HttpSettingsRefused, "http_settings_refused", Error, "what the configuration says of HTTPS has a fault; the former stays in force") \
  X(HttpServed, "http_served", Debug, "an HTTPS request was answered") \
  X(HttpRefused, "http_refused", Notice, "an HTTPS connection was refused or broken off")
// clang-format on

enum class Event : std::uint8_t {
#define TIDINGS_ENUMERATOR(enumerator, name, level, says) enumerator,
  TIDINGS_LOG_EVENTS(TIDINGS_ENUMERATOR)
#undef TIDINGS_ENUMERATOR
};

struct EventDeclaration {
  std::string_view name;
  Level level;
  std::string_view says;
};
const EventDeclaration& declaration(Event event);
std::size_t event_count();  ///< so that a test can look at each

}  // namespace tidings::telemetry
