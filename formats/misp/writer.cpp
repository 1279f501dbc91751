#include "formats/misp/writer.hpp"

#include <algorithm>
#include <deque>
#include <iterator>
#include <set>
#include <utility>

#include "base/uuid.hpp"
#include "core/bulletin/bulletin.hpp"
#include "formats/draft/named_source.hpp"
#include "formats/misp/attribute.hpp"
#include "formats/misp/event_head.hpp"
#include "formats/misp/event_text.hpp"
#include "formats/misp/published.hpp"
#include "formats/misp/returned.hpp"
#include "formats/misp/tags.hpp"

namespace tidings::misp {
namespace {

/// The publication's id where it was an event's, which reads as a UUID; else one that follows from it.
std::string event_uuid(const v1::Said& said) {
  const auto& id = said.publication_id().empty() ? said.bulletin_id() : said.publication_id();
  const auto uuid = base::Uuid::from_bytes(id);
  if (uuid && base::is_well_formed(*uuid)) return base::to_text(*uuid);
  return id_of("publication " + base::to_hex(said.origin()) + base::to_hex(id));
}

bool may_be_detected(const v1::Indicator& indicator, const v1::Said& said, Disputed disputed) {
  const auto is_bad = [](v1::Verdict verdict) {
    return verdict != v1::VERDICT_BENIGN && verdict != v1::VERDICT_UNKNOWN;
  };
  if (!is_bad(indicator.verdict()) || !is_bad(said.verdict()) || indicator.warnings_size() > 0) return false;
  const bool is_harmless = said.role() == v1::ROLE_VICTIM || said.role() == v1::ROLE_BENIGN;
  if (disputed == Disputed::Yes || is_harmless) return false;
  for (const auto& tag : said.tags()) {
    if (tag == not_for_detection) return false;
  }
  return true;
}

constexpr std::size_t answer_bytes = sizeof(Answer) + 64;  // with its id and a name

std::vector<Answer> answers_of(const v1::Indicator& indicator) {
  std::vector<Answer> answers;
  for (const auto& said : indicator.said()) {
    if (said.kind() != v1::KIND_SIGHTING && said.kind() != v1::KIND_DISPUTE) continue;
    const auto seen = std::max(said.sighting().last_seen(), said.sighting().first_seen());
    answers.push_back({said.kind(), seen != 0 ? seen : said.issued_at(), said.bulletin_id(), said.origin_name(),
                       said.tlp(), said.pap(), said.local() || said.released()});
  }
  return answers;
}

/// Those that may go wherever this goes: MISP's sightings have no marking of their own.
std::vector<Answer> answers_within(const std::vector<Answer>& answers, const v1::Said& said) {
  std::vector<Answer> within;
  std::ranges::copy_if(answers, std::back_inserter(within), [&](const Answer& one) {
    return one.tlp <= said.tlp() && one.pap <= said.pap() && (!one.named || said.released() || said.local());
  });
  return within;
}

Row row_of(const v1::Value& value, const v1::Said& said) {
  Row row;
  row.type = value.type();
  row.value = value.value();
  row.comment = said.comment();
  row.role = said.role();
  row.tlp = said.tlp();
  row.pap = stated_pap(said);
  row.kept = said.local() || said.released();
  row.issued_at = said.issued_at();
  row.valid_from = said.valid_from();
  return row;
}

}  // namespace

struct Writer::Publication {
  std::string uuid;
  Reach reach;
  v1::Said words;              ///< of the newest of its widest bulletins, since they stand beside what all may have
  std::uint64_t issued_at{0};  ///< of the newest of all
  std::set<std::vector<std::string>> tags;
  std::deque<Row> rows;
  Returned originals;
  std::set<std::string> bulletins;  ///< it stands in these; one more than can be named, at most
  bool needs_sources{false};        ///< their markings alone do not tell whom it may reach

  void take_words(const v1::Said& said) {
    if (bulletins.size() <= bulletin::max_based_on && !said.bulletin_id().empty()) bulletins.insert(said.bulletin_id());
    needs_sources = needs_sources || draft::needs_source(said);
    issued_at = std::max(issued_at, said.issued_at());
    const bool is_newer =
        std::pair(said.issued_at(), said.bulletin_id()) > std::pair(words.issued_at(), words.bulletin_id());
    const bool is_first = words.origin().empty();
    if (!is_first && (said.tlp() > words.tlp() || (said.tlp() == words.tlp() && !is_newer))) return;
    words = said;
    words.clear_opaque();
  }
  json::object head_of(const std::string& id) const {
    auto said = words;
    said.set_issued_at(issued_at);
    auto event = new_event(id, said, reach);
    name_sources(event, bulletins);
    return event;
  }
  Rows by_key();
  base::Status write(const std::function<base::Status(WrittenEvent)>& take);
};

Rows Writer::Publication::by_key() {
  Rows out;
  for (auto& row : rows) {
    const auto [at, is_first] = out.try_emplace({row.type, row.value}, &row);
    if (is_first) continue;
    // Said by parts of unlike marking, of which any may come back: what may go with each of them.
    std::set<std::string_view> within;
    for (const auto& one : row.answers) within.insert(one.bulletin);
    std::erase_if(at->second->answers, [&](const Answer& one) { return !within.contains(one.bulletin); });
  }
  return out;
}

base::Status Writer::Publication::write(const std::function<base::Status(WrittenEvent)>& take) {
  const auto live = by_key();
  Sifting sifting(live);
  std::vector<EventText> events;
  Reach around;  // of the event that is written
  const auto begin = [&](std::string id, const Reach& own, json::object head) {
    around = narrow(head, own);
    if (needs_sources) name_sources(head, bulletins);
    // What follows from the head alone is the same for events that say the same there.
    if (!base::uuid_from_text(text_of(head, "uuid"))) id = id_of("event " + uuid + " " + id);
    events.emplace_back(std::move(id), std::move(head));
  };
  originals.finish(begin, [&](Original kind, const Reach& own, json::object&& thing) {
    if (!sifting.keeps(kind, thing)) return;
    narrow_part(thing, own, around);
    events.back().add(kind, thing);
  });
  for (const auto& [key, row] : live) {
    if (row->is_back) continue;
    if (events.empty()) events.emplace_back(uuid, head_of(uuid));
    auto& first = events.front();
    first.add(Original::Attributes, attribute_of(*row, first.uuid(), reach));
  }
  auto parts = sifting.parts();
  for (auto& event : events) {
    auto written = std::move(event).finish();
    written.parts = std::exchange(parts, 0);
    written.fallback = head_of(written.uuid);
    for (const auto* other : {"uuid", "Attribute", "Tag", "distribution", "published", "publish_timestamp"}) {
      written.fallback.erase(other);
    }
    if (auto given = take(std::move(written)); !given) return given;
  }
  return {};
}

Writer::Writer(const WriterOptions& options) : options_(options) {}
Writer::~Writer() = default;

Writer::Publication& Writer::publication(const v1::Said& said) {
  const std::string_view whose = said.received_from().empty() ? "0" : "1";
  auto& found = publications_[std::string(whose) + said.origin() + event_uuid(said)];
  if (!found) {
    found = std::make_unique<Publication>();
    found->uuid = event_uuid(said);
  }
  found->reach.take(said);
  return *found;
}

base::Status Writer::hold(std::size_t bytes) {
  held_ += bytes;
  if (held_ <= options_.max_held_bytes) return {};
  return base::fail(base::ErrorCode::TooLarge, "events of more than " + std::to_string(options_.max_held_bytes) +
                                                   " bytes in one export; choose fewer indicators");
}

base::Status Writer::add(const v1::Indicator& indicator, Disputed disputed) {
  const auto answers = answers_of(indicator);
  for (const auto& said : indicator.said()) {
    if (said.kind() != v1::KIND_REPORT) continue;
    auto& of = publication(said);
    of.take_words(said);
    auto row = row_of(indicator.value(), said);
    row.tags = &*of.tags.emplace(said.tags().begin(), said.tags().end()).first;
    row.answers = answers_within(answers, said);
    row.detect = may_be_detected(indicator, said, disputed);
    const auto bytes = sizeof(Row) + row.value.size() + row.comment.size() + row.answers.size() * answer_bytes;
    of.rows.push_back(std::move(row));
    if (auto held = hold(bytes); !held) return held;
  }
  return {};
}

base::Status Writer::add_original(const v1::Said& said, const v1::Claim& claim) {
  auto& of = publication(said);
  of.take_words(said);
  auto& originals = of.originals;
  const auto before = originals.bytes();
  if (!originals.take(said, claim)) return {};
  return hold(originals.bytes() - before);
}

base::Status Writer::finish(const std::function<base::Status(WrittenEvent)>& take) {
  while (!publications_.empty()) {  // what was written is let go of at once
    const auto publication = publications_.extract(publications_.begin());
    if (auto written = publication.mapped()->write(take); !written) return written;
  }
  held_ = 0;
  return {};
}

}  // namespace tidings::misp
