#include <iostream>

#include "daemon/app/commands.hpp"
#include "daemon/app/data_folder.hpp"
#include "daemon/app/files.hpp"
#include "daemon/app/node_keys.hpp"
#include "daemon/app/options.hpp"
#include "daemon/settings/read.hpp"
#include "daemon/store/sqlite/engine.hpp"

namespace tidings::app {
namespace {

/// The ledger gets a new id, so that partners' cursors, which may be ahead of it, are not believed.
base::Status restored(const settings::Settings& settings, Override override_hold) {
  const DataFolder folder{settings.node.data};
  if (auto status = check_is_node(folder); status.has_error()) return status;
  auto engine = store::sqlite::open_engine(folder.store(), engine_options(settings));
  if (engine.has_error()) return engine.error();
  auto ledger = (*engine)->ledger_writer();
  if (ledger.has_error()) return ledger.error();
  if (auto status = (*ledger)->renew_id(); status.has_error()) return status;
  if (override_hold == Override::No) return replace_file(folder.restored(), "", Mode::Secret);
  std::error_code error;
  std::filesystem::remove(folder.restored(), error);
  if (error)
    return base::fail(base::ErrorCode::Disk, "cannot remove " + folder.restored().string() + ": " + error.message());
  return {};
}

}  // namespace

Exit run_restored(const std::filesystem::path& config, Override override_hold) {
  const auto loaded = settings::load_settings(config);
  if (loaded.has_error()) return explain(loaded.error());
  if (auto status = restored(*loaded, override_hold); status.has_error()) return explain(status.error());
  std::cout << "The ledger has a new id; partners start again from zero and are sent only what they do not have.\n";
  std::cout << (override_hold == Override::Yes
                    ? "Publishing is free at once. If the backup was old, partners may hold bulletins of yours that "
                      "this node forgot.\n"
                    : "Publishing waits until a partner has told the last bulletin of yours that it holds.\n");
  return Exit::Done;
}

}  // namespace tidings::app
