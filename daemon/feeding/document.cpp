#include "daemon/feeding/document.hpp"

#include "daemon/feeding/file_source.hpp"
#include "formats/list/reading.hpp"
#include "formats/misp/reader.hpp"
#include "formats/openioc/openioc.hpp"
#include "formats/report/report.hpp"
#include "formats/rules/rules.hpp"
#include "formats/stix/reader.hpp"

namespace tidings::feeding {
namespace {

using base::ErrorCode;
using detect::Format;

base::Status read_rows(const FeedOptions& options, list::Layout layout, list::LineFormat lines, draft::Source& source,
                       draft::Sink& sink) {
  list::RowOptions how;
  how.layout = layout;
  how.hint = options.hint;
  if (how.hint.format == list::LineFormat::List) how.hint.format = lines;
  if (layout == list::Layout::Table) how.columns = options.columns;
  how.last_seen = list::LastSeen::Ignored;
  return list::read(source, how, sink);
}

base::Status read_stix(const FeedOptions& options, draft::Source& source, draft::Sink& sink) {
  stix::Options how;
  how.unmarked = options.tlp;
  return stix::read(source, how, sink);
}

base::Status read_misp(const FeedOptions& options, draft::Source& source, draft::Sink& sink) {
  misp::Options how;
  how.sharing_groups = options.sharing_groups;
  how.unmarked = options.tlp;
  return misp::read(source, how, sink);
}

base::Status read_report(const FeedOptions& options, const Document& document, draft::Source& source,
                         draft::Sink& sink) {
  report::Options how;
  how.name = document.name;
  how.own_sites = options.own_sites;
  if (const auto url = fetch::read_url(options.url)) how.own_sites.push_back(url->host);
  return report::read(source, how, sink);
}

base::Error unfit(const Document& document, std::string_view why) {
  return base::fail(ErrorCode::BadInput, document.name + " looks like " + std::string(why));
}

base::Status read_as(const detect::Detected& found, const FeedOptions& options, const Document& document,
                     draft::Source& source, draft::Sink& sink) {
  const rules::Options named{document.name};
  switch (found.format) {
    case Format::Empty: return {};
    case Format::List: return read_rows(options, list::Layout::Lines, found.lines, source, sink);
    case Format::Csv: return read_rows(options, list::Layout::Table, found.lines, source, sink);
    case Format::Stix: return read_stix(options, source, sink);
    case Format::Misp: return read_misp(options, source, sink);
    case Format::OpenIoc: return openioc::read(source, sink);
    case Format::Yara: return rules::read_yara(source, named, sink);
    case Format::Sigma: return rules::read_sigma(source, named, sink);
    case Format::Suricata: return rules::read_suricata(source, named, sink);
    case Format::Report: return read_report(options, document, source, sink);
    case Format::MispManifest:
    case Format::OwnJson:
    case Format::OtherJson:
    case Format::Review:
    case Format::Gzip:
    case Format::Unreadable: break;
  }
  return base::fail(ErrorCode::Unsupported,
                    document.name + " is " + std::string(detect::name(found.format)) + ", which no feed is read from");
}

}  // namespace

base::Result<Format> read_document(const FeedOptions& options, const Document& document, draft::Sink& sink) {
  auto source = open_file(document.path, options.max_bytes);
  if (!source) return source.error();
  const auto beginning = beginning_of(**source, detect::beginning_bytes);
  if (!beginning) return beginning.error();
  auto found = detect::detect(document.name, *beginning);
  if (options.format) {
    const bool is_of_lines = *options.format == Format::List || *options.format == Format::Csv;
    const bool is_html = found.format == Format::Report && found.form == report::Form::Html;
    if (is_of_lines && is_html) return unfit(document, "a page of HTML, which is no list");
    if (found.format != *options.format) found = {};
    found.format = *options.format;
  } else {
    // A page that says why there is no feed today is prose, too: that is read only where it is meant.
    if (found.format == Format::Report) {
      return unfit(document, "prose (" + std::string(found.why) + "): say format = \"report\" if it is meant");
    }
    if (found.format == Format::Unreadable) return unfit(document, found.why);
  }
  if (auto read = read_as(found, options, document, **source, sink); !read) return read.error();
  return found.format;
}

}  // namespace tidings::feeding
