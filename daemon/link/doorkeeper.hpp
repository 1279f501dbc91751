#pragma once
/// Who may connect, by the pin of its key and today's partner book. Strangers are counted each time and logged once.
/// Judges it hands out may outlive it, and then say no.
/// Lives on: the network thread.
#include <memory>
#include <string>

#include "daemon/link/tls_context.hpp"
#include "daemon/partners/partner_book.hpp"
#include "daemon/telemetry/log.hpp"
#include "daemon/telemetry/metrics.hpp"
#include "daemon/telemetry/once_per.hpp"

namespace tidings::link {

class Doorkeeper {
 public:
  Doorkeeper(const partners::PartnerBook& book, const base::Clock& clock, telemetry::Log& log,
             telemetry::Counters& counters)
      : book_(book), once_(clock), log_(log), counters_(counters) {}

  /// Any partner. A suspended one too: it gets through the handshake, is told so, and nothing else.
  PinJudge for_anyone(const std::string& address);
  /// This partner and nobody else.
  PinJudge for_partner(const identity::OrgId& partner, const std::string& address);
  /// A connection that failed before it was a link.
  void note_failure(const std::string& address, const base::Error& why);
  void note_full(const std::string& address);

 private:
  bool is_partner(const identity::SpkiPin& pin, const std::string& address);
  bool is_key_of(const identity::OrgId& partner, const identity::SpkiPin& pin, const std::string& address);
  void note_stranger(const identity::SpkiPin& pin, const std::string& address, std::string_view expected);

  const partners::PartnerBook& book_;
  telemetry::OncePer once_;
  telemetry::Log& log_;
  telemetry::Counters& counters_;
  std::shared_ptr<Doorkeeper*> self_ = std::make_shared<Doorkeeper*>(this);
};

/// "192.0.2.7" of "192.0.2.7:7443": what one who tries many ports has in common.
std::string host_of(const std::string& address);
/// What counts as one host: an IPv4 address, or the /64 of an IPv6 one, of which one host has as many as it likes.
std::string network_of(const std::string& address);

}  // namespace tidings::link
