#pragma once
/// What lines of text are: a table, a list, rules, or prose. Inside of this folder. Lives on: any executor.
#include <string_view>

namespace tidings::detect {

bool is_yara(std::string_view beginning);
bool is_sigma(std::string_view beginning);
bool is_suricata(std::string_view beginning);
/// Whether all of it is names behind one and the same public address, which blocklists point them at.
bool is_hosts(std::string_view beginning);
bool is_table(std::string_view name, std::string_view beginning);
/// Whether nearly every line is a value: what is set between them as headings makes a report of it.
bool is_list(std::string_view beginning);

/// The first line that is neither blank nor a comment.
std::string_view first_line(std::string_view beginning);

}  // namespace tidings::detect
