#include "formats/misp/writer.hpp"

#include <boost/json/serialize.hpp>
#include <deque>

#include "base/uuid.hpp"
#include "formats/misp/attribute.hpp"
#include "formats/misp/event_head.hpp"
#include "formats/misp/published.hpp"

namespace tidings::misp {
namespace {

/// The publication's id where it was an event's, which reads as a UUID; else one that follows from it.
std::string event_uuid(const v1::Said& said) {
  const auto& id = said.publication_id().empty() ? said.bulletin_id() : said.publication_id();
  const auto uuid = base::Uuid::from_bytes(id);
  if (uuid && base::is_well_formed(*uuid)) return base::to_text(*uuid);
  return id_of("publication " + base::to_hex(said.origin()) + base::to_hex(id));
}

bool may_be_detected(const v1::Indicator& indicator, const v1::Said& said) {
  const auto is_bad = [](v1::Verdict verdict) {
    return verdict != v1::VERDICT_BENIGN && verdict != v1::VERDICT_UNKNOWN;
  };
  if (!is_bad(indicator.verdict()) || !is_bad(said.verdict()) || indicator.warnings_size() > 0) return false;
  for (const auto& tag : said.tags()) {
    if (tag == not_for_detection) return false;
  }
  return true;
}

base::Status give(json::object&& event, std::string uuid,
                  const std::function<base::Status(const WrittenEvent&)>& take) {
  WrittenEvent written;
  written.manifest = manifest_entry(event);
  written.hashes = hash_lines(event, uuid);
  written.uuid = std::move(uuid);
  written.text = json::serialize(json::object{{"Event", std::move(event)}});
  return take(written);
}

}  // namespace

struct Writer::Publication {
  std::string uuid;
  Reach reach;
  std::deque<Row> rows;
  Returned originals;

  Rows by_key() const;
  base::Status write(const std::function<base::Status(const WrittenEvent&)>& take) const;
};

Rows Writer::Publication::by_key() const {
  Rows out;
  for (const auto& row : rows) out.try_emplace(row_key(row.value.type(), row.value.value()), &row);
  return out;
}

base::Status Writer::Publication::write(const std::function<base::Status(const WrittenEvent&)>& take) const {
  const auto live = by_key();
  auto left = live;
  std::vector<std::pair<std::string, json::object>> events;
  for (auto& [id, returned] : originals.finish()) {
    if (returned.event.empty()) continue;  // without it, nobody knows what its attributes belong to
    auto event = returned_event(std::move(returned), live, left, reach);
    event["uuid"] = id;
    events.emplace_back(id, std::move(event));
  }
  if (events.empty() && !left.empty()) events.emplace_back(uuid, new_event(uuid, left, reach));
  if (!events.empty()) add_rows(events.front().second, left, reach);
  for (auto& [id, event] : events) {
    if (auto given = give(std::move(event), id, take); !given) return given;
  }
  return {};
}

Writer::Writer(const WriterOptions& options) : options_(options) {}
Writer::~Writer() = default;

Writer::Publication& Writer::publication(const v1::Said& said) {
  auto& found = publications_[said.origin() + event_uuid(said)];
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

base::Status Writer::add(const v1::Indicator& indicator) {
  std::vector<v1::Said> answers;
  for (const auto& said : indicator.said()) {
    if (said.kind() == v1::KIND_SIGHTING || said.kind() == v1::KIND_DISPUTE) answers.push_back(said);
  }
  for (const auto& said : indicator.said()) {
    if (said.kind() != v1::KIND_REPORT) continue;
    auto& row = publication(said).rows.emplace_back();
    row = {indicator.value(), said, answers, may_be_detected(indicator, said)};
    if (auto held = hold(indicator.value().ByteSizeLong() + said.ByteSizeLong() + sizeof(Row)); !held) return held;
  }
  return {};
}

base::Status Writer::add_original(const v1::Said& said, const v1::Claim& claim) {
  auto& originals = publication(said).originals;
  const auto before = originals.bytes();
  if (!originals.take(claim)) return {};
  return hold(originals.bytes() - before);
}

base::Status Writer::finish(const std::function<base::Status(const WrittenEvent&)>& take) {
  for (const auto& [key, publication] : publications_) {
    if (auto written = publication->write(take); !written) return written;
  }
  publications_.clear();
  held_ = 0;
  return {};
}

}  // namespace tidings::misp
