#include "daemon/query/told.hpp"

#include "base/utf8.hpp"
#include "core/bulletin/context.hpp"
#include "core/bulletin/wire.hpp"
#include "core/observable/type.hpp"
#include "daemon/query/warned.hpp"

namespace tidings::query {

/// What counts is told even where much that is newer fills an answer: else a talker would hide it.
constexpr std::size_t room_for_what_counts = max_told_bytes / 4;

std::string_view name(indicator::MarkKind kind) {
  switch (kind) {
    case indicator::MarkKind::Itself: return "itself";
    case indicator::MarkKind::BasedOn: return "based_on";
    case indicator::MarkKind::Mentions: return "mentions";
    case indicator::MarkKind::Reference: return "reference";
    case indicator::MarkKind::Text: return "text";
    case indicator::MarkKind::Values: return "values";
    case indicator::MarkKind::Producer: return "producer";
  }
  return "itself";
}

std::string shown_words(const v1::Header& header) {
  if (header.text().size() <= max_words_bytes) return header.text();
  return std::string(base::cut(header.text(), max_words_bytes)) + " …";
}

namespace {

void tell_origin(const partners::Book& book, const store::BulletinRow& row, v1::Said& said) {
  said.set_origin(row.origin.str());
  said.set_origin_name(book.name_of(row.origin));
  if (!row.giver.is_zero()) said.set_received_from(book.name_of(row.giver));
  const auto known = book.identities.find(row.origin);
  if (known != book.identities.end() && !known->second.introduced_by.is_zero()) {
    said.set_introduced_by(book.name_of(known->second.introduced_by));
  }
}

void tell_claim(const indicator::Statement& statement, const v1::Claim& claim, v1::Said& said) {
  said.set_claim(statement.claim);
  said.set_verdict(statement.verdict);
  said.set_role(statement.role);
  if (statement.confidence) said.set_confidence(*statement.confidence + 1);
  said.set_valid_from(claim.valid_from() != 0 ? claim.valid_from() : statement.issued_at.us);
  said.set_valid_until(statement.valid_until.us);
  tell_words(claim, said);
}

void tell_weight(const indicator::View& view, const indicator::Judged& judged, v1::Said& said) {
  said.set_trust(judged.statement.trust);
  said.set_counts(judged.state == indicator::State::Counts);
  if (judged.state != indicator::State::Copied) return;
  said.set_copied_from(view.statements[judged.came_from].statement.bulletin.str());
  said.set_betrayed_by(std::string(name(judged.betrayed_by)));
}

/// What is the same for all claims of a bulletin, encoded once.
base::Result<const std::string*> bulletin_part(Asking& asking, store::Sequence place) {
  const auto kept = asking.told_with(place);
  if (!kept) return kept.error();
  if ((*kept)->empty()) {
    const auto header = asking.header(place);
    if (!header) return header.error();
    v1::Said said;
    tell_bulletin(asking.book(), asking.standing(place)->row, **header, said);
    said.SerializeToString(*kept);
  }
  return *kept;
}

/// As a v1::Said: parts of one message that stand one after the other are merged where they are read.
base::Status say(Asking& asking, const indicator::View& view, const indicator::Judged& judged, store::Sequence place,
                 Contents contents, std::string& into) {
  const auto claim = asking.claim(place, judged.statement.claim);
  if (!claim) return claim.error();
  const auto part = bulletin_part(asking, place);
  if (!part) return part.error();
  v1::Said said;
  tell_claim(judged.statement, **claim, said);
  tell_weight(view, judged, said);
  if (contents == Contents::With && (*claim)->has_opaque()) *said.mutable_opaque() = (*claim)->opaque();
  bulletin::append_bytes_head(into, v1::Indicator::kSaidFieldNumber, (*part)->size() + said.ByteSizeLong());
  into += **part;
  said.AppendToString(&into);
  return {};
}

}  // namespace

void tell_bulletin(const partners::Book& book, const store::BulletinRow& row, const v1::Header& header,
                   v1::Said& said) {
  tell_origin(book, row, said);
  said.set_bulletin_id(row.id.str());
  said.set_publication_id(row.publication.str());
  said.set_kind(row.kind);
  said.set_tlp(row.tlp);
  said.set_pap(bulletin::effective_pap(header.audience()));
  said.set_local(row.local);
  said.set_released(header.audience().release_to_size() > 0);
  said.set_issued_at(row.issued_at.us);
  said.set_received_at(row.received_at.us);
  said.set_revision(row.revision);
  said.set_title(header.title());
  said.set_producer(header.producer());
  *said.mutable_tags() = header.tags();
  *said.mutable_ecosystems() = header.ecosystems();
  said.set_signature_verified(true);  // nothing else passes the door
  if (row.kind != v1::KIND_REPORT) said.set_text(shown_words(header));
}

void tell_effective(const v1::Header& header, const v1::Claim& claim, v1::Said& said) {
  const bool states_verdict = header.kind() == v1::KIND_REPORT || claim.verdict() != 0 || header.verdict() != 0;
  if (states_verdict) said.set_verdict(bulletin::effective_verdict(header, claim));
  said.set_role(bulletin::effective_role(header, claim));
  if (const auto confidence = bulletin::effective_confidence(header, claim)) {
    said.set_confidence(bulletin::encode_confidence(*confidence));
  }
  const auto window = bulletin::valid_window(header, claim);
  said.set_valid_from(window.from.us);
  said.set_valid_until(window.until.us);
}

void tell_words(const v1::Claim& claim, v1::Said& said) {
  said.set_comment(claim.comment());
  said.mutable_tags()->MergeFrom(claim.tags());
  if (claim.has_sighting()) *said.mutable_sighting() = claim.sighting();
}

base::Status tell(Asking& asking, const observable::Observable& observable, const Seen& seen, observable::Match match,
                  Contents contents, std::string& into) {
  v1::Indicator indicator;
  indicator.mutable_value()->set_type(static_cast<std::uint32_t>(observable.type));
  indicator.mutable_value()->set_value(observable.value);
  indicator.set_sightings(seen.view.sightings);
  indicator.set_disputes(static_cast<std::uint32_t>(seen.view.disputing.size()));
  indicator.set_cut(seen.cut);
  indicator.set_match(static_cast<v1::Match>(match));
  if (observable.type != observable::Type::Opaque) {
    indicator.set_verdict(seen.view.verdict);
    indicator.set_score(seen.view.score.value);
    if (seen.view.confidence) indicator.set_confidence(*seen.view.confidence + 1);
  }
  for (const auto& hit : seen.warned) *indicator.add_warnings() = told(hit);
  indicator.AppendToString(&into);
  for (std::size_t i = 0; i < seen.view.statements.size(); ++i) {
    if (into.size() >= max_told_bytes + room_for_what_counts) break;
    const auto state = seen.view.statements[i].state;
    if (!indicator::is_live(state)) continue;
    if (into.size() >= max_told_bytes && state != indicator::State::Counts) continue;
    const auto said = say(asking, seen.view, seen.view.statements[i], seen.places[i], contents, into);
    if (!said && said.error().code == base::ErrorCode::NotFound) continue;  // forgotten since the index knew it
    if (!said) return said;
  }
  return {};
}

}  // namespace tidings::query
