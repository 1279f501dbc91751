#include "client/input/own_json.hpp"

#include <boost/json/value.hpp>

#include <algorithm>

#include "base/utf8.hpp"
#include "core/bulletin/context.hpp"
#include "core/bulletin/names.hpp"
#include "formats/draft/text_source.hpp"
#include "formats/json/cutter.hpp"
#include "formats/json/fault.hpp"

namespace tidings::input {
namespace {

namespace json = boost::json;
using base::ErrorCode;

std::string_view text_at(const json::object& object, std::string_view name) {
  const auto* member = object.if_contains(name);
  const auto* text = member == nullptr ? nullptr : member->if_string();
  return text == nullptr ? std::string_view() : std::string_view(text->data(), text->size());
}

const json::array* array_at(const json::object& object, std::string_view name) {
  const auto* member = object.if_contains(name);
  return member == nullptr ? nullptr : member->if_array();
}

std::optional<std::uint32_t> percent_at(const json::object& object, std::string_view name) {
  const auto* member = object.if_contains(name);
  if (member == nullptr || !member->is_number()) return std::nullopt;
  boost::system::error_code error;
  const auto number = member->to_number<std::uint32_t>(error);
  return !error && number <= 100 ? std::optional(number) : std::nullopt;
}

void read_judgement(const json::object& object, v1::Claim& claim) {
  if (const auto verdict = bulletin::verdict_from_name(text_at(object, "verdict"))) claim.set_verdict(*verdict);
  if (const auto role = bulletin::role_from_name(text_at(object, "role"))) claim.set_role(*role);
  if (const auto confidence = percent_at(object, "confidence")) {
    claim.set_confidence(bulletin::encode_confidence(*confidence));
  }
}

void narrow_to(std::optional<v1::Tlp>& held, std::string_view name) {
  const auto tlp = bulletin::tlp_from_name(name);
  if (tlp && (!held || *tlp > *held)) held = tlp;
}

void narrow_to(v1::Pap& held, std::string_view name) {
  held = std::max(held, bulletin::pap_from_name(name).value_or(v1::PAP_UNSPECIFIED));
}

/// Of an indicator, the reports that its verdict is made of are its sources.
Quoted read_indicator(const json::object& object, const json::array& said) {
  Quoted quoted{std::string(text_at(object, "type")), std::string(text_at(object, "value")), {}, {}, {}, {}};
  for (const auto& each : said) {
    const auto* one = each.if_object();
    if (one == nullptr || text_at(*one, "kind") != "report") continue;
    const auto* counts = one->if_contains("counts");
    if (counts == nullptr || !counts->is_bool() || !counts->get_bool()) continue;
    const auto verdict = text_at(*one, "verdict");
    const bool agrees = verdict.empty() || verdict == text_at(object, "verdict");
    if (agrees && quoted.claim.role() == v1::ROLE_UNSPECIFIED) {
      if (const auto role = bulletin::role_from_name(text_at(*one, "role"))) quoted.claim.set_role(*role);
    }
    narrow_to(quoted.tlp, text_at(*one, "tlp"));
    narrow_to(quoted.pap, text_at(*one, "pap"));
    quoted.sources.emplace_back(text_at(*one, "bulletin"));
  }
  read_judgement(object, quoted.claim);
  return quoted;
}

Quoted read_claim(const json::object& object) {
  Quoted quoted{std::string(text_at(object, "type")), std::string(text_at(object, "value")), {}, {}, {}, {}};
  read_judgement(object, quoted.claim);
  quoted.claim.set_comment(std::string(text_at(object, "comment")));
  if (const auto* tags = array_at(object, "tags")) {
    for (const auto& tag : *tags) {
      if (const auto* text = tag.if_string()) quoted.claim.add_tags(std::string(text->data(), text->size()));
    }
  }
  return quoted;
}

}  // namespace

base::Status OwnJson::push(std::string_view chunk) {
  while (!chunk.empty()) {
    if (!within_) {
      chunk.remove_prefix(std::min(chunk.find_first_not_of(" \t\r\n"), chunk.size()));
      if (chunk.empty()) break;
      within_ = true;
      text_.clear();
      parser_.reset();
    }
    json::error_code error;
    const auto taken = parser_.write_some(chunk.data(), chunk.size(), error);
    if (error) {
      text_ += base::cut(chunk, taken + 8);
      return base::fail(ErrorCode::BadInput, "after " + std::to_string(objects_) +
                                                 " objects: " + json_stream::fault_in(text_, error.message()));
    }
    text_ += chunk.substr(0, taken);
    if (text_.size() > max_json_value_bytes) {
      return base::fail(ErrorCode::TooLarge, "one JSON value of more than 64 MiB; write it with -o jsonl");
    }
    chunk.remove_prefix(taken);
    if (!parser_.done()) continue;
    within_ = false;
    const auto value = read_whole();
    if (!value) return value.error();
    if (auto done = take(*value); !done) return done;
  }
  return {};
}

/// The parser finds where a value ends, and takes the last of two members of one name: programs differ in which.
base::Result<json::value> OwnJson::read_whole() const {
  draft::TextSource source(text_);
  json_stream::CutterOptions options;
  options.max_rest_bytes = max_json_value_bytes;
  auto value = json_stream::cut(source, options, [](const json_stream::Element&) { return base::Status(); });
  if (value) return value;
  return base::fail(value.error().code, "after " + std::to_string(objects_) + " objects: " + value.error().what);
}

base::Status OwnJson::finish() {
  if (!within_) return {};
  return base::fail(ErrorCode::BadInput, "the JSON ends in the middle, after " + std::to_string(objects_) + " objects");
}

base::Status OwnJson::take(const json::value& value) {
  if (const auto* object = value.if_object()) return take_object(*object);
  const auto* array = value.if_array();
  if (array == nullptr)
    return base::fail(ErrorCode::BadInput, "JSON, but no output of 'tidings query' or 'tidings show'");
  for (const auto& each : *array) {
    const auto* object = each.if_object();
    if (object == nullptr)
      return base::fail(ErrorCode::BadInput, "JSON, but no output of 'tidings query' or 'tidings show'");
    if (auto taken = take_object(*object); !taken) return taken;
  }
  return {};
}

base::Status OwnJson::take_object(const json::object& object) {
  ++objects_;
  const auto id = std::string(text_at(object, "bulletin"));
  const auto *said = array_at(object, "said"), *claims = array_at(object, "claims");
  if (said != nullptr && object.contains("value")) {
    sink_(objects_, read_indicator(object, *said));
    return {};
  }
  if (claims == nullptr || id.empty() || text_at(object, "kind") != "report") {
    return base::fail(ErrorCode::BadInput, "object " + std::to_string(objects_) +
                                               " is no indicator of 'tidings query' and no report of 'tidings show'");
  }
  std::optional<v1::Tlp> tlp;
  const auto* audience = object.if_contains("audience");
  v1::Pap pap{v1::PAP_UNSPECIFIED};
  if (audience != nullptr && audience->is_object()) {
    narrow_to(tlp, text_at(audience->get_object(), "tlp"));
    narrow_to(pap, text_at(audience->get_object(), "pap"));
  }
  for (const auto& each : *claims) {
    const auto* claim = each.if_object();
    if (claim == nullptr) continue;
    auto quoted = read_claim(*claim);
    quoted.tlp = tlp;
    quoted.pap = pap;
    quoted.sources = {id};
    sink_(objects_, std::move(quoted));
  }
  return {};
}

}  // namespace tidings::input
