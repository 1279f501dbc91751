#pragma once
/// TAXII's resources as JSON, and its error message. Inside of this folder.
/// Lives on: any executor.
#include <string>
#include <string_view>
#include <vector>

#include "daemon/http/server/message.hpp"
#include "daemon/http/taxii/scan.hpp"
#include "daemon/http/taxii/taxii.hpp"

namespace tidings::taxii {

inline constexpr std::string_view media_type = "application/taxii+json;version=2.1";
inline constexpr std::string_view stix_media_type = "application/stix+json;version=2.1";

/// Whether an Accept header (nothing: any) takes this media type: named, with that version or none, or by a wildcard.
bool is_acceptable(std::optional<std::string_view> accept);
/// Whether a body is what we take: application/taxii+json, of version 2.1 or of none that is said.
bool is_taxii(std::optional<std::string_view> content_type);

server::Response answer(unsigned status, std::string json);
server::Response error(unsigned status, std::string_view title, std::string_view description);
/// In words, by the code.
server::Response error(const base::Error& why);

std::string collection_id(const CollectionOptions& collection);
std::string discovery(const TaxiiOptions& options, const std::string& base_url);
std::string api_root(const TaxiiOptions& options);
/// What this caller may do there.
struct Rights {
  bool read{false}, write{false}, remove{false};
};
Rights rights_of(const CollectionOptions& collection, const access::Caller& caller);
std::string collection(const CollectionOptions& collection, const Rights& rights);
std::string collections(const TaxiiOptions& options, const access::Caller& caller);

/// What a page is made of; `next` is empty on the last one.
struct Page {
  std::vector<Told> told;
  std::string next;
};
enum class PageOf : std::uint8_t { Objects, Manifest, Versions };
server::Response page_answer(const Page& page, PageOf what);

}  // namespace tidings::taxii
