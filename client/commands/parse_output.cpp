#include "client/commands/parse_output.hpp"

#include <array>

#include "client/text/escape.hpp"
#include "core/writing/scripts.hpp"

namespace tidings::commands {
namespace {

constexpr std::size_t buffer_bytes = 256 * 1024;
constexpr std::array<std::string_view, 3> columns = {"raw", "type", "canonical"};

bool is_value(const list::NumberedLine& line) { return line.line.outcome == list::Line::Outcome::Value; }

}  // namespace

ParseOutput::ParseOutput(std::FILE* out, view::Format format, view::Look look, text::FormulaGuard guard)
    : out_(out), format_(format), look_(look) {
  if (format != view::Format::Human && format != view::Format::Tsv) records_.emplace(out, format, columns, guard);
}

void ParseOutput::add(const list::NumberedLine& line) {
  switch (format_) {
    case view::Format::Human: add_human(line); break;
    case view::Format::Tsv: add_tsv(line); break;
    case view::Format::Json:
    case view::Format::Jsonl:
    case view::Format::Csv: add_record(line); break;
  }
}

void ParseOutput::add_tsv(const list::NumberedLine& line) {
  text::append_tsv(buffer_, line.raw);
  if (is_value(line)) {
    const auto& found = line.line.parsed.observable;
    buffer_.append(1, '\t').append(observable::name(found.type)).append(1, '\t');
    text::append_tsv(buffer_, observable::to_text(found));
  } else {
    buffer_ += "\treject\t";
    text::append_tsv(buffer_, line.line.reason);
  }
  buffer_ += '\n';
  if (buffer_.size() > buffer_bytes) drain();
}

void ParseOutput::add_human(const list::NumberedLine& line) {
  if (is_value(line)) {
    const auto& found = line.line.parsed.observable;
    std::string text = observable::to_text(found);
    if (look_.defang == view::Defang::Yes) text = observable::defang(found.type, text);
    std::string type(observable::name(found.type));
    if (type.size() < 16) type.resize(16, ' ');
    buffer_ += view::paint(look_, view::Colour::Green, type) + "  " + text::for_people(text);
    if (line.line.parsed.scheme_assumed) buffer_ += "  (http:// assumed)";
  } else {
    buffer_ += view::paint(look_, view::Colour::Red, "refused         ") + "  " + text::for_people(line.raw) + ": " +
               text::for_people(line.line.reason);
  }
  buffer_ += '\n';
  if (buffer_.size() > buffer_bytes) drain();
}

void ParseOutput::add_record(const list::NumberedLine& line) {
  view::Record record;
  record.object["line"] = line.number;
  record.object["raw"] = view::json_text(line.raw);
  if (is_value(line)) {
    const auto& parsed = line.line.parsed;
    const std::string type(observable::name(parsed.observable.type));
    const std::string canonical = observable::to_text(parsed.observable);
    record.object["type"] = type;
    record.object["canonical"] = view::json_text(canonical);
    record.object["scheme_assumed"] = parsed.scheme_assumed;
    record.object["refanged"] = parsed.refanged;
    record.object["hides"] = writing::hides_character(line.raw);
    record.cells = {std::string(line.raw), type, canonical};
  } else {
    record.object["type"] = nullptr;
    record.object["reject"] = view::json_text(line.line.reason);
    record.cells = {std::string(line.raw), "reject", line.line.reason};
  }
  records_->add(record);
}

void ParseOutput::drain() {
  std::fwrite(buffer_.data(), 1, buffer_.size(), out_);
  buffer_.clear();
}

base::Status ParseOutput::finish() {
  drain();
  return records_ ? records_->finish() : view::write_out(out_, "");
}

}  // namespace tidings::commands
