#pragma once
/// Undoing what people did to a value so that nobody clicks it (rule F1), and nothing else. Inside of this folder.
/// Lives on: any executor.
#include <string>
#include <string_view>

namespace tidings::observable {

/// The value as it was, in `out`; false, leaving `out` alone, if nothing in `text` is defanged. What a canonical value
/// may contain by right is left alone, so that doing this twice changes nothing: "(.)" counts in a host only.
bool refang(std::string_view text, std::string& out);

}  // namespace tidings::observable
