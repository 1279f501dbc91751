#pragma once
/// The feeds of the config that are fetched: each run when it is due, or asked for, at most three at a time. Where each
/// stands is durable, so that a restart asks no server for what is here.
/// A run that failed changes nothing but its state, is told in status, counted, and tried again with growing pauses.
/// Errors: NotFound (no such feed), Exists (it is running), Busy (as many run as may), Policy (it is paused), and how a
/// run that was asked for ended.
/// Lives on: the network thread; runs on workers of its own.
#include <functional>
#include <memory>
#include <vector>

#include "daemon/feeding/options.hpp"
#include "daemon/intake/publisher.hpp"
#include "daemon/telemetry/log.hpp"
#include "daemon/telemetry/metrics.hpp"
#include "tidings/v1/feed.pb.h"

namespace tidings::feeding {

struct FeedingParts {
  store::Store& store;
  intake::Publisher& publisher;
  partners::PartnerBook& book;
  const warnings::WarningBook& warnings;
  base::Executor& home;
  const base::Clock& clock;
  telemetry::Log& log;
  telemetry::Counters& counters;
  std::string spool;  ///< a folder of ours alone, emptied at start
};

class Feeding {
 public:
  using Done = std::function<void(base::Result<v1::FeedStatus>)>;
  static std::unique_ptr<Feeding> make(boost::asio::io_context& io, const FeedingParts& parts);
  virtual ~Feeding() = default;  ///< runs under way are broken off
  /// These and no others, from now on. Those that stay as they are go on; the place of one that is gone is forgotten,
  /// and what it said expires. Refused whole where certificates or the spool cannot be had.
  virtual base::Status set(std::vector<FeedOptions> wanted) = 0;
  virtual void look() = 0;  ///< each second
  virtual void stop() = 0;  ///< begins nothing more, breaks off what runs
  virtual std::vector<v1::FeedStatus> all() const = 0;
  virtual void run(const std::string& name, Done done) = 0;
  enum class Wish : std::uint8_t { Pause, Resume };
  virtual void wish(const std::string& name, Wish wish, Done done) = 0;
};

}  // namespace tidings::feeding
