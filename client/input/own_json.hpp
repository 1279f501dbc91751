#pragma once
/// What `tidings query` and `tidings show` write as JSON, read back: so that what others reported is published again
/// with where it came from. Arrays, objects one after the other and objects a line are taken alike. Errors: BadInput
/// for what is no JSON or no such output, naming which object, or has a name twice; TooLarge for one beyond
/// max_value_bytes. Lives on: one thread.
#include <boost/json/stream_parser.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "tidings/v1/bulletin.pb.h"

namespace tidings::input {

/// One JSON value is held at once: an array of some fifty thousand indicators. More come as jsonl.
inline constexpr std::size_t max_json_value_bytes = std::size_t{64} << 20;

/// One value that somebody said, and by what bulletins.
struct Quoted {
  std::string type, value;           ///< as they are written
  v1::Claim claim;                   ///< verdict, role, confidence, comment, tags; type and value are not set
  std::optional<v1::Tlp> tlp;        ///< the narrowest that it was said under
  v1::Pap pap{v1::PAP_UNSPECIFIED};  ///< likewise
  std::vector<std::string> sources;  ///< ids of bulletins in hex
};

class OwnJson {
 public:
  /// `number`: which object it stands in, from 1.
  using Sink = std::function<void(std::uint64_t number, Quoted&& quoted)>;
  explicit OwnJson(Sink sink) : sink_(std::move(sink)) {}
  base::Status push(std::string_view chunk);
  base::Status finish();

 private:
  base::Result<boost::json::value> read_whole() const;
  base::Status take(const boost::json::value& value);
  base::Status take_object(const boost::json::object& object);

  Sink sink_;
  boost::json::stream_parser parser_;
  bool within_{false};  ///< a value has begun
  std::string text_;    ///< of it
  std::uint64_t objects_{0};
};

}  // namespace tidings::input
