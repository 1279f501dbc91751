#include "client/commands/publish_options.hpp"

#include <CLI/CLI.hpp>

#include "client/commands/times.hpp"
#include "client/text/words.hpp"
#include "core/bulletin/benign.hpp"
#include "core/bulletin/bulletin.hpp"
#include "core/bulletin/context.hpp"
#include "core/bulletin/names.hpp"

namespace tidings::commands {
namespace {

void offer_many(CLI::App& command, std::string name, std::vector<std::string>& values, std::string help,
                std::string word) {
  command.add_option(std::move(name), values, std::move(help))->type_name(std::move(word))->allow_extra_args(false);
}

/// "@FILE" stands for what is in the file.
base::Result<std::string> text_of(const std::string& given) {
  if (!given.starts_with('@')) return given;
  return read_file(given.substr(1), bulletin::max_text_bytes);
}

base::Status apply_audience(const PublishOptions& options, Draft& draft) {
  auto& audience = *draft.context.mutable_audience();
  if (!options.tlp.empty()) {
    draft.tlp = bulletin::tlp_from_name(options.tlp);
    if (!draft.tlp) return bad_option("--tlp", options.tlp, bulletin::tlp_names());
  }
  if (!options.pap.empty()) {
    const auto pap = bulletin::pap_from_name(options.pap);
    if (!pap) return bad_option("--pap", options.pap, bulletin::pap_names());
    audience.set_pap(*pap);
  }
  if (!options.release_to.empty()) draft.release_to = options.release_to;
  if (options.local) audience.set_local(true);
  return {};
}

base::Status apply_judgement(const PublishOptions& options, v1::Header& context) {
  if (!options.role.empty()) {
    const auto role = text::role_from_feed_word(options.role);
    if (!role) return bad_option("--role", options.role, bulletin::role_names());
    context.set_role(*role);
  }
  if (!options.verdict.empty()) {
    const auto verdict = bulletin::verdict_from_name(options.verdict);
    if (!verdict) return bad_option("--verdict", options.verdict, bulletin::verdict_names());
    context.set_verdict(*verdict);
  }
  if (!options.role.empty() || !options.verdict.empty()) {
    if (auto checked = bulletin::check_benign(context.role(), context.verdict()); !checked) return checked;
  }
  if (!options.confidence.empty()) {
    const auto confidence = text::confidence_from_word(options.confidence);
    if (!confidence) return bad_option("--confidence", options.confidence, "0 to 100, or low, medium, high");
    context.set_confidence(bulletin::encode_confidence(*confidence));
  }
  if (!options.priority.empty()) {
    const auto priority = bulletin::priority_from_name(options.priority);
    if (!priority) return bad_option("--priority", options.priority, "normal or urgent");
    context.set_priority(*priority);
  }
  return {};
}

template <class Repeated>
void replace(Repeated& held, const std::vector<std::string>& given) {
  if (given.empty()) return;
  held.Clear();
  for (const auto& each : given) *held.Add() = each;
}

}  // namespace

base::Status apply(const PublishOptions& options, Draft& draft) {
  auto& context = draft.context;
  if (!options.title.empty()) context.set_title(options.title);
  if (!options.text.empty()) {
    auto text = text_of(options.text);
    if (!text) return text.error();
    context.set_text(std::move(*text));
  }
  if (!options.producer.empty()) context.set_producer(options.producer);
  replace(*context.mutable_ecosystems(), options.ecosystems);
  replace(*context.mutable_tags(), options.tags);
  replace(*context.mutable_references(), options.references);
  if (!options.expires.empty()) {
    const auto expires = future_instant(options.expires);
    if (!expires)
      return bad_option("--expires", options.expires, "a duration (30d, 12h) or a time to come (2027-01-31)");
    context.set_expires_at(expires->us);
    draft.expiry_given = true;
  }
  if (!options.hold.empty()) {
    const auto hold = base::duration_from_text(options.hold);
    if (!hold || *hold <= base::Duration::zero()) return bad_option("--hold", options.hold, "a duration (10m, 2h)");
    draft.hold = *hold;
  }
  if (auto status = apply_audience(options, draft); !status) return status;
  return apply_judgement(options, context);
}

base::Result<input::ReaderOptions> reader_options(const PublishOptions& options) {
  input::ReaderOptions out;
  out.columns = options.columns;
  out.special = options.allow_special ? input::SpecialValues::Allow : input::SpecialValues::Refuse;
  out.originals = options.no_original ? input::Originals::Drop : input::Originals::Carry;
  out.review = options.review;
  if (!options.format.empty()) {
    out.format = input::format_from_name(options.format);
    if (!out.format) return bad_option("--format", options.format, input::format_names());
  }
  if (options.type.empty()) return out;
  out.hint = list::hint_from_name(options.type);
  if (!out.hint)
    return bad_option("--type", options.type,
                      "a type (ipv4, domain, url, sha256, …) or a format (hosts, adblock, rpz, …)");
  return out;
}

void offer_publish_options(CLI::App& command, PublishOptions& options) {
  command.add_option("--title", options.title, "What it is about, in a line")->type_name("TEXT");
  command.add_option("--text", options.text, "The report itself; @FILE takes it from a file")->type_name("TEXT");
  command
      .add_option("--tlp", options.tlp, "clear, green, amber, amber+strict or red; without it the config's default_tlp")
      ->type_name("TLP");
  command.add_option("--pap", options.pap, "What may be done with it: clear, green, amber or red")->type_name("PAP");
  offer_many(command, "--release-to", options.release_to, "Only for this partner; again for more", "PARTNER");
  offer_many(command, "--ecosystem", options.ecosystems, "Whom it threatens; again for more", "NAME");
  offer_many(command, "--tag", options.tags, "A tag; again for more", "TAG");
  offer_many(command, "--based-on", options.based_on,
             "The bulletin or publication that the values came from; again for more", "ID");
  offer_many(command, "--reference", options.references, "A source; again for more", "URL");
  command.add_option("--confidence", options.confidence, "0 to 100, or low, medium, high")->type_name("N");
  command.add_option("--role", options.role, "What the values are: " + bulletin::role_names())->type_name("ROLE");
  command.add_option("--verdict", options.verdict, bulletin::verdict_names())->type_name("VERDICT");
  command.add_option("--expires", options.expires, "When it ends: 30d, 12h, or a time in UTC")->type_name("WHEN");
  command.add_option("--priority", options.priority, "normal or urgent (goes before other things)")
      ->type_name("PRIORITY");
  command.add_option("--producer", options.producer, "The author, where you pass on another's words")
      ->type_name("NAME");
  command.add_option("--type", options.type, "What the lines are: a type, or a list's format; without it they tell")
      ->type_name("TYPE");
  command
      .add_option("--format", options.format,
                  "What the files are; without it their content tells: " + input::format_names())
      ->type_name("FORMAT");
  command
      .add_option("--review", options.review,
                  "Of a report: write what would be published to this file, to be changed and published instead")
      ->type_name("FILE");
  command.add_flag("--no-original", options.no_original,
                   "Without the objects of other formats that travel beside what they say");
  command
      .add_option("--columns", options.columns,
                  "Name a table's columns: value,type,-,tags (roles, types, tlp, or - to ignore)")
      ->type_name("NAMES");
  command.add_flag("--allow-special", options.allow_special,
                   "Also private and reserved addresses, public suffixes and the like");
  command
      .add_option("--override-marking", options.override_marking,
                  "Go wider than the input's own marking, or though what it came from is not here; audited")
      ->type_name("REASON");
  command.add_flag("--local", options.local, "Never leaves this node");
  command.add_flag("--list", options.list, "A plain feed: leave out what is already said");
  command
      .add_option("--hold", options.hold, "Sign and share it after so long; 'tidings held drop' cancels it until then")
      ->type_name("DURATION");
  command.add_flag("--dry-run", options.dry_run,
                   "Only say who would receive it, and why others would not, when it ends, and what is warned of");
  command.add_flag("--force", options.force, "Also values that stand in warning lists ('tidings warnings')");
  command.add_flag("-y,--yes", options.yes, "Do not ask");
}

}  // namespace tidings::commands
