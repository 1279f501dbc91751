#pragma once
/// All webhooks of the config. Each has its own connection, place and waits: none delays another.
/// Lives on: the network thread.
#include "daemon/http/webhook/hook.hpp"

namespace tidings::webhook {

class Webhooks {
 public:
  static std::unique_ptr<Webhooks> make(boost::asio::io_context& io, HookParts parts);
  virtual ~Webhooks() = default;
  /// These and no others, from now on. Those that stay as they are go on, but for paused ones, which are tried again;
  /// the place of one that is gone is forgotten. Refused whole where certificates cannot be read.
  virtual base::Status set(std::vector<HookOptions> hooks) = 0;
  virtual void look() = 0;  ///< each second
  virtual void describe(v1::StatusAnswer& answer) const = 0;
};

}  // namespace tidings::webhook
