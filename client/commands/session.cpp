#include "client/commands/session.hpp"

#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

#include "client/terminal/terminal.hpp"
#include "client/text/escape.hpp"

namespace tidings::commands {

view::Format Session::format_or(view::Format elsewhere) const {
  if (const auto chosen = view::format_from_name(format)) return *chosen;
  return terminal::output_is_terminal() ? view::Format::Human : elsewhere;
}

view::Look Session::look() const {
  return {terminal::output_takes_colour() ? view::Colours::Yes : view::Colours::No,
          no_defang ? view::Defang::No : view::Defang::Yes};
}

ExitCode report(const base::Error& error) { return report(client::exit_code_of(error.code), error.what); }

void warn_of_rebuilding(bool rebuilding, bool& warned) {
  if (!rebuilding || warned) return;
  warned = true;
  std::fprintf(stderr, "the daemon's index is being rebuilt: what it has not reached yet is not found\n");
}

void tell_of_cut() {
  std::fprintf(stderr,
               "more is said of some of these than is read at once: the newest 10,000 claims count, and what each "
               "origin reported or disputed last\n");
}

ExitCode report(ExitCode code, std::string_view sentence) {
  std::fflush(stdout);
  std::fprintf(stderr, "tidings: %s\n", text::for_people(sentence).c_str());
  return code;
}

ExitCode print(std::string_view text) {
  if (auto status = view::write_out(stdout, text); !status) return report(status.error());
  return ExitCode::Done;
}

ExitCode print(view::Format format, const view::json::object& object) {
  return print((format == view::Format::Jsonl ? view::compact(object) : view::pretty(object)) + "\n");
}

base::Error bad_option(std::string_view option, std::string_view value, std::string_view expected) {
  return base::fail(base::ErrorCode::BadInput, std::string(option) + " '" + std::string(value) +
                                                   "' is not understood; it takes " + std::string(expected));
}

base::Result<std::string> read_file(const std::string& path, std::size_t max_bytes) {
  using base::ErrorCode;
  const bool standard_input = path == "-";
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(standard_input ? stdin : std::fopen(path.c_str(), "rb"),
                                                             standard_input ? std::fflush : std::fclose);
  if (!file)
    return base::fail(ErrorCode::BadInput, path + " cannot be opened: " + std::generic_category().message(errno));
  std::string bytes(max_bytes + 1, '\0');
  bytes.resize(std::fread(bytes.data(), 1, bytes.size(), file.get()));
  if (std::ferror(file.get()) != 0) return base::fail(ErrorCode::BadInput, path + " cannot be read");
  if (bytes.size() > max_bytes) {
    return base::fail(ErrorCode::TooLarge, path + " is larger than " + std::to_string(max_bytes) + " bytes");
  }
  return bytes;
}

}  // namespace tidings::commands
