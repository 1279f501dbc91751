#include "formats/stix/reader.hpp"

#include <functional>

#include "formats/json/cutter.hpp"
#include "formats/stix/reading.hpp"
#include "formats/stix/survey.hpp"

namespace tidings::stix {
namespace {

using base::ErrorCode;
namespace json = boost::json;

/// Passes bytes on, and keeps those of a document that may be one object alone: its text must come back as it was.
class Keeping final : public draft::Source {
 public:
  explicit Keeping(draft::Source& source) : source_(source) {}
  base::Result<std::size_t> read(std::span<char> into) override {
    const auto count = source_.read(into);
    if (count && keeps_) kept_.append(into.data(), *count);
    if (kept_.size() > max_object_bytes) stop();
    return count;
  }
  base::Status rewind() override {
    stop();
    return source_.rewind();
  }
  void keep() { keeps_ = true; }
  void stop() {
    keeps_ = false;
    kept_.clear();
    kept_.shrink_to_fit();
  }
  const std::string& kept() const { return kept_; }

 private:
  draft::Source& source_;
  std::string kept_;
  bool keeps_{false};
};

/// What a file may begin with is no part of the object.
std::string_view without_mark(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  return text.starts_with(byte_order_mark) ? text.substr(byte_order_mark.size()) : text;
}

using OnObject = std::function<base::Status(const Object&, std::string_view bytes, std::string_view pointer)>;

enum class Shape { Bundle, Single };

base::Result<Shape> shape_of(const json::value& rest) {
  if (rest.is_array()) return Shape::Bundle;
  const auto* object = rest.if_object();
  if (object != nullptr) {
    const auto type = text_of(*object, "type");
    const auto* objects = object->if_contains("objects");
    if (type == "bundle" || (type.empty() && objects != nullptr && objects->is_array())) return Shape::Bundle;
    if (type.empty() && (object->empty() || object->contains("more"))) return Shape::Bundle;  // an empty envelope
    if (!type.empty() && is_id(text_of(*object, "id"))) return Shape::Single;
  }
  return base::fail(ErrorCode::BadInput, "it is neither a bundle nor an envelope nor an object of STIX");
}

/// Both passes read alike; what stands beside the objects is the answer.
base::Result<json::value> each_object(Keeping& source, const OnObject& take, draft::Sink* sink) {
  json_stream::CutterOptions how;
  how.arrays = {"/objects", ""};
  how.max_element_bytes = how.max_rest_bytes = max_object_bytes;
  how.on_refused = [&](std::string_view pointer, std::string reason) {
    source.stop();
    if (sink != nullptr) sink->note({draft::Fate::Refused, std::string(pointer), "", std::move(reason)});
  };
  source.keep();
  auto rest = json_stream::cut(source, how, [&](const json_stream::Element& element) -> base::Status {
    source.stop();
    const auto* object = element.value.if_object();
    if (object != nullptr) return take(*object, element.bytes, element.pointer);
    if (sink != nullptr) sink->note({draft::Fate::Refused, std::string(element.pointer), "", "it is no object"});
    return {};
  });
  if (!rest) return rest;
  const auto shape = shape_of(*rest);
  if (!shape) return shape.error();
  if (*shape == Shape::Single) {
    if (const auto taken = take(rest->get_object(), without_blanks(without_mark(source.kept())), ""); !taken)
      return taken.error();
  }
  return rest;
}

}  // namespace

base::Status read(draft::Source& source, const Options& options, draft::Sink& sink) {
  Keeping kept(source);
  Survey survey(options);
  const auto first = each_object(
      kept, [&](const Object& object, std::string_view, std::string_view) { return survey.take(object); }, nullptr);
  if (!first) return first.error();
  const auto* bundle = first->if_object();
  if (bundle != nullptr) survey.mark_all(*bundle);
  survey.finish();
  if (const auto again = kept.rewind(); !again) return again;
  Reading reading(survey, options, sink);
  if (bundle != nullptr) reading.set_version(text_of(*bundle, "spec_version"));
  const auto take = [&](const Object& object, std::string_view bytes, std::string_view pointer) {
    return reading.take(object, bytes, pointer);
  };
  if (const auto second = each_object(kept, take, &sink); !second) return second.error();
  return reading.finish();
}

}  // namespace tidings::stix
