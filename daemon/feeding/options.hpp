#pragma once
/// What a block [[feed]] comes to.
/// Lives on: any executor (values).
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "daemon/http/fetch/fetch.hpp"
#include "formats/detect/detect.hpp"
#include "formats/list/csv.hpp"
#include "tidings/v1/bulletin.pb.h"

namespace tidings::feeding {

/// How a feed is read: all of it each time, or what came since.
enum class Means : std::uint8_t {
  Document,  ///< one document: whatever is not in it is gone
  Folder,    ///< the files of a folder, together one document
  MispFeed,  ///< manifest.json and a file an event, beneath a URL or in a folder
  MispApi,   ///< restSearch of a MISP server
  Taxii,     ///< a collection of a TAXII 2.1 server
};
enum class Gone : std::uint8_t { Expire, Withdraw };

struct FeedOptions {
  std::string name, url, folder;
  Means means{Means::Document};
  std::optional<detect::Format> format;  ///< nothing: by content
  std::string format_name;               ///< as the config says it; empty: it does not
  list::LineHint hint{};                 ///< of lists and tables
  std::vector<list::Column> columns;
  base::Duration every{}, lifetime{};

  // What is said of all that it says.
  std::string title, producer;
  std::vector<std::string> tags, ecosystems;
  bool share{false};
  v1::Tlp tlp{v1::TLP_AMBER};        ///< what is marked narrower stays so; nothing goes further
  v1::Pap pap{v1::PAP_UNSPECIFIED};  ///< likewise; unspecified: what it states
  v1::Role role{v1::ROLE_UNSPECIFIED};
  std::optional<std::uint32_t> confidence;
  Gone gone{Gone::Expire};
  std::map<std::string, std::vector<std::string>, std::less<>> sharing_groups;  ///< of MISP's, by uuid: partners' names
  std::vector<std::string> own_sites;  ///< of prose: hosts that are no indicators

  fetch::FetchOptions fetch;
  std::string user, secret_header;
  std::shared_ptr<const base::Secret> secret;
  std::size_t max_bytes{0};   ///< of a document, as sent and unpacked
  std::size_t max_values{0};  ///< of a document, or of a run over pages
};

/// What decides which words are said: where it differs, all is read again.
std::string shape_of(const FeedOptions& options);
/// Whether nothing differs, secrets included.
bool is_same(const FeedOptions& a, const FeedOptions& b);

/// The tag that our own bulletins of a feed have, and nobody else's are looked at.
std::string tag_of(const std::string& feed);

/// "https://host/…" or the folder.
const std::string& place_of(const FeedOptions& options);

}  // namespace tidings::feeding
