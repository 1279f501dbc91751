#pragma once
/// Makes a node: keys, card, empty store, commented config. All or nothing: it works in a folder of its own inside the
/// data folder, moves the finished parts into place, the card last, and takes everything back if a step fails.
/// Errors: Exists (never overwrites anything of anybody's), BadInput, Disk, Forbidden.
/// Lives on: the command line.
#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "core/identity/card.hpp"

namespace tidings::app {

struct InitRequest {
  std::string organisation;
  std::vector<std::string> endpoints;
  std::vector<std::string> listen;  ///< empty: the default
  std::string data, socket;         ///< empty: the default
  std::filesystem::path config;
};

struct Initialised {
  identity::Card card;
  std::filesystem::path data, root_key;
};

base::Result<Initialised> init(const InitRequest& request, base::Instant now);

}  // namespace tidings::app
