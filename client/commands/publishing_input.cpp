/// What a publication is made of: files read, and each context given its audience.
#include <algorithm>

#include "base/bytes.hpp"
#include "client/commands/publishing.hpp"
#include "client/terminal/progress.hpp"
#include "client/text/escape.hpp"
#include "client/text/number.hpp"
#include "client/text/words.hpp"
#include "formats/draft/stated_pap.hpp"

namespace tidings::commands {

using base::ErrorCode;
using base::fail;

namespace {

/// Of notes that are told one by one; the others are counted.
constexpr std::size_t max_notes_told = 20;

}  // namespace

/// What formats ask of the node: its config alone says who is in a sharing group.
base::Result<input::Terms> Publishing::ask_terms() {
  if (auto connected = connect(); !connected) return connected.error();
  v1::Request request;
  request.mutable_status();
  const auto answer = connection_->ask(std::move(request));
  if (!answer) return answer.error();
  const auto& status = answer->status();
  input::Terms terms;
  terms.unmarked = asked_.tlp.value_or(status.limits().default_tlp());
  for (const auto& group : status.sharing_groups()) {
    terms.sharing_groups[group.uuid()].assign(group.members().begin(), group.members().end());
  }
  terms.own_sites.assign(status.own_sites().begin(), status.own_sites().end());
  return terms;
}

base::Status Publishing::read() {
  auto options = reader_options(options_);
  if (!options) return options.error();
  options->terms = [this] { return ask_terms(); };
  options->confidence = asked_.context.confidence();
  terminal::Progress progress("reading");
  const auto tell = [&progress](const std::string& line) {
    progress.wipe();
    std::fprintf(stderr, "%s\n", line.c_str());
  };
  std::size_t told = 0;
  const auto on_note = [&](const std::string& file, const draft::Note& note) {
    const bool is_told = options_.dry_run || note.fate == draft::Fate::Altered;
    if (is_told && ++told <= max_notes_told) tell(input::describe(file, note));
  };
  // A revision without files keeps the claims that take_former() put there.
  if (!reader_ || !options_.files.empty()) {
    reader_.emplace(
        std::move(*options), [&](const input::Refused& refused) { tell(input::describe(refused)); }, on_note,
        [&](std::uint64_t values) { progress.show(values); });
  }
  for (const auto& file : options_.files) {
    auto read = reader_->read(file);
    if (read) continue;
    if (options_.files.size() == 1 || !reader_->may_go_on())
      return fail(read.error().code, file + ": " + read.error().what);
    reader_->gathered().refuse({}, {}, read.error().what);
  }
  reader_->gathered().keep_newest();
  outcome_.counts.input = reader_->gathered().tally();
  return {};
}

base::Status Publishing::check_content() const {
  if (options_.files.empty() || reader_->gathered().claims() > 0) return {};
  const auto& input = outcome_.counts.input;
  if (input.values == 0 && input.left_out == 0) {
    return fail(ErrorCode::BadInput, "there is no value in the input; nothing was published");
  }
  return fail(ErrorCode::BadInput, input::summary(outcome_.counts, "published") + "; nothing was published");
}

ExitCode Publishing::tell_review() const {
  const auto& reviewed = *reader_->reviewed();
  return print(options_.review + ": " + text::counted(reviewed.candidates, "candidate") + ", " +
               text::with_commas(reviewed.meant) + " marked '+': change what is wrong, then 'tidings publish " +
               options_.review + "'\n");
}

base::Status Publishing::settle() {
  auto& gathered = reader_->gathered();
  const bool has_others = gathered.claims() > gathered.own().claims.size();
  if (gathered.own().claims.size() > 0 || !has_others) {
    if (auto settled = settle_own(); !settled) return settled;
  }
  return has_others ? settle_others() : base::Status();
}

base::Status Publishing::settle_own() {
  auto marking = reader_->marking();
  if (former_marking_) input::narrow(marking, *former_marking_);
  input::AskedMarking asked{draft_.tlp, options_.override_marking};
  // What is amended keeps its own.
  if (marking && !draft_.tlp && !former_marking_ && reader_->has_unmarked()) {
    const auto terms = ask_terms();
    if (!terms) return terms.error();
    asked.unmarked = terms->unmarked;
  }
  const auto settled = input::settle(asked, marking);
  if (!settled) return settled.error();
  if (settled->narrowed) {
    std::fprintf(stderr,
                 "%s is marked %s, and other values are not marked: all go out as %s, which is the default; --tlp, or "
                 "each by itself, gives them another\n",
                 text::for_people(marking->place()).c_str(), text::marking(marking->tlp).c_str(),
                 text::marking(*settled->tlp).c_str());
  }
  Part part{draft_.context, draft_.release_to, settled->tlp.has_value(), &reader_->gathered().own().claims};
  auto& audience = *part.context.mutable_audience();
  if (settled->tlp) audience.set_tlp(*settled->tlp);
  if (auto kept = settle_pap(audience); !kept) return kept;
  if (settled->widened) override_reason_ = options_.override_marking;
  if (reader_->stays()) {
    audience.set_local(true);
    part.release_to.clear();
  }
  if (part.tlp_given && audience.tlp() == v1::TLP_RED && part.release_to.empty() && !audience.local()) {
    return fail(ErrorCode::Policy, "TLP:RED is for named recipients only: name them with --release-to PARTNER");
  }
  if (auto named = name_sources(part.context); !named) return named;
  put({}, std::move(part));
  return {};
}

/// What our own JSON and tables name; others' formats have it in their contexts.
base::Status Publishing::name_sources(v1::Header& context) const {
  auto& named = *context.mutable_based_on();
  for (const auto& hex : reader_->sources()) {
    const auto id = base::from_hex(hex);
    if (!id)
      return fail(ErrorCode::BadInput, "the input says that it came from '" + hex + "', which is no bulletin's id");
    if (std::ranges::find(named, *id) == named.end()) *named.Add() = *id;
  }
  return {};
}

/// Of several files one may state none: what its TLP suggests must not be widened by another's.
base::Status Publishing::settle_pap(v1::Audience& audience) {
  if (reader_->pap() == v1::PAP_UNSPECIFIED) return {};
  v1::Audience settled = audience;
  if (settled.tlp() == v1::TLP_UNSPECIFIED) {
    const auto terms = ask_terms();
    if (!terms) return terms.error();
    settled.set_tlp(terms->unmarked.value_or(v1::TLP_UNSPECIFIED));
  }
  draft::take_stated_pap(settled, reader_->pap());
  audience.set_pap(settled.pap());
  return {};
}

base::Status Publishing::settle_others() {
  const auto id_of = [this](const std::string& name) -> base::Result<std::string> {
    if (auto connected = connect(); !connected) return connected.error();
    v1::Request request;
    request.mutable_partner_list()->set_partner(name);
    const auto answer = connection_->ask(std::move(request));
    if (!answer) return answer.error();
    if (answer->partners().partners_size() > 0) return answer->partners().partners(0).org_id();
    return fail(ErrorCode::NotFound, "--release-to names " + name + ", which is no partner");
  };
  const bool from_files = !options_.files.empty();
  Settling settling(asked_, options_.override_marking, from_files ? Settling::Over::Add : Settling::Over::Replace,
                    id_of);
  auto& contexts = reader_->gathered().contexts();
  for (std::size_t i = 1; i < contexts.size(); ++i) {
    if (contexts[i].claims.size() == 0) continue;
    auto part = settling.settle(contexts[i]);
    if (!part) return part.error();
    put(amends_.empty() ? contexts[i].header.publication_id() : std::string(), std::move(*part));
  }
  if (settling.widened()) override_reason_ = options_.override_marking;
  outcome_.kept_here = settling.kept_here();
  return {};
}

void Publishing::put(const std::string& id, Part part) {
  // The daemon alone knows whether all that it came from is here, and how far what it replaces went.
  if (!id.empty() || !amends_.empty() || !part.context.based_on().empty()) override_reason_ = options_.override_marking;
  auto place = std::ranges::find(publications_, id, &Publication::id);
  if (place == publications_.end()) place = publications_.insert(place, {id, {}, {}});
  place->parts.push_back(std::move(part));
}

}  // namespace tidings::commands
