#include "daemon/app/daemon.hpp"

#include "daemon/app/data_folder.hpp"
#include "daemon/app/housekeeping.hpp"
#include "daemon/app/https.hpp"
#include "daemon/app/link_report.hpp"
#include "daemon/app/network.hpp"
#include "daemon/app/node_keys.hpp"
#include "daemon/app/options.hpp"
#include "daemon/app/service_manager.hpp"
#include "daemon/app/version.hpp"
#include "daemon/settings/change.hpp"
#include "daemon/settings/read.hpp"

namespace tidings::app {
namespace {

using namespace std::chrono_literals;
using settings::Settings;
using telemetry::Event;

/// Clients and partners that do not take our answers and our Goodbye in this time are left; systemd waits 15 s in all.
constexpr base::Duration goodbye_deadline{5s};

/// What can fail while it is made, made before the Daemon is: its constructor cannot.
struct Opened {
  std::unique_ptr<base::SystemClock> clock;  // the store keeps a reference to it
  NodeKeys keys;
  std::unique_ptr<store::Store> store;
};

base::Result<Opened> open_folder(const Settings& settings) {
  const DataFolder folder{settings.node.data};
  auto clock = std::make_unique<base::SystemClock>();
  auto keys = load_node_keys(folder);
  if (keys.has_error()) return keys.error();
  auto engine =
      store::sqlite::open_engine(folder.store(), engine_options(settings));  // from here on the folder is ours
  if (engine.has_error()) return engine.error();
  if (auto status = renew_contact(folder, *keys, settings.node.endpoints, clock->now()); status.has_error()) {
    return status.error();
  }
  auto opened = store::Store::open(std::move(*engine), store_options(settings), *clock);
  if (opened.has_error()) return opened.error();
  return Opened{std::move(clock), std::move(*keys), std::move(*opened)};
}

class Running final : public Daemon {
 public:
  Running(std::filesystem::path config, Settings settings, Opened opened)
      : config_(std::move(config)),
        settings_(std::move(settings)),
        log_(telemetry::make_stderr_log(log_level(settings_))),
        clock_(std::move(opened.clock)),
        keys_(std::move(opened.keys)),
        signer_{keys_.signing, keys_.delegation.id},
        crypto_("crypto", crypto_threads(settings_)),
        store_(std::move(opened.store)) {}

  base::Status start() {
    log_->write(Event::ServiceStarting,
                {{"software", software}, {"config", config_.string()}, {"data", settings_.node.data}});
    auto book = partners::PartnerBook::load(*store_, keys_.card, network_, crypto_, *clock_);
    if (book.has_error()) return book.error();
    book_ = std::move(*book);
    intake_ =
        intake::Intake::make(*store_, *book_, network_, crypto_, *clock_, *log_, counters_, intake_options(settings_));
    take_warnings(warnings::load(warning_options(settings_)));
    publisher_ = intake::Publisher::make(*intake_, *store_, *book_, warnings_, signer_, network_, crypto_, *clock_);
    const intake::HeldDrafts::Parts parts{*store_, *publisher_, network_, crypto_, *clock_, *log_, counters_};
    auto held = intake::HeldDrafts::load(parts, held_options(settings_));
    if (held.has_error()) return held.error();
    held_ = std::move(*held);
    query_ = query::Query::make(*store_, *book_, warnings_, network_, *clock_, score_weights(settings_), keys_.token);
    make_watching();
    make_housekeeping();
    if (auto status = start_links(); status.has_error()) return status;
    if (auto status = start_webhooks(); status.has_error()) return status;
    if (auto status = start_exports(); status.has_error()) return status;
    if (auto status = start_feeds(); status.has_error()) return status;
    if (auto status = start_https(); status.has_error()) return status;
    return start_api();
  }

  void run() override {
    network_.on_signals([this] { stop(); }, [this] { reload(); });
    network_.every(1s, [this] {
      housekeeping_->look();
      held_->look(housekeeping_->trusts_clock());
      watching_->look();
      webhooks_->look();
      exports_->look();
      feeding_->look();
    });
    if (const auto period = manager_.watchdog_period()) network_.every(*period, [this] { manager_.alive(); });
    housekeeping_->look();
    log_->write(Event::ServiceReady,
                {{"organisation", keys_.card.identity.name}, {"id", keys_.card.identity.organisation.text()}});
    manager_.ready("Serving " + keys_.card.identity.name);
    network_.run();
    crypto_.stop();     // what is being checked or signed comes home …
    network_.finish();  // … and is handed to the store, whose destructor commits it
    log_->write(Event::ServiceStopped);
  }

 private:
  void make_watching() {
    watching::Watching::Parts parts{*store_, *query_, network_, *clock_, keys_.token, counters_};
    watching_ = watching::Watching::make(std::move(parts), watching_options(settings_));
  }

  void make_housekeeping() {
    Housekeeping::Parts parts{*store_, *publisher_, keys_.delegation, {settings_.node.data}, *clock_, *log_, counters_};
    housekeeping_ = std::make_unique<Housekeeping>(std::move(parts));
    housekeeping_->set_forget_every(settings_.store.forget_every);
  }

  base::Status start_links() {
    link::Links::Parts parts{*store_,    *book_,   *intake_, *publisher_, keys_.token,
                             keys_.card, network_, *clock_,  *log_,       counters_};
    auto links = link::Links::make(network_.context(), std::move(parts), links_options(settings_));
    if (links.has_error()) return links.error();
    links_ = std::move(*links);
    return links_->start();
  }

  base::Status start_webhooks() {
    webhooks_ = webhook::Webhooks::make(network_.context(), {*store_, *watching_, network_, *clock_, *log_, counters_});
    auto wanted = webhook_options(settings_);
    return wanted ? webhooks_->set(std::move(*wanted)) : base::Status(wanted.error());
  }

  base::Status start_exports() {
    exports_ = exporting::Exporting::make({*store_, {*query_, network_, export_worker_, *clock_}, *log_, counters_});
    return take_exports();
  }

  base::Status take_exports() {
    auto wanted = export_options(settings_);
    if (!wanted) return wanted.error();
    exports_->set(std::move(*wanted));
    return {};
  }

  base::Status start_feeds() {
    feeding_ =
        feeding::Feeding::make(network_.context(), {*store_, *publisher_, *book_, warnings_, network_, *clock_, *log_,
                                                    counters_, DataFolder{settings_.node.data}.fetched().string()});
    return take_feeds();
  }

  base::Status take_feeds() {
    auto wanted = feed_options(settings_);
    return wanted ? feeding_->set(std::move(*wanted)) : base::Status(wanted.error());
  }

  base::Status start_api() {
    const auto describe = [this](v1::StatusAnswer& answer) {
      report_links(links_->states(), *book_->current(), answer);
      webhooks_->describe(answer);
      exports_->describe(answer);
      for (auto& feed : feeding_->all()) *answer.add_feeds() = std::move(feed);
      answer.set_watchers(watching_->watchers());
    };
    api::Server::Parts parts{*store_,
                             *book_,
                             *publisher_,
                             *held_,
                             *query_,
                             warnings_,
                             *watching_,
                             https_->access(),
                             *feeding_,
                             keys_.card,
                             keys_.delegation.valid_until,
                             describe,
                             [this] { return housekeeping_->clock_doubt(); },
                             network_,
                             *clock_,
                             *log_,
                             counters_};
    api_ = api::Server::make(network_.context(), std::move(parts), server_options(settings_));
    if (auto status = api_->start(); status.has_error()) return status;
    log_->write(Event::Listening, {{"socket", settings_.api.socket}});
    return {};
  }

  base::Status start_https() {
    const Https::Parts parts{*store_,        *query_, *publisher_, network_, crypto_,
                             export_worker_, *clock_, *log_,       counters_};
    auto https = Https::start(parts, settings_);
    if (https.has_error()) return https.error();
    https_ = std::move(*https);
    return {};
  }

  void take_warnings(warnings::Loading loading) {
    std::size_t entries = 0;
    for (const auto& list : loading.lists->lists()) entries += list.entries;
    for (const auto& fault : loading.faults) {
      log_->write(Event::WarningListFault, {{"file", fault.file}, {"what", fault.what}});
    }
    log_->write(Event::WarningListsLoaded, {{"lists", loading.lists->lists().size()},
                                            {"entries", entries},
                                            {"bytes", loading.lists->memory_bytes()},
                                            {"faults", loading.faults.size()}});
    counters_.set(telemetry::Gauge::WarningListEntries, static_cast<std::int64_t>(entries));
    counters_.set(telemetry::Gauge::WarningListFaults, static_cast<std::int64_t>(loading.faults.size()));
    warnings_.take(std::move(loading));
  }

  /// Files of lists may be large: they are read beside the network thread, and of two reloads the later counts.
  void reload_warnings() {
    crypto_.post([this, options = warning_options(settings_), number = ++warning_loads_] {
      auto loading = std::make_shared<warnings::Loading>(warnings::load(options));
      network_.post([this, loading, number] {
        if (number == warning_loads_) take_warnings(std::move(*loading));
      });
    });
  }

  /// The first signal waits for what clients are publishing and for partners to take our Goodbye; a second one does
  /// not.
  void stop() {
    if (stopping_) return network_.stop();
    stopping_ = true;
    log_->write(Event::ServiceStopping);
    manager_.stopping();
    feeding_->stop();
    api_->stop([this] { stopped_one(); });
    links_->stop([this] { stopped_one(); });
    if (https_->is_serving()) https_->stop([this] { stopped_one(); });
    network_.after(goodbye_deadline, [this] { network_.stop(); });
  }

  /// Clients have their answers and partners our Goodbye.
  void stopped_one() {
    if (++stopped_ == (https_->is_serving() ? 3 : 2)) network_.stop();
  }

  void reload() {
    manager_.reloading();
    const auto wanted = settings::load_settings(config_);
    if (wanted.has_error()) {
      log_->write(Event::SettingsRefused, {{"faults", wanted.error().what}});
    } else {
      take(*wanted);
    }
    manager_.ready("Serving " + keys_.card.identity.name);
  }

  void take_webhooks() {
    auto wanted = webhook_options(settings_);
    const auto set = wanted ? webhooks_->set(std::move(*wanted)) : base::Status(wanted.error());
    if (!set) log_->write(Event::WebhooksRefused, {{"why", set.error().what}});
  }

  void take(const Settings& wanted) {
    for (const auto& change : settings::changes(settings_, wanted)) {
      const auto event = change.takes == settings::Takes::AtReload ? Event::SettingChanged : Event::SettingNeedsRestart;
      log_->write(event, {{"setting", change.key}, {"from", change.from}, {"to", change.to}});
    }
    settings_ = settings::reloaded(settings_, wanted);
    log_->set_threshold(log_level(settings_));
    housekeeping_->set_forget_every(settings_.store.forget_every);
    held_->set_options(held_options(settings_));
    take_webhooks();
    if (auto taken = https_->take(settings_); !taken)
      log_->write(Event::HttpSettingsRefused, {{"why", taken.error().what}});
    if (auto taken = take_feeds(); !taken) log_->write(Event::FeedsRefused, {{"why", taken.error().what}});
    if (auto taken = take_exports(); !taken) log_->write(Event::ExportsRefused, {{"why", taken.error().what}});
    watching_->set_max_watchers(settings_.api.max_watchers);
    api_->reload(server_options(settings_));
    query_->set_weights(score_weights(settings_));
    reload_warnings();
    log_->write(Event::SettingsReloaded, {{"config", config_.string()}});
  }

  // In order of making; gone in the reverse order.
  std::filesystem::path config_;
  Settings settings_;
  std::unique_ptr<telemetry::Log> log_;
  std::unique_ptr<base::SystemClock> clock_;
  telemetry::Counters counters_;
  ServiceManager manager_;
  NodeKeys keys_;
  bulletin::Signer signer_;
  Network network_;
  base::ThreadPool crypto_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<partners::PartnerBook> book_;
  warnings::WarningBook warnings_;
  std::uint64_t warning_loads_{0};
  std::unique_ptr<intake::Intake> intake_;
  std::unique_ptr<intake::Publisher> publisher_;
  std::shared_ptr<intake::HeldDrafts> held_;
  std::unique_ptr<query::Query> query_;
  std::unique_ptr<watching::Watching> watching_;
  std::unique_ptr<Housekeeping> housekeeping_;
  std::unique_ptr<link::Links> links_;
  std::unique_ptr<webhook::Webhooks> webhooks_;
  base::ThreadPool export_worker_{"export", 1};
  std::unique_ptr<exporting::Exporting> exports_;
  std::unique_ptr<feeding::Feeding> feeding_;
  std::unique_ptr<Https> https_;
  std::unique_ptr<api::Server> api_;
  bool stopping_{false};
  int stopped_{0};
};

}  // namespace

base::Result<std::unique_ptr<Daemon>> Daemon::start(const std::filesystem::path& config) {
  auto settings = settings::load_settings(config);
  if (settings.has_error()) return settings.error();
  auto opened = open_folder(*settings);
  if (opened.has_error()) return opened.error();
  auto running = std::make_unique<Running>(config, std::move(*settings), std::move(*opened));
  if (auto status = running->start(); status.has_error()) return status.error();
  return running;
}

}  // namespace tidings::app
