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
  std::uint64_t max_clients{0}, max_under_way{0}, max_unsent{0};
};

struct Publish {
  Marking default_tlp{Marking::Amber}, unattended_tlp{Marking::Amber};
  base::Duration default_expiry{}, max_expiry{};
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

struct Logging {
  LogLevel level{LogLevel::Info};
};

struct Settings {
  Node node;
  Link link;
  Api api;
  Publish publish;
  Query query;
  Storage store;
  Limits limits;
  Logging log;
};

/// Every setting at its default.
Settings default_settings();

}  // namespace tidings::settings
