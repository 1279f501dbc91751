#pragma once
/// What analysts know at sight: hosts that reports refer to, file endings, resolvers, programs of every system. Inside
/// of this folder. Lives on: any executor.
#include <string_view>

namespace tidings::report {

/// Catalogues, vendors' sites and blogs, code hosting, social media: bare, they are references. The host in lower case.
bool is_reference_site(std::string_view host);

/// Sites where anybody's content lies, so that a URL on them may be meant where it is listed.
bool hosts_anybody(std::string_view host);

/// Whether a name's last part is an ending of files; `only`: and no top-level domain besides.
struct FileEnding {
  bool known{false};
  bool only{false};
};
FileEnding file_ending(std::string_view name);

/// "kernel32.dll", "svchost.exe": on every machine.
bool is_system_file(std::string_view name);

/// Public resolvers, as text.
bool is_public_resolver(std::string_view address);

/// "com.android.settings", "java.lang.String", "System.IO": names of packages, classes and products, not of hosts. As
/// it is written.
bool is_code_name(std::string_view name);

/// "HEUR:Trojan.AndroidOS.Piom.as": what products call it.
bool is_detection_name(std::string_view name);

}  // namespace tidings::report
