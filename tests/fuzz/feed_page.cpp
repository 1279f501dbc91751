// Pages of a TAXII collection and of MISP's restSearch, and lists and tables as feeds have them: read or refused with a
// sentence, and every claim canonical.
#include <cstdint>
#include <cstdlib>

#include "core/observable/observable.hpp"
#include "formats/draft/text_source.hpp"
#include "formats/list/reading.hpp"
#include "formats/misp/rest.hpp"
#include "formats/stix/envelope.hpp"

namespace {

using namespace tidings;

class CheckingSink final : public draft::Sink {
 public:
  std::uint32_t context(v1::Header header) override {
    if (header.kind() != v1::KIND_REPORT) std::abort();
    return contexts_++;
  }
  base::Status claim(std::uint32_t context, v1::Claim claim) override {
    if (context >= contexts_) std::abort();
    if (!observable::is_canonical(static_cast<observable::Type>(claim.type()), claim.value())) std::abort();
    return {};
  }
  void note(draft::Note note) override {
    if (note.reason.empty()) std::abort();
  }

 private:
  std::uint32_t contexts_{0};
};

void expect_sentence(const base::Status& status) {
  if (!status && status.error().what.empty()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  draft::TextSource taxii(text), misp(text);
  if (const auto page = stix::read_envelope(taxii); page && page->next.size() > 2'048) std::abort();
  if (const auto page = misp::read_search_page(misp); !page) expect_sentence(page.error());
  for (const auto layout : {list::Layout::Lines, list::Layout::Table}) {
    draft::TextSource source(text);
    CheckingSink sink;
    list::RowOptions options;
    options.layout = layout;
    expect_sentence(list::read(source, options, sink));
  }
  return 0;
}
