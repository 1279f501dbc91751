#include "formats/list/rows.hpp"

#include "core/bulletin/names.hpp"
#include "formats/draft/chunks.hpp"
#include "formats/list/line_reader.hpp"
#include "formats/list/shape.hpp"

namespace tidings::list {
namespace {

using base::ErrorCode;

template <class Reader>
base::Status pump(draft::Source& source, Reader& reader, const base::Status& taken) {
  const auto read = draft::each_chunk(source, [&](std::string_view chunk) {
    reader.push(chunk);
    return taken;
  });
  if (read) reader.finish();
  return read ? taken : read;
}

}  // namespace

base::Result<Marked> Row::marking() const {
  if (line.outcome == Line::Outcome::Comment) return marking_in_comment(raw);
  Marked marked;
  if (cells == nullptr) return marked;
  const auto no_marking = [&](std::string_view cell, std::string_view column, const std::string& names) {
    return base::fail(ErrorCode::BadInput, "line " + std::to_string(number) + ": '" + std::string(cell) + "' in the " +
                                               std::string(column) + " column is no marking (" + names + ")");
  };
  if (!cells->marking.empty()) {
    const auto tlp = bulletin::tlp_from_name(cells->marking);
    if (!tlp) return no_marking(cells->marking, "tlp", bulletin::tlp_names());
    marked.tlp = *tlp;
  }
  if (!cells->pap.empty()) {
    const auto pap = bulletin::pap_from_name(cells->pap);
    if (!pap) return no_marking(cells->pap, "pap", bulletin::pap_names());
    marked.pap = *pap;
  }
  return marked;
}

base::Result<v1::Claim> Row::claim(LastSeen last_seen) const {
  v1::Claim claim;
  if (cells != nullptr) {
    if (auto described = describe(*cells, claim, last_seen); !described) return described.error();
  }
  claim.set_type(static_cast<std::uint32_t>(line.parsed.observable.type));
  claim.set_value(line.parsed.observable.value);
  return claim;
}

base::Status each_row(draft::Source& source, const RowOptions& options,
                      const std::function<base::Status(const Row&)>& take) {
  base::Status taken;
  if (options.layout == Layout::Lines) {
    LineReader reader(options.hint, [&](NumberedLine& line) {
      if (taken) taken = take({line.number, line.raw, line.line, nullptr});
      for (auto names = line.line.more; taken && !names.empty();) {
        const auto name = take_field(names);
        if (is_own_name(name)) continue;
        const auto next = parse_line(name, {options.hint.hint, LineFormat::CsvCell});
        taken = take({line.number, name, next, nullptr});
      }
    });
    return pump(source, reader, taken);
  }
  CsvReader::Options how;
  how.columns = options.columns;
  how.hint = options.hint;
  if (how.hint.format == LineFormat::List) how.hint.format = LineFormat::CsvCell;
  CsvReader reader(std::move(how), [&](CsvItem& item) {
    if (taken) taken = take({item.line, item.raw, item.value, &item});
  });
  return pump(source, reader, taken);
}

}  // namespace tidings::list
