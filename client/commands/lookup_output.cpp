#include "client/commands/lookup_output.hpp"

#include <array>

#include "client/text/escape.hpp"
#include "client/text/number.hpp"
#include "client/view/names.hpp"
#include "core/bulletin/names.hpp"

namespace tidings::commands {
namespace {

constexpr std::size_t buffer_bytes = 256 * 1024;
constexpr std::array<std::string_view, 11> columns = {
    "raw", "type", "canonical", "found", "verdict", "score", "confidence", "role", "origins", "sightings", "disputes"};

/// In order of their names, as `query` has them.
std::string origins_of(const v1::LookupAnswer& answer, const v1::Verdictual& result, std::string_view joint) {
  std::vector<std::string_view> names;
  for (const auto number : result.origins()) {
    if (number < static_cast<std::uint32_t>(answer.names_size()))
      names.push_back(answer.names(static_cast<int>(number)));
  }
  std::ranges::sort(names);
  std::string out;
  for (const auto name : names) out.append(out.empty() ? "" : joint).append(name);
  return out;
}

/// Of the warning lists that have the value.
std::vector<std::string> lists_of(const v1::LookupAnswer& answer, const v1::Verdictual& result) {
  std::vector<std::string> lists;
  for (const auto number : result.warnings()) {
    if (number < static_cast<std::uint32_t>(answer.warning_lists_size())) {
      lists.push_back(answer.warning_lists(static_cast<int>(number)));
    }
  }
  return lists;
}

std::string optional_name(v1::Verdict verdict) {
  return verdict == v1::VERDICT_UNSPECIFIED ? std::string() : bulletin::name(verdict);
}
std::string optional_name(v1::Role role) { return role == v1::ROLE_UNSPECIFIED ? std::string() : bulletin::name(role); }
std::string plus_one_text(std::uint32_t plus_one) { return plus_one == 0 ? "" : std::to_string(plus_one - 1); }

view::json::object object_of(const input::ReadLine& line, const v1::LookupAnswer& answer,
                             const v1::Verdictual* result) {
  view::json::object out;
  out["line"] = line.number;
  out["raw"] = view::json_text(line.raw);
  out["type"] = line.value == nullptr ? view::json::value(nullptr)
                                      : view::json::value(std::string_view(observable::name(line.value->type)));
  if (line.value == nullptr)
    out["reject"] = view::json_text(line.text);
  else
    out["canonical"] = view::json_text(line.text);
  out["found"] = result != nullptr && result->found();
  if (result == nullptr || !result->found()) return out;
  out["verdict"] = view::json_name(result->verdict());
  out["score"] = result->score();
  out["confidence"] = view::json_confidence(result->confidence());
  out["role"] = view::json_name(result->role());
  view::json::array origins;
  for (const auto number : result->origins()) {
    if (number < static_cast<std::uint32_t>(answer.names_size())) {
      origins.emplace_back(view::json_text(answer.names(static_cast<int>(number))));
    }
  }
  out["origins"] = std::move(origins);
  out["sightings"] = result->sightings();
  out["disputes"] = result->disputes();
  view::json::array warnings;
  for (const auto& list : lists_of(answer, *result)) warnings.emplace_back(view::json_text(list));
  out["warnings"] = std::move(warnings);
  return out;
}

std::vector<std::string> cells_of(const input::ReadLine& line, const v1::LookupAnswer& answer,
                                  const v1::Verdictual* result) {
  const std::string_view type = line.value == nullptr ? "reject" : observable::name(line.value->type);
  std::vector<std::string> cells{std::string(line.raw), std::string(type), std::string(line.text)};
  cells.resize(columns.size());
  const bool found = result != nullptr && result->found();
  cells[3] = found ? "yes" : "no";
  if (!found) return cells;
  cells[4] = optional_name(result->verdict());
  cells[5] = std::to_string(result->score());
  cells[6] = plus_one_text(result->confidence());
  cells[7] = optional_name(result->role());
  cells[8] = origins_of(answer, *result, ";");
  cells[9] = std::to_string(result->sightings());
  cells[10] = std::to_string(result->disputes());
  return cells;
}

std::string describe(const v1::LookupAnswer& answer, const v1::Verdictual& result) {
  std::string out = result.verdict() == v1::VERDICT_UNSPECIFIED ? "known" : bulletin::name(result.verdict());
  if (result.role() != v1::ROLE_UNSPECIFIED) out += ", " + bulletin::name(result.role());
  if (result.verdict() != v1::VERDICT_UNSPECIFIED) out += ", score " + std::to_string(result.score());
  if (result.confidence() != 0) out += ", confidence " + view::shown_confidence(result.confidence());
  if (result.origins_size() > 0) out += ", said by " + text::for_people(origins_of(answer, result, ", "));
  if (result.sightings() != 0) out += ", " + text::counted(result.sightings(), "sighting");
  if (result.disputes() != 0) out += ", " + text::counted(result.disputes(), "dispute");
  for (const auto& list : lists_of(answer, result)) out += ", in warning list " + text::for_people(list);
  return out;
}

}  // namespace

LookupOutput::LookupOutput(std::FILE* out, view::Format format, view::Look look, text::FormulaGuard guard)
    : out_(out), format_(format), look_(look) {
  if (format != view::Format::Human && format != view::Format::Tsv) records_.emplace(out, format, columns, guard);
}

void LookupOutput::add(const input::LineBatch& batch, const v1::LookupAnswer& answer) {
  int next = 0;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const auto line = batch.line(i);
    const bool answered = line.value != nullptr && next < answer.results_size();
    add_line(line, answer, answered ? &answer.results(next++) : nullptr);
  }
}

void LookupOutput::add_line(const input::ReadLine& line, const v1::LookupAnswer& answer, const v1::Verdictual* result) {
  if (result != nullptr && result->found()) ++found_;
  switch (format_) {
    case view::Format::Human: add_human(line, answer, result); break;
    case view::Format::Tsv: add_tsv(line, answer, result); break;
    case view::Format::Json:
    case view::Format::Jsonl: records_->add({object_of(line, answer, result), {}}); break;
    case view::Format::Csv: records_->add({{}, cells_of(line, answer, result)}); break;
  }
  if (buffer_.size() > buffer_bytes) drain();
}

void LookupOutput::add_tsv(const input::ReadLine& line, const v1::LookupAnswer& answer, const v1::Verdictual* result) {
  text::append_tsv(buffer_, line.raw);
  buffer_ += '\t';
  buffer_ += line.value == nullptr ? std::string_view("reject") : observable::name(line.value->type);
  buffer_ += '\t';
  text::append_tsv(buffer_, line.text);
  if (result == nullptr || !result->found()) {
    buffer_ += "\tno\t\t\t\t\t\t\t\n";
    return;
  }
  buffer_ += "\tyes\t" + optional_name(result->verdict()) + "\t" + std::to_string(result->score()) + "\t" +
             plus_one_text(result->confidence()) + "\t" + optional_name(result->role()) + "\t";
  text::append_tsv(buffer_, origins_of(answer, *result, ";"));
  buffer_ += "\t" + std::to_string(result->sightings()) + "\t" + std::to_string(result->disputes()) + "\n";
}

void LookupOutput::add_human(const input::ReadLine& line, const v1::LookupAnswer& answer,
                             const v1::Verdictual* result) {
  if (line.value == nullptr) {
    if (line.outcome == list::Line::Outcome::Reject) {
      buffer_ += text::for_people(line.raw) + "  " +
                 view::paint(look_, view::Colour::Yellow, "refused: " + text::for_people(line.text));
    } else {
      buffer_ += text::for_people(line.raw);
    }
    buffer_ += '\n';
    return;
  }
  buffer_ += view::shown_value(look_, static_cast<std::uint32_t>(line.value->type), line.value->value) + "  " +
             std::string(observable::name(line.value->type)) + "  ";
  if (result == nullptr || !result->found()) {
    buffer_ += view::paint(look_, view::Colour::Faint, "not known");
  } else {
    const bool benign = result->verdict() == v1::VERDICT_BENIGN;
    buffer_ += view::paint(look_, benign ? view::Colour::Green : view::Colour::Red, describe(answer, *result));
  }
  buffer_ += '\n';
}

void LookupOutput::drain() {
  std::fwrite(buffer_.data(), 1, buffer_.size(), out_);
  buffer_.clear();
  std::fflush(out_);
}

base::Status LookupOutput::finish() {
  drain();
  return records_ ? records_->finish() : view::write_out(out_, "");
}

}  // namespace tidings::commands
