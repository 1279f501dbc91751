#pragma once
/// What the reader makes of a text, kept to be looked at, and the indicators that its claims would become.
#include <boost/json/value.hpp>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/draft/text_source.hpp"
#include "formats/misp/reader.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::misp {

using draft::TextSource;

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
