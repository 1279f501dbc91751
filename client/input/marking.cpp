#include "client/input/marking.hpp"

#include "client/text/words.hpp"
#include "core/bulletin/names.hpp"

namespace tidings::input {

std::optional<v1::Tlp> marking_in_comment(std::string_view line) {
  const std::string text = text::lower_case(line);
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  for (std::size_t at = text.find("tlp"); at != std::string::npos; at = text.find("tlp", at + 3)) {
    if (at > 0 && is_letter(text[at - 1])) continue;
    const std::size_t colon = text.find_first_not_of(" \t", at + 3);
    if (colon == std::string::npos || (text[colon] != ':' && text[colon] != '=')) continue;
    const std::size_t begin = text.find_first_not_of(" \t\"'", colon + 1);
    if (begin == std::string::npos) continue;
    const std::size_t end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz+-_", begin);
    if (const auto tlp = bulletin::tlp_from_name(std::string_view(text).substr(begin, end - begin))) return tlp;
  }
  return std::nullopt;
}

std::string Marking::place() const { return line == 0 ? file : file + ":" + std::to_string(line); }

void narrow(std::optional<Marking>& held, const Marking& found) {
  if (!held || found.tlp > held->tlp) held = found;
}

base::Result<SettledMarking> settle(const AskedMarking& asked, const std::optional<Marking>& found) {
  if (!found) return SettledMarking{asked.tlp, false};
  if (!asked.tlp) return SettledMarking{found->tlp, false};
  if (*asked.tlp >= found->tlp) return SettledMarking{asked.tlp, false};
  if (!asked.override_reason.empty()) return SettledMarking{asked.tlp, true};
  return base::fail(base::ErrorCode::Policy,
                    found->place() + " is marked " + text::marking(found->tlp) + ", which --tlp " +
                        bulletin::name(*asked.tlp) +
                        " would widen; leave --tlp out to publish it as it "
                        "is marked, or say why it may go further with --override-marking REASON (audited)");
}

}  // namespace tidings::input
