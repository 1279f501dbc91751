// Feeds that are collections of a TAXII 2.1 server (OASIS Standard, June 2021): pages, read on from where the last were
// added.
#include <filesystem>
#include <functional>
#include <utility>

#include "daemon/feeding/file_source.hpp"
#include "daemon/feeding/run.hpp"
#include "formats/stix/envelope.hpp"

namespace tidings::feeding {
namespace {

using base::ErrorCode;

constexpr const char* taxii_type = "application/taxii+json;version=2.1";
constexpr std::size_t pages_at_once = 50;
constexpr int most_batches = 2'000;
constexpr std::size_t most_bytes_at_once = std::size_t{64} << 20;

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '.' || c == '_' || c == '~';
    if (plain) {
      out.push_back(c);
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out.append({'%', digits[byte >> 4], digits[byte & 15]});
  }
  return out;
}

std::string page_url(const std::string& collection, const std::string& added_after, const std::string& next) {
  auto url = collection + (collection.ends_with('/') ? "" : "/") + "objects/?limit=1000";
  if (!added_after.empty()) url += "&added_after=" + percent_encoded(added_after);
  if (!next.empty()) url += "&next=" + percent_encoded(next);
  return url;
}

}  // namespace

base::Result<bool> Run::fetch_page(Pages& pages) {
  if (auto checked = check_bounds(); !checked) return checked.error();
  const auto name = "page-" + std::to_string(pages.documents.size());
  const auto url = page_url(options_.url, pages.added_after, pages.next);
  if (!pages.asked.insert(std::hash<std::string>{}(url)).second) {
    return base::fail(ErrorCode::Protocol, "its next page is one that was read before");
  }
  const auto got = download_.get({url, taxii_type, {}, {}, {}}, name);
  if (!got) return got.error();
  const auto source = open_file(got->file, options_.max_bytes);
  if (!source) return source.error();
  const auto envelope = stix::read_envelope(**source);
  if (!envelope) return envelope.error();
  const bool stands = envelope->next.empty() && (got->added_last.empty() || got->added_last == pages.reached);
  if (envelope->more && stands) {
    return base::fail(ErrorCode::Protocol, "there is more, it says, and does not tell how to ask for it");
  }
  pages.next = envelope->more ? envelope->next : std::string();
  if (!got->added_last.empty() && got->added_last != pages.reached) {
    pages.before = std::exchange(pages.reached, got->added_last);
  }
  // With `next` the server knows what was asked for; else it is asked from the last on.
  if (pages.next.empty()) pages.added_after = pages.reached;
  if (envelope->objects > 0) {
    pages.documents.push_back({got->file, "page"});
    pages.bytes += std::filesystem::file_size(got->file);
  }
  return envelope->more;
}

/// What a server tells has an end: one that finds ever more pages is left.
base::Status Run::check_bounds() const {
  if (outcome_.counts.values > options_.max_values) {
    return base::fail(ErrorCode::TooLarge,
                      "it has more than " + std::to_string(options_.max_values) + " values for one run (max_values)");
  }
  return check_time();
}

base::Status Run::say_pages(Pages& pages) {
  if (pages.documents.empty()) return {};
  outcome_.unchanged = false;
  if (auto said = say(std::exchange(pages.documents, {}), Scope::Since); !said) return said;
  pages.bytes = 0;
  // While `next` leads on there may be more of what was added last: of that the next run reads all again.
  place().set_added_after(pages.next.empty() ? pages.reached : pages.before);
  return keep();
}

/// Pages in batches, each compared and published as a whole, before the place moves on behind it. From time to time all
/// is asked for, so that what is there still lives on.
base::Status Run::from_taxii() {
  const base::Instant whole{place().whole_at()};
  if (whole.us == 0 || desk_.now() >= whole + options_.lifetime / 3) {
    place().clear_added_after();
    // A run that is cut short is gone on with by the next, from where it was.
    place().set_whole_at(desk_.now().us);
  }
  Pages pages;
  pages.added_after = pages.before = pages.reached = place().added_after();
  outcome_.unchanged = true;
  bool more = true;
  for (int batch = 0; more && batch < most_batches; ++batch) {
    base::Status fetching;
    while (more && fetching && pages.documents.size() < pages_at_once && pages.bytes < most_bytes_at_once) {
      const auto fetched = fetch_page(pages);
      if (!fetched) fetching = fetched.error();
      more = fetched && *fetched;
    }
    if (auto said = say_pages(pages); !said) return said;
    if (!fetching) return fetching;  // what came before it is kept
  }
  return keep();
}

}  // namespace tidings::feeding
