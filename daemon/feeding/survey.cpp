#include "daemon/feeding/survey.hpp"

#include "daemon/feeding/words.hpp"
#include "formats/draft/feed_tags.hpp"

namespace tidings::feeding {

std::uint32_t Survey::context(v1::Header header) {
  Context context;
  context.is_said = is_said(header);
  if (context.is_said) {
    if (draft::drop_feed_tags(header)) counts_.take(draft::note_of_feed_tags(header.title()));
    const bool is_told_again = !header.based_on().empty();
    const auto said = context_of(options_, std::move(header));
    context.judged.set_kind(said.kind());
    context.judged.set_role(said.role());
    context.judged.set_verdict(said.verdict());
    context.digest = digest_of(said);
    context.is_local = said.audience().local();
    if (context.is_local && why_kept_.empty()) {
      why_kept_ = is_told_again                          ? names_a_bulletin
                  : said.audience().tlp() == v1::TLP_RED ? "TLP:RED"
                                                         : "for its marking";
    }
  }
  contexts_.push_back(std::move(context));
  return static_cast<std::uint32_t>(contexts_.size() - 1);
}

base::Status Survey::claim(std::uint32_t number, v1::Claim claim) {
  const auto& context = contexts_.at(number);
  if (!context.is_said) {
    ++counts_.left_out;
    return {};
  }
  ++counts_.values;
  if (draft::drop_feed_tags(claim)) counts_.take(draft::note_of_feed_tags(text_of(claim)));
  if (!counts_.settle(context.judged, claim)) return {};
  if (context.is_local) ++kept_here_;
  if (const auto subject = subject_of(claim); !subject.empty()) said_.add_subject(subject);
  return said_.add(digest_of(context.digest, claim), claim.valid_until());
}

void Survey::note(draft::Note note) {
  if (note.fate == draft::Fate::Local && why_kept_.empty()) why_kept_ = note.where + ": " + note.reason;
  for (const auto& claim : note.withdrawn) said_.take_back(claim);
  counts_.take(note);
}

void Survey::finish() {
  if (!options_.share || kept_here_ == 0) return;
  counts_.remark("kept here: " + std::to_string(kept_here_) + (kept_here_ == 1 ? " value (" : " values (") + why_kept_ +
                 ")");
}

}  // namespace tidings::feeding
