// A bundle from outside: it is read or refused with a sentence, every claim keeps the limits of a claim and belongs to
// a context, and what is kept of an object is that object.
#include <boost/json/parse.hpp>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "core/bulletin/bulletin.hpp"
#include "core/observable/observable.hpp"
#include "formats/stix/reader.hpp"

namespace {

using namespace tidings;

class InputSource final : public draft::Source {
 public:
  explicit InputSource(std::string_view input) : input_(input) {}
  base::Result<std::size_t> read(std::span<char> into) override {
    const auto count = std::min(into.size(), input_.size() - at_);
    if (count != 0) std::memcpy(into.data(), input_.data() + at_, count);
    at_ += count;
    return count;
  }
  base::Status rewind() override {
    at_ = 0;
    return {};
  }

 private:
  std::string_view input_;
  std::size_t at_{0};
};

class CheckingSink final : public draft::Sink {
 public:
  std::uint32_t context(v1::Header header) override {
    if (header.title().size() > bulletin::max_title_bytes || header.text().size() > bulletin::max_text_bytes)
      std::abort();
    if (header.ByteSizeLong() > bulletin::max_header_bytes) std::abort();
    return contexts_++;
  }
  base::Status claim(std::uint32_t context, v1::Claim claim) override {
    if (context >= contexts_ || claim.ByteSizeLong() > bulletin::max_claim_bytes) std::abort();
    if (claim.comment().size() > bulletin::max_comment_bytes) std::abort();
    if (claim.tags_size() > static_cast<int>(bulletin::max_list_entries)) std::abort();
    if (!observable::is_canonical(static_cast<observable::Type>(claim.type()), claim.value())) std::abort();
    boost::system::error_code error;
    if (claim.has_opaque()) (void)boost::json::parse(claim.opaque().content(), error);
    if (error) std::abort();
    return {};
  }
  void note(draft::Note note) override {
    if (note.reason.empty()) std::abort();
  }

 private:
  std::uint32_t contexts_{0};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  InputSource source({reinterpret_cast<const char*>(data), size});
  CheckingSink sink;
  const auto status = stix::read(source, {}, sink);
  if (!status && status.error().what.empty()) std::abort();
  return 0;
}
