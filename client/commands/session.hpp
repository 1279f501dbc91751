#pragma once
/// What every command shares: where the daemon is, how to print, how to fail.
/// Lives on: one thread.
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "client/connection.hpp"
#include "client/exit_code.hpp"
#include "client/view/format.hpp"
#include "client/view/records.hpp"

namespace tidings::commands {

using client::Connection;
using client::ExitCode;

/// What a person chose before the command, or beside it.
struct Session {
  std::string socket{client::default_socket};
  std::string format;  ///< -o; empty: by the output
  bool no_defang{false};
  bool raw_cells{false};

  /// -o, else human on a terminal and `elsewhere` where none is.
  view::Format format_or(view::Format elsewhere) const;
  view::Look look() const;
  text::FormulaGuard guard() const { return raw_cells ? text::FormulaGuard::No : text::FormulaGuard::Yes; }
  base::Result<Connection> connect() const { return Connection::open(socket); }
};

/// What a command line comes to.
using Run = std::function<ExitCode()>;

/// "tidings: SENTENCE" on standard error; the exit code that fits.
ExitCode report(const base::Error& error);
ExitCode report(ExitCode code, std::string_view sentence);
/// Says once that answers lack what the daemon's index has not reached again.
void warn_of_rebuilding(bool rebuilding, bool& warned);
/// Says that of some values more is said than is read at once.
void tell_of_cut();

/// Prints text, or one object: pretty for json, in a line for jsonl.
ExitCode print(std::string_view text);
ExitCode print(view::Format format, const view::json::object& object);

/// Names what is wrong with an option's value.
base::Error bad_option(std::string_view option, std::string_view value, std::string_view expected);

/// A card of 64 KiB is a third longer as text, beside its lines for people.
inline constexpr std::size_t max_card_file_bytes = 128 * 1024;

/// All of a file, or of standard input for "-"; bounded.
base::Result<std::string> read_file(const std::string& path, std::size_t max_bytes);

}  // namespace tidings::commands
