#pragma once
/// TAXII 2.1 (OASIS Standard, 10 June 2021), server side: discovery, one API root, collections that are saved
/// questions, manifests, objects, versions, posting with status, deletion of what is ours. docs/taxii.md tells dates,
/// ids and rights. Errors: are told in the standard's error message (section 3.6.1). Lives on: the network thread;
/// reads on reader threads.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "daemon/http/server/message.hpp"
#include "daemon/intake/lifetime.hpp"
#include "daemon/intake/publisher.hpp"
#include "daemon/query/query.hpp"
#include "daemon/telemetry/log.hpp"
#include "daemon/telemetry/metrics.hpp"

namespace tidings::taxii {

struct CollectionOptions {
  std::string name;  ///< its alias, and what its id is made of
  std::string title, description;
  v1::Filter filter;
  v1::Tlp max_tlp{v1::TLP_RED};
  bool read{true}, write{false}, remove{false};
  std::uint32_t line{0};  ///< of the config, for what is wrong with it
};

struct TaxiiOptions {
  std::string title, description, contact;
  std::string api_root{"tidings"};  ///< /taxii2/NAME/
  std::string base_url;             ///< "https://host:port"; empty: as the request says
  std::size_t max_page{1'000};      ///< objects
  std::size_t max_content_bytes{16u << 20};
  v1::Tlp default_tlp{v1::TLP_AMBER}, unattended_tlp{v1::TLP_AMBER};
  std::optional<v1::Tlp> review_above;  ///< what is as wide or wider needs a second person; nothing: no review
  intake::Lifetimes lifetimes;
  std::vector<CollectionOptions> collections;
};

class Taxii {
 public:
  struct Parts {
    store::Store& store;
    query::Query& query;
    intake::Publisher& publisher;
    base::Executor& home;
    base::Executor& work;  ///< reads what is posted
    const base::Clock& clock;
    telemetry::Log& log;
    telemetry::Counters& counters;
  };
  /// BadInput: a filter that cannot be read, or that leaves out what is posted there, by who says it.
  static base::Result<std::unique_ptr<Taxii>> make(Parts parts, TaxiiOptions options);
  virtual ~Taxii() = default;
  virtual base::Status set_options(TaxiiOptions options) = 0;
  virtual server::Route route() = 0;
};

}  // namespace tidings::taxii
