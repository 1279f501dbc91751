#pragma once
/// One rule of Suricata or Snort: its header and its options, told apart, not judged. Inside of this folder.
/// Lives on: any executor.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidings::rules {

struct Keyword {
  std::string_view name;
  std::string_view value;  ///< as it stands; empty if it has none
};

struct SuricataRule {
  std::string_view action, protocol, source, source_port, destination, destination_port;
  std::vector<Keyword> keywords;
};

inline constexpr std::size_t max_keywords = 2048;

/// Nothing for a line that is no rule.
std::optional<SuricataRule> parse_suricata(std::string_view line);

/// Whether a line begins as a rule does.
bool begins_a_rule(std::string_view line);

/// The first value of a keyword, its quotes taken off and escapes undone.
std::string value_of(const SuricataRule& rule, std::string_view name);
std::string unquoted(std::string_view value);

/// The names that DNS, TLS and HTTP host buffers must be or end with; none of negated or unanchored contents.
std::vector<std::string> named_hosts(const SuricataRule& rule);

/// "[1.2.3.4,10.0.0.0/8]" to its parts; none if a part is negated or a variable.
std::vector<std::string_view> named_addresses(std::string_view side);

}  // namespace tidings::rules
