#include "client/commands/publishing.hpp"

#include "base/bytes.hpp"
#include "client/commands/shown.hpp"
#include "client/terminal/progress.hpp"
#include "client/terminal/terminal.hpp"
#include "client/text/number.hpp"
#include "client/text/words.hpp"
#include "client/view/audience.hpp"
#include "client/view/held.hpp"
#include "client/view/names.hpp"
#include "client/view/warning.hpp"
#include "core/bulletin/names.hpp"

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
  if (auto status = prepare(); !status) return report(status.error());
  if (auto status = settle_marking(reader_->marking()); !status) return report(status.error());
  return proceed();
}

ExitCode Publishing::amend(const std::string& id) {
  if (auto status = take_former(id); !status) return report(status.error());
  if (auto status = prepare(); !status) return report(status.error());
  std::optional<input::Marking> marking = reader_->marking();
  if (former_marking_) input::narrow(marking, *former_marking_);
  if (auto status = settle_marking(marking); !status) return report(status.error());
  return proceed();
}

base::Status Publishing::prepare() {
  if (auto status = apply(options_, draft_); !status) return status;
  auto options = reader_options(options_);
  if (!options) return options.error();
  terminal::Progress progress("reading");
  const auto on_refused = [&](const input::Refused& refused) {
    progress.wipe();
    std::fprintf(stderr, "%s\n", input::describe(refused).c_str());
  };
  // A revision without files keeps the claims that take_former() put there.
  if (!reader_ || !options_.files.empty()) {
    reader_.emplace(std::move(*options), on_refused, [&](std::uint64_t values) { progress.show(values); });
  }
  for (const auto& file : options_.files) {
    if (auto status = reader_->read(file); !status) return status;
  }
  counts_.read = reader_->values();
  counts_.refused = reader_->refused();
  counts_.repeated = reader_->repeated();
  return check_content();
}

base::Status Publishing::check_content() const {
  if (options_.files.empty() || reader_->claims().size() > 0) return {};
  if (counts_.read == 0) return fail(ErrorCode::BadInput, "there is no value in the input; nothing was published");
  return fail(ErrorCode::BadInput, input::summary(counts_, "published") + "; nothing was published");
}

base::Status Publishing::settle_marking(const std::optional<input::Marking>& marking) {
  const auto settled = input::settle({draft_.tlp, options_.override_marking}, marking);
  if (!settled) return settled.error();
  auto& audience = *draft_.context.mutable_audience();
  if (settled->tlp) audience.set_tlp(*settled->tlp);
  tlp_given_ = settled->tlp.has_value();
  if (settled->widened) override_reason_ = options_.override_marking;
  if (tlp_given_ && audience.tlp() == v1::TLP_RED && draft_.release_to.empty() && !audience.local()) {
    return fail(ErrorCode::Policy, "TLP:RED is for named recipients only: name them with --release-to PARTNER");
  }
  return {};
}

ExitCode Publishing::proceed() {
  if (!connection_) {
    auto connection = session_.connect();
    if (!connection) return report(connection.error());
    connection_.emplace(std::move(*connection));
  }
  if (auto status = ask_audience(); !status) return report(as_refusal(status.error()));
  if (auto status = ask_warnings(); !status) return report(as_refusal(status.error()));
  if (auto status = confirm(); !status) return report(status.error());
  if (auto status = send(options_.dry_run ? Sending::Rehearsal : Sending::InEarnest); !status) {
    return report(as_refusal(status.error()));
  }
  return conclude();
}

base::Status Publishing::ask_audience() {
  if (options_.dry_run || draft_.context.audience().local()) return {};
  v1::Request request;
  auto& question = *request.mutable_audience();
  question.set_context(draft_.context.SerializeAsString());
  for (const auto& name : draft_.release_to) question.add_release_to(name);
  question.set_tlp_given(tlp_given_);
  auto answer = connection_->ask(std::move(request));
  if (!answer) return answer.error();
  audience_ = answer->audience();
  return {};
}

/// Who can be asked is asked once, with what warning lists have; elsewhere the daemon refuses.
base::Status Publishing::ask_warnings() {
  // Of a revision that keeps its values, what was decided for them stays.
  forced_ = options_.force || (!amends_.empty() && options_.files.empty());
  if (forced_ || options_.yes || options_.dry_run || reader_->claims().size() == 0 || !terminal::can_ask()) return {};
  return send(Sending::Rehearsal);
}

base::Status Publishing::confirm() {
  confirmed_ = options_.yes;
  const bool local = draft_.context.audience().local(), warned = outcome_.warned_claims() > 0;
  if (options_.yes || options_.dry_run || (local && !warned)) return {};
  if (terminal::can_ask()) {
    std::string what = reader_->claims().size() == 0 ? std::string("a report without values")
                                                     : text::counted(reader_->claims().size(), "value");
    if (!local) std::fputs(view::describe(session_.look(), audience_).c_str(), stderr);
    if (warned) {
      std::fputs(describe_warned().c_str(), stderr);
      what += ", " + text::with_commas(outcome_.warned_claims()) + " of them in warning lists";
    }
    audience_shown_ = !local;
    confirmed_ = terminal::confirms("Publish " + what + "? [y/N] ");
    forced_ = forced_ || (warned && confirmed_);
    if (!confirmed_) return fail(ErrorCode::Policy, "not confirmed; nothing was published");
  } else if (audience_.needs_confirmation()) {
    return fail(ErrorCode::Policy,
                text::marking(audience_.tlp()) +
                    " reaches further than this node publishes unattended (unattended_tlp); nothing was "
                    "published: --yes confirms it");
  }
  return {};
}

base::Status Publishing::send(Sending sending) {
  v1::Request request;
  request.set_id(connection_->next_id());
  auto& begin = *request.mutable_publish_begin();
  begin.set_context(draft_.context.SerializeAsString());
  for (const auto& name : draft_.release_to) begin.add_release_to(name);
  for (const auto& id : options_.based_on) begin.add_based_on(id);
  for (const auto& id : reader_->sources()) begin.add_based_on(id);
  begin.set_skip_already_said(options_.list);
  begin.set_dry_run(sending == Sending::Rehearsal);
  begin.set_amends(amends_);
  begin.set_tlp_given(tlp_given_);
  begin.set_expiry_given(draft_.expiry_given);
  begin.set_confirmed(confirmed_);
  begin.set_override_marking(override_reason_);
  begin.set_force(forced_);
  begin.set_allow_special(options_.allow_special);
  begin.set_hold_us(static_cast<std::uint64_t>(draft_.hold.count()));
  connection_->queue(request);
  for (const auto& batch : reader_->claims().finish()) {
    if (!request.mutable_publish_claims()->ParseFromString(batch))
      return fail(ErrorCode::Internal, "a batch cannot be read back");
    connection_->queue(request);
    if (auto status = connection_->flush(); !status) return status;
  }
  request.mutable_publish_end();
  connection_->queue(request);
  if (auto status = connection_->flush(); !status) return status;
  terminal::Progress progress(sending == Sending::Rehearsal ? "checking" : "publishing", reader_->claims().size());
  return connection_->answers_of(request.id(), [&](const v1::Answer& answer) {
    if (answer.last()) outcome_ = answer.publish();
    progress.show(answer.publish().stored());
    return base::Status{};
  });
}

ExitCode Publishing::conclude() {
  counts_.published = outcome_.has_held() && !options_.dry_run ? 0 : outcome_.claims();
  counts_.already_said = outcome_.already_said();
  if (outcome_.has_audience()) audience_ = outcome_.audience();
  const view::Format format = session_.format.empty() ? view::Format::Human : session_.format_or(view::Format::Human);
  const ExitCode printed = format == view::Format::Human ? print(describe_outcome()) : print(format, json_of_outcome());
  if (printed != ExitCode::Done) return printed;
  return counts_.refused > 0 ? ExitCode::Partly : ExitCode::Done;
}

std::string Publishing::describe_outcome() const {
  std::string out;
  if (draft_.context.audience().local()) {
    out += "local: never leaves this node\n";
  } else if (!audience_shown_) {
    out += view::describe(session_.look(), audience_);
  }
  if (options_.dry_run) {
    out += describe_rehearsal() + "dry run: nothing was published\n";
    if (outcome_.has_held()) out += "it would be held " + view::waits_for(outcome_.held()) + "\n";
  } else if (outcome_.has_held()) {
    const std::string id = base::to_hex(outcome_.held().id());
    return out + "held as " + view::paint(session_.look(), view::Colour::Bold, id) + " " +
           view::waits_for(outcome_.held()) + ": nothing is signed yet; 'tidings held drop " + id + "' cancels it\n" +
           input::summary(counts_, "published") + "\n";
  } else if (outcome_.bulletin_ids_size() == 0) {
    out += "nothing new to publish\n";
  } else {
    out += "publication " + view::paint(session_.look(), view::Colour::Bold, base::to_hex(outcome_.publication_id())) +
           " revision " + std::to_string(outcome_.revision()) + ", " +
           text::counted(static_cast<std::uint64_t>(outcome_.bulletin_ids_size()), "bulletin") + "\n";
  }
  if (outcome_.expiry_raised_to() != 0) {
    out += "it expires " + view::shown_time(outcome_.expiry_raised_to()) +
           ", as what it replaces would: earlier, that would be back; 'withdraw' ends all of it at once\n";
  }
  return out + input::summary(counts_, options_.dry_run ? "to publish" : "published") + "\n";
}

std::string Publishing::describe_rehearsal() const {
  std::string out = "ends " + view::shown_time(outcome_.expires_at()) + "\n";
  for (const auto& expiry : outcome_.expiries()) {
    out += "  " + view::type_name(expiry.type()) + "  " + text::counted(expiry.claims(), "value") + " until " +
           view::shown_time(expiry.expires_at()) + "\n";
  }
  if (outcome_.warned_claims() == 0) return out;
  return out + describe_warned() + "--force would be needed\n";
}

std::string Publishing::describe_warned() const {
  std::string out = text::counted(outcome_.warned_claims(), "value") + " in warning lists:\n";
  for (const auto& warned : outcome_.warned()) out += view::describe(session_.look(), warned);
  if (outcome_.warned_claims() > static_cast<std::uint64_t>(outcome_.warned_size())) out += "and more\n";
  return out;
}

view::json::object Publishing::json_of_outcome() const {
  view::json::object out;
  out["dry_run"] = options_.dry_run;
  out["publication"] = view::json_id_or_null(outcome_.publication_id());
  out["revision"] = outcome_.revision();
  view::json::array bulletins;
  for (const auto& id : outcome_.bulletin_ids()) bulletins.emplace_back(view::json_id(id));
  out["bulletins"] = std::move(bulletins);
  out["expiry_raised_to"] = view::json_time(outcome_.expiry_raised_to());
  out["read"] = counts_.read;
  out["published"] = counts_.published;
  out["already_said"] = counts_.already_said;
  out["repeated"] = counts_.repeated;
  out["refused"] = counts_.refused;
  out["local"] = draft_.context.audience().local();
  out["audience"] = view::json_of(audience_);
  out["held"] = outcome_.has_held() ? view::json::value(view::json_of(outcome_.held())) : view::json::value(nullptr);
  if (!options_.dry_run) return out;
  out["expires_at"] = view::json_time(outcome_.expires_at());
  view::json::array expiries;
  for (const auto& expiry : outcome_.expiries()) {
    view::json::object one;
    one["type"] = view::type_name(expiry.type());
    one["claims"] = expiry.claims();
    one["expires_at"] = view::json_time(expiry.expires_at());
    expiries.emplace_back(std::move(one));
  }
  out["expiries"] = std::move(expiries);
  out["warned"] = outcome_.warned_claims();
  out["warnings"] = view::json_of_warned(outcome_.warned());
  return out;
}

}  // namespace tidings::commands
