#pragma once
/// From settings to what each part takes: the one place where both are known.
/// Lives on: any executor (values).
#include "core/indicator/weights.hpp"
#include "daemon/api/server.hpp"
#include "daemon/exporting/exporting.hpp"
#include "daemon/feeding/feeding.hpp"
#include "daemon/http/server/server.hpp"
#include "daemon/http/taxii/taxii.hpp"
#include "daemon/http/webhook/webhooks.hpp"
#include "daemon/intake/intake.hpp"
#include "daemon/link/links.hpp"
#include "daemon/settings/settings.hpp"
#include "daemon/store/sqlite/engine.hpp"
#include "daemon/telemetry/log.hpp"
#include "daemon/warnings/load.hpp"
#include "daemon/watching/watching.hpp"

namespace tidings::app {

v1::Tlp tlp_of(settings::Marking marking);
/// What is as wide or wider needs a second person; nothing: no review.
std::optional<v1::Tlp> review_above(const settings::Settings& settings);
telemetry::Level log_level(const settings::Settings& settings);
std::size_t crypto_threads(const settings::Settings& settings);
store::sqlite::SqliteOptions engine_options(const settings::Settings& settings);
store::StoreOptions store_options(const settings::Settings& settings);
intake::IntakeOptions intake_options(const settings::Settings& settings);
intake::HeldOptions held_options(const settings::Settings& settings);
link::LinksOptions links_options(const settings::Settings& settings);
indicator::Weights score_weights(const settings::Settings& settings);
warnings::LoadOptions warning_options(const settings::Settings& settings);
watching::WatchingOptions watching_options(const settings::Settings& settings);
/// Reads the secrets' files. BadInput: what is wrong with which block, by its line.
base::Result<std::vector<webhook::HookOptions>> webhook_options(const settings::Settings& settings);
/// BadInput: what is wrong with which block, by its line.
base::Result<std::vector<exporting::ExportOptions>> export_options(const settings::Settings& settings);
/// Reads the secrets' files. BadInput: what is wrong with which block, by its line.
base::Result<std::vector<feeding::FeedOptions>> feed_options(const settings::Settings& settings);
api::ServerOptions server_options(const settings::Settings& settings);
server::ServerOptions http_options(const settings::Settings& settings);
/// BadInput: what is wrong with which block, by its line.
base::Result<taxii::TaxiiOptions> taxii_options(const settings::Settings& settings);

}  // namespace tidings::app
