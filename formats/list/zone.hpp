#pragma once
/// The names of a zone's file (RFC 1035 section 5.1): those relative to $ORIGIN, those that are whole, and the zone's
/// own name, which stands behind what a response policy names and is no part of it. Before a line tells one of these,
/// names are as they stand. Inside of this folder. Lives on: any executor; one thread at a time.
#include <string>
#include <string_view>

namespace tidings::list {

class Zone {
 public:
  /// The line, or the record that it is with what its policy names in front; that lives until the next call.
  std::string_view policy_of(std::string_view line);

 private:
  std::string absolute(std::string_view name) const;

  std::string origin_, name_;  ///< without a dot at their ends
  std::string record_;
  bool has_soa_{false};  ///< which tells the zone's name; else the first $ORIGIN does
};

}  // namespace tidings::list
