#pragma once
/// What the three readers have in common. Inside of this folder. Lives on: any executor.
#include <set>
#include <string>
#include <string_view>

#include "core/observable/observable.hpp"
#include "formats/draft/draft.hpp"
#include "formats/draft/stated_marking.hpp"

namespace tidings::rules {

std::string trimmed(std::string_view text);

/// Adds once, within the header's limits.
void add_reference(std::string_view text, v1::Header& header);
void add_tag(std::string_view text, v1::Header& header);
/// What a field of metadata says of the marking, "tlp" and "pap" above all, where a level that is not known may ask for
/// anything; others, such as "classification", where their value is one.
void take_field(std::string_view name, std::string_view value, draft::Stated& stated);

struct Rule {
  observable::Type type{observable::Type::None};  ///< Yara, Sigma or Suricata
  std::string_view id;                            ///< with its kind in front: "yara:name"
  std::string_view media_type;
  std::string_view comment;
  std::string content;
  std::uint64_t line{0};
};

/// Claims in one context, each value once.
class Telling {
 public:
  /// `stated` narrows the header's audience; what of it is unreadable is told.
  Telling(draft::Sink& sink, v1::Header header, const draft::Stated& stated);
  /// A value of its type, as STIX and MISP readers make it of the same rule; opaque where it is not canonical text.
  base::Status rule(Rule rule);
  /// What the rule plainly names; values that must not be published are noted.
  base::Status value(const observable::Observable& observable, std::string_view rule_id, std::uint64_t line);
  void note(draft::Fate fate, std::uint64_t line, std::string_view what, std::string reason);

 private:
  draft::Sink& sink_;
  std::uint32_t context_{0};
  std::set<observable::Observable> told_;
};

}  // namespace tidings::rules
