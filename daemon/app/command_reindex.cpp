#include <iostream>

#include "daemon/app/commands.hpp"
#include "daemon/app/data_folder.hpp"
#include "daemon/app/node_keys.hpp"
#include "daemon/app/options.hpp"
#include "daemon/settings/read.hpp"
#include "daemon/store/sqlite/engine.hpp"
#include "daemon/store/store.hpp"

namespace tidings::app {
namespace {

base::Result<store::Store::Gauges> reindex(const settings::Settings& settings) {
  const DataFolder folder{settings.node.data};
  if (auto status = check_is_node(folder); status.has_error()) return status.error();
  auto engine = store::sqlite::open_engine(folder.store(), engine_options(settings));
  if (engine.has_error()) return engine.error();
  {
    auto index = (*engine)->index_writer();
    if (index.has_error()) return index.error();
    if (auto status = (*index)->clear(); status.has_error()) return status.error();
  }
  const base::SystemClock clock;
  auto opened = store::Store::open(std::move(*engine), store_options(settings), clock);
  if (opened.has_error()) return opened.error();
  if (auto status = (*opened)->settle(); status.has_error()) return status.error();
  return (*opened)->gauges();
}

}  // namespace

Exit run_reindex(const std::filesystem::path& config) {
  const auto loaded = settings::load_settings(config);
  if (loaded.has_error()) return explain(loaded.error());
  const auto done = reindex(*loaded);
  if (done.has_error()) return explain(done.error());
  std::cout << "Rebuilt the index up to place " << done->indexed_to.value << " of the ledger\n";
  return Exit::Done;
}

}  // namespace tidings::app
