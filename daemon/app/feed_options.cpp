// From the blocks [[feed]] to what feeds take: formats are found, names become numbers, secrets are read.
#include <algorithm>

#include "core/bulletin/names.hpp"
#include "daemon/app/files.hpp"
#include "daemon/app/options.hpp"
#include "daemon/app/version.hpp"
#include "daemon/settings/values.hpp"
#include "formats/list/feed_words.hpp"

namespace tidings::app {
namespace {

using base::ErrorCode;
using detect::Format;
using feeding::FeedOptions;
using feeding::Means;

constexpr std::size_t most_secret = 4096;

base::Error bad(std::string what) { return base::fail(ErrorCode::BadInput, std::move(what)); }

std::optional<Format> document_format(std::string_view name) {
  for (const auto format : {Format::List, Format::Csv, Format::Stix, Format::Misp, Format::OpenIoc, Format::Yara,
                            Format::Sigma, Format::Suricata, Format::Report}) {
    if (detect::name(format) == name) return format;
  }
  return std::nullopt;
}

base::Status take_format(const settings::Feed& block, FeedOptions& options) {
  const auto& name = options.format_name = block.format;
  options.means = block.folder.empty() ? Means::Document : Means::Folder;
  if (name == "misp-feed") {
    options.means = Means::MispFeed;
  } else if (name == "misp-api" || name == "taxii") {
    if (block.url.empty()) return bad("format: " + name + " needs a url");
    options.means = name == "taxii" ? Means::Taxii : Means::MispApi;
    if (name == "taxii") options.format = Format::Stix;
  } else if (const auto format = document_format(name)) {
    options.format = format;
  } else if (const auto hint = list::hint_from_name(name); hint && !name.empty()) {
    options.format = Format::List;
    options.hint = *hint;
  } else if (!name.empty()) {
    return bad("format: there is no format " + name);
  }
  if (block.columns.empty()) return {};
  auto columns = list::columns_from_text(block.columns);
  if (!columns) return bad("columns: " + columns.error().what);
  options.columns = std::move(*columns);
  options.format = Format::Csv;
  return {};
}

base::Status take_words(const settings::Feed& block, FeedOptions& options) {
  options.title = block.title.empty() ? "Feed " + block.name : block.title;
  options.producer = block.producer;
  if (options.producer.empty() && !block.url.empty()) {
    const auto url = fetch::read_url(block.url);
    if (!url) return url.error();
    options.producer = url->host;
  }
  options.tags = block.tags;
  options.ecosystems = block.ecosystems;
  options.share = block.share;
  options.tlp = tlp_of(block.tlp);
  if (!block.pap.empty()) {
    const auto pap = bulletin::pap_from_name(block.pap);
    if (!pap) return bad("pap: there is no " + block.pap + "; it is " + bulletin::pap_names());
    options.pap = *pap;
  }
  options.gone = block.gone == "withdraw" ? feeding::Gone::Withdraw : feeding::Gone::Expire;
  if (!block.role.empty()) {
    const auto role = list::role_from_feed_word(block.role);
    if (!role) return bad("role: there is no " + block.role + "; it is " + bulletin::role_names());
    options.role = *role;
  }
  if (!block.confidence.empty()) {
    options.confidence = list::confidence_from_word(block.confidence);
    if (!options.confidence) return bad("confidence: it is 0 to 100, or high, medium, low");
  }
  if (options.share && options.tlp == v1::TLP_RED)
    return bad("tlp: RED goes to whom it names, and a feed names nobody");
  return {};
}

base::Status take_secret(const settings::Feed& block, FeedOptions& options) {
  options.user = block.user;
  options.secret_header = block.secret_header;
  if (block.secret_file.empty()) return {};
  auto text = read_secret(block.secret_file, most_secret);
  if (!text) return text.error();
  while (text->ends_with('\n') || text->ends_with('\r')) text->pop_back();
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (text->empty() || std::ranges::any_of(*text, is_control))
    return bad(block.secret_file + " has no one line of secret");
  options.secret = std::make_shared<const base::Secret>(std::move(*text));
  return {};
}

void take_bounds(const settings::Feed& block, FeedOptions& options) {
  options.fetch.ca_file = block.ca_file;
  options.fetch.allow_private = block.allow_private;
  options.fetch.step_deadline = block.timeout;
  options.fetch.whole_deadline = block.run_timeout;
  options.fetch.max_body_bytes = block.max_size;
  options.fetch.software = software;
  options.max_bytes = block.max_size;
  options.max_values = block.max_values;
}

base::Result<FeedOptions> options_of(const settings::Feed& block, const settings::Settings& settings) {
  FeedOptions options;
  options.name = block.name;
  options.url = block.url;
  options.folder = block.folder;
  options.every = block.every;
  options.lifetime = block.expiry.count() == 0 ? settings.publish.default_expiry : block.expiry;
  if (options.lifetime < std::chrono::hours(1)) return bad("expiry: it is at least an hour");
  if (options.lifetime > settings.publish.max_expiry) return bad("expiry: publish.max_expiry is shorter");
  for (auto& [uuid, names] : settings::sharing_groups(settings.publish.sharing_groups)) {
    options.sharing_groups.emplace(uuid, names);
  }
  options.own_sites = settings.publish.own_sites;
  take_bounds(block, options);
  if (auto taken = take_format(block, options); !taken) return taken.error();
  if (auto taken = take_words(block, options); !taken) return taken.error();
  if (auto taken = take_secret(block, options); !taken) return taken.error();
  return options;
}

}  // namespace

base::Result<std::vector<FeedOptions>> feed_options(const settings::Settings& settings) {
  std::vector<FeedOptions> all;
  for (const auto& block : settings.feeds) {
    auto options = options_of(block, settings);
    if (!options) {
      return base::fail(options.error().code,
                        std::to_string(block.line) + ": feed " + block.name + ": " + options.error().what);
    }
    all.push_back(std::move(*options));
  }
  return all;
}

}  // namespace tidings::app
