#include "client/input/plain_reader.hpp"

#include "core/bulletin/bulletin.hpp"
#include "core/bulletin/names.hpp"
#include "formats/list/described.hpp"

namespace tidings::input {
namespace {

using base::ErrorCode;
using base::fail;

constexpr std::size_t chunk_bytes = 256 * 1024;

/// Reads to the end, or until `take`, which is given each chunk, fails.
template <class Take>
base::Status pump(draft::Source& source, const Take& take) {
  std::string chunk(chunk_bytes, '\0');
  for (;;) {
    const auto count = source.read(chunk);
    if (!count) return count.error();
    if (*count == 0) return {};
    if (auto taken = take(std::string_view(chunk).substr(0, *count)); !taken) return taken;
  }
}

}  // namespace

base::Status PlainReader::read_list(draft::Source& source, const list::LineHint& hint) {
  list::LineReader reader(hint, [this](list::NumberedLine& line) { take_line(line); });
  const auto push = [&](std::string_view chunk) {
    reader.push(chunk);
    return base::Status();
  };
  if (auto status = pump(source, push); !status) return status;
  reader.finish();
  return {};
}

base::Status PlainReader::read_table(draft::Source& source, const std::string& columns,
                                     const std::optional<list::LineHint>& hint) {
  list::CsvReader::Options options;
  if (hint) options.hint = *hint;
  if (!columns.empty()) {
    auto named = list::columns_from_text(columns);
    if (!named) return named.error();
    options.columns = std::move(*named);
  }
  list::CsvReader reader(std::move(options), [this](list::CsvItem& item) { take_cell(item); });
  const auto push = [&](std::string_view chunk) {
    reader.push(chunk);
    return base::Status();
  };
  if (auto status = pump(source, push); !status) return status;
  reader.finish();
  if (bad_marking_) return *bad_marking_;
  return {};
}

base::Status PlainReader::read_json(draft::Source& source) {
  OwnJson reader([this](std::uint64_t number, Quoted&& quoted) { take_quoted(number, std::move(quoted)); });
  bool begun = false;
  const auto push = [&](std::string_view chunk) {
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (!begun && chunk.starts_with(byte_order_mark)) chunk.remove_prefix(byte_order_mark.size());
    begun = true;
    return reader.push(chunk);
  };
  auto read = pump(source, push);
  if (read) read = reader.finish();
  if (!read) return read;
  if (sources_.size() <= bulletin::max_based_on) return {};
  return fail(ErrorCode::BadInput, "its values came from more than " + std::to_string(bulletin::max_based_on) +
                                       " bulletins, more than one can be based on; publish them in parts");
}

void PlainReader::take_quoted(std::uint64_t number, Quoted&& quoted) {
  if (quoted.tlp) narrow(marking_, {*quoted.tlp, gathered_.file(), number});
  const auto type = observable::type_from_name(quoted.type);
  const auto parsed =
      type ? observable::parse(quoted.value, {*type}) : fail(ErrorCode::BadInput, "a type that is not known here");
  if (!parsed) {
    refuse(number, quoted.value, parsed.error().what);
    return;
  }
  if (sources_.size() <= bulletin::max_based_on) sources_.insert(quoted.sources.begin(), quoted.sources.end());
  keep(number, quoted.value, parsed->observable, std::move(quoted.claim));
}

void PlainReader::take_line(list::NumberedLine& line) { take_value(line.number, line.raw, line.line, v1::Claim()); }

void PlainReader::take_cell(list::CsvItem& item) {
  take_marking_cell(item);
  v1::Claim claim;
  if (item.value.outcome == list::Line::Outcome::Value) {
    if (auto described = describe(item, claim); !described) {
      refuse(item.line, item.raw, described.error().what);
      return;
    }
  }
  take_value(item.line, item.raw, item.value, std::move(claim));
}

void PlainReader::take_value(std::uint64_t line, std::string_view raw, const list::Line& value, v1::Claim claim) {
  switch (value.outcome) {
    case list::Line::Outcome::Blank: return;
    case list::Line::Outcome::Comment: take_comment(line, raw); return;
    case list::Line::Outcome::Reject: refuse(line, raw, value.reason); return;
    case list::Line::Outcome::Value: break;
  }
  keep(line, raw, value.parsed.observable, std::move(claim));
}

void PlainReader::keep(std::uint64_t line, std::string_view raw, const observable::Observable& observable,
                       v1::Claim claim) {
  claim.set_type(static_cast<std::uint32_t>(observable.type));
  claim.set_value(observable.value);
  gathered_.keep(line, raw, std::move(claim));
}

void PlainReader::take_comment(std::uint64_t line, std::string_view raw) {
  if (const auto tlp = marking_in_comment(raw)) narrow(marking_, {*tlp, gathered_.file(), line});
}

void PlainReader::take_marking_cell(const list::CsvItem& item) {
  if (item.marking.empty() || bad_marking_) return;
  if (const auto tlp = bulletin::tlp_from_name(item.marking)) {
    narrow(marking_, {*tlp, gathered_.file(), item.line});
  } else {
    bad_marking_ = fail(ErrorCode::BadInput, "line " + std::to_string(item.line) + ": '" + std::string(item.marking) +
                                                 "' in the tlp column is no marking (" + bulletin::tlp_names() + ")");
  }
}

void PlainReader::refuse(std::uint64_t line, std::string_view raw, std::string reason) {
  gathered_.refuse(std::to_string(line), raw, std::move(reason));
}

}  // namespace tidings::input
