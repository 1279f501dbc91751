#include "formats/stix/envelope.hpp"

#include "formats/json/cutter.hpp"
#include "formats/stix/object.hpp"
#include "formats/stix/reader.hpp"

namespace tidings::stix {
namespace {

constexpr std::size_t max_next_bytes = 2'048;  ///< it goes into a URL

}  // namespace

base::Result<Envelope> read_envelope(draft::Source& source) {
  Envelope envelope;
  json_stream::CutterOptions how;
  how.arrays = {"/objects"};
  how.max_element_bytes = max_object_bytes;
  how.max_rest_bytes = 64 * 1024;
  how.wants = [&](std::string_view) {
    ++envelope.objects;
    return false;
  };
  how.on_refused = [&](std::string_view, const std::string&) { ++envelope.objects; };  // who reads it tells why
  const auto rest = json_stream::cut(source, how, [](const json_stream::Element&) { return base::Status(); });
  if (!rest) return rest.error();
  const auto* object = rest->if_object();
  if (object == nullptr)
    return base::fail(base::ErrorCode::BadInput, "an envelope of TAXII is an object with a list \"objects\"");
  envelope.more = flag_of(*object, "more");
  envelope.next = text_of(*object, "next");
  envelope.type = text_of(*object, "type");
  if (envelope.next.size() <= max_next_bytes) return envelope;
  return base::fail(base::ErrorCode::TooLarge, "the word for the next page is longer than 2,048 bytes");
}

}  // namespace tidings::stix
