// From the blocks [[webhook]] to what webhooks take: names become numbers, secrets are read.
#include "core/bulletin/names.hpp"
#include "daemon/app/files.hpp"
#include "daemon/app/listed_filter.hpp"
#include "daemon/app/options.hpp"
#include "daemon/app/version.hpp"

namespace tidings::app {
namespace {

using base::ErrorCode;

constexpr std::size_t least_secret = 16, most_secret = 4096;

base::Error fault(const settings::Webhook& block, std::string_view what) {
  return base::fail(ErrorCode::BadInput,
                    std::to_string(block.line) + ": webhook " + block.name + ": " + std::string(what));
}

base::Result<std::shared_ptr<const base::Secret>> secret_of(const settings::Webhook& block) {
  auto text = read_secret(block.secret_file, most_secret);
  if (!text) return fault(block, text.error().what);
  while (text->ends_with('\n') || text->ends_with('\r')) text->pop_back();
  if (text->size() < least_secret) return fault(block, block.secret_file + " has fewer than 16 bytes");
  return std::make_shared<const base::Secret>(std::move(*text));
}

base::Result<v1::Filter> filter_of(const settings::Webhook& block) {
  auto filter = listed_filter({block.types, block.origins, block.tags, block.ecosystems, block.roles});
  if (!filter) return fault(block, filter.error().what);
  for (const auto& name : block.kinds) {
    const auto kind = bulletin::kind_from_name(name);
    if (!kind) return fault(block, "kinds: there is no kind " + name);
    filter->add_kinds(*kind);
  }
  filter->set_min_confidence(static_cast<std::uint32_t>(block.min_confidence));
  return filter;
}

}  // namespace

base::Result<std::vector<webhook::HookOptions>> webhook_options(const settings::Settings& settings) {
  std::vector<webhook::HookOptions> all;
  for (const auto& block : settings.webhooks) {
    auto secret = secret_of(block);
    if (!secret) return secret.error();
    auto filter = filter_of(block);
    if (!filter) return filter.error();
    if (const auto url = fetch::read_url(block.url); !url) return fault(block, url.error().what);
    webhook::HookOptions options;
    options.name = block.name;
    options.url = block.url;
    options.secret = std::move(*secret);
    options.filter = std::move(*filter);
    options.fetch.ca_file = block.ca_file;
    options.fetch.allow_private = block.allow_private;
    options.fetch.step_deadline = block.timeout;
    options.fetch.software = software;
    options.max_tlp = tlp_of(block.max_tlp);
    options.batch_max = block.batch_max;
    all.push_back(std::move(options));
  }
  return all;
}

}  // namespace tidings::app
