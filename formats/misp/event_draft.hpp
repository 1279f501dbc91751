#pragma once
/// One event on its way to the sink: a context for each marking, kind and witness, the claims in them, and the
/// originals beside these. Lives on: any executor; one thread at a time.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/draft/draft.hpp"
#include "formats/misp/attribute.hpp"
#include "formats/misp/event_head.hpp"
#include "formats/misp/original.hpp"
#include "formats/misp/reader.hpp"

namespace tidings::misp {

class EventDraft {
 public:
  EventDraft(const EventHead& head, const Options& options, draft::Sink& sink)
      : head_(head), options_(options), sink_(sink) {}

  /// Its context and original, and what stands beside attributes and objects; `pointer` is where it stands.
  base::Status begin(const json::object& event, const std::string& pointer);
  base::Status attribute(const json::value& value, std::string_view bytes, std::string_view pointer);
  base::Status object(const json::value& value, std::string_view bytes, std::string_view pointer);
  base::Status finish();

 private:
  struct Context {
    Marking marking;
    v1::Kind kind{v1::KIND_REPORT};
    std::string producer;
    std::uint32_t number{0};
    std::string pack;  ///< attributes that wait to travel together
  };
  std::optional<std::size_t> find_context(const Marking& marking, v1::Kind kind, std::string_view producer) const;
  std::size_t context(const Marking& marking, v1::Kind kind = v1::KIND_REPORT, std::string_view producer = {});
  base::Status claim(const Marking& marking, v1::Claim claim, const Sightings& sightings);
  base::Status pack(Context& context, const json::value& value, std::string_view bytes);
  base::Status flush(Context& context);
  base::Status carry_in(const Marking& marking, Original what, const std::string& key, std::string_view text);
  base::Status reports(const json::object& event, const std::string& pointer);
  void note_marking(const Marking& marking, std::string_view pointer, std::string what);
  void note(const AttributeReading& reading, const json::object& attribute, std::string pointer,
            std::vector<v1::Claim> withdrawn);
  Marking marking_in(const Marking& around, const json::object& thing) const;
  void note_parts(const json::object& thing, std::string_view pointer);
  bool is_refused(const Marking& marking, std::string_view pointer, const json::object& thing);

  const EventHead& head_;
  const Options& options_;
  draft::Sink& sink_;
  std::vector<Context> contexts_;
  std::size_t packs_{0};
};

}  // namespace tidings::misp
