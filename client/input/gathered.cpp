#include "client/input/gathered.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "core/bulletin/words.hpp"
#include "core/observable/observable.hpp"
#include "core/writing/scripts.hpp"
#include "formats/draft/feed_tags.hpp"
#include "formats/misp/original.hpp"

namespace tidings::input {
namespace {

constexpr std::uint64_t progress_every = 1024;

/// "line 12" -> "12": of a line the number stands behind the file's name.
std::string place_of(std::string where) {
  constexpr std::string_view line = "line ";
  return where.starts_with(line) ? where.substr(line.size()) : std::move(where);
}

std::string special_reason(const v1::Claim& claim) {
  const auto type = observable::type_from_number(claim.type());
  return type ? observable::special_reason({*type, claim.value()}) : std::string();
}

/// The object that it was made of is not there to be named.
void forget_object(v1::Claim& claim) {
  auto& tags = *claim.mutable_tags();
  const auto kept = std::remove_if(tags.begin(), tags.end(),
                                   [](const std::string& tag) { return tag.starts_with(bulletin::object_tag); });
  tags.erase(kept, tags.end());
}

/// Names lose such characters where they are made canonical (UTS #46); file names keep them.
bool hides_what_is_lost(std::string_view raw, const v1::Claim& claim) {
  const auto is_plain = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  return !std::ranges::all_of(raw, is_plain) && writing::hides_character(raw) &&
         !writing::hides_character(claim.value());
}

bool is_opaque(const v1::Claim& claim) { return claim.type() == static_cast<std::uint32_t>(observable::Type::Opaque); }

}  // namespace

Gathered::Gathered(SpecialValues special, OnRefused on_refused, OnNote on_note, OnProgress on_progress,
                   base::Instant now)
    : special_(special),
      on_refused_(std::move(on_refused)),
      on_note_(std::move(on_note)),
      on_progress_(std::move(on_progress)),
      now_(now),
      contexts_(1) {}

void Gathered::begin_file(std::string file, Originals originals) {
  file_ = std::move(file);
  originals_ = originals;
}

void Gathered::refuse(std::string where, std::string_view value, std::string reason) {
  ++tally_.values;
  ++tally_.refused;
  on_refused_({file_, std::move(where), std::string(value), std::move(reason)});
}

void Gathered::add(Context& context, v1::Claim claim) {
  if (draft::drop_feed_tags(claim)) {
    const auto type = observable::type_from_number(claim.type());
    note(draft::note_of_feed_tags(type ? observable::to_text(*type, claim.value()) : claim.value()));
  }
  if (confidence_ != 0) claim.clear_confidence();  // the context has it
  const bool is_first = context.claims.add(claim);
  if (is_first) bytes_ += claim.ByteSizeLong();
  if (is_opaque(claim)) {
    if (is_first) ++tally_.originals;
    return;
  }
  ++tally_.values;
  if (!is_first) ++tally_.repeated;
  if (tally_.values % progress_every == 0) on_progress_(tally_.values);
}

bool Gathered::is_over(std::string where, const v1::Claim& claim) {
  if (claim.valid_until() == 0 || claim.valid_until() > now_.us) return false;
  const auto type = observable::type_from_number(claim.type());
  note({draft::Fate::LeftOut, std::move(where), type ? observable::to_text(*type, claim.value()) : claim.value(),
        "it was valid until " + base::to_text(base::Instant{claim.valid_until()})});
  return true;
}

void Gathered::keep(std::uint64_t line, std::string_view raw, v1::Claim claim) {
  if (is_over("line " + std::to_string(line), claim)) return;
  if (hides_what_is_lost(raw, claim)) {
    on_note_(file_, {draft::Fate::Altered, std::to_string(line), std::string(raw),
                     "what stands there hides a character that nobody sees, and is published without it"});
  }
  if (special_ == SpecialValues::Refuse) {
    if (const auto reason = special_reason(claim); !reason.empty()) {
      refuse(std::to_string(line), raw, reason + " (--allow-special publishes it all the same)");
      return;
    }
  }
  add(own(), std::move(claim));
}

std::uint32_t Gathered::context(v1::Header header) {
  if (draft::drop_feed_tags(header)) note(draft::note_of_feed_tags(header.title()));
  contexts_.push_back({std::move(header), file_, {}});
  return static_cast<std::uint32_t>(contexts_.size() - 1);
}

base::Status Gathered::claim(std::uint32_t number, v1::Claim claim) {
  auto& context = contexts_.at(number);
  if (bytes_ + claim.ByteSizeLong() > max_gathered_bytes) {
    return base::fail(base::ErrorCode::TooLarge, "it says more than is read at once; publish it in parts");
  }
  if (context.header.kind() != v1::KIND_REPORT) {
    ++tally_.answers;
    return {};
  }
  context.changed_at = std::max(context.changed_at, misp::changed_at(claim));
  if (originals_ == Originals::Drop && is_opaque(claim)) {
    ++tally_.left_out;
    return {};
  }
  if (is_over({}, claim)) return {};
  if (originals_ == Originals::Drop) forget_object(claim);
  if (const auto reason = special_ == SpecialValues::Refuse ? special_reason(claim) : std::string(); !reason.empty()) {
    const auto type = *observable::type_from_number(claim.type());
    refuse({}, observable::to_text(type, claim.value()), reason + " (--allow-special publishes it all the same)");
    return {};
  }
  add(context, std::move(claim));
  return {};
}

void Gathered::keep_newest() {
  std::map<std::pair<std::string, std::string>, std::uint64_t> copies;  // by event and file
  std::map<std::string, std::pair<std::uint64_t, std::string>> newest;  // the file, too
  for (const auto& context : contexts_) {
    const auto& event = context.header.publication_id();
    if (event.empty() || context.changed_at == 0) continue;
    auto& copy = copies[{event, context.file}];
    copy = std::max(copy, context.changed_at);
    newest[event] = std::max(newest[event], {copy, context.file});
  }
  std::erase_if(contexts_, [&](const Context& context) {
    const auto copy = copies.find({context.header.publication_id(), context.file});
    if (copy == copies.end() || copy->second == newest.at(copy->first.first).first) return false;
    if (context.changed_at == 0) return true;
    ++tally_.left_out;
    on_note_(context.file, {draft::Fate::LeftOut,
                            {},
                            context.header.title(),
                            "a newer copy of the same event stands in " + newest.at(copy->first.first).second});
    return true;
  });
}

void Gathered::note(draft::Note note) {
  switch (note.fate) {
    case draft::Fate::Refused: refuse(place_of(std::move(note.where)), note.what, std::move(note.reason)); return;
    case draft::Fate::LeftOut: ++tally_.left_out; break;
    case draft::Fate::Local: ++tally_.local; break;
    case draft::Fate::Opaque:
      if (originals_ == Originals::Drop) return;  // counted as the original that is dropped
      ++tally_.carried;
      break;
    case draft::Fate::Altered: break;
    case draft::Fate::Withdrawn: ++tally_.withdrawn; break;
  }
  on_note_(file_, note);
}

std::uint64_t Gathered::claims() const {
  std::uint64_t claims = 0;
  for (const auto& context : contexts_) claims += context.claims.size();
  return claims;
}

}  // namespace tidings::input
