#pragma once
/// The daemon's settings as values. What each means, its default and bounds stand in one table (declarations.cpp), from
/// which reading, `tidingsd check`, `tidingsd help settings` and the commented config file all come.
/// Lives on: any executor (values).
#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.hpp"

namespace tidings::settings {

/// TLP 2.0 by the numbers the wire has for it.
enum class Marking : std::uint8_t { Clear = 1, Green = 2, Amber = 3, AmberStrict = 4, Red = 5 };
enum class LogLevel : std::uint8_t { Debug, Info, Notice, Warning, Error };

struct Node {
  std::string data;
  std::vector<std::string> endpoints;
  std::uint64_t crypto_threads{0};
};

struct Link {
  std::vector<std::string> listen;
  std::uint64_t window{0}, piece{0};  ///< bytes
  std::uint64_t offer_entries{0}, max_in_flight{0};
  std::uint64_t max_connections{0}, max_handshakes{0};
  base::Duration handshake_deadline{}, frame_deadline{}, hello_deadline{}, deliver_deadline{};
  base::Duration ping_after{}, dead_after{};
  base::Duration dial_first{}, dial_most{};
};

struct Api {
  std::string socket;
  std::string reader_group, publisher_group, operator_group, admin_group, red_group;
  Marking reader_max_tlp{Marking::AmberStrict};
  std::uint64_t max_clients{0}, max_watchers{0}, max_under_way{0}, max_unsent{0};
};

enum class Review : std::uint8_t { Off, TwoPerson };

struct Publish {
  Marking default_tlp{Marking::Amber}, unattended_tlp{Marking::Amber};
  base::Duration default_expiry{}, max_expiry{};
  Review review{Review::Off};
  Marking review_above{Marking::Green};
  std::uint64_t held_most{0}, held_bytes{0};
  base::Duration held_for{};
  std::vector<std::string> sharing_groups;  ///< "UUID=brussels,vilnius": sharing_groups() in values.hpp
  std::vector<std::string> own_sites;
};

struct Query {
  bool log{false};
};

struct Storage {
  std::uint64_t ledger_cache{0}, index_cache{0};  ///< bytes
  std::uint64_t readers{0}, pending_postings{0}, queued_batches{0}, queued_bytes{0};
  base::Duration forget_every{};
};

struct Limits {
  base::Duration clock_skew{};
  std::uint64_t partner_checks_per_s{0}, partner_bytes_per_s{0};
  std::uint64_t want_list{0};
  base::Duration retry_first{}, retry_most{};
};

struct Score {
  std::vector<std::string> half_lives;  ///< "type=duration"
  base::Duration half_life{};
  std::uint64_t default_confidence{0}, introduced_trust{0}, dispute_weight{0}, sighting_trust{0};
};

struct Warning {
  std::string lists, top_sites;
  bool builtin{false};
  std::uint64_t weight{0};  ///< percent
};

struct Expiry {
  std::vector<std::string> by_type;  ///< "ipv4=30d": durations_by_type() in values.hpp
};

struct Logging {
  LogLevel level{LogLevel::Info};
};

struct Http {
  std::vector<std::string> listen;
  std::string certificate, key;
  bool plain{false}, client_certificates{false};
  std::uint64_t max_connections{0}, max_connections_an_address{0};
  base::Duration request_deadline{}, idle_deadline{};
};

struct Taxii {
  std::string title, description, contact, api_root, base_url;
  std::uint64_t max_page{0}, max_content{0};
};

/// A block [[taxii_collection]].
struct TaxiiCollection {
  std::uint32_t line{0};
  std::string name, title, description;
  bool read{true}, write{false}, remove{false};
  Marking max_tlp{Marking::Red};
  std::vector<std::string> types, origins, tags, ecosystems, tlps, kinds;
  std::uint64_t min_confidence{0};
};

/// A block [[webhook]].
struct Webhook {
  std::uint32_t line{0};  ///< where it stands in the config
  std::string name, url, secret_file, ca_file;
  bool allow_private{false};
  Marking max_tlp{Marking::Green};
  std::uint64_t batch_max{0};
  base::Duration timeout{};
  std::vector<std::string> types, origins, tags, ecosystems, kinds, roles;
  std::uint64_t min_confidence{0};
};

/// A block [[export]].
struct Export {
  std::uint32_t line{0};  ///< where it stands in the config
  std::string name, format, path, reload;
  base::Duration every{}, reload_timeout{};
  Marking max_tlp{Marking::Amber};
  std::string max_pap;
  std::vector<std::string> types, origins, tags, ecosystems, roles;
  std::uint64_t min_confidence{0}, min_score{0};
  base::Duration max_age{};
  std::uint64_t disputes{0}, dispute_trust{0};
  std::string zone, sid_range, set;
};

/// A block [[feed]].
struct Feed {
  std::uint32_t line{0};  ///< where it stands in the config
  std::string name, url, folder, format, columns;
  base::Duration every{}, expiry{};
  bool share{false};
  Marking tlp{Marking::Amber};
  std::string pap, confidence, role, title, producer, gone;
  std::vector<std::string> ecosystems, tags;
  std::string user, secret_file, secret_header, ca_file;
  bool allow_private{false};
  base::Duration timeout{}, run_timeout{};
  std::uint64_t max_size{0}, max_values{0};
};

struct Settings {
  Node node;
  Link link;
  Api api;
  Publish publish;
  Query query;
  Storage store;
  Limits limits;
  Score score;
  Warning warning;
  Expiry expiry;
  Http http;
  Taxii taxii;
  Logging log;
  std::vector<Webhook> webhooks;
  Webhook webhook;  ///< the draft: one block while it is read or written
  std::vector<TaxiiCollection> taxii_collections;
  TaxiiCollection taxii_collection;  ///< likewise
  std::vector<Export> exports;
  Export exported;  ///< the draft
  std::vector<Feed> feeds;
  Feed feed;  ///< the draft
};

/// Every setting at its default.
Settings default_settings();

}  // namespace tidings::settings
