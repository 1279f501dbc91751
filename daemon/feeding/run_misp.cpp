// Feeds of MISP: a manifest beside a file an event, and a server's restSearch.
#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>

#include "base/digest.hpp"
#include "base/uuid.hpp"
#include "daemon/feeding/events.hpp"
#include "daemon/feeding/file_source.hpp"
#include "daemon/feeding/folder.hpp"
#include "daemon/feeding/run.hpp"
#include "formats/draft/chunks.hpp"
#include "formats/misp/rest.hpp"

namespace tidings::feeding {
namespace {

using base::ErrorCode;

constexpr int events_a_keep = 50;
constexpr std::uint32_t events_a_page = 50, most_pages = 20'000;

misp::Known known_of(const v1::FeedPlace& place) {
  misp::Known known;
  for (const auto& event : place.events()) known[event.uuid()] = {event.timestamp(), event.values()};
  return known;
}

void remember(v1::FeedPlace& place, const misp::Known& known) {
  place.clear_events();
  for (const auto& [uuid, event] : known) {
    auto& kept = *place.add_events();
    kept.set_uuid(uuid);
    kept.set_timestamp(event.timestamp);
    kept.set_values(event.values);
  }
}

std::string beneath(const std::string& url, const std::string& name) {
  return url + (url.ends_with('/') ? "" : "/") + name;
}

/// A fault of one file, which says nothing of the others.
bool is_of_the_event(ErrorCode code) { return code == ErrorCode::BadInput || code == ErrorCode::NotFound; }

base::Result<base::Digest> digest_of(draft::Source& source) {
  base::Sha256 digest;
  const auto read = draft::each_chunk(source, [&](std::string_view chunk) -> base::Status {
    digest.update(chunk);
    return {};
  });
  if (!read) return read.error();
  if (auto again = source.rewind(); !again) return again.error();
  return digest.finish();
}

std::string publication_bytes(std::string_view uuid) {
  const auto read = base::uuid_from_text(uuid);
  return read ? read->str() : std::string();
}

}  // namespace

base::Result<Document> Run::misp_file(const std::string& name) {
  if (!options_.folder.empty()) {
    auto path = within(options_.folder, name);
    if (!path) return path.error();
    return Document{std::move(*path), name};
  }
  const auto got = download_.get({beneath(options_.url, name), "application/json", {}, {}, {}}, "event");
  if (!got) return got.error();
  return Document{got->file, name};
}

base::Result<misp::Manifest> Run::manifest() {
  const auto file = misp_file("manifest.json");
  if (!file) return file.error();
  const auto source = open_file(file->path, options_.max_bytes);
  if (!source) return source.error();
  auto manifest = misp::read_manifest(**source);
  if (!manifest) return manifest;
  // Few feeds are without it, and who is without it is told by timestamps alone.
  const auto hashes = misp_file("hashes.csv");
  if (!hashes) {
    if (hashes.error().code == ErrorCode::NotFound) return manifest;
    return hashes.error();
  }
  const auto lines = open_file(hashes->path, options_.max_bytes);
  if (!lines) {
    if (lines.error().code == ErrorCode::NotFound) return manifest;
    return lines.error();
  }
  if (auto read = misp::read_hashes(**lines, *manifest); !read) return read.error();
  return manifest;
}

base::Status Run::say_events(const Document& document, std::string uuid) {
  if (!by_hand_) {
    const auto compare = std::make_shared<Compare>(comparing(Scope::Whole, nullptr));
    if (auto compared = desk_.compare(compare); !compared) return compared;
    by_hand_ = compare->by_hand();
  }
  Events events(desk_, options_, *by_hand_, outcome_.counts, std::move(uuid));
  auto as_misp = options_;
  as_misp.format = detect::Format::Misp;
  const auto read = read_document(as_misp, document, events);
  if (!read) return base::fail(read.error().code, document.name + ": " + read.error().what);
  return events.finish_document();
}

base::Status Run::fetch_events(const misp::Manifest& manifest) {
  auto known = known_of(place());
  const auto plan = misp::plan(manifest, known);
  outcome_.unchanged = plan.fetch.empty() && plan.gone.empty();
  const auto fetched = fetch_planned(plan, known);
  if (fetched) {
    for (const auto& uuid : plan.gone) known.erase(uuid);
  }
  remember(place(), known);
  return fetched;
}

base::Status Run::fetch_planned(const misp::Plan& plan, misp::Known& known) {
  int asked = 0;
  for (const auto* event : plan.fetch) {
    // One at least: though the manifest takes all the time, each run comes further.
    if (asked++ > 0) {
      if (auto in_time = check_time(); !in_time) return in_time;
    }
    const auto file = misp_file(misp::file_name(event->uuid));
    if (!file && !is_of_the_event(file.error().code)) return file.error();
    // One event that is broken or missing keeps none of the others out. A broken one is tried again when it changes, a
    // missing one in the next run: its file may come after the manifest.
    auto said = !file ? base::Status(file.error()) : say_events(*file, publication_bytes(event->uuid));
    if (!said && !is_of_the_event(said.error().code)) return said;
    if (!said) outcome_.counts.take({draft::Fate::Refused, event->uuid, "", said.error().what});
    if (file || file.error().code != ErrorCode::NotFound) known[event->uuid] = {event->timestamp, event->values};
    if (asked % events_a_keep != 0) continue;
    remember(place(), known);
    if (auto kept = keep(); !kept) return kept;
  }
  return {};
}

base::Status Run::from_misp_feed() {
  const auto manifest = this->manifest();
  if (!manifest) return manifest.error();
  for (const auto& note : manifest->notes) outcome_.counts.take(note);
  if (manifest->events.empty() && place().events_size() > 0) {
    return base::fail(ErrorCode::BadInput, "its manifest has no events any more, which is taken for a fault");
  }
  if (auto fetched = fetch_events(*manifest); !fetched) return fetched;
  auto none = std::make_shared<Said>(0);
  none->seal();
  auto what = comparing(Scope::Whole, std::move(none));
  for (const auto& event : manifest->events) {
    what.publications.insert(publication_of(desk_.self(), options_.name, publication_bytes(event.uuid)));
  }
  const auto compare = std::make_shared<Compare>(std::move(what));
  if (auto compared = desk_.compare(compare); !compared) return compared;
  if (auto settled = settle(compare); !settled) return settled;
  forget_events(*manifest, compare->to_read_again());
  return keep();
}

/// The next run asks for them.
void Run::forget_events(const misp::Manifest& manifest, const std::set<bulletin::PublicationId>& which) {
  if (which.empty()) return;
  auto known = known_of(place());
  for (const auto& event : manifest.events) {
    if (which.contains(publication_of(desk_.self(), options_.name, publication_bytes(event.uuid)))) {
      known.erase(event.uuid);
    }
  }
  remember(place(), known);
}

base::Result<Run::FoundEvents> Run::search_events(const misp::Search& search) {
  Ask ask{beneath(options_.url, "events/restSearch"), "application/json", {}, {}, misp::write_search(search)};
  const auto got = download_.get(ask, "page");
  if (!got) return got.error();
  const auto source = open_file(got->file, options_.max_bytes);
  if (!source) return source.error();
  const auto digest = digest_of(**source);
  if (!digest) return digest.error();
  const auto page = misp::read_search_page(**source);
  if (!page) return page.error();
  return FoundEvents{got->file, *page, *digest};
}

/// Asked for the newest event, who sorts tells none that is older than one he told already.
base::Result<bool> Run::sorts_events(misp::Search search, const misp::SearchPage& page) {
  if (!page.in_order) return false;
  search.page = search.limit = 1;
  search.newest_first = true;
  const auto newest = search_events(search);
  if (!newest) return newest.error();
  return newest->page.latest >= page.latest;
}

/// A server tells only what changed: from time to time all is asked for, so that what is there still lives on. A run
/// that is cut short is gone on with by the next, from where it was.
base::Status Run::from_misp_api() {
  const base::Instant whole{place().whole_at()};
  if (whole.us == 0 || desk_.now() >= whole + options_.lifetime / 3) {
    place().clear_since();
    place().set_whole_at(desk_.now().us);
  }
  misp::Search search{place().since(), 1, events_a_page};
  auto latest = search.since;
  std::optional<bool> sorts;    ///< not known before a page of more than one instant
  std::set<std::string> pages;  ///< digests
  for (std::uint32_t asked = 0; asked < most_pages; ++asked) {
    if (auto in_time = check_time(); !in_time) return in_time;
    const auto found = search_events(search);
    if (!found) return found.error();
    const auto& page = found->page;
    const auto name = "page " + std::to_string(asked + 1);
    if (!pages.insert(found->digest.str()).second) {
      return base::fail(ErrorCode::Protocol, "its " + name + " is one that was read before: it does not turn pages");
    }
    if (page.events == 0) break;
    if (auto said = say_events({found->file, name}, {}); !said) return said;
    latest = std::max(latest, page.latest);
    if (page.events < events_a_page) break;
    if (!sorts && page.earliest < page.latest) {
      const auto sorted = sorts_events(search, page);
      if (!sorted) return sorted.error();
      sorts = *sorted;
    }
    if (!sorts.value_or(false)) {  // what is still to come may be older: a run that is cut short begins again
      ++search.page;
      continue;
    }
    search = misp::behind(search, page);
    place().set_since(search.since);
    if (auto kept = keep(); !kept) return kept;
  }
  outcome_.unchanged = outcome_.counts.added == 0;
  place().set_since(latest);
  return keep();
}

}  // namespace tidings::feeding
