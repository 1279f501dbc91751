#pragma once
/// What is stated of parts that go out under one audience: a part that states nothing has the publisher's own TLP,
/// which what others state must not widen. Lives on: any executor.
#include <algorithm>
#include <optional>

#include "formats/draft/stated_marking.hpp"

namespace tidings::draft {

class StatedParts {
 public:
  /// Another file: what stood by itself in the former holds no more.
  void begin() { head_ = {}; }
  /// What stands by itself holds for what follows it.
  void head(const Stated& stated) {
    head_.narrow(stated);
    all_.narrow(stated);
  }
  void part(const Stated& stated) {
    all_.narrow(stated);
    has_unmarked_ |= stated.tlp == v1::TLP_UNSPECIFIED && head_.tlp == v1::TLP_UNSPECIFIED;
  }
  /// What belongs to no part narrows only.
  void beside(const Stated& stated) { all_.narrow(stated); }

  bool has_unmarked() const { return has_unmarked_; }
  /// The narrowest of all; `unmarked`: what the publisher gives to what is not marked, as far as that is known.
  Stated narrowest(std::optional<v1::Tlp> unmarked) const {
    auto out = all_;
    if (has_unmarked_ && !out.empty()) out.tlp = std::max(out.tlp, unmarked.value_or(v1::TLP_UNSPECIFIED));
    return out;
  }

 private:
  Stated head_, all_;
  bool has_unmarked_{false};
};

}  // namespace tidings::draft
