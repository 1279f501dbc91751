#include "client/input/claim_reader.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <system_error>

#include "core/bulletin/bulletin.hpp"
#include "core/bulletin/names.hpp"
#include "formats/list/described.hpp"

namespace tidings::input {
namespace {

using base::ErrorCode;
using base::fail;

constexpr std::size_t chunk_bytes = 256 * 1024;

/// An input by path; "-" is standard input, which is not closed.
class File {
 public:
  explicit File(const std::string& path)
      : fd_(path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC)), error_(errno) {}
  ~File() {
    if (fd_ > STDIN_FILENO) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int fd() const { return fd_; }
  int error() const { return error_; }

 private:
  int fd_;
  int error_;
};

/// Reads to the end of input, or until `take`, which is given each chunk, says no more.
template <class Take>
base::Status pump(int fd, std::string_view file, const Take& take) {
  std::string chunk(chunk_bytes, '\0');
  for (;;) {
    const ssize_t count = ::read(fd, chunk.data(), chunk.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      return fail(ErrorCode::BadInput,
                  std::string(file) + " cannot be read: " + std::generic_category().message(errno));
    }
    if (count == 0) return {};
    if (!take(std::string_view(chunk).substr(0, static_cast<std::size_t>(count)))) return {};
  }
}

std::string without_marking_word(const std::string& columns, std::optional<std::size_t>& at) {
  const auto words = cells_of(columns);
  at = marking_column(words);
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) out += (i == 0 ? "" : ",") + (at == i ? std::string("-") : words[i]);
  return out;
}

/// A second reading of the same table that sees only the cells of one column.
std::unique_ptr<list::CsvReader> column_reader(std::size_t at, list::CsvReader::Sink sink) {
  list::CsvReader::Options options;
  options.columns.resize(at + 1);
  options.columns[at] = {list::ColumnRole::Value, {{observable::Type::Other}, list::LineFormat::Field}};
  return std::make_unique<list::CsvReader>(std::move(options), std::move(sink));
}

}  // namespace

ClaimReader::ClaimReader(ReaderOptions options, OnRefused on_refused, OnProgress on_progress)
    : options_(std::move(options)), on_refused_(std::move(on_refused)), on_progress_(std::move(on_progress)) {}

base::Status ClaimReader::read(const std::string& path) {
  file_ = path;
  const File file(path);
  if (file.fd() < 0) {
    return fail(ErrorCode::BadInput, path + " cannot be opened: " + std::generic_category().message(file.error()));
  }
  std::string beginning;
  const auto enough = [&](std::string_view chunk) {
    beginning += chunk;
    return beginning.size() < beginning_bytes;
  };
  if (auto status = pump(file.fd(), file_, enough); !status) return status;
  const Shape shape = options_.columns.empty() ? shape_of(path, beginning, options_.hint) : Shape::Table;
  switch (shape) {
    case Shape::List: return read_list(file.fd(), beginning);
    case Shape::Table: return read_table(file.fd(), beginning);
    case Shape::Json: return read_json(file.fd(), beginning);
    case Shape::Foreign: break;
  }
  return fail(ErrorCode::BadInput, path + " looks like XML; this version reads plain lists, CSV, and JSON of 'tidings query' and 'show'");
}

base::Status ClaimReader::read_list(int fd, std::string_view beginning) {
  list::LineReader reader(options_.hint.value_or(list::LineHint{}),
                          [this](list::NumberedLine& line) { take_line(line); });
  reader.push(beginning);
  const auto push = [&](std::string_view chunk) {
    reader.push(chunk);
    return true;
  };
  if (auto status = pump(fd, file_, push); !status) return status;
  reader.finish();
  return {};
}

base::Status ClaimReader::read_table(int fd, std::string_view beginning) {
  list::CsvReader::Options options;
  if (options_.hint) options.hint = *options_.hint;
  std::optional<std::size_t> marked = marking_column(cells_of(first_line(beginning)));
  if (!options_.columns.empty()) {
    std::optional<std::size_t> given;
    auto columns = list::columns_from_text(without_marking_word(options_.columns, given));
    if (!columns) return columns.error();
    options.columns = std::move(*columns);
    if (given) marked = given;
  }
  list::CsvReader reader(std::move(options), [this](list::CsvItem& item) { take_cell(item); });
  std::unique_ptr<list::CsvReader> markings;
  if (marked) markings = column_reader(*marked, [this](list::CsvItem& item) { take_marking_cell(item); });
  const auto push = [&](std::string_view chunk) {
    if (markings) markings->push(chunk);
    reader.push(chunk);
    return true;
  };
  push(beginning);
  if (auto status = pump(fd, file_, push); !status) return status;
  reader.finish();
  if (markings) markings->finish();
  if (bad_marking_) return *bad_marking_;
  return {};
}

base::Status ClaimReader::read_json(int fd, std::string_view beginning) {
  OwnJson reader([this](std::uint64_t number, Quoted&& quoted) { take_quoted(number, std::move(quoted)); });
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (beginning.starts_with(byte_order_mark)) beginning.remove_prefix(byte_order_mark.size());
  auto read = reader.push(beginning);
  const auto push = [&](std::string_view chunk) {
    read = reader.push(chunk);
    return read.has_value();
  };
  if (read) {
    if (auto status = pump(fd, file_, push); !status) return status;
  }
  if (read) read = reader.finish();
  if (!read) return fail(read.error().code, file_ + ": " + read.error().what);
  if (sources_.size() <= bulletin::max_based_on) return {};
  return fail(ErrorCode::BadInput, file_ + ": its values came from more than " + std::to_string(bulletin::max_based_on) +
                                       " bulletins, more than one can be based on; publish them in parts");
}

void ClaimReader::take_quoted(std::uint64_t number, Quoted&& quoted) {
  ++values_;
  if (quoted.tlp) narrow(marking_, {*quoted.tlp, file_, number});
  const auto type = observable::type_from_name(quoted.type);
  const auto parsed = type ? observable::parse(quoted.value, {*type}) : fail(ErrorCode::BadInput, "a type that is not known here");
  if (!parsed) {
    refuse(number, quoted.value, parsed.error().what);
    return;
  }
  if (sources_.size() <= bulletin::max_based_on) sources_.insert(quoted.sources.begin(), quoted.sources.end());
  keep(number, quoted.value, parsed->observable, std::move(quoted.claim));
}

void ClaimReader::take_line(list::NumberedLine& line) { take_value(line.number, line.raw, line.line, v1::Claim()); }

void ClaimReader::take_cell(list::CsvItem& item) {
  v1::Claim claim;
  if (item.value.outcome == list::Line::Outcome::Value) {
    if (auto described = describe(item, claim); !described) {
      ++values_;
      refuse(item.line, item.raw, described.error().what);
      return;
    }
  }
  take_value(item.line, item.raw, item.value, std::move(claim));
}

void ClaimReader::take_value(std::uint64_t line, std::string_view raw, const list::Line& value, v1::Claim claim) {
  switch (value.outcome) {
    case list::Line::Outcome::Blank: return;
    case list::Line::Outcome::Comment: take_comment(line, raw); return;
    case list::Line::Outcome::Reject:
      ++values_;
      refuse(line, raw, value.reason);
      return;
    case list::Line::Outcome::Value: break;
  }
  ++values_;
  keep(line, raw, value.parsed.observable, std::move(claim));
}

void ClaimReader::keep(std::uint64_t line, std::string_view raw, const observable::Observable& observable,
                       v1::Claim claim) {
  if (options_.special == SpecialValues::Refuse) {
    if (const std::string reason = observable::special_reason(observable); !reason.empty()) {
      refuse(line, raw, reason + " (--allow-special publishes it all the same)");
      return;
    }
  }
  claim.set_type(static_cast<std::uint32_t>(observable.type));
  claim.set_value(observable.value);
  if (!claims_.add(claim)) ++repeated_;
  if (values_ % 1024 == 0) on_progress_(values_);
}

void ClaimReader::take_comment(std::uint64_t line, std::string_view raw) {
  if (const auto tlp = marking_in_comment(raw)) narrow(marking_, {*tlp, file_, line});
}

void ClaimReader::take_marking_cell(const list::CsvItem& item) {
  if (item.value.outcome != list::Line::Outcome::Value || bad_marking_) return;
  if (const auto tlp = bulletin::tlp_from_name(item.raw)) {
    narrow(marking_, {*tlp, file_, item.line});
  } else if (!marking_column({std::string(item.raw)})) {  // else the header itself
    bad_marking_ = fail(ErrorCode::BadInput, file_ + ":" + std::to_string(item.line) + ": '" + std::string(item.raw) +
                                                 "' in the tlp column is no marking (" + bulletin::tlp_names() + ")");
  }
}

void ClaimReader::refuse(std::uint64_t line, std::string_view raw, std::string reason) {
  ++refused_;
  on_refused_({file_, line, std::string(raw), std::move(reason)});
}

}  // namespace tidings::input
