#include "formats/list/reading.hpp"

#include <algorithm>
#include <array>

#include "core/bulletin/names.hpp"
#include "formats/list/feed_words.hpp"
#include "formats/list/line_reader.hpp"

namespace tidings::list {
namespace {

using base::ErrorCode;
using Outcome = Line::Outcome;

/// One row or line, whichever the layout has.
struct Row {
  std::uint64_t number{0};
  std::string_view raw, marking;
  const Line& line;
  CsvItem* cells{nullptr};
};
using TakeRow = std::function<base::Status(const Row&)>;

template <class Reader>
base::Status pump(draft::Source& source, Reader& reader, const base::Status& taken) {
  std::array<char, 64 * 1024> chunk{};
  while (taken) {
    const auto count = source.read(chunk);
    if (!count) return count.error();
    if (*count == 0) break;
    reader.push({chunk.data(), *count});
  }
  if (taken) reader.finish();
  return taken;
}

base::Status each_row(draft::Source& source, const ReadOptions& options, const TakeRow& take) {
  base::Status taken;
  if (options.layout == Layout::Lines) {
    LineReader reader(options.hint, [&](NumberedLine& line) {
      if (taken) taken = take({line.number, line.raw, {}, line.line});
    });
    return pump(source, reader, taken);
  }
  CsvReader::Options how;
  how.columns = options.columns;
  how.hint = options.hint;
  if (how.hint.format == LineFormat::List) how.hint.format = LineFormat::CsvCell;
  CsvReader reader(std::move(how), [&](CsvItem& item) {
    if (taken) taken = take({item.line, item.raw, item.marking, item.value, &item});
  });
  return pump(source, reader, taken);
}

base::Result<v1::Tlp> find_marking(draft::Source& source, const ReadOptions& options) {
  auto narrowest = v1::TLP_UNSPECIFIED;
  const auto read = each_row(source, options, [&](const Row& row) -> base::Status {
    auto tlp = v1::TLP_UNSPECIFIED;
    if (row.line.outcome == Outcome::Comment) {
      tlp = marking_in_comment(row.raw).value_or(tlp);
    } else if (!row.marking.empty()) {
      const auto stated = bulletin::tlp_from_name(row.marking);
      if (!stated) {
        return base::fail(ErrorCode::BadInput, "line " + std::to_string(row.number) + ": '" + std::string(row.marking) +
                                                   "' is no marking (" + bulletin::tlp_names() + ")");
      }
      tlp = *stated;
    }
    narrowest = std::max(narrowest, tlp);
    return {};
  });
  if (!read) return read.error();
  return narrowest;
}

class Telling {
 public:
  Telling(draft::Sink& sink, std::uint32_t context, LastSeen last_seen)
      : sink_(sink), context_(context), last_seen_(last_seen) {}

  base::Status take(const Row& row) {
    switch (row.line.outcome) {
      case Outcome::Blank:
      case Outcome::Comment: return {};
      case Outcome::Reject: refuse(row, row.line.reason); return {};
      case Outcome::Value: break;
    }
    v1::Claim claim;
    if (row.cells != nullptr) {
      if (const auto described = describe(*row.cells, claim, last_seen_); !described) {
        refuse(row, described.error().what);
        return {};
      }
    }
    claim.set_type(static_cast<std::uint32_t>(row.line.parsed.observable.type));
    claim.set_value(row.line.parsed.observable.value);
    return sink_.claim(context_, std::move(claim));
  }

 private:
  void refuse(const Row& row, std::string reason) {
    sink_.note({draft::Fate::Refused, "line " + std::to_string(row.number), std::string(row.raw.substr(0, 200)),
                std::move(reason)});
  }

  draft::Sink& sink_;
  std::uint32_t context_;
  LastSeen last_seen_;
};

}  // namespace

base::Status read(draft::Source& source, const ReadOptions& options, draft::Sink& sink) {
  const auto marking = find_marking(source, options);
  if (!marking) return marking.error();
  if (auto again = source.rewind(); !again) return again;
  v1::Header header;
  header.set_kind(v1::KIND_REPORT);
  header.mutable_audience()->set_tlp(*marking);
  Telling telling(sink, sink.context(std::move(header)), options.last_seen);
  return each_row(source, options, [&](const Row& row) { return telling.take(row); });
}

}  // namespace tidings::list
