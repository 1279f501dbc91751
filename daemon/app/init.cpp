#include "daemon/app/init.hpp"

#include <sys/stat.h>

#include <cerrno>

#include "base/digest.hpp"
#include "daemon/app/data_folder.hpp"
#include "daemon/app/files.hpp"
#include "daemon/app/node_keys.hpp"
#include "daemon/settings/describe.hpp"
#include "daemon/settings/read.hpp"
#include "daemon/store/sqlite/engine.hpp"

namespace tidings::app {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;

/// Takes back what was done, last first, unless all of it succeeded.
class TakeBack {
 public:
  TakeBack() = default;
  TakeBack(const TakeBack&) = delete;
  TakeBack& operator=(const TakeBack&) = delete;
  ~TakeBack() {
    for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) fs::remove_all(*step, ignored_);
  }
  void also(fs::path made) { steps_.push_back(std::move(made)); }
  void keep_all() { steps_.clear(); }

 private:
  std::vector<fs::path> steps_;
  std::error_code ignored_;
};

base::Result<settings::Settings> settings_for(const InitRequest& request) {
  auto made = settings::default_settings();
  if (!request.data.empty()) made.node.data = request.data;
  if (!request.socket.empty()) made.api.socket = request.socket;
  if (!request.listen.empty()) made.link.listen = request.listen;
  made.node.endpoints = request.endpoints;
  const auto read_back = settings::read_settings(settings::commented_config(made));  // one place judges values
  if (!read_back.faults.empty()) return base::fail(ErrorCode::BadInput, read_back.faults.front().what);
  return made;
}

/// An existing config is somebody's work, unless it is the commented default that the installation laid out.
base::Status check_config_is_free(const fs::path& config) {
  std::error_code error;
  if (!fs::exists(config, error)) return {};
  const auto held = read_file(config, settings::max_config_bytes);
  if (held && *held == settings::commented_config(settings::default_settings())) return {};
  return base::fail(ErrorCode::Exists, config.string() + " exists: name another with --config, or move it away");
}

base::Status check_data_is_free(const fs::path& data) {
  std::error_code error;
  if (!fs::exists(data, error)) return {};
  if (!fs::is_directory(data, error)) return base::fail(ErrorCode::Exists, data.string() + " exists and is no folder");
  if (!fs::is_empty(data, error) && !error) {
    return base::fail(ErrorCode::Exists, data.string() + " is not empty: init overwrites nothing");
  }
  if (error) return base::fail(ErrorCode::Forbidden, "cannot look into " + data.string() + ": " + error.message());
  return {};
}

/// Folders above `path` that are missing are made, and taken back on failure.
base::Status make_folders_to(const fs::path& folder, TakeBack& take_back, mode_t mode) {
  std::error_code error;
  if (folder.empty() || fs::exists(folder, error)) return {};
  if (auto status = make_folders_to(folder.parent_path(), take_back, 0755); status.has_error()) return status;
  if (::mkdir(folder.c_str(), mode) != 0) {
    return base::fail(ErrorCode::Disk, "cannot create " + folder.string() + ": " +
                                           std::error_code(errno, std::generic_category()).message());
  }
  ::chmod(folder.c_str(), mode);  // whatever the umask
  take_back.also(folder);
  return {};
}

base::Status make_empty_store(const DataFolder& folder) {
  auto engine = store::sqlite::open_engine(folder.store());
  if (engine.has_error()) return engine.error();
  if (auto ledger = (*engine)->ledger_writer(); ledger.has_error()) return ledger.error();
  if (auto index = (*engine)->index_writer(); index.has_error()) return index.error();
  return {};
}

base::Status move_into_place(const fs::path& source, const fs::path& target, TakeBack& take_back) {
  std::error_code error;
  fs::rename(source, target, error);
  if (error) return base::fail(ErrorCode::Disk, "cannot create " + target.string() + ": " + error.message());
  take_back.also(target);
  return {};
}

/// The card comes last: what has a card is a node.
base::Status move_all_into_place(const DataFolder& from, const DataFolder& to, TakeBack& take_back) {
  std::vector<fs::path> names;
  for (const auto& entry : fs::directory_iterator(from.path)) {
    if (entry.path() != from.card()) names.push_back(entry.path().filename());
  }
  names.push_back(from.card().filename());
  for (const auto& name : names) {
    if (auto status = move_into_place(from.path / name, to.path / name, take_back); status.has_error()) return status;
  }
  return {};
}

base::Status write_config(const fs::path& config, const settings::Settings& made, TakeBack& take_back) {
  std::error_code error;
  const bool default_laid_out = fs::exists(config, error);
  if (auto status = make_folders_to(config.parent_path(), take_back, 0755); status.has_error()) return status;
  const auto text = settings::commented_config(made);
  if (default_laid_out) return replace_file(config, text, Mode::Public);
  return write_new_file(config, text, Mode::Public);
}

}  // namespace

base::Result<Initialised> init(const InitRequest& request, base::Instant now) {
  const auto made = settings_for(request);
  if (made.has_error()) return made.error();
  const DataFolder folder{made->node.data};
  if (auto status = check_config_is_free(request.config); status.has_error()) return status.error();
  if (auto status = check_data_is_free(folder.path); status.has_error()) return status.error();

  TakeBack take_back;
  if (auto status = make_folders_to(folder.path, take_back, 0700); status.has_error()) return status.error();
  const DataFolder workshop{folder.path / (".init-" + base::to_hex(base::random_bytes(6)))};
  if (auto status = make_private_folder(workshop.path); status.has_error()) return status.error();
  take_back.also(workshop.path);
  auto card = make_node_keys(workshop, request.organisation, request.endpoints, now);
  if (card.has_error()) return card.error();
  if (auto status = make_empty_store(workshop); status.has_error()) return status.error();
  if (auto status = give_to_owner_of(workshop.path, folder.path); status.has_error()) return status.error();
  if (auto status = move_all_into_place(workshop, folder, take_back); status.has_error()) return status.error();
  if (auto status = write_config(request.config, *made, take_back); status.has_error()) return status.error();
  std::error_code ignored;
  fs::remove_all(workshop.path, ignored);
  take_back.keep_all();
  return Initialised{std::move(*card), folder.path, folder.root_key()};
}

}  // namespace tidings::app
