#include "client/commands/response.hpp"

#include <CLI/CLI.hpp>

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "base/bytes.hpp"
#include "client/commands/shown.hpp"
#include "client/commands/times.hpp"
#include "client/input/line_source.hpp"
#include "client/terminal/terminal.hpp"
#include "client/text/escape.hpp"
#include "client/text/number.hpp"
#include "client/view/audience.hpp"
#include "client/view/held.hpp"
#include "client/view/names.hpp"
#include "core/bulletin/names.hpp"
#include "core/observable/reach.hpp"

namespace tidings::commands {
namespace {

using base::ErrorCode;

constexpr std::size_t values_a_request = 10'000;
constexpr std::size_t bytes_a_request = 1024 * 1024;
constexpr auto nobody_reports = "no report that holds now speaks of it";

std::string shown(const v1::Claim& claim) { return view::value_text(claim.type(), claim.value()); }

}  // namespace

void offer_response_options(CLI::App& command, ResponseOptions& options) {
  command.add_option("WHAT", options.what, "Values, defanged or not; - reads them from standard input")
      ->type_name("")
      ->required();
  command.add_option("--type", options.type, "What the values are: a type, or a list's format")->type_name("TYPE");
  command.add_option("--tlp", options.tlp, "Go further than the origin alone: as far as this marking")
      ->type_name("TLP");
  command.add_option("--release-to", options.release_to, "Also for this partner; again for more")
      ->type_name("PARTNER")
      ->allow_extra_args(false);
  command.add_flag("--to-all-who-hold", options.to_all, "For everybody whom the report that it answers is for");
  command.add_option("--tag", options.tags, "A tag; again for more")->type_name("TAG")->allow_extra_args(false);
  command.add_option("--expires", options.expires, "When it ends; without it, with what it answers")->type_name("WHEN");
  command.add_flag("--dry-run", options.dry_run, "Only say who would receive it");
  command.add_flag("-y,--yes", options.yes, "Do not ask");
}

ExitCode Responding::run() {
  if (auto read = read_options(); !read) return report(read.error());
  if (auto read = read_input(); !read) return report(read.error());
  if (claims_.empty() && ids_.empty()) {
    return report(ExitCode::BadInput, "there is no value in the input; nothing was published");
  }
  auto connection = session_.connect();
  if (!connection) return report(connection.error());
  connection_.emplace(std::move(*connection));
  if (auto confirmed = confirm(); !confirmed) return report(confirmed.error());
  const auto sent = send_all();
  if (!sent && publications_.empty() && held_.empty()) return report(sent.error());
  const auto concluded = conclude();
  if (sent) return concluded;
  auto error = sent.error();
  error.what = "answered in part: " + error.what;
  return report(error);
}

base::Status Responding::read_options() {
  v1::Header context;
  context.set_title(frame_.kind() == v1::KIND_SIGHTING ? "Sighting" : "Dispute");
  context.set_text(options_.text);
  for (const auto& tag : options_.tags) context.add_tags(tag);
  if (!options_.tlp.empty()) {
    const auto tlp = bulletin::tlp_from_name(options_.tlp);
    if (!tlp) return bad_option("--tlp", options_.tlp, bulletin::tlp_names());
    context.mutable_audience()->set_tlp(*tlp);
  }
  if (!options_.expires.empty()) {
    const auto expires = future_instant(options_.expires);
    if (!expires) return bad_option("--expires", options_.expires, "a duration (30d, 12h) or a time to come");
    context.set_expires_at(expires->us);
  }
  frame_.set_context(context.SerializeAsString());
  frame_.set_to_all_who_hold(options_.to_all);
  frame_.set_dry_run(options_.dry_run);
  for (const auto& name : options_.release_to) frame_.add_release_to(name);
  return {};
}

/// Digests are hex too: in a dispute, what may be an id is asked for as one first.
bool Responding::may_be_id(const std::string& word) const {
  return frame_.kind() == v1::KIND_DISPUTE && options_.type.empty() && is_id(word);
}

base::Status Responding::read_input() {
  list::LineHint hint;
  if (!options_.type.empty()) {
    const auto named = list::hint_from_name(options_.type);
    if (!named) return bad_option("--type", options_.type, "a type or a list's format (see 'tidings parse --help')");
    hint = *named;
  }
  list::NumberedLine line;
  for (const auto& word : options_.what) {
    if (word == "-") {
      input::LineSource source(STDIN_FILENO, hint);
      while (auto batch = source.next()) {
        for (std::size_t i = 0; i < batch->size(); ++i) {
          const auto read = batch->line(i);
          if (may_be_id(std::string(read.raw)))
            ids_.emplace_back(read.raw);
          else
            take_line(read, "-");
        }
      }
      if (auto read = source.error(); !read) return read;
      continue;
    }
    ++line.number;
    if (may_be_id(word)) {
      ids_.push_back(word);
      continue;
    }
    input::LineBatch batch;
    line.raw = word;
    line.line = list::parse_line(word, hint);
    batch.add(line);
    take_line(batch.line(0), "WHAT");
  }
  return {};
}

/// A value that stands there twice was seen twice.
void Responding::take_line(const input::ReadLine& line, const std::string& source) {
  if (line.outcome == list::Line::Outcome::Reject) {
    ++refused_;
    const input::Refused refused{source, std::to_string(line.number), std::string(line.raw), std::string(line.text)};
    std::fprintf(stderr, "%s\n", input::describe(refused).c_str());
  }
  if (line.value == nullptr) return;
  // Sensors of dual-stack hosts write an IPv4 address as a mapped one; reports are of the IPv4 address.
  const auto value = observable::mapped_ipv4(*line.value).value_or(*line.value);
  const auto type = static_cast<std::uint32_t>(value.type);
  const auto [place, is_new] = places_.try_emplace(std::to_string(type) + " " + value.value, claims_.size());
  if (is_new) {
    auto& claim = claims_.emplace_back();
    claim.set_type(type);
    claim.set_value(value.value);
    if (frame_.kind() == v1::KIND_SIGHTING) *claim.mutable_sighting() = sighting_;
  } else if (frame_.kind() == v1::KIND_SIGHTING) {
    auto& sighting = *claims_[place->second].mutable_sighting();
    sighting.set_count(sighting.count() + sighting_.count());
  }
}

base::Status Responding::confirm() {
  confirmed_ = options_.yes;
  const bool widened = options_.to_all || !options_.tlp.empty() || !options_.release_to.empty();
  if (!widened || options_.yes || options_.dry_run || !terminal::can_ask()) return {};
  frame_.set_dry_run(true);
  const auto tried = send_all();
  frame_.set_dry_run(false);
  if (!tried) return tried;
  const auto audience = view::describe(session_.look(), all_.audience());
  const auto count = std::exchange(answered_, 0);
  all_.Clear();
  failed_ = 0;
  unanswered_.clear();
  misses_.clear();
  if (count == 0) return {};  // sent unconfirmed, it ends with why
  std::fputs(audience.c_str(), stderr);
  confirmed_ = terminal::confirms("Publish this of " + text::counted(count, "value") + "? [y/N] ");
  if (confirmed_) return {};
  return base::fail(ErrorCode::Policy, "not confirmed; nothing was published");
}

base::Status Responding::send_all() {
  for (const auto& id : ids_) {
    if (auto sent = send_id(id); !sent) return sent;
  }
  for (std::size_t from = 0; from < claims_.size();) {
    std::size_t to = from, bytes = 0;
    while (to < claims_.size() && to - from < values_a_request && bytes < bytes_a_request) {
      bytes += claims_[to++].ByteSizeLong();
    }
    if (auto sent = send_values(from, to); !sent) return sent;
    from = to;
  }
  return {};
}

/// Of several, one that fails does not keep the others.
base::Status Responding::send_id(const std::string& id) {
  const bool was_one = is_one();
  const auto sent = ask_id(id);
  if (sent || was_one || client::exit_code_of(sent.error().code) == ExitCode::Unreachable) return sent;
  if (sent.error().code == ErrorCode::NotFound) {
    miss(id, sent.error().what);
  } else {
    ++failed_;
    misses_.push_back(id + ": " + sent.error().what);
  }
  return {};
}

base::Status Responding::ask_id(const std::string& id) {
  v1::Request request;
  *request.mutable_respond() = frame_;
  request.mutable_respond()->set_confirmed(confirmed_);
  request.mutable_respond()->add_ids(id);
  const auto answer = connection_->ask(std::move(request));
  if (answer) {
    ++answered_;
    take(answer->publish(), 0);
    return {};
  }
  const auto line = list::parse_line(id, {});
  if (answer.error().code != ErrorCode::NotFound || line.outcome != list::Line::Outcome::Value) return answer.error();
  input::LineBatch batch;
  batch.add({1, id, line});
  take_line(batch.line(0), "WHAT");  // and goes with the values
  return {};
}

base::Status Responding::send_values(std::size_t from, std::size_t to) {
  v1::Request request;
  auto& respond = *request.mutable_respond();
  respond = frame_;
  respond.set_confirmed(confirmed_);
  respond.mutable_claims()->Add(claims_.begin() + static_cast<std::ptrdiff_t>(from),
                                claims_.begin() + static_cast<std::ptrdiff_t>(to));
  const auto answer = connection_->ask(std::move(request));
  if (answer) {
    take(answer->publish(), from);
    answered_ += to - from - static_cast<std::size_t>(answer->publish().unanswered_size());
    return {};
  }
  if (answer.error().code != ErrorCode::NotFound || answer.error().what.find("release_to") == 0) return answer.error();
  for (auto place = from; place < to; ++place) miss(shown(claims_[place]), nobody_reports);
  return {};
}

void Responding::miss(const std::string& what, const std::string& why) {
  unanswered_.push_back(what);
  misses_.push_back(what + ": " + why);
}

void Responding::take(const v1::PublishAnswer& answer, std::size_t from) {
  for (const auto place : answer.unanswered()) {
    if (from + place < claims_.size()) miss(shown(claims_[from + place]), nobody_reports);
  }
  if (!answer.publication_id().empty()) publications_.push_back(answer.publication_id());
  if (answer.has_held()) held_.push_back(answer.held());
  all_.mutable_bulletin_ids()->MergeFrom(answer.bulletin_ids());
  for (const auto& note : answer.notes()) {
    const auto& known = all_.notes();
    if (std::find(known.begin(), known.end(), note) == known.end()) all_.add_notes(note);
  }
  auto& audience = *all_.mutable_audience();
  if (audience.tlp() == v1::TLP_UNSPECIFIED || answer.audience().tlp() < audience.tlp())
    audience.set_tlp(answer.audience().tlp());
  for (const auto& holding : answer.audience().holdings()) {
    const auto is_same = [&](const v1::Holding& one) {
      return one.partner() == holding.partner() && one.may_hold() == holding.may_hold();
    };
    const auto& told = audience.holdings();
    if (std::none_of(told.begin(), told.end(), is_same)) *audience.add_holdings() = holding;
  }
}

std::string Responding::describe() const {
  std::string out = view::describe(session_.look(), all_.audience());
  for (const auto& publication : publications_) out += "publication " + base::to_hex(publication) + "\n";
  for (const auto& held : held_) {
    const std::string id = base::to_hex(held.id());
    out += "held as " + id + " " + view::waits_for(held) + ": nothing is signed yet; 'tidings held drop " + id +
           "' cancels it\n";
  }
  for (const auto& note : all_.notes()) out += "note: " + text::for_people(note) + "\n";
  if (options_.dry_run) out += "dry run: nothing was published\n";
  out += text::with_commas(answered_) + (options_.dry_run ? " to answer, " : " answered, ") +
         text::with_commas(unanswered_.size()) + " that nobody reports here, " + text::with_commas(refused_ + failed_) +
         " refused\n";
  return out;
}

view::json::object Responding::json() const {
  view::json::object out;
  out["dry_run"] = options_.dry_run;
  out["kind"] = bulletin::name(frame_.kind());
  view::json::array publications, bulletins, held;
  for (const auto& id : publications_) publications.emplace_back(view::json_id(id));
  for (const auto& id : all_.bulletin_ids()) bulletins.emplace_back(view::json_id(id));
  for (const auto& one : held_) held.emplace_back(view::json_of(one));
  out["publications"] = std::move(publications);
  out["bulletins"] = std::move(bulletins);
  out["held"] = std::move(held);
  out["answered"] = answered_;
  out["unanswered"] = view::json_texts(unanswered_);
  out["refused"] = refused_ + failed_;
  out["audience"] = view::json_of(all_.audience());
  out["notes"] = view::json_texts(all_.notes());
  return out;
}

ExitCode Responding::conclude() {
  for (const auto& miss : misses_) std::fprintf(stderr, "%s\n", text::for_people(miss).c_str());
  const auto refused = refused_ + failed_;
  if (answered_ == 0) {
    return report(refused > 0 ? ExitCode::Partly : ExitCode::NotFound,
                  "nothing to answer was found; nothing was published");
  }
  const view::Format format = session_.format.empty() ? view::Format::Human : session_.format_or(view::Format::Human);
  const ExitCode printed = format == view::Format::Human ? print(describe()) : print(format, json());
  if (printed != ExitCode::Done) return printed;
  return refused > 0 || !unanswered_.empty() ? ExitCode::Partly : ExitCode::Done;
}

}  // namespace tidings::commands
