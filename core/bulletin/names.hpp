#pragma once
/// The names of a bulletin's enumerations, as people type them and JSON shows them: "amber+strict", "withdrawal", "c2".
/// Reading takes any case, '_' or ' ' for '-', and the usual prefixes ("TLP:AMBER+STRICT", "PAP:RED").
/// Lives on: any executor.
#include <optional>
#include <string>
#include <string_view>

#include "tidings/v1/bulletin.pb.h"

namespace tidings::bulletin {

/// "unspecified" for what is not stated, "unknown-N" for a number of a later version.
std::string name(v1::Tlp tlp);
std::string name(v1::Pap pap);
std::string name(v1::Kind kind);
std::string name(v1::Role role);
std::string name(v1::Verdict verdict);
std::string name(v1::Priority priority);

/// Nothing for what is no name; never the unspecified one.
std::optional<v1::Tlp> tlp_from_name(std::string_view name);  ///< "white", of TLP 1.0, reads as clear
std::optional<v1::Pap> pap_from_name(std::string_view name);  ///< "white" reads as clear
std::optional<v1::Kind> kind_from_name(std::string_view name);
std::optional<v1::Role> role_from_name(std::string_view name);
std::optional<v1::Verdict> verdict_from_name(std::string_view name);
std::optional<v1::Priority> priority_from_name(std::string_view name);

/// The names that can be typed, with ", " between them: for help and errors.
std::string tlp_names();
std::string pap_names();
std::string kind_names();
std::string role_names();
std::string verdict_names();

}  // namespace tidings::bulletin
