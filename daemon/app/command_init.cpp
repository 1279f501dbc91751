#include <iostream>

#include "daemon/app/commands.hpp"

namespace tidings::app {

Exit run_init(const InitRequest& request) {
  const auto made = init(request, base::SystemClock().now());
  if (made.has_error()) return explain(made.error());
  std::cout << "Made " << made->card.identity.name << ", " << made->card.identity.organisation.text() << "\n"
            << "  data         " << made->data.string() << "\n"
            << "  config       " << request.config.string() << "\n"
            << "  fingerprint  " << identity::fingerprint_words(made->card.identity) << "\n"
            << "The root key, " << made->root_key.string()
            << ", is not needed to run: keep it offline, and a copy of it safe.\n"
            << "It signs the node's next key in 400 days; from 60 days before, tidingsd warns.\n";
  if (request.endpoints.empty()) {
    std::cout << "No --endpoint was given: partners cannot reach this node; it dials them.\n";
  }
  return Exit::Done;
}

}  // namespace tidings::app
