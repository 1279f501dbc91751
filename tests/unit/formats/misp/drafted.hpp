#pragma once
/// What the reader makes of a text, kept to be looked at, and the indicators that its claims would become.
#include <boost/json/value.hpp>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/misp/reader.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::misp {

class TextSource final : public draft::Source {
 public:
  explicit TextSource(std::string_view text, std::size_t at_once = 1 << 16) : text_(text), at_once_(at_once) {}
  base::Result<std::size_t> read(std::span<char> into) override {
    const auto count = std::min({at_once_, into.size(), text_.size() - at_});
    std::copy_n(text_.begin() + static_cast<std::ptrdiff_t>(at_), count, into.begin());
    at_ += count;
    return count;
  }
  base::Status rewind() override {
    at_ = 0;
    return {};
  }

 private:
  std::string_view text_;
  std::size_t at_once_, at_{0};
};

struct Drafted final : draft::Sink {
  struct Said {
    std::uint32_t context{0};
    v1::Claim claim;
  };
  std::vector<v1::Header> contexts;
  std::vector<Said> claims;
  std::vector<draft::Note> notes;
  base::Status status;

  std::uint32_t context(v1::Header header) override;
  base::Status claim(std::uint32_t context, v1::Claim claim) override;
  void note(draft::Note note) override { notes.push_back(std::move(note)); }

  /// "context type value" of all that is no original, in order of their coming.
  std::vector<std::string> lines() const;
  std::vector<std::string> lines(std::uint32_t context) const;
  const v1::Claim* find(std::string_view type, std::string_view value) const;
  std::size_t count(draft::Fate fate) const;
  const draft::Note* noted(draft::Fate fate) const;  ///< the first
  std::size_t originals() const;
};

Drafted draft_of(std::string_view text, const Options& options = {});

/// The claims of a context as the merged view tells them of the one origin that published it.
v1::Indicator indicator_of(const v1::Header& context, const v1::Claim& claim);
v1::Said said_of(const v1::Header& context, const v1::Claim& claim);
bool is_original(const v1::Claim& claim);

}  // namespace tidings::misp
