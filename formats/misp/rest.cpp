#include "formats/misp/rest.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "formats/json/cutter.hpp"
#include "formats/misp/attribute.hpp"
#include "formats/misp/members.hpp"

namespace tidings::misp {
namespace {

constexpr std::uint64_t second = 1'000'000;
constexpr std::size_t max_page_rest_bytes = std::size_t{32} << 20;

/// The events stand without their attributes and objects, which nobody needs here.
json_stream::CutterOptions without_content() {
  json_stream::CutterOptions out;
  for (const auto* event : {"/response/*/Event", "/response/*"}) {
    out.arrays.push_back(std::string(event) + "/Attribute");
    out.arrays.push_back(std::string(event) + "/Object");
  }
  out.max_element_bytes = out.max_rest_bytes = max_page_rest_bytes;
  out.wants = [](std::string_view) { return false; };
  return out;
}

}  // namespace

std::string write_search(const Search& search) {
  json::object out;
  out["returnFormat"] = "json";
  out["published"] = true;
  out["page"] = search.page;
  out["limit"] = search.limit;
  out["order"] = search.newest_first ? "Event.publish_timestamp DESC" : "Event.publish_timestamp ASC";
  if (search.since != 0) out["publish_timestamp"] = std::to_string(search.since);
  return json::serialize(out);
}

Search behind(const Search& search, const SearchPage& page) {
  Search next = search;
  next.since = std::max(search.since, page.latest);
  if (page.earliest < page.latest)
    next.page = 1;
  else  // all of one second, of which there may be more
    next.page = next.since == search.since ? search.page + 1 : 2;
  return next;
}

base::Result<SearchPage> read_search_page(draft::Source& source) {
  const auto rest =
      json_stream::cut(source, without_content(), [](const json_stream::Element&) { return base::Status(); });
  if (!rest) return rest.error();
  const auto* answer = rest->if_object();
  const auto* events = answer == nullptr ? nullptr : array_of(*answer, "response");
  if (events == nullptr) return base::fail(base::ErrorCode::BadInput, "it is no answer of restSearch");
  SearchPage page;
  for (const auto& one : *events) {
    const auto* wrapped = one.if_object();
    if (wrapped == nullptr) continue;
    const auto* event = object_of(*wrapped, "Event");
    const auto at = instant_of(event == nullptr ? *wrapped : *event, "publish_timestamp") / second;
    page.earliest = ++page.events == 1 ? at : std::min(page.earliest, at);
    page.in_order = page.in_order && at >= page.latest;
    page.latest = std::max(page.latest, at);
  }
  return page;
}

}  // namespace tidings::misp
