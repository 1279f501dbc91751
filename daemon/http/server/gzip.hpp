#pragma once
/// gzip (RFC 1952), in one go or piece by piece. Deflate is Beast's; level 1, since lines here are faster than the
/// better levels.
/// Lives on: one thread at a time (a pool's, for what is long).
#include <memory>
#include <string>
#include <string_view>

namespace tidings::server {

enum class Last : bool { No, Yes };

class Gzip {
 public:
  Gzip();
  ~Gzip();
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;
  /// What can be sent of it by now: with all of `bytes` in it, so that who reads sees what was written.
  std::string add(std::string_view bytes, Last last);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string gzipped(std::string_view bytes);

}  // namespace tidings::server
