#include "client/input/marking.hpp"

#include <algorithm>

#include "client/text/words.hpp"
#include "core/bulletin/names.hpp"

namespace tidings::input {

std::string Marking::place() const { return line == 0 ? file : file + ":" + std::to_string(line); }

void narrow(std::optional<Marking>& held, const Marking& found) {
  if (!held || found.tlp > held->tlp) held = found;
}

base::Result<SettledMarking> settle(const AskedMarking& asked, const std::optional<Marking>& found) {
  if (!found) return SettledMarking{asked.tlp, false};
  if (!asked.tlp) {
    const auto tlp = std::max(found->tlp, asked.unmarked.value_or(v1::TLP_UNSPECIFIED));
    return SettledMarking{tlp, false, tlp > found->tlp};
  }
  if (*asked.tlp >= found->tlp) return SettledMarking{asked.tlp, false};
  if (!asked.override_reason.empty()) return SettledMarking{asked.tlp, true};
  return base::fail(base::ErrorCode::Policy,
                    found->place() + " is marked " + text::marking(found->tlp) + ", which --tlp " +
                        bulletin::name(*asked.tlp) +
                        " would widen; leave --tlp out to publish it as it "
                        "is marked, or say why it may go further with --override-marking REASON (audited)");
}

}  // namespace tidings::input
