#pragma once
/// Finds where an object or a list of JSON ends, without looking at what it holds: brackets outside of texts are
/// counted, and members. White space between tokens is left out. What is between the brackets is judged by the parser
/// that reads what was kept. Inside of this folder. Lives on: any executor; one thread at a time.
#include <boost/json/fwd.hpp>
#include <cstddef>
#include <string>
#include <string_view>

namespace tidings::json_stream {

class ElementScan {
 public:
  /// For the next element; its opening bracket is the first byte that take() is given.
  void begin() { *this = ElementScan(); }
  /// Appends what belongs to the element from the beginning of `bytes` to `kept`; how many bytes were looked at.
  std::size_t take(std::string_view bytes, std::string& kept);
  bool has_ended() const { return has_ended_; }
  std::size_t deepest() const { return deepest_; }
  std::size_t members() const { return members_; }  ///< of all objects in it: names that are followed by ':'

 private:
  std::size_t take_text(std::string_view bytes, std::size_t at);
  void take_token(char c);

  std::size_t depth_{0}, deepest_{0}, members_{0};
  bool in_text_{false}, escaped_{false}, has_ended_{false};
  bool after_scalar_{false};        ///< the last token was a number or a literal
  bool blank_after_scalar_{false};  ///< and white space behind it was left out
};

/// Of a value: fewer than were read where a name stood twice. Its depth is bounded by who parsed it.
std::size_t members_in(const boost::json::value& value);

}  // namespace tidings::json_stream
