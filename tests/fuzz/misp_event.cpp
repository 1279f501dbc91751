// A MISP event or manifest from outside: read or refused with a sentence. What is read keeps the limits of claims and
// headers, what was made of it is written again without harm, and that reads as the same.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "core/bulletin/bulletin.hpp"
#include "core/observable/observable.hpp"
#include "formats/misp/manifest.hpp"
#include "formats/misp/reader.hpp"
#include "formats/misp/writer.hpp"

namespace {

using namespace tidings;

class TextSource final : public draft::Source {
 public:
  explicit TextSource(std::string_view text) : text_(text) {}
  base::Result<std::size_t> read(std::span<char> into) override {
    const auto count = std::min(into.size(), text_.size() - at_);
    std::copy_n(text_.data() + at_, count, into.data());
    at_ += count;
    return count;
  }
  base::Status rewind() override {
    at_ = 0;
    return {};
  }

 private:
  std::string_view text_;
  std::size_t at_{0};
};

class Sink final : public draft::Sink {
 public:
  std::uint32_t context(v1::Header header) override {
    if (header.ByteSizeLong() > bulletin::max_header_bytes) std::abort();
    contexts.push_back(std::move(header));
    return static_cast<std::uint32_t>(contexts.size() - 1);
  }
  base::Status claim(std::uint32_t context, v1::Claim claim) override {
    const auto type = observable::type_from_number(claim.type());
    if (context >= contexts.size() || !type || claim.ByteSizeLong() > bulletin::max_claim_bytes) std::abort();
    if (!observable::is_canonical(*type, claim.value())) std::abort();
    if (std::size_t(claim.tags_size()) > bulletin::max_list_entries) std::abort();
    claims.emplace_back(context, std::move(claim));
    return {};
  }
  void note(draft::Note note) override {
    if (note.reason.empty()) std::abort();
  }
  std::vector<v1::Header> contexts;
  std::vector<std::pair<std::uint32_t, v1::Claim>> claims;
};

v1::Said said_of(const v1::Header& context, const v1::Claim& claim) {
  v1::Said said;
  said.set_publication_id(context.publication_id());
  said.set_kind(context.kind());
  said.set_tlp(context.audience().tlp());
  said.set_pap(context.audience().pap());
  for (const auto& tag : claim.tags()) said.add_tags(tag);
  return said;
}

void write_again(const Sink& sink) {
  misp::Writer writer({});
  for (const auto& [number, claim] : sink.claims) {
    const auto said = said_of(sink.contexts[number], claim);
    if (claim.has_opaque()) {
      if (!writer.add_original(said, claim)) std::abort();
      continue;
    }
    v1::Indicator indicator;
    indicator.mutable_value()->set_type(claim.type());
    indicator.mutable_value()->set_value(claim.value());
    *indicator.add_said() = said;
    if (!writer.add(indicator)) std::abort();
  }
  const auto finished = writer.finish([](const misp::WrittenEvent& event) -> base::Status {
    const auto text = event.text();
    TextSource source(text);
    Sink again;
    if (!misp::read(source, {}, again)) std::abort();
    return {};
  });
  if (!finished) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  TextSource source(input);
  Sink sink;
  const auto read = misp::read(source, {}, sink);
  if (!read && read.error().what.empty()) std::abort();
  if (read) write_again(sink);
  if (!source.rewind()) std::abort();
  auto manifest = misp::read_manifest(source);
  if (!manifest) return 0;
  if (!source.rewind() || !misp::read_hashes(source, *manifest)) std::abort();
  if (misp::plan(*manifest, {}).fetch.size() != manifest->events.size()) std::abort();
  return 0;
}
