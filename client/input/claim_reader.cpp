#include "client/input/claim_reader.hpp"

#include <algorithm>
#include <array>

#include "client/input/new_file.hpp"
#include "formats/misp/manifest.hpp"
#include "formats/misp/reader.hpp"
#include "formats/openioc/openioc.hpp"
#include "formats/report/report.hpp"
#include "formats/report/review.hpp"
#include "formats/stix/reader.hpp"

namespace tidings::input {
namespace {

using base::ErrorCode;
using base::fail;
using detect::Format;

constexpr std::array named_formats{Format::Stix,     Format::Misp,    Format::OwnJson, Format::Csv,
                                   Format::List,     Format::OpenIoc, Format::Yara,    Format::Sigma,
                                   Format::Suricata, Format::Review,  Format::Report};

bool is_line_format(const std::optional<list::LineHint>& hint) {
  using list::LineFormat;
  return hint && hint->format != LineFormat::List && hint->format != LineFormat::Field &&
         hint->format != LineFormat::CsvCell;
}

/// Rules are the content of their files: there is nothing that they would be the original of.
bool is_rules(Format format) { return format == Format::Yara || format == Format::Sigma || format == Format::Suricata; }

constexpr std::string_view manifest_name = "manifest.json";

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

std::optional<detect::Format> format_from_name(std::string_view name) {
  const auto* const found = std::ranges::find_if(named_formats, [&](Format one) { return detect::name(one) == name; });
  return found == named_formats.end() ? std::nullopt : std::optional(*found);
}

std::string format_names() {
  std::string out;
  for (const auto format : named_formats) out += (out.empty() ? "" : ", ") + std::string(detect::name(format));
  return out;
}

ClaimReader::ClaimReader(ReaderOptions options, Gathered::OnRefused on_refused, Gathered::OnNote on_note,
                         Gathered::OnProgress on_progress)
    : options_(std::move(options)),
      gathered_(options_.special, std::move(on_refused), std::move(on_note), std::move(on_progress)),
      plain_(gathered_) {
  gathered_.judge_with(options_.confidence);
}

base::Result<const Terms*> ClaimReader::terms() {
  if (!terms_ && options_.terms) {
    auto asked = options_.terms();
    if (!asked) return asked.error();
    terms_ = std::move(*asked);
  }
  if (!terms_) terms_.emplace();
  return &*terms_;
}

detect::Detected ClaimReader::what(const std::string& path, std::string_view beginning) const {
  if (options_.format) return {*options_.format, report::form_of(file_name(path), beginning), "--format"};
  if (!options_.columns.empty()) return {Format::Csv, {}, "--columns"};
  if (is_line_format(options_.hint)) return {Format::List, {}, "--type"};
  const auto found = detect::detect(file_name(path), beginning);
  if (options_.hint && found.format != Format::Csv) return {Format::List, {}, "--type"};
  return found;
}

base::Status ClaimReader::read(const std::string& path) {
  may_go_on_ = true;
  gathered_.begin_file(path, options_.originals);  // whatever is wrong with it is told by its name
  std::error_code none;
  if (path != "-" && std::filesystem::is_directory(path, none)) {
    const auto manifest = std::filesystem::path(path) / manifest_name;
    if (std::filesystem::exists(manifest, none)) return read(manifest.string());
    return fail(ErrorCode::BadInput, "a folder, and no MISP feed: it has no " + std::string(manifest_name));
  }
  auto source = FileSource::open(path);
  if (!source) return source.error();
  const auto beginning = source->beginning(detect::beginning_bytes);
  if (!beginning) return beginning.error();
  const auto found = what(path, *beginning);
  if (is_rules(found.format)) gathered_.begin_file(path, Originals::Carry);
  const auto contexts = gathered_.contexts().size();
  const auto own = gathered_.own().claims.size();
  auto read = dispatch(path, found, *source);
  if (read) return {};
  gathered_.drop_contexts_from(contexts);
  may_go_on_ = gathered_.own().claims.size() == own;
  return read;
}

base::Status ClaimReader::dispatch(const std::string& path, const detect::Detected& found, FileSource& source) {
  if (!options_.review.empty() && found.format != Format::Report) {
    return fail(ErrorCode::BadInput, "--review is for reports, and this is " + std::string(detect::name(found.format)) +
                                         " (" + std::string(found.why) + ")");
  }
  switch (found.format) {
    case Format::Empty: return {};
    case Format::Stix: return read_stix(source);
    case Format::Misp: return read_misp(source);
    case Format::OwnJson: return plain_.read_json(source);
    case Format::Csv: return plain_.read_table(source, options_.columns, options_.hint);
    case Format::List: return plain_.read_list(source, options_.hint.value_or(list::LineHint{{}, found.lines}));
    case Format::OpenIoc: return openioc::read(source, gathered_);
    case Format::Yara: return read_rules(path, rules::read_yara, source);
    case Format::Sigma: return read_rules(path, rules::read_sigma, source);
    case Format::Suricata: return read_rules(path, rules::read_suricata, source);
    case Format::Review: return report::read_review(source, gathered_);
    case Format::Report: return read_report(path, found.form, source);
    case Format::MispManifest:
      if (path != "-" && file_name(path) == manifest_name) {
        return read_feed(std::filesystem::path(path).parent_path(), source);
      }
      return fail(
          ErrorCode::BadInput,
          "the index of a MISP feed, no event: give the folder, or its manifest.json with the events beside it");
    case Format::OtherJson:
      return fail(ErrorCode::BadInput,
                  "JSON, but neither STIX nor a MISP event nor output of 'tidings query' or "
                  "'tidings show'");
    case Format::Gzip: return fail(ErrorCode::BadInput, "packed by gzip: zcat FILE | tidings publish -");
    case Format::Unreadable: break;
  }
  return fail(ErrorCode::BadInput, std::string(found.why));
}

base::Status ClaimReader::read_feed(const std::filesystem::path& folder, draft::Source& manifest) {
  const auto index = misp::read_manifest(manifest);
  if (!index) return index.error();
  for (const auto& note : index->notes) gathered_.note(note);
  std::size_t read = 0;
  for (const auto& event : index->events) {
    const auto contexts = gathered_.contexts().size();
    const auto taken = read_event((folder / misp::file_name(event.uuid)).string());
    if (taken) {
      ++read;
      continue;
    }
    gathered_.drop_contexts_from(contexts);
    gathered_.refuse({}, {}, taken.error().what);
  }
  if (read > 0) return {};
  return fail(ErrorCode::BadInput,
              "none of the " + std::to_string(index->events.size()) + " events of the feed was read");
}

base::Status ClaimReader::read_event(const std::string& path) {
  gathered_.begin_file(path, options_.originals);
  auto source = FileSource::open(path);
  return source ? read_misp(*source) : source.error();
}

base::Status ClaimReader::read_stix(draft::Source& source) {
  const auto known = terms();
  if (!known) return known.error();
  stix::Options options;
  options.unmarked = (*known)->unmarked;
  return stix::read(source, options, gathered_);
}

base::Status ClaimReader::read_misp(draft::Source& source) {
  const auto known = terms();
  if (!known) return known.error();
  misp::Options options;
  options.sharing_groups = (*known)->sharing_groups;
  options.unmarked = (*known)->unmarked;
  return misp::read(source, options, gathered_);
}

base::Status ClaimReader::read_rules(const std::string& path, ReadRules read_them, draft::Source& source) {
  const auto known = terms();
  if (!known) return known.error();
  return read_them(source, {std::string(file_name(path)), (*known)->unmarked}, gathered_);
}

base::Status ClaimReader::read_report(const std::string& path, report::Form form, draft::Source& source) {
  report::Options options;
  options.name = std::string(file_name(path));
  options.form = form;
  if (const auto known = terms()) {
    options.own_sites = (*known)->own_sites;
  } else if (options_.review.empty()) {
    return known.error();  // a person looks over a review: that can be made without a daemon
  }
  auto findings = report::find(source, options);
  if (!findings) return findings.error();
  if (findings->candidates.empty())
    return fail(ErrorCode::BadInput,
                "read as a report, and there is no value in it; of a list, --format list tells what is wrong with "
                "each line");
  const auto candidates = findings->candidates.size();
  const auto meant = std::ranges::count_if(findings->candidates, [](const auto& one) { return one.meant; });
  if (options_.review.empty()) {
    const auto told = report::tell(std::move(*findings), gathered_);
    if (!told || meant > 0) return told;
    return fail(ErrorCode::BadInput, "read as a report, and none of the " + std::to_string(candidates) +
                                         " values in it is surely meant: --review FILE lists them to choose from; of "
                                         "a list, --format list tells what is wrong with each line");
  }
  reviewed_ = Reviewed{candidates, static_cast<std::size_t>(meant)};
  return write_new_file(options_.review, report::write_review(*findings));
}

}  // namespace tidings::input
