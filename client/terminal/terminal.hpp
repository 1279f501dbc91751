#pragma once
/// Whether a person sits there, and talking with that person.
/// Lives on: one thread.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tidings::terminal {

bool output_is_terminal();  ///< standard output
bool errors_are_terminal();
/// A person can be asked: standard error is a terminal, and standard input is one or, where it carries data, /dev/tty
/// is.
bool can_ask();

/// Colour: only on a terminal that knows it (TERM is not "dumb"), and not if NO_COLOR is set (no-color.org).
bool output_takes_colour();

/// Columns of the terminal on standard error, 80 if it does not say.
std::size_t width();

/// Prints the question on standard error and reads a line; nothing at the end of input.
std::optional<std::string> ask(std::string_view question);
/// "y" or "yes" in any case is a yes; all else, and the end of input, is a no.
bool confirms(std::string_view question);

}  // namespace tidings::terminal
