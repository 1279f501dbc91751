#include "daemon/feeding/options.hpp"

#include "base/digest.hpp"
#include "core/bulletin/words.hpp"

namespace tidings::feeding {
namespace {

/// Fields one behind the other, each with its end, so that none runs into the next.
class Fields {
 public:
  Fields& add(std::string_view text) {
    digest_.update(std::to_string(text.size())).update(":").update(text);
    return *this;
  }
  template <class Number>
  Fields& number(Number value) {
    return add(std::to_string(static_cast<std::uint64_t>(value)));
  }
  Fields& all(const std::vector<std::string>& texts) {
    number(texts.size());
    for (const auto& text : texts) add(text);
    return *this;
  }
  std::string finish() { return digest_.finish().str(); }

 private:
  base::Sha256 digest_;
};

Fields fields_of(const FeedOptions& options) {
  Fields fields;
  fields.add(options.name).add(options.url).add(options.folder).number(options.means);
  fields.number(options.format ? static_cast<int>(*options.format) + 1 : 0);
  fields.number(options.hint.format).number(options.hint.hint.type);
  for (const auto& column : options.columns) fields.number(column.role).number(column.hint.hint.type);
  fields.add(options.title).add(options.producer).all(options.tags).all(options.ecosystems);
  fields.number(options.share).number(options.tlp).number(options.pap).number(options.role);
  for (const auto& [uuid, names] : options.sharing_groups) fields.add(uuid).all(names);
  fields.all(options.own_sites);
  fields.number(options.confidence ? *options.confidence + 1 : 0).number(options.gone);
  return fields;
}

}  // namespace

std::string shape_of(const FeedOptions& options) { return fields_of(options).finish(); }

bool is_same(const FeedOptions& a, const FeedOptions& b) {
  const auto all = [](const FeedOptions& options) {
    auto fields = fields_of(options);
    fields.number(options.every.count()).number(options.lifetime.count());
    fields.add(options.format_name).add(options.fetch.ca_file).number(options.fetch.allow_private);
    fields.number(options.fetch.step_deadline.count()).number(options.fetch.whole_deadline.count());
    fields.add(options.user).add(options.secret_header).number(options.max_bytes).number(options.max_values);
    fields.add(options.secret ? options.secret->reveal() : std::string_view());
    return fields.finish();
  };
  return all(a) == all(b);
}

std::string tag_of(const std::string& feed) { return std::string(bulletin::feed_tag) + feed; }

const std::string& place_of(const FeedOptions& options) {
  return options.folder.empty() ? options.url : options.folder;
}

}  // namespace tidings::feeding
