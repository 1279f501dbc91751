#include "daemon/link/peer.hpp"

namespace tidings::link {

bool keeps_fresh(const Rivals& rivals) {
  if (rivals.held == rivals.fresh || rivals.held_for > rivals.youth) return true;
  const bool we_dialled_fresh = rivals.fresh == Role::Dialled;
  return we_dialled_fresh == (rivals.self > rivals.partner);
}

}  // namespace tidings::link
