#include "formats/exports/left.hpp"

namespace tidings::exports {

std::string_view name(Left why) {
  switch (why) {
    case Left::Nothing: return "nothing";
    case Left::Type: return "type";
    case Left::Unreported: return "unreported";
    case Left::Expired: return "expired";
    case Left::Local: return "local";
    case Left::Tlp: return "tlp";
    case Left::Pap: return "pap";
    case Left::Role: return "role";
    case Left::Ecosystem: return "ecosystem";
    case Left::Age: return "age";
    case Left::Score: return "score";
    case Left::Verdict: return "verdict";
    case Left::NotToIds: return "to_ids";
    case Left::Warned: return "warning_list";
    case Left::Disputed: return "disputed";
    case Left::TooLong: return "too_long";
    case Left::Unwritable: return "unwritable";
    case Left::NoPlace: return "no_sid_left";
    case Left::SameUuid: return "same_uuid";
    case Left::SameId: return "same_id";
    case Left::InPart: return "in_part";
  }
  return "nothing";
}

std::uint64_t Counts::left_out() const {
  std::uint64_t sum = 0;
  for (const auto count : left) sum += count;
  return sum;
}

std::string Counts::text() const {
  std::string out = std::to_string(written) + " written";
  const char* before = "; left out: ";
  for (std::size_t why = 0; why < left.size(); ++why) {
    if (left[why] == 0) continue;
    out += before + std::to_string(left[why]) + " by " + std::string(name(static_cast<Left>(why)));
    before = ", ";
  }
  return out;
}

}  // namespace tidings::exports
