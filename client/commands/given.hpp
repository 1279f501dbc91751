#pragma once
/// Words that a person or a script gave with an option, before anything is made of them. An empty one is refused: what
/// an unset variable left empty would else ask for everything, or begin from now.
/// Both answer with a sentence for the option's name to stand before, empty if there is nothing to say, as CLI11's
/// check() wants it.
/// Lives on: one thread.
#include <string>

namespace tidings::commands {

std::string why_empty(const std::string& given);      ///< for paths and commands, which may be any bytes
std::string why_not_meant(const std::string& given);  ///< for words: UTF-8 as well

}  // namespace tidings::commands
