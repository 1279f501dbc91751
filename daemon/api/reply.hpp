#pragma once
/// The way back to one request of one client, for whoever answers it. What is sent after the client has gone or has
/// cancelled goes nowhere. Streams ask has_room() before each piece and else wait for when_room().
/// Lives on: the network thread.
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "daemon/api/roles.hpp"

namespace tidings::api {

enum class More : std::uint8_t { Follows, Last };

class Reply {
 public:
  virtual ~Reply() = default;
  virtual void send(v1::Answer answer, More more) = 0;
  /// An answer whose one member is encoded already, under its field's number.
  virtual void send_encoded(std::uint32_t field, std::string_view message, More more) = 0;
  virtual void fail(const base::Error& error, const std::vector<std::string>& nearest = {}) = 0;
  virtual bool is_wanted() const = 0;
  virtual bool has_room() const = 0;
  virtual bool is_drained() const = 0;  ///< nothing waits to be sent: for those who must hold little for each client
  virtual void when_room(std::function<void()> then) = 0;
  /// Calls `then` once the client has gone or has cancelled, for what would else wait for ever.
  virtual void when_unwanted(std::function<void()> then) = 0;
};
using ReplyTo = std::shared_ptr<Reply>;

/// What the caller may see, for as long as it waits for this reply.
inline query::Ceiling ceiling_for(const Caller& caller, const ReplyTo& reply) {
  return {caller.ceiling.max_tlp, [reply] { return reply->is_wanted(); }};
}

}  // namespace tidings::api
