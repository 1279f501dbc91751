#include "formats/report/report.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/letters.hpp"
#include "formats/draft/chunks.hpp"
#include "formats/report/context.hpp"
#include "formats/report/gather.hpp"
#include "formats/report/html.hpp"
#include "formats/report/markup.hpp"
#include "formats/report/scanner.hpp"
#include "formats/report/words.hpp"

namespace tidings::report {
namespace {

using base::ErrorCode;

constexpr std::size_t beginning_bytes = 16 * 1024;

// Chunks to lines ended by LF, CR LF or CR alone; one that is too long is cut at a blank.
class Lines {
 public:
  Lines(Markup& markup, Context& context) : markup_(markup), context_(context) {}

  void push(std::string_view chunk) {
    while (!chunk.empty()) {
      const auto end = chunk.find('\n');
      if (end == std::string_view::npos) return keep(chunk);
      if (rest_.empty()) {
        line(chunk.substr(0, end));
      } else {
        keep(chunk.substr(0, end));
        line(rest_);
        rest_.clear();
      }
      ++number_;
      chunk.remove_prefix(end + 1);
    }
  }
  void finish() {
    if (!rest_.empty()) line(rest_);
  }

 private:
  void line(std::string_view text) {
    if (number_ == 1 && text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    if (text.ends_with('\r')) text.remove_suffix(1);
    for (auto end = text.find('\r'); end != std::string_view::npos; end = text.find('\r')) {
      piece(text.substr(0, end));
      ++number_;
      text.remove_prefix(end + 1);
    }
    piece(text);
  }
  void piece(std::string_view text) {
    while (text.size() > max_line_bytes) {
      const auto blank = text.substr(0, max_line_bytes).find_last_of(" \t,;");
      const auto end = blank == std::string_view::npos ? max_line_bytes : blank + 1;
      take(text.substr(0, end));
      text.remove_prefix(end);
    }
    take(text);
  }
  /// Heads and remarks that are no text of the report may state a marking, too.
  void take(std::string_view text) {
    context_.line(text);
    markup_.take(text, number_);
  }
  void keep(std::string_view part) {
    rest_ += part;
    if (rest_.size() <= 2 * max_line_bytes) return;
    const auto blank = std::string_view(rest_).substr(0, max_line_bytes).find_last_of(" \t,;");
    const auto end = blank == std::string_view::npos ? max_line_bytes : blank + 1;
    take(std::string_view(rest_).substr(0, end));
    rest_.erase(0, end);
  }

  Markup& markup_;
  Context& context_;
  std::string rest_;
  std::uint64_t number_{1};
};

// A marking may be broken over lines of a cell: "Traffic Light<br>Protocol: RED".
std::string on_one_line(std::string_view text) {
  std::string line(text);
  std::ranges::replace(line, '\n', ' ');
  return line;
}

// Everything that reads one report.
class Reading {
 public:
  Reading(Form form, const Options& options)
      : own_sites_(lowered(options.own_sites)),
        scanner_(form, own_sites_, context_, gather_),
        markup_(form, [this](const Line& line) { scanner_.take(line); }),
        lines_(markup_, context_),
        html_(
            [this](const Line& line) {
              if (!line.text.empty()) context_.line(on_one_line(line.text));
              scanner_.take(line);
            },
            {[this](std::string_view title) { context_.page_title(title); },
             [this](std::string_view words) { context_.words(words); }}),
        form_(form) {}

  base::Status push(std::string_view chunk) {
    if (std::memchr(chunk.data(), '\0', chunk.size()) != nullptr) {
      return base::fail(ErrorCode::BadInput, "holds NUL bytes: no text");
    }
    form_ == Form::Html ? html_.push(chunk) : lines_.push(chunk);
    if (!gather_.full()) return {};
    return base::fail(ErrorCode::TooLarge, "more than " + std::to_string(max_candidates) + " values, or too long ones");
  }
  Findings finish() {
    form_ == Form::Html ? html_.finish() : lines_.finish();
    auto header = context_.finish();
    return {std::move(header), context_.unreadable(), gather_.finish()};
  }

 private:
  static std::vector<std::string> lowered(const std::vector<std::string>& sites) {
    std::vector<std::string> out;
    for (const auto& site : sites) out.push_back(base::lowered(site));
    return out;
  }

  std::vector<std::string> own_sites_;
  Context context_;
  Gather gather_;
  Scanner scanner_;
  Markup markup_;
  Lines lines_;
  Html html_;
  Form form_;
};

base::Result<std::string> beginning_of(draft::Source& source) {
  std::string beginning(beginning_bytes, '\0');
  std::size_t size = 0;
  while (size < beginning.size()) {
    const auto got = source.read(std::span(beginning).subspan(size));
    if (!got) return got.error();
    if (*got == 0) break;
    size += *got;
  }
  beginning.resize(size);
  return beginning;
}

}  // namespace

base::Result<Findings> find(draft::Source& source, const Options& options) {
  const auto beginning = beginning_of(source);
  if (!beginning) return beginning.error();
  Reading reading(options.form.value_or(form_of(options.name, *beginning)), options);
  if (const auto status = reading.push(*beginning); !status) return status.error();
  const auto read = draft::each_chunk(source, [&](std::string_view chunk) { return reading.push(chunk); });
  if (!read) return read.error();
  return reading.finish();
}

void take_standing(Standing standing, v1::Claim& claim) {
  if (standing == Standing::Victim) {
    claim.set_role(v1::ROLE_VICTIM);
    claim.set_verdict(v1::VERDICT_UNKNOWN);  // what states none accuses
  }
  if (standing == Standing::Benign) claim.set_verdict(v1::VERDICT_BENIGN);
}

base::Status tell(Findings&& findings, draft::Sink& sink) {
  if (!findings.unreadable.empty()) {
    sink.note(
        {draft::Fate::Local, {}, findings.header.title(), findings.unreadable + " is no marking that is known here"});
  }
  const auto context = sink.context(std::move(findings.header));
  for (auto& candidate : findings.candidates) {
    if (!candidate.meant) {
      sink.note({draft::Fate::LeftOut, "line " + std::to_string(candidate.line),
                 observable::to_text(candidate.observable), std::move(candidate.reason)});
      continue;
    }
    v1::Claim claim;
    claim.set_type(static_cast<std::uint32_t>(candidate.observable.type));
    claim.set_value(std::move(candidate.observable.value));
    claim.set_comment(std::move(candidate.comment));
    take_standing(candidate.standing, claim);
    if (const auto status = sink.claim(context, std::move(claim)); !status) return status;
  }
  return {};
}

base::Status read(draft::Source& source, const Options& options, draft::Sink& sink) {
  auto findings = find(source, options);
  if (!findings) return findings.error();
  return tell(std::move(*findings), sink);
}

}  // namespace tidings::report
