#include "client/commands/publishing.hpp"

#include <algorithm>
#include <set>

#include "base/bytes.hpp"
#include "client/terminal/progress.hpp"
#include "client/terminal/terminal.hpp"
#include "client/text/number.hpp"
#include "client/text/words.hpp"
#include "client/view/audience.hpp"

namespace tidings::commands {

using base::ErrorCode;
using base::fail;

namespace {

/// All that can be not found here is a name in --release-to or what it is based on; to publish to nobody we know is
/// refused, and what came from a bulletin that is not here, too.
base::Error as_refusal(base::Error error) {
  if (error.code == ErrorCode::NotFound) error.code = ErrorCode::Policy;
  return error;
}

}  // namespace

ExitCode Publishing::publish() {
  if (options_.files.empty() && options_.title.empty() && options_.text.empty()) {
    return report(ExitCode::BadInput,
                  "nothing to publish: name a FILE (- is standard input), or give --title and --text");
  }
  draft_.context.set_kind(v1::KIND_REPORT);
  return run();
}

ExitCode Publishing::amend(const std::string& id) {
  if (auto status = take_former(id); !status) return report(status.error());
  return run();
}

ExitCode Publishing::run() {
  if (auto status = apply(options_, asked_); !status) return report(status.error());
  if (auto status = apply(options_, draft_); !status) return report(status.error());
  if (auto status = read(); !status) return report(status.error());
  if (reader_->reviewed()) return tell_review();
  if (auto status = check_content(); !status) return report(status.error());
  if (auto status = settle(); !status) return report(as_refusal(status.error()));
  if (auto status = connect(); !status) return report(status.error());
  if (auto status = ask_audiences(); !status) return report(as_refusal(status.error()));
  if (auto status = ask_warnings(); !status) return report(as_refusal(status.error()));
  if (auto status = confirm(); !status) return report(status.error());
  if (auto status = send_all(); !status) return report(as_refusal(status.error()));
  return conclude();
}

base::Status Publishing::connect() {
  if (connection_) return {};
  auto connection = session_.connect();
  if (!connection) return connection.error();
  connection_.emplace(std::move(*connection));
  return {};
}

/// Each audience once, however many contexts have it.
base::Status Publishing::ask_audiences() {
  if (options_.dry_run) return {};
  std::set<std::string> asked;
  for (const auto& publication : publications_) {
    for (const auto& part : publication.parts) {
      if (part.context.audience().local()) continue;
      v1::Header context;
      context.set_kind(part.context.kind());
      *context.mutable_audience() = part.context.audience();
      v1::Request request;
      auto& question = *request.mutable_audience();
      question.set_context(context.SerializeAsString());
      for (const auto& name : part.release_to) question.add_release_to(name);
      question.set_tlp_given(part.tlp_given);
      if (!asked.insert(question.SerializeAsString()).second) continue;
      auto answer = connection_->ask(std::move(request));
      if (!answer) return answer.error();
      audiences_.push_back(std::move(*answer->mutable_audience()));
    }
  }
  return {};
}

/// Who can be asked is asked once, with what warning lists have; elsewhere the daemon refuses.
base::Status Publishing::ask_warnings() {
  // Of a revision that keeps its values, what was decided for them stays.
  forced_ = options_.force || (!amends_.empty() && options_.files.empty());
  const bool has_values = reader_->gathered().claims() > 0;
  if (forced_ || options_.yes || options_.dry_run || !has_values || !terminal::can_ask()) return {};
  for (auto& publication : publications_) {
    if (auto sent = send(publication, Sending::Rehearsal); !sent) return sent;
  }
  return {};
}

base::Status Publishing::confirm() {
  confirmed_ = options_.yes;
  std::uint64_t warned = 0;
  for (const auto& publication : publications_) warned += publication.outcome.warned_claims();
  if (options_.yes || options_.dry_run || (audiences_.empty() && warned == 0)) return {};
  const auto widest = std::ranges::find_if(audiences_, &v1::AudienceAnswer::needs_confirmation);
  if (terminal::can_ask()) {
    std::uint64_t values = 0;
    for (const auto& publication : publications_) values += publication.values_in(publication.claims());
    std::string what = values == 0 ? std::string("a report without values") : text::counted(values, "value");
    if (publications_.size() > 1) what += " in " + text::counted(publications_.size(), "publication");
    for (const auto& audience : audiences_) std::fputs(view::describe(session_.look(), audience).c_str(), stderr);
    for (const auto& publication : publications_) {
      if (publication.outcome.warned_claims() == 0) continue;
      std::fputs(describe_warned(session_.look(), publication.outcome).c_str(), stderr);
    }
    if (warned > 0) what += ", " + text::with_commas(warned) + " of them in warning lists";
    outcome_.audience_shown = !audiences_.empty();
    confirmed_ = terminal::confirms("Publish " + what + "? [y/N] ");
    forced_ = forced_ || (warned > 0 && confirmed_);
    if (!confirmed_) return fail(ErrorCode::Policy, "not confirmed; nothing was published");
  } else if (widest != audiences_.end()) {
    return fail(ErrorCode::Policy,
                text::marking(widest->tlp()) +
                    " reaches further than this node publishes unattended (unattended_tlp); nothing was "
                    "published: --yes confirms it");
  }
  return {};
}

void Publishing::queue_begin(const Publication& publication, Sending sending, std::uint64_t id) {
  const auto& first = publication.parts.front();
  v1::Request request;
  request.set_id(id);
  auto& begin = *request.mutable_publish_begin();
  begin.set_context(first.context.SerializeAsString());
  for (const auto& name : first.release_to) begin.add_release_to(name);
  begin.set_tlp_given(first.tlp_given);
  for (const auto& each : options_.based_on) begin.add_based_on(each);
  begin.set_skip_already_said(options_.list);
  begin.set_dry_run(sending == Sending::Rehearsal);
  begin.set_amends(amends_);
  begin.set_publication_id(publication.id);
  begin.set_expiry_given(draft_.expiry_given);
  begin.set_confirmed(confirmed_);
  begin.set_override_marking(override_reason_);
  begin.set_force(forced_);
  begin.set_allow_special(options_.allow_special);
  begin.set_hold_us(static_cast<std::uint64_t>(draft_.hold.count()));
  connection_->queue(request);
}

base::Status Publishing::queue_claims(const Publication& publication, std::uint64_t id) {
  v1::Request request;
  request.set_id(id);
  for (const auto& part : publication.parts) {
    bool begins = &part != &publication.parts.front();
    for (const auto& batch : part.claims->finish()) {
      auto& claims = *request.mutable_publish_claims();
      if (!claims.ParseFromString(batch)) return fail(ErrorCode::Internal, "a batch cannot be read back");
      if (begins) {
        auto& context = *claims.mutable_begins();
        context.set_context(part.context.SerializeAsString());
        for (const auto& name : part.release_to) context.add_release_to(name);
        context.set_tlp_given(part.tlp_given);
      }
      begins = false;
      connection_->queue(request);
      if (auto status = connection_->flush(); !status) return status;
    }
  }
  request.mutable_publish_end();
  connection_->queue(request);
  return connection_->flush();
}

base::Status Publishing::send(Publication& publication, Sending sending) {
  const auto id = connection_->next_id();
  queue_begin(publication, sending, id);
  if (auto queued = queue_claims(publication, id); !queued) return queued;
  terminal::Progress progress(sending == Sending::Rehearsal ? "checking" : "publishing", publication.claims());
  return connection_->answers_of(id, [&](const v1::Answer& answer) {
    if (answer.last()) publication.outcome = answer.publish();
    progress.show(answer.publish().stored());
    return base::Status{};
  });
}

/// One that is refused does not keep the others back; a daemon that cannot do it now would refuse them all.
base::Status Publishing::send_all() {
  const auto sending = options_.dry_run ? Sending::Rehearsal : Sending::InEarnest;
  std::optional<base::Error> first;
  std::vector<Publication> made;
  for (auto& publication : publications_) {
    auto sent = send(publication, sending);
    if (sent) {
      made.push_back(std::move(publication));
      continue;
    }
    if (!first) first = sent.error();
    ++outcome_.failed;
    if (publications_.size() == 1) break;
    report(as_refusal(sent.error()));
    if (client::exit_code_of(sent.error().code) == ExitCode::Unreachable) break;
  }
  publications_ = std::move(made);
  if (publications_.empty() && first) return *first;
  return {};
}

ExitCode Publishing::conclude() {
  outcome_.dry_run = options_.dry_run;
  bool any = false, passed_over = false;
  for (const auto& publication : publications_) {
    const auto& answer = publication.outcome;
    const bool is_nothing = answer.claims() == 0 && answer.already_said() == 0 && publication.claims() > 0;
    any = any || !is_nothing;
    passed_over = passed_over || is_nothing;
    const bool is_held = answer.has_held() && !options_.dry_run;
    outcome_.counts.published += is_held ? 0 : publication.values_in(answer.claims());
    outcome_.counts.already_said += publication.values_in(answer.already_said());
  }
  const view::Format format = session_.format.empty() ? view::Format::Human : session_.format_or(view::Format::Human);
  const ExitCode printed = format == view::Format::Human ? print(describe(session_.look(), outcome_, publications_))
                                                         : print(format, json_of(outcome_, publications_));
  if (printed != ExitCode::Done) return printed;
  const bool is_partly = outcome_.counts.input.refused > 0 || outcome_.failed > 0 || (any && passed_over);
  return is_partly ? ExitCode::Partly : ExitCode::Done;
}

}  // namespace tidings::commands
