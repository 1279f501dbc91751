#pragma once
/// Words that a person or a script gave with an option, before anything is made of them.
/// Both answer with a sentence for the option's name to stand before, empty if there is nothing to say, as CLI11's
/// check() wants it.
/// Lives on: one thread.
#include <string>

namespace tidings::commands {

/// Every option of every command refuses an empty value: what an unset variable left empty would else ask for
/// everything, begin from now, or publish at once. run() sees to it.
std::string why_empty(const std::string& given);
std::string why_not_utf8(const std::string& given);  ///< for words; paths and commands may be any bytes

}  // namespace tidings::commands
