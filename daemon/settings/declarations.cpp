#include "daemon/settings/declarations.hpp"

#include <array>

#include "daemon/settings/values.hpp"

namespace tidings::settings {
namespace {

using namespace std::chrono_literals;
using enum Takes;

constexpr std::uint64_t kib = 1024;
constexpr std::uint64_t mib = 1024 * kib;
constexpr std::uint64_t gib = 1024 * mib;
constexpr base::Duration day = 24h;

// A row's key and the place of its value cannot disagree: both are made from the same words.
#define TIDINGS_AT(group, name) [](Settings& s) -> decltype(auto) { return (s.group.name); }
#define TIDINGS_SETTING(group, name) #group "." #name

// clang-format off
const std::array table{
  // --- node
  Declaration{TIDINGS_SETTING(node, data),
    "Where keys, identity and store are kept. Only the daemon's own user may read it.",
    AtRestart, Text{TIDINGS_AT(node, data), "/var/lib/tidings", check_path}},
  Declaration{TIDINGS_SETTING(node, endpoints),
    "Where partners reach this node, as host:port or [v6]:port. They stand in its card; a change signs a renewed card at "
    "the next start, which partners are sent. Empty: this node only dials out.",
    AtRestart, TextList{TIDINGS_AT(node, endpoints), {}, check_endpoint, 16}},
  Declaration{TIDINGS_SETTING(node, crypto_threads),
    "Threads that check signatures. 0 takes one for each processor.",
    AtRestart, Count{TIDINGS_AT(node, crypto_threads), 0, 0, 64, "threads"}},
  // --- link
  Declaration{TIDINGS_SETTING(link, listen),
    "Addresses to take links from partners at. The port of Tidings is 7443.",
    AtRestart, TextList{TIDINGS_AT(link, listen), {"[::]:7443", "0.0.0.0:7443"}, check_listen, 16}},
  Declaration{TIDINGS_SETTING(link, window),
    "What one partner may have under way to us. More is faster over long lines and costs memory for each partner.",
    AtRestart, Size{TIDINGS_AT(link, window), 4 * mib, 2 * mib, 64 * mib}},
  Declaration{TIDINGS_SETTING(link, piece),
    "The piece a bulletin is sent in; an urgent one waits for at most one piece. 4KiB suits thin lines.",
    AtRestart, Size{TIDINGS_AT(link, piece), 16 * kib, 1 * kib, 16 * kib}},
  Declaration{TIDINGS_SETTING(link, offer_entries),
    "Bulletins told of in one offer.",
    AtRestart, Count{TIDINGS_AT(link, offer_entries), 200, 1, 1000, "ids"}},
  Declaration{TIDINGS_SETTING(link, max_in_flight),
    "Bulletins offered to one partner that it has not settled.",
    AtRestart, Count{TIDINGS_AT(link, max_in_flight), 2000, 1, 4000, "ids"}},
  Declaration{TIDINGS_SETTING(link, max_connections),
    "Connections of partners and strangers together. Each costs about 100 KiB.",
    AtRestart, Count{TIDINGS_AT(link, max_connections), 1000, 4, 100'000, "connections"}},
  Declaration{TIDINGS_SETTING(link, max_handshakes),
    "Connections that have not yet shown a partner's key.",
    AtRestart, Count{TIDINGS_AT(link, max_handshakes), 64, 2, 10'000, "connections"}},
  Declaration{TIDINGS_SETTING(link, handshake_deadline),
    "How long a connection may take to show its key. A satellite line needs 3 s.",
    AtRestart, Span{TIDINGS_AT(link, handshake_deadline), 10s, 1s, 2min}},
  Declaration{TIDINGS_SETTING(link, hello_deadline),
    "How long a partner may take to say hello after that.",
    AtRestart, Span{TIDINGS_AT(link, hello_deadline), 10s, 1s, 2min}},
  Declaration{TIDINGS_SETTING(link, frame_deadline),
    "How long a frame may take from its first byte to its last. 128 KiB at 64 kbit/s take 16 s.",
    AtRestart, Span{TIDINGS_AT(link, frame_deadline), 30s, 5s, 10min}},
  Declaration{TIDINGS_SETTING(link, deliver_deadline),
    "How long a partner may leave what we asked it for unsent.",
    AtRestart, Span{TIDINGS_AT(link, deliver_deadline), 2min, 10s, 1h}},
  Declaration{TIDINGS_SETTING(link, ping_after),
    "Silence after which a partner is asked whether it is there.",
    AtRestart, Span{TIDINGS_AT(link, ping_after), 20s, 1s, 1h}},
  Declaration{TIDINGS_SETTING(link, dead_after),
    "Silence after which a link counts as cut. Longer than ping_after.",
    AtRestart, Span{TIDINGS_AT(link, dead_after), 1min, 2s, 2h}},
  Declaration{TIDINGS_SETTING(link, dial_first),
    "The wait before a partner is dialled again; it doubles with each failure, with jitter.",
    AtRestart, Span{TIDINGS_AT(link, dial_first), 1s, 1s, 1h}},
  Declaration{TIDINGS_SETTING(link, dial_most),
    "The longest wait before a partner is dialled again.",
    AtRestart, Span{TIDINGS_AT(link, dial_most), 5min, 1s, 1 * day}},
  // --- api
  Declaration{TIDINGS_SETTING(api, socket),
    "The Unix socket for clients. Who connects is judged by the groups below; root and the daemon's own user may do all.",
    AtRestart, Text{TIDINGS_AT(api, socket), "/run/tidings/api.sock", check_socket}},
  Declaration{TIDINGS_SETTING(api, reader_group),
    "Who may query. Empty: every user of this machine.",
    AtReload, Text{TIDINGS_AT(api, reader_group), "tidings-reader", check_group}},
  Declaration{TIDINGS_SETTING(api, publisher_group),
    "Who may also publish, amend and withdraw.",
    AtReload, Text{TIDINGS_AT(api, publisher_group), "tidings-publisher", check_group}},
  Declaration{TIDINGS_SETTING(api, operator_group),
    "Who may also suspend and resume partners and see every link.",
    AtReload, Text{TIDINGS_AT(api, operator_group), "tidings-operator", check_group}},
  Declaration{TIDINGS_SETTING(api, admin_group),
    "Who may also add and remove partners and change terms.",
    AtReload, Text{TIDINGS_AT(api, admin_group), "tidings-admin", check_group}},
  Declaration{TIDINGS_SETTING(api, red_group),
    "Who may see TLP:RED, beside a role of the above.",
    AtReload, Text{TIDINGS_AT(api, red_group), "tidings-red", check_group}},
  Declaration{TIDINGS_SETTING(api, reader_max_tlp),
    "The narrowest marking that is shown to those outside red_group.",
    AtReload, MarkingChoice{TIDINGS_AT(api, reader_max_tlp), Marking::AmberStrict}},
  Declaration{TIDINGS_SETTING(api, max_clients),
    "Client connections at a time.",
    AtReload, Count{TIDINGS_AT(api, max_clients), 1280, 1, 10'000, "connections"}},
  Declaration{TIDINGS_SETTING(api, max_watchers),
    "Watches of clients at a time, over all connections.",
    AtReload, Count{TIDINGS_AT(api, max_watchers), 1024, 1, 10'000, "watches"}},
  Declaration{TIDINGS_SETTING(api, max_under_way),
    "Requests of one client that are not answered yet.",
    AtReload, Count{TIDINGS_AT(api, max_under_way), 64, 1, 1000, "requests"}},
  Declaration{TIDINGS_SETTING(api, max_unsent),
    "Answers that one client has not read; beyond it the client is dropped.",
    AtReload, Size{TIDINGS_AT(api, max_unsent), 32 * mib, 8 * mib, 1 * gib}},
  // --- publish
  Declaration{TIDINGS_SETTING(publish, default_tlp),
    "The marking of what is published without one.",
    AtReload, MarkingChoice{TIDINGS_AT(publish, default_tlp), Marking::Amber}},
  Declaration{TIDINGS_SETTING(publish, unattended_tlp),
    "The widest marking that is published without a person's answer or --yes.",
    AtReload, MarkingChoice{TIDINGS_AT(publish, unattended_tlp), Marking::Amber}},
  Declaration{TIDINGS_SETTING(publish, default_expiry),
    "How long what is published lives if it does not say.",
    AtReload, Span{TIDINGS_AT(publish, default_expiry), 90 * day, 1h, 730 * day}},
  Declaration{TIDINGS_SETTING(publish, max_expiry),
    "How long anything published here may live.",
    AtReload, Span{TIDINGS_AT(publish, max_expiry), 730 * day, 1h, 731 * day}},
  Declaration{TIDINGS_SETTING(publish, review),
    "Whether a publication waits for a second person: \"two-person\" holds what is as wide as review_above until another "
    "publisher than its author releases it. Withdrawals and what stays on the node never wait.",
    AtReload, ReviewChoice{TIDINGS_AT(publish, review), Review::Off}},
  Declaration{TIDINGS_SETTING(publish, review_above),
    "The narrowest marking that waits for a second person; wider ones wait too. \"red\" holds everything.",
    AtReload, MarkingChoice{TIDINGS_AT(publish, review_above), Marking::Green}},
  Declaration{TIDINGS_SETTING(publish, held_most),
    "Publications that may be held at a time, for their time to come or a second person.",
    AtReload, Count{TIDINGS_AT(publish, held_most), 100, 1, 10'000, "publications"}},
  Declaration{TIDINGS_SETTING(publish, held_bytes),
    "What they may take in the ledger file together; one may take 16MiB.",
    AtReload, Size{TIDINGS_AT(publish, held_bytes), 64 * mib, 1 * mib, 1 * gib}},
  Declaration{TIDINGS_SETTING(publish, held_for),
    "How long a held publication is kept after its time if nobody releases it; then it is dropped.",
    AtReload, Span{TIDINGS_AT(publish, held_for), 7 * day, 1min, 90 * day}},
  // --- query
  Declaration{TIDINGS_SETTING(query, log),
    "Whether the log tells who asked what, and how much was found. `tidings query -n` is left out.",
    AtReload, Flag{TIDINGS_AT(query, log), false}},
  // --- store
  Declaration{TIDINGS_SETTING(store, ledger_cache),
    "Memory for pages of the ledger.",
    AtRestart, Size{TIDINGS_AT(store, ledger_cache), 8 * mib, 1 * mib, 64 * gib}},
  Declaration{TIDINGS_SETTING(store, index_cache),
    "Memory for pages of the index; each reader takes a quarter of it again.",
    AtRestart, Size{TIDINGS_AT(store, index_cache), 16 * mib, 1 * mib, 64 * gib}},
  Declaration{TIDINGS_SETTING(store, readers),
    "Threads that answer queries.",
    AtRestart, Count{TIDINGS_AT(store, readers), 2, 1, 64, "threads"}},
  Declaration{TIDINGS_SETTING(store, pending_postings),
    "Claims held in memory until the index has them (150 bytes each); beyond it acceptance waits.",
    AtRestart, Count{TIDINGS_AT(store, pending_postings), 200'000, 10'000, 100'000'000, "claims"}},
  Declaration{TIDINGS_SETTING(store, queued_batches),
    "Commits that may wait for the disk; beyond it they are refused for now.",
    AtRestart, Count{TIDINGS_AT(store, queued_batches), 1000, 10, 1'000'000, "commits"}},
  Declaration{TIDINGS_SETTING(store, queued_bytes),
    "The same in bytes of bulletins.",
    AtRestart, Size{TIDINGS_AT(store, queued_bytes), 64 * mib, 4 * mib, 16 * gib}},
  Declaration{TIDINGS_SETTING(store, forget_every),
    "How often what has expired is looked for and forgotten.",
    AtReload, Span{TIDINGS_AT(store, forget_every), 10min, 10s, 1 * day}},
  // --- limits
  Declaration{TIDINGS_SETTING(limits, clock_skew),
    "How far ahead of our clock a bulletin may be dated; beyond it, it is refused for now.",
    AtRestart, Span{TIDINGS_AT(limits, clock_skew), 10min, 1s, 1 * day}},
  Declaration{TIDINGS_SETTING(limits, partner_checks_per_s),
    "Signatures checked for one partner, origins that it introduces included; beyond it, refused for now.",
    AtRestart, Count{TIDINGS_AT(limits, partner_checks_per_s), 20'000, 1, 10'000'000, "checks a second"}},
  Declaration{TIDINGS_SETTING(limits, partner_bytes_per_s),
    "Bytes of bulletins taken from one partner a second; beyond it, refused for now.",
    AtRestart, Size{TIDINGS_AT(limits, partner_bytes_per_s), 64 * mib, 64 * kib, 16 * gib}},
  Declaration{TIDINGS_SETTING(limits, want_list),
    "Bulletins of one partner that were refused for now and are tried again; beyond it, its cursor waits.",
    AtRestart, Count{TIDINGS_AT(limits, want_list), 10'000, 100, 1'000'000, "ids"}},
  Declaration{TIDINGS_SETTING(limits, retry_first),
    "The wait before such a bulletin is asked for again; it doubles with each try.",
    AtRestart, Span{TIDINGS_AT(limits, retry_first), 30s, 1s, 1h}},
  Declaration{TIDINGS_SETTING(limits, retry_most),
    "The longest wait before such a bulletin is asked for again.",
    AtRestart, Span{TIDINGS_AT(limits, retry_most), 6h, 1s, 7 * day}},
  // --- score
  Declaration{TIDINGS_SETTING(score, half_lives),
    "How long until a report of such a value weighs half, by type. docs/score.md tells how scores are made.",
    AtReload, TextList{TIDINGS_AT(score, half_lives),
      {"ipv4=30d", "ipv6=30d", "ip-port=30d", "ipv4-cidr=60d", "ipv6-cidr=60d", "url=30d", "domain=90d", "domain-wildcard=90d",
       "email=180d", "md5=365d", "sha1=365d", "sha256=365d", "sha384=365d", "sha512=365d"},
      check_half_life, 100}},
  Declaration{TIDINGS_SETTING(score, half_life),
    "The same of all other types.",
    AtReload, Span{TIDINGS_AT(score, half_life), 90 * day, 1h, 3650 * day}},
  Declaration{TIDINGS_SETTING(score, default_confidence),
    "The confidence that a report counts with if it states none.",
    AtReload, Count{TIDINGS_AT(score, default_confidence), 50, 0, 100, "percent"}},
  Declaration{TIDINGS_SETTING(score, introduced_trust),
    "Trust in origins that we know only through a partner; never more than in that partner, whose own is among its terms.",
    AtReload, Count{TIDINGS_AT(score, introduced_trust), 25, 0, 100, "percent"}},
  Declaration{TIDINGS_SETTING(score, dispute_weight),
    "How much of a score a dispute takes away if its origin is wholly trusted.",
    AtReload, Count{TIDINGS_AT(score, dispute_weight), 80, 0, 100, "percent"}},
  Declaration{TIDINGS_SETTING(score, sighting_trust),
    "Sightings by origins trusted at least this much make reports of the value as fresh as they are.",
    AtReload, Count{TIDINGS_AT(score, sighting_trust), 50, 0, 100, "percent"}},
  // --- warning
  Declaration{TIDINGS_SETTING(warning, lists),
    "A folder of MISP's warning lists, as NAME.json or NAME/list.json. What is published and stands in one needs --force; "
    "what partners say of it is marked, and its score lowered. Faulty files are told and kept out. Empty: none. The files "
    "are read again at each reload.",
    AtReload, Text{TIDINGS_AT(warning, lists), "/etc/tidings/warninglists", check_optional_path}},
  Declaration{TIDINGS_SETTING(warning, top_sites),
    "A file of the most visited sites, as rank,domain or one name a line, used as one more list. Empty: none.",
    AtReload, Text{TIDINGS_AT(warning, top_sites), "", check_optional_path}},
  Declaration{TIDINGS_SETTING(warning, builtin),
    "Whether special-use names and addresses, public suffixes, root name servers and well-known resolvers are in force.",
    AtReload, Flag{TIDINGS_AT(warning, builtin), true}},
  Declaration{TIDINGS_SETTING(warning, weight),
    "How much of an indicator's score a list from a file takes away.",
    AtReload, Count{TIDINGS_AT(warning, weight), 50, 0, 100, "percent"}},
  // --- expiry
  Declaration{TIDINGS_SETTING(expiry, by_type),
    "How long claims live that do not say, by type, as [\"ipv4=30d\", \"sha256=365d\"]; publish.default_expiry for the "
    "others. At most publish.max_expiry.",
    AtReload, TextList{TIDINGS_AT(expiry, by_type), {}, check_expiry, 64}},
  // --- http
  Declaration{TIDINGS_SETTING(http, listen),
    "Addresses to serve HTTPS at: TAXII 2.1 and feeds. Empty: not at all. Who may ask is told by `tidings access`.",
    AtRestart, TextList{TIDINGS_AT(http, listen), {}, check_listen, 16}},
  Declaration{TIDINGS_SETTING(http, certificate),
    "The certificate chain to show (PEM). The file is read again at each reload, so that a renewed one is shown.",
    AtRestart, Text{TIDINGS_AT(http, certificate), "", check_optional_path}},
  Declaration{TIDINGS_SETTING(http, key),
    "Its private key (PEM).",
    AtRestart, Text{TIDINGS_AT(http, key), "", check_optional_path}},
  Declaration{TIDINGS_SETTING(http, plain),
    "HTTP without TLS, for a proxy on this machine: every address to listen at must then be one of it.",
    AtRestart, Flag{TIDINGS_AT(http, plain), false}},
  Declaration{TIDINGS_SETTING(http, client_certificates),
    "Whether clients are asked for a certificate. Whose key it has is looked up by its pin; its names and dates are not "
    "judged.",
    AtRestart, Flag{TIDINGS_AT(http, client_certificates), false}},
  Declaration{TIDINGS_SETTING(http, max_connections),
    "Connections at a time.",
    AtRestart, Count{TIDINGS_AT(http, max_connections), 256, 1, 10'000, "connections"}},
  Declaration{TIDINGS_SETTING(http, max_connections_an_address),
    "Connections of one address at a time.",
    AtRestart, Count{TIDINGS_AT(http, max_connections_an_address), 64, 1, 10'000, "connections"}},
  Declaration{TIDINGS_SETTING(http, request_deadline),
    "How long a request may take from its first byte to its last.",
    AtRestart, Span{TIDINGS_AT(http, request_deadline), 1min, 1s, 1h}},
  Declaration{TIDINGS_SETTING(http, idle_deadline),
    "How long a connection is kept for a next request.",
    AtRestart, Span{TIDINGS_AT(http, idle_deadline), 1min, 1s, 1h}},
  // --- taxii
  Declaration{TIDINGS_SETTING(taxii, title),
    "What the server and its API root are called.",
    AtReload, Text{TIDINGS_AT(taxii, title), "Tidings", check_filled}},
  Declaration{TIDINGS_SETTING(taxii, description),
    "What people are told of it.",
    AtReload, Text{TIDINGS_AT(taxii, description), "", check_line}},
  Declaration{TIDINGS_SETTING(taxii, contact),
    "Whom to write to.",
    AtReload, Text{TIDINGS_AT(taxii, contact), "", check_line}},
  Declaration{TIDINGS_SETTING(taxii, api_root),
    "The name of the API root: /taxii2/NAME/.",
    AtReload, Text{TIDINGS_AT(taxii, api_root), "tidings", check_word}},
  Declaration{TIDINGS_SETTING(taxii, base_url),
    "What discovery tells addresses with, as https://host:port. Empty: the host that was asked for.",
    AtReload, Text{TIDINGS_AT(taxii, base_url), "", check_optional_url}},
  Declaration{TIDINGS_SETTING(taxii, max_page),
    "Objects in one answer, whatever limit is asked for.",
    AtReload, Count{TIDINGS_AT(taxii, max_page), 1000, 1, 10'000, "objects"}},
  Declaration{TIDINGS_SETTING(taxii, max_content),
    "The longest envelope that is taken.",
    AtRestart, Size{TIDINGS_AT(taxii, max_content), 16 * mib, 64 * kib, 64 * mib}},
  // --- log
  Declaration{TIDINGS_SETTING(log, level),
    "The least that is logged.",
    AtReload, LogLevelChoice{TIDINGS_AT(log, level), LogLevel::Info}},
};
// clang-format on

#undef TIDINGS_SETTING
#undef TIDINGS_AT

}  // namespace

std::span<const Declaration> declarations() { return table; }

const Declaration* find(std::string_view key) {
  for (const auto& declared : table) {
    if (declared.key == key) return &declared;
  }
  return nullptr;
}

}  // namespace tidings::settings
