#include <CLI/CLI.hpp>

#include <memory>

#include "client/commands/given.hpp"
#include "client/commands/response.hpp"
#include "client/commands/table.hpp"
#include "client/commands/times.hpp"

namespace tidings::commands {
namespace {

/// What says more was mistyped.
constexpr std::uint64_t most_counted = 1'000'000'000'000;

/// A sensor's clock may be ahead of ours by so much; the daemon allows the same.
constexpr base::Duration ahead = std::chrono::minutes(10);

struct Options {
  ResponseOptions response;
  std::uint64_t count{1};
  std::string first_seen, last_seen, when, ecosystem;
};

base::Result<std::uint64_t> time_of(std::string_view option, const std::string& given) {
  if (given.empty()) return std::uint64_t{0};
  const auto at = past_instant(given);
  if (!at) return bad_option(option, given, "a duration back from now (2h, 3d) or a time (2026-11-22T14:00Z)");
  if (*at > base::SystemClock().now() + ahead) return bad_option(option, given, "a time that has come");
  return at->us;
}

base::Result<v1::Sighting> sighting_of(const Options& options) {
  if (!options.when.empty() && (!options.first_seen.empty() || !options.last_seen.empty())) {
    return base::fail(base::ErrorCode::BadInput, "--when is for one moment; or give --first-seen and --last-seen");
  }
  const auto when = time_of("--when", options.when);
  if (!when) return when.error();
  const auto first = time_of("--first-seen", options.first_seen);
  if (!first) return first.error();
  const auto last = time_of("--last-seen", options.last_seen);
  if (!last) return last.error();
  v1::Sighting sighting;
  sighting.set_count(options.count);
  sighting.set_first_seen(*when != 0 ? *when : *first);
  sighting.set_last_seen(*when != 0 ? *when : *last);
  sighting.set_ecosystem(options.ecosystem);
  return sighting;
}

ExitCode run_sight(const Session& session, const Options& options) {
  const auto sighting = sighting_of(options);
  if (!sighting) return report(sighting.error());
  Responding responding(session, options.response, v1::KIND_SIGHTING);
  responding.set_sighting(*sighting);
  return responding.run();
}

}  // namespace

void declare_sight(CLI::App& app, Session& session, Run& chosen) {
  auto* command =
      subcommand(app, "sight", "Tell the origin of a report that its indicator was seen here",
                 "  tidings sight evil.example --count 12 --first-seen 3d --last-seen 2h\n"
                 "  tidings sight 45.62.198.73 --when 2026-11-22T14:00Z --ecosystem finance\n"
                 "  cut -f3 hits.log | tidings sight -\n"
                 "Only the origins hear it, unless --release-to, --tlp or --to-all-who-hold say otherwise;\n"
                 "further than the report that it answers it never goes. A value that stands in three lines\n"
                 "was seen three times.\n");
  auto options = std::make_shared<Options>();
  offer_response_options(*command, options->response);
  command->add_option("--count", options->count, "How often (1)")
      ->type_name("N")
      ->check(CLI::Range(std::uint64_t{1}, most_counted));
  command->add_option("--first-seen", options->first_seen, "When first: 3d, or a time in UTC")->type_name("WHEN");
  command->add_option("--last-seen", options->last_seen, "When last")->type_name("WHEN");
  command->add_option("--when", options->when, "When, if at one moment")->type_name("WHEN");
  command->add_option("--ecosystem", options->ecosystem, "Where: the ecosystem it was seen in")
      ->type_name("NAME")
      ->check(why_not_utf8);
  command->add_option("--text", options->response.text, "Words for who hears it")->type_name("TEXT");
  offer_formats(*command, session, "human|json|jsonl");
  command->callback(
      [&session, &chosen, options] { chosen = [&session, options] { return run_sight(session, *options); }; });
}

}  // namespace tidings::commands
