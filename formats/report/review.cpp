#include "formats/report/review.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "core/bulletin/bulletin.hpp"
#include "core/bulletin/names.hpp"
#include "core/observable/observable.hpp"
#include "formats/draft/chunks.hpp"
#include "formats/draft/stated_marking.hpp"

namespace tidings::report {
namespace {

using base::ErrorCode;

// A value defanged, its type, reason and comment: what write_review makes, with room.
constexpr std::size_t max_review_line_bytes = 64 * 1024;
constexpr std::size_t max_review_bytes = std::size_t{512} << 20;
constexpr std::string_view comment_mark = " // ";
/// In front of a candidate's reason.
constexpr std::array<std::pair<std::string_view, Standing>, 2> standings = {
    {{"victim: ", Standing::Victim}, {"benign: ", Standing::Benign}}};

Standing take_standing_word(std::string_view& why) {
  for (const auto& [word, standing] : standings) {
    if (!why.starts_with(word)) continue;
    why.remove_prefix(word.size());
    return standing;
  }
  return Standing::Accused;
}

// One line, no tabs: fields are separated by those.
std::string on_one_line(std::string text) {
  std::replace_if(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return text;
}

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> fields;
  while (fields.size() < 5) {
    const auto tab = fields.size() == 4 ? std::string_view::npos : line.find('\t');
    fields.push_back(trimmed(line.substr(0, tab)));
    if (tab == std::string_view::npos) break;
    line.remove_prefix(tab + 1);
  }
  return fields;
}

// "# name: rest"
std::optional<std::string_view> remark(std::string_view line, std::string_view name) {
  if (!line.starts_with("# ") || !line.substr(2).starts_with(name)) return std::nullopt;
  const auto rest = line.substr(2 + name.size());
  if (!rest.starts_with(':')) return std::nullopt;
  return trimmed(rest.substr(1));
}

base::Status take_marking(std::string_view line, v1::Header& header) {
  if (const auto text = remark(line, "tlp"); text && !text->empty()) {
    const auto tlp = bulletin::tlp_from_name(*text);
    if (!tlp) return base::fail(ErrorCode::BadInput, "no TLP: " + std::string(*text));
    header.mutable_audience()->set_tlp(*tlp);
  }
  if (const auto text = remark(line, "pap"); text && !text->empty()) {
    const auto pap = bulletin::pap_from_name(*text);
    if (!pap) return base::fail(ErrorCode::BadInput, "no PAP: " + std::string(*text));
    header.mutable_audience()->set_pap(*pap);
  }
  return {};
}

/// An edit may narrow what the document says of itself; what it leaves out counts as the document has it.
base::Status keep_within(const draft::Stated& marked, v1::Audience& audience) {
  const auto wider = [](const std::string& asked, const std::string& stated) {
    return base::fail(ErrorCode::BadInput,
                      "it says " + asked + ", and the document is marked " + stated +
                          ": an edit does not widen that; --tlp and --override-marking do, audited");
  };
  if (audience.tlp() == v1::TLP_UNSPECIFIED) audience.set_tlp(marked.tlp);
  if (audience.pap() == v1::PAP_UNSPECIFIED) audience.set_pap(marked.pap);
  if (audience.tlp() < marked.tlp) {
    return wider("tlp: " + bulletin::name(audience.tlp()), "TLP:" + bulletin::name(marked.tlp));
  }
  if (audience.pap() < marked.pap) {
    return wider("pap: " + bulletin::name(audience.pap()), "PAP:" + bulletin::name(marked.pap));
  }
  return {};
}

base::Status take_remark(std::string_view line, v1::Header& header) {
  const auto fits = [](std::string_view text) {
    return !text.empty() && text.size() <= bulletin::max_list_entry_bytes;
  };
  if (const auto title = remark(line, "title")) header.set_title(std::string(*title));
  const auto tag = remark(line, "tag");
  if (tag && fits(*tag) && header.tags_size() < static_cast<int>(bulletin::max_list_entries)) {
    header.add_tags(std::string(*tag));
  }
  const auto reference = remark(line, "reference");
  if (reference && fits(*reference) && header.references_size() < static_cast<int>(bulletin::max_list_entries)) {
    header.add_references(std::string(*reference));
  }
  return take_marking(line, header);
}

// Reads the listing line by line: the context first, then candidates.
class Reviewed {
 public:
  explicit Reviewed(draft::Sink& sink) : sink_(sink) { header_.set_kind(v1::KIND_REPORT); }

  base::Status take(std::string_view line) {
    ++number_;
    line = trimmed(line);
    if (number_ == 1 && line.starts_with("\xef\xbb\xbf")) line.remove_prefix(3);
    if (number_ == 1 && line != review_head)
      return base::fail(ErrorCode::BadInput, "no review: the first line differs");
    if (line.empty()) return {};
    if (line.front() != '#') return candidate(line);
    if (const auto words = remark(line, "marked"); words && !context_) marked_.narrow(draft::stated_in(*words));
    if (!context_) return take_remark(line, header_);
    // Below the first value a marking would come too late for those above it.
    v1::Header late;
    if (auto status = take_marking(line, late); !status) return status;
    if (late.has_audience()) return base::fail(ErrorCode::BadInput, "a marking below the first value, " + where());
    return {};
  }
  base::Status finish() {
    if (number_ == 0) return base::fail(ErrorCode::BadInput, "no review: it is empty");
    return open();
  }

 private:
  std::string where() const { return "line " + std::to_string(number_); }
  base::Status open() {
    if (context_) return {};
    if (!marked_.empty()) {
      if (auto kept = keep_within(marked_, *header_.mutable_audience()); !kept) return kept;
    }
    context_ = sink_.context(header_);
    return {};
  }
  base::Status refuse(std::string_view line, std::string reason) {
    sink_.note({draft::Fate::Refused, where(), std::string(line.substr(0, 120)), std::move(reason)});
    return {};
  }
  base::Status candidate(std::string_view line) {
    if (auto opened = open(); !opened) return opened;
    const auto fields = fields_of(line);
    if (fields.size() < 3) return refuse(line, "fewer than three fields between tabs");
    if (fields[0] != "+" && fields[0] != "-") return refuse(line, "begins with neither + nor -");
    const auto type = observable::type_from_name(fields[1]);
    if (!type) return refuse(line, "no type: " + std::string(fields[1]));
    const auto value = observable::parse(fields[2], {*type, false});
    if (!value) return refuse(line, value.error().what);
    auto why = fields.size() > 4 ? fields[4] : std::string_view();
    const auto standing = take_standing_word(why);
    const auto mark = why.find(comment_mark);
    if (fields[0] == "-") {
      sink_.note(
          {draft::Fate::LeftOut, where(), observable::to_text(value->observable), std::string(why.substr(0, mark))});
      return {};
    }
    v1::Claim claim;
    claim.set_type(static_cast<std::uint32_t>(value->observable.type));
    claim.set_value(value->observable.value);
    take_standing(standing, claim);
    if (mark != std::string_view::npos) claim.set_comment(std::string(why.substr(mark + comment_mark.size())));
    return sink_.claim(*context_, std::move(claim));
  }

  draft::Sink& sink_;
  v1::Header header_;
  draft::Stated marked_;  ///< what the document says of itself
  std::optional<std::uint32_t> context_;
  std::uint64_t number_{0};
};

void write_context(const Findings& findings, std::string& out) {
  const auto& header = findings.header;
  out += "# title: " + on_one_line(header.title()) + "\n";
  const auto& audience = header.audience();
  const auto tlp = audience.tlp() == v1::TLP_UNSPECIFIED ? std::string() : bulletin::name(audience.tlp());
  const auto pap = audience.pap() == v1::PAP_UNSPECIFIED ? std::string() : bulletin::name(audience.pap());
  // What cannot be read is for a person to replace: until then it refuses the whole.
  out += "# tlp: " + (findings.unreadable.empty() ? tlp : on_one_line(findings.unreadable)) + "\n";
  if (!pap.empty()) out += "# pap: " + pap + "\n";
  if (!tlp.empty() || !pap.empty()) {
    out += "# marked:" + (tlp.empty() ? "" : " TLP:" + tlp) + (pap.empty() ? "" : " PAP:" + pap) + "\n";
  }
  for (const auto& tag : header.tags()) out += "# tag: " + on_one_line(tag) + "\n";
  for (const auto& reference : header.references()) out += "# reference: " + on_one_line(reference) + "\n";
}

}  // namespace

std::string write_review(const Findings& findings) {
  std::string out(review_head);
  out += "\n# '+' is published, '-' is not: change them, then publish this file. Fields stand between tabs.\n";
  write_context(findings, out);
  for (const auto& candidate : findings.candidates) {
    const auto type = candidate.observable.type;
    out += candidate.meant ? "+\t" : "-\t";
    out += observable::name(type);
    out += '\t' + on_one_line(observable::defang(type, observable::to_text(candidate.observable)));
    out += "\tline " + std::to_string(candidate.line) + '\t';
    for (const auto& [word, standing] : standings) out += standing == candidate.standing ? word : std::string_view();
    out += on_one_line(candidate.reason);
    if (!candidate.comment.empty()) out += std::string(comment_mark) + on_one_line(candidate.comment);
    out += '\n';
  }
  return out;
}

base::Status read_review(draft::Source& source, draft::Sink& sink) {
  Reviewed reviewed(sink);
  std::string rest;
  std::size_t total = 0;
  const auto read = draft::each_chunk(source, [&](std::string_view chunk) -> base::Status {
    total += chunk.size();
    rest += chunk;
    std::size_t begin = 0;
    for (auto end = rest.find('\n'); end != std::string::npos; end = rest.find('\n', begin)) {
      if (auto status = reviewed.take(std::string_view(rest).substr(begin, end - begin)); !status) return status;
      begin = end + 1;
    }
    rest.erase(0, begin);
    if (rest.size() > max_review_line_bytes) return base::fail(ErrorCode::TooLarge, "a line longer than 64 KiB");
    if (total > max_review_bytes) return base::fail(ErrorCode::TooLarge, "a review longer than 512 MiB");
    return {};
  });
  if (!read) return read;
  if (!rest.empty()) {
    if (auto status = reviewed.take(rest); !status) return status;
  }
  return reviewed.finish();
}

}  // namespace tidings::report
