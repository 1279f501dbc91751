#include "daemon/app/options.hpp"

#include <algorithm>
#include <thread>

#include "daemon/app/data_folder.hpp"
#include "daemon/app/version.hpp"
#include "daemon/settings/values.hpp"

namespace tidings::app {

v1::Tlp tlp_of(settings::Marking marking) {
  using settings::Marking;
  switch (marking) {
    case Marking::Clear: return v1::TLP_CLEAR;
    case Marking::Green: return v1::TLP_GREEN;
    case Marking::Amber: return v1::TLP_AMBER;
    case Marking::AmberStrict: return v1::TLP_AMBER_STRICT;
    case Marking::Red: return v1::TLP_RED;
  }
  return v1::TLP_RED;
}

telemetry::Level log_level(const settings::Settings& settings) {
  using settings::LogLevel;
  switch (settings.log.level) {
    case LogLevel::Debug: return telemetry::Level::Debug;
    case LogLevel::Info: return telemetry::Level::Info;
    case LogLevel::Notice: return telemetry::Level::Notice;
    case LogLevel::Warning: return telemetry::Level::Warning;
    case LogLevel::Error: return telemetry::Level::Error;
  }
  return telemetry::Level::Info;
}

std::size_t crypto_threads(const settings::Settings& settings) {
  if (settings.node.crypto_threads != 0) return settings.node.crypto_threads;
  return std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

store::sqlite::SqliteOptions engine_options(const settings::Settings& settings) {
  store::sqlite::SqliteOptions options;
  options.ledger_cache_bytes = settings.store.ledger_cache;
  options.index_cache_bytes = settings.store.index_cache;
  return options;
}

store::StoreOptions store_options(const settings::Settings& settings) {
  store::StoreOptions options;
  options.readers = settings.store.readers;
  options.pending_postings = settings.store.pending_postings;
  options.queued_batches = settings.store.queued_batches;
  options.queued_bytes = settings.store.queued_bytes;
  return options;
}

intake::IntakeOptions intake_options(const settings::Settings& settings) {
  intake::IntakeOptions options;
  options.clock_skew = settings.limits.clock_skew;
  options.partner_checks_per_s = settings.limits.partner_checks_per_s;
  options.partner_bytes_per_s = settings.limits.partner_bytes_per_s;
  return options;
}

std::optional<v1::Tlp> review_above(const settings::Settings& settings) {
  if (settings.publish.review == settings::Review::Off) return std::nullopt;
  return tlp_of(settings.publish.review_above);
}

intake::HeldOptions held_options(const settings::Settings& settings) {
  intake::HeldOptions options;
  options.most = settings.publish.held_most;
  options.most_bytes = settings.publish.held_bytes;
  options.keep = settings.publish.held_for;
  options.review_above = review_above(settings);
  return options;
}

link::LinksOptions links_options(const settings::Settings& settings) {
  const auto& given = settings.link;
  const DataFolder folder{settings.node.data};
  link::LinksOptions options;
  options.listen = given.listen;
  options.tls_key_pem_file = folder.tls_key().string();
  options.tls_certificate_pem_file = folder.tls_certificate().string();
  options.max_connections = given.max_connections;
  options.max_handshakes = given.max_handshakes;
  options.handshake_deadline = given.handshake_deadline;
  options.frame_deadline = given.frame_deadline;
  options.dial_first = given.dial_first;
  options.dial_most = given.dial_most;
  options.machine.window_bytes = static_cast<std::uint32_t>(given.window);
  options.machine.piece_bytes = static_cast<std::uint32_t>(given.piece);
  options.machine.offer_entries = given.offer_entries;
  options.machine.max_in_flight = given.max_in_flight;
  options.machine.hello_deadline = given.hello_deadline;
  options.machine.deliver_deadline = given.deliver_deadline;
  options.machine.ping_after = given.ping_after;
  options.machine.dead_after = given.dead_after;
  options.inbox.want_list = settings.limits.want_list;
  options.inbox.retry_first = settings.limits.retry_first;
  options.inbox.retry_most = settings.limits.retry_most;
  options.software = software;
  return options;
}

indicator::Weights score_weights(const settings::Settings& settings) {
  const auto& given = settings.score;
  indicator::Weights weights;
  weights.others.half_life = given.half_life;
  weights.others.default_confidence = static_cast<std::uint8_t>(given.default_confidence);
  weights.others.dispute_weight = static_cast<std::uint8_t>(given.dispute_weight);
  weights.others.sighting_trust = static_cast<std::uint8_t>(given.sighting_trust);
  weights.introduced_trust = static_cast<std::uint8_t>(given.introduced_trust);
  for (const auto& [type, half_life] : settings::durations_by_type(given.half_lives)) {
    weights.half_lives.push_back({type, half_life});
  }
  return weights;
}

warnings::LoadOptions warning_options(const settings::Settings& settings) {
  warnings::LoadOptions options;
  options.lists = settings.warning.lists;
  std::error_code error;
  const bool is_default = settings.warning.lists == settings::default_settings().warning.lists;
  if (is_default && !std::filesystem::exists(options.lists, error)) options.lists.clear();  // nobody asked for it
  options.top_sites = settings.warning.top_sites;
  options.built_in = settings.warning.builtin;
  options.weight = static_cast<std::uint8_t>(settings.warning.weight);
  return options;
}

watching::WatchingOptions watching_options(const settings::Settings& settings) {
  watching::WatchingOptions options;
  options.max_watchers = settings.api.max_watchers;
  return options;
}

api::ServerOptions server_options(const settings::Settings& settings) {
  const auto& given = settings.api;
  api::ServerOptions options;
  options.socket_path = given.socket;
  options.reader_group = given.reader_group;
  options.publisher_group = given.publisher_group;
  options.operator_group = given.operator_group;
  options.admin_group = given.admin_group;
  options.red_group = given.red_group;
  options.reader_max_tlp = tlp_of(given.reader_max_tlp);
  options.default_tlp = tlp_of(settings.publish.default_tlp);
  options.unattended_tlp = tlp_of(settings.publish.unattended_tlp);
  options.two_person_review = settings.publish.review == settings::Review::TwoPerson;
  options.review_above = tlp_of(settings.publish.review_above);
  options.default_expiry = settings.publish.default_expiry;
  options.max_expiry = settings.publish.max_expiry;
  options.expiry_by_type = settings::durations_by_type(settings.expiry.by_type);
  options.sharing_groups = settings::sharing_groups(settings.publish.sharing_groups);
  options.own_sites = settings.publish.own_sites;
  options.max_clients = given.max_clients;
  options.max_under_way = given.max_under_way;
  options.max_unsent_bytes = given.max_unsent;
  options.query_log = settings.query.log;
  options.software = software;
  return options;
}

}  // namespace tidings::app
