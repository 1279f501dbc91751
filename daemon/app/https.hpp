#pragma once
/// What is served over HTTPS, put together: who may ask, TAXII, feeds, and the server where the config has addresses.
/// Errors: whatever keeps a part from starting, as a sentence.
/// Lives on: the network thread.
#include <functional>
#include <memory>

#include "daemon/app/network.hpp"
#include "daemon/http/feeds/feeds.hpp"
#include "daemon/http/server/server.hpp"
#include "daemon/http/taxii/taxii.hpp"
#include "daemon/settings/settings.hpp"

namespace tidings::app {

class Https {
 public:
  struct Parts {
    store::Store& store;
    query::Query& query;
    intake::Publisher& publisher;
    Network& network;
    base::Executor& crypto;
    base::Executor& export_worker;
    const base::Clock& clock;
    telemetry::Log& log;
    telemetry::Counters& counters;
  };
  static base::Result<std::unique_ptr<Https>> start(const Parts& parts, const settings::Settings& settings);

  access::Access& access() { return *access_; }
  base::Status take(const settings::Settings& settings);  ///< what a reload changes
  bool is_serving() const { return server_ != nullptr; }
  void stop(std::function<void()> done);  ///< while it serves

 private:
  base::Status begin(const Parts& parts, const settings::Settings& settings);

  std::unique_ptr<access::Access> access_;
  std::unique_ptr<taxii::Taxii> taxii_;
  std::unique_ptr<feeds::Feeds> feeds_;
  std::unique_ptr<server::Server> server_;
};

}  // namespace tidings::app
