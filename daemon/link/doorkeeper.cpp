#include "daemon/link/doorkeeper.hpp"

#include <arpa/inet.h>

#include <algorithm>

namespace tidings::link {

using telemetry::Counter;
using telemetry::CounterByReason;
using telemetry::Event;

std::string host_of(const std::string& address) { return address.substr(0, address.rfind(':')); }

std::string network_of(const std::string& address) {
  std::string host = host_of(address);
  if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
  host = host.substr(0, host.find('%'));
  std::string bytes(16, '\0');
  if (inet_pton(AF_INET6, host.c_str(), bytes.data()) != 1) return host;
  constexpr std::string_view mapped("\0\0\0\0\0\0\0\0\0\0\xff\xff", 12);
  return bytes.starts_with(mapped) ? bytes : bytes.substr(0, 8);
}

PinJudge Doorkeeper::for_anyone(const std::string& address) {
  return [self = std::weak_ptr<Doorkeeper*>(self_), address](const identity::SpkiPin& pin) {
    const auto door = self.lock();
    return door && (*door)->is_partner(pin, address);
  };
}

PinJudge Doorkeeper::for_partner(const identity::OrgId& partner, const std::string& address) {
  return [self = std::weak_ptr<Doorkeeper*>(self_), partner, address](const identity::SpkiPin& pin) {
    const auto door = self.lock();
    return door && (*door)->is_key_of(partner, pin, address);
  };
}

bool Doorkeeper::is_partner(const identity::SpkiPin& pin, const std::string& address) {
  if (book_.current()->find_pin(pin) != nullptr) return true;
  note_stranger(pin, address, "");
  return false;
}

bool Doorkeeper::is_key_of(const identity::OrgId& partner, const identity::SpkiPin& pin, const std::string& address) {
  const auto book = book_.current();
  const partners::Partner* owner = book->find_pin(pin);
  if (owner != nullptr && owner->record.organisation == partner) return true;
  note_stranger(pin, address, book->name_of(partner));
  return false;
}

void Doorkeeper::note_stranger(const identity::SpkiPin& pin, const std::string& address, std::string_view expected) {
  counters_.add(Counter::StrangersRefused);
  const auto unsaid = once_.due("pin " + pin.text());
  if (!unsaid) return;
  log_.write(Event::StrangerRefused,
             {{"address", address}, {"pin", pin.text()}, {"expected", expected}, {"before", *unsaid}});
}

void Doorkeeper::note_failure(const std::string& address, const base::Error& why) {
  counters_.add(CounterByReason::LinksClosed, why.code);
  const auto unsaid = once_.due(std::string(base::name(why.code)) + " " + host_of(address));
  if (unsaid) log_.write(Event::HandshakeFailed, {{"address", address}, {"reason", why.what}, {"before", *unsaid}});
}

void Doorkeeper::note_full(const std::string& address) {
  counters_.add(Counter::ConnectionsRefused);
  const auto unsaid = once_.due("full");
  if (unsaid) log_.write(Event::ConnectionsFull, {{"address", address}, {"before", *unsaid}});
}

}  // namespace tidings::link
