#include "client/view/warning.hpp"

#include "client/text/escape.hpp"
#include "client/text/number.hpp"
#include "client/view/names.hpp"

namespace tidings::view {

std::string describe(const Look& look, const v1::WarningHit& hit) {
  return paint(look, Colour::Yellow, text::for_people(hit.list())) + " (" + text::for_people(hit.kind()) + " " +
         text::for_people(hit.entry()) + ")";
}

std::string describe(const Look& look, const v1::WarnedValue& value) {
  std::string out = paint(look, Colour::Bold, shown_value(look, value.value().type(), value.value().value())) + "  " +
                    type_name(value.value().type());
  if (value.hits_size() == 0) return out + "  in no warning list\n";
  out += "\n";
  for (const auto& hit : value.hits()) out += "  in " + describe(look, hit) + "\n";
  return out;
}

json::object json_of(const v1::WarnedValue& value) {
  json::object out;
  out["value"] = json_text(value_text(value.value().type(), value.value().value()));
  out["type"] = type_name(value.value().type());
  json::array hits;
  for (const auto& hit : value.hits()) hits.emplace_back(json_of(hit));
  out["warnings"] = std::move(hits);
  return out;
}

Record record_of(const v1::WarnedValue& value) {
  std::vector<std::string> lists, entries;
  for (const auto& hit : value.hits()) {
    lists.push_back(hit.list());
    entries.push_back(hit.entry());
  }
  return {json_of(value),
          {value_text(value.value().type(), value.value().value()), type_name(value.value().type()), joined(lists, ";"),
           joined(entries, ";")}};
}

std::string describe(const Look& look, const v1::WarningsAnswer& answer) {
  std::string out;
  std::uint64_t entries = 0;
  for (const auto& list : answer.lists()) {
    entries += list.entries();
    out += paint(look, Colour::Bold, text::for_people(list.name())) + "  " + text::for_people(list.kind());
    if (list.entries() != 0) out += "  " + text::counted(list.entries(), "value");
    out += "  takes " + std::to_string(list.weight()) + "% of the score\n";
  }
  for (const auto& fault : answer.faults()) {
    out += paint(look, Colour::Red, "fault") + "  " + text::for_people(fault.file()) + ": " +
           text::for_people(fault.what()) + "\n";
  }
  return out + text::counted(static_cast<std::uint64_t>(answer.lists_size()), "list") + " of " +
         text::counted(entries, "value") + " in " + text::byte_size(answer.memory_bytes()) + ", " +
         text::counted(static_cast<std::uint64_t>(answer.faults_size()), "fault") + "\n";
}

json::object json_of(const v1::WarningsAnswer& answer) {
  json::object out;
  json::array lists;
  for (const auto& list : answer.lists()) {
    json::object one;
    one["name"] = json_text(list.name());
    one["kind"] = json_text(list.kind());
    one["types"] = json_texts(list.types());
    one["entries"] = list.entries();
    one["weight"] = list.weight();
    lists.emplace_back(std::move(one));
  }
  out["lists"] = std::move(lists);
  json::array faults;
  for (const auto& fault : answer.faults()) {
    json::object one;
    one["file"] = json_text(fault.file());
    one["what"] = json_text(fault.what());
    faults.emplace_back(std::move(one));
  }
  out["faults"] = std::move(faults);
  out["memory_bytes"] = answer.memory_bytes();
  return out;
}

}  // namespace tidings::view
