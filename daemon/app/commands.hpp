#pragma once
/// What `tidingsd` can be told to do, a file each. Each returns the process's exit status: 0 done, 1 failed, 2 the
/// command line or the config is wrong (the reason is on stderr).
/// Lives on: the main thread.
#include <filesystem>
#include <string>

#include "base/error_code.hpp"
#include "base/result.hpp"
#include "daemon/app/init.hpp"

namespace tidings::app {

enum class Exit : int { Done = 0, Failed = 1, Wrong = 2 };

Exit run_daemon(const std::filesystem::path& config);
Exit run_init(const InitRequest& request);
Exit run_check(const std::filesystem::path& config);
Exit run_reindex(const std::filesystem::path& config);
enum class Override : bool { No, Yes };
Exit run_restored(const std::filesystem::path& config, Override override_hold);
Exit run_help_settings();
Exit run_help_config();

/// Says it on stderr, "tidingsd: …"; Wrong for what the caller can mend (BadInput), else Failed.
Exit explain(const base::Error& error);

}  // namespace tidings::app
