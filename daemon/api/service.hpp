#pragma once
/// What all clients' sessions share: the parts they stand on, the options in force, and the bounds over all of them.
/// Lives on: the network thread.
#include "daemon/api/reply.hpp"

namespace tidings::api {

/// Claims of publications that are still coming in, of all clients: 2,000,000 of them take about 500 MB, in the worst
/// case and for as long as the publication takes.
inline constexpr std::size_t max_held_claims = 2'000'000;
/// One publication: a thousand bulletins of a thousand.
inline constexpr std::size_t max_publication_claims = 1'000'000;
inline constexpr std::size_t max_publication_bytes = 256u << 20;
/// Each is a bulletin at least: a thousand reports of one file, ten times over.
inline constexpr std::size_t max_publication_contexts = 10'000;

struct Service {
  Server::Parts parts;
  ServerOptions options;
  base::Instant started_at;
  std::size_t held_claims{0};
};
using ServiceRef = std::shared_ptr<Service>;

}  // namespace tidings::api
