#include "daemon/app/https.hpp"

#include "daemon/app/data_folder.hpp"
#include "daemon/app/options.hpp"

namespace tidings::app {

base::Result<std::unique_ptr<Https>> Https::start(const Parts& parts, const settings::Settings& settings) {
  auto made = std::make_unique<Https>();
  if (auto begun = made->begin(parts, settings); !begun) return begun.error();
  return made;
}

base::Status Https::begin(const Parts& parts, const settings::Settings& settings) {
  auto access =
      access::Access::load({parts.store, parts.network, parts.crypto, parts.clock, parts.log, parts.counters});
  if (!access) return access.error();
  access_ = std::move(*access);
  auto wanted = taxii_options(settings);
  if (!wanted) return wanted.error();
  auto taxii = taxii::Taxii::make(
      {parts.store, parts.query, parts.publisher, parts.network, parts.crypto, parts.clock, parts.log, parts.counters},
      std::move(*wanted));
  if (!taxii) return taxii.error();
  taxii_ = std::move(*taxii);
  if (settings.http.listen.empty()) return {};
  const exporting::RunParts run{parts.query, parts.network, parts.export_worker, parts.clock};
  auto feeds = feeds::Feeds::make({parts.store, run, DataFolder{settings.node.data}.feeds().string()});
  if (!feeds) return feeds.error();
  feeds_ = std::move(*feeds);
  auto exports = export_options(settings);
  if (!exports) return exports.error();
  feeds_->set(std::move(*exports));
  const server::ServerParts server_parts{*access_, parts.network, parts.crypto, parts.clock, parts.log, parts.counters};
  auto server = server::Server::make(parts.network.context(), server_parts, http_options(settings),
                                     {taxii_->route(), feeds_->route()});
  if (!server) return server.error();
  server_ = std::move(*server);
  return server_->start();
}

base::Status Https::take(const settings::Settings& settings) {
  auto wanted = taxii_options(settings);
  if (!wanted) return wanted.error();
  if (auto set = taxii_->set_options(std::move(*wanted)); !set) return set;
  if (!server_) return {};
  auto exports = export_options(settings);
  if (!exports) return exports.error();
  feeds_->set(std::move(*exports));
  return server_->renew_certificate();
}

void Https::stop(std::function<void()> done) { server_->stop(std::move(done)); }

}  // namespace tidings::app
