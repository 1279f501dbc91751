#include "client/input/plain_reader.hpp"

#include <algorithm>

#include "core/bulletin/benign.hpp"
#include "formats/draft/chunks.hpp"

namespace tidings::input {
namespace {

using base::ErrorCode;
using base::fail;

}  // namespace

base::Status PlainReader::read_list(draft::Source& source, const list::LineHint& hint) {
  return read_rows(source, {.layout = list::Layout::Lines, .hint = hint, .columns = {}});
}

base::Status PlainReader::read_table(draft::Source& source, const std::string& columns,
                                     const std::optional<list::LineHint>& hint) {
  list::RowOptions options{.layout = list::Layout::Table, .hint = hint.value_or(list::LineHint{}), .columns = {}};
  if (!columns.empty()) {
    auto named = list::columns_from_text(columns);
    if (!named) return named.error();
    options.columns = std::move(*named);
  }
  if (auto read = read_rows(source, options); !read) return read;
  return check_sources();
}

base::Status PlainReader::read_rows(draft::Source& source, const list::RowOptions& options) {
  parts_.begin();
  return list::each_row(source, options, [&](const list::Row& row) { return take(row, options.last_seen); });
}

base::Status PlainReader::take(const list::Row& row, list::LastSeen last_seen) {
  const auto stated = row.marking();
  if (!stated) return stated.error();
  if (stated->tlp != v1::TLP_UNSPECIFIED) narrow(marking_, {stated->tlp, gathered_.file(), row.number});
  pap_ = std::max(pap_, stated->pap);
  if (row.line.outcome == list::Line::Outcome::Comment) parts_.head(*stated);
  if (row.line.outcome == list::Line::Outcome::Reject) refuse(row.number, row.raw, row.line.reason);
  if (row.line.outcome == list::Line::Outcome::LeftOut) {
    gathered_.note({draft::Fate::LeftOut, "line " + std::to_string(row.number), std::string(row.raw), row.line.reason});
  }
  if (row.line.outcome != list::Line::Outcome::Value) return {};
  auto claim = row.claim(last_seen);
  if (!claim) {
    refuse(row.number, row.raw, claim.error().what);
    return {};
  }
  if (row.stays() && !stays_) {
    stays_ = true;
    gathered_.note({draft::Fate::Local, "line " + std::to_string(row.number), std::string(row.raw),
                    std::string(list::why_it_stays)});
  }
  parts_.part(*stated);
  if (row.cells != nullptr) add_sources(row.cells->bulletins);
  gathered_.keep(row.number, row.raw, std::move(*claim));
  return {};
}

base::Status PlainReader::read_json(draft::Source& source) {
  parts_.begin();
  OwnJson reader([this](std::uint64_t number, Quoted&& quoted) { take_quoted(number, std::move(quoted)); });
  bool begun = false;
  const auto push = [&](std::string_view chunk) {
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (!begun && chunk.starts_with(byte_order_mark)) chunk.remove_prefix(byte_order_mark.size());
    begun = true;
    return reader.push(chunk);
  };
  auto read = draft::each_chunk(source, push);
  if (read) read = reader.finish();
  return read ? check_sources() : read;
}

base::Status PlainReader::check_sources() const {
  if (sources_.size() <= bulletin::max_based_on) return {};
  return fail(ErrorCode::BadInput, "its values came from more than " + std::to_string(bulletin::max_based_on) +
                                       " bulletins, more than one can be based on; publish them in parts");
}

void PlainReader::take_quoted(std::uint64_t number, Quoted&& quoted) {
  if (quoted.tlp) narrow(marking_, {*quoted.tlp, gathered_.file(), number});
  pap_ = std::max(pap_, quoted.pap);
  const auto type = observable::type_from_name(quoted.type);
  const auto parsed =
      type ? observable::parse(quoted.value, {*type}) : fail(ErrorCode::BadInput, "a type that is not known here");
  if (!parsed) {
    refuse(number, quoted.value, parsed.error().what);
    return;
  }
  if (const auto checked = bulletin::check_benign(quoted.claim.role(), quoted.claim.verdict()); !checked) {
    refuse(number, quoted.value, checked.error().what);
    return;
  }
  parts_.part({quoted.tlp.value_or(v1::TLP_UNSPECIFIED)});
  add_sources(quoted.sources);
  quoted.claim.set_type(static_cast<std::uint32_t>(parsed->observable.type));
  quoted.claim.set_value(parsed->observable.value);
  gathered_.keep(number, quoted.value, std::move(quoted.claim));
}

void PlainReader::refuse(std::uint64_t line, std::string_view raw, std::string reason) {
  gathered_.refuse(std::to_string(line), raw, std::move(reason));
}

}  // namespace tidings::input
