// From [http], [taxii] and the blocks [[taxii_collection]] to what the HTTPS server and TAXII take.
#include <algorithm>

#include "core/bulletin/names.hpp"
#include "core/observable/type.hpp"
#include "daemon/app/listed_filter.hpp"
#include "daemon/app/options.hpp"
#include "daemon/settings/values.hpp"

namespace tidings::app {
namespace {

using base::ErrorCode;

base::Error fault(const settings::TaxiiCollection& block, std::string_view what) {
  return base::fail(ErrorCode::BadInput,
                    std::to_string(block.line) + ": taxii_collection " + block.name + ": " + std::string(what));
}

base::Result<v1::Filter> filter_of(const settings::TaxiiCollection& block) {
  static const std::vector<std::string> any;
  auto filter = listed_filter({block.types, block.origins, block.tags, block.ecosystems, any});
  if (!filter) return fault(block, filter.error().what);
  for (const auto& name : block.kinds) {
    const auto kind = bulletin::kind_from_name(name);
    if (!kind) return fault(block, "kinds: there is no kind " + name);
    filter->add_kinds(*kind);
  }
  for (const auto& name : block.tlps) {
    const auto tlp = bulletin::tlp_from_name(name);
    if (!tlp) return fault(block, "tlps: there is no marking " + name);
    filter->add_tlps(*tlp);
  }
  filter->set_min_confidence(static_cast<std::uint32_t>(block.min_confidence));
  return filter;
}

bool has(const auto& list, const auto& one) { return list.empty() || std::ranges::find(list, one) != list.end(); }

/// What is posted must stand in the collection afterwards. It is a report of this node (which of the origins that is
/// the partner book tells) that holds an opaque object without a confidence, marked as it leaves unattended.
base::Status check_writable(const taxii::CollectionOptions& collection, const settings::TaxiiCollection& block,
                            const taxii::TaxiiOptions& options) {
  const auto& filter = collection.filter;
  if (!has(filter.types(), static_cast<std::uint32_t>(observable::Type::Opaque))) {
    return fault(block, "types: it is written to, and what is posted is of the type opaque, which is none of them");
  }
  if (!has(filter.kinds(), static_cast<int>(v1::KIND_REPORT))) {
    return fault(block, "kinds: it is written to, and what is posted is a report, which is none of them");
  }
  if (filter.min_confidence() > 0) {
    return fault(block, "min_confidence: it is written to, and an object that is posted has no confidence of its own");
  }
  for (const auto tlp : {v1::TLP_CLEAR, v1::TLP_GREEN, v1::TLP_AMBER, v1::TLP_AMBER_STRICT}) {
    const bool is_shown = tlp <= collection.max_tlp && has(filter.tlps(), static_cast<int>(tlp));
    const bool is_reviewed = options.review_above && tlp <= *options.review_above;
    if (is_shown && tlp >= options.unattended_tlp && !is_reviewed) return {};
  }
  return fault(block,
               "max_tlp, tlps: it is written to, and of what these show nothing is published unattended: see "
               "publish.unattended_tlp and publish.review");
}

base::Result<taxii::CollectionOptions> collection_of(const settings::TaxiiCollection& block) {
  auto filter = filter_of(block);
  if (!filter) return filter.error();
  taxii::CollectionOptions options;
  options.name = block.name;
  options.title = block.title;
  options.description = block.description;
  options.filter = std::move(*filter);
  options.max_tlp = tlp_of(block.max_tlp);
  options.read = block.read;
  options.write = block.write;
  options.remove = block.remove;
  options.line = block.line;
  return options;
}

/// What there is where nothing is configured: all, for each as far as he may see.
taxii::CollectionOptions everything() {
  taxii::CollectionOptions options;
  options.name = "all";
  options.title = "Everything";
  options.description = "All that may be told to you";
  return options;
}

}  // namespace

server::ServerOptions http_options(const settings::Settings& settings) {
  const auto& given = settings.http;
  server::ServerOptions options;
  options.listen = given.listen;
  options.certificate_file = given.certificate;
  options.key_file = given.key;
  options.plain = given.plain;
  options.client_certificates = given.client_certificates;
  options.max_connections = given.max_connections;
  options.max_connections_an_address = given.max_connections_an_address;
  options.request_deadline = given.request_deadline;
  options.idle_deadline = given.idle_deadline;
  return options;
}

base::Result<taxii::TaxiiOptions> taxii_options(const settings::Settings& settings) {
  const auto& given = settings.taxii;
  taxii::TaxiiOptions options;
  options.title = given.title;
  options.description = given.description;
  options.contact = given.contact;
  options.api_root = given.api_root;
  options.base_url = given.base_url;
  options.max_page = given.max_page;
  options.max_content_bytes = given.max_content;
  options.default_tlp = tlp_of(settings.publish.default_tlp);
  options.unattended_tlp = tlp_of(settings.publish.unattended_tlp);
  options.review_above = review_above(settings);
  options.lifetimes = {settings.publish.default_expiry, settings.publish.max_expiry,
                       settings::durations_by_type(settings.expiry.by_type)};
  for (const auto& block : settings.taxii_collections) {
    auto collection = collection_of(block);
    if (!collection) return collection.error();
    if (collection->write) {
      if (auto checked = check_writable(*collection, block, options); !checked) return checked.error();
    }
    options.collections.push_back(std::move(*collection));
  }
  if (options.collections.empty()) options.collections.push_back(everything());
  return options;
}

}  // namespace tidings::app
