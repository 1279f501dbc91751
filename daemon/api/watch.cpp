#include "daemon/api/watch.hpp"

#include "core/bulletin/wire.hpp"
#include "daemon/api/query_log.hpp"

namespace tidings::api {
namespace {

constexpr int max_values = 1'000;  // each is some hundred of what covers it

class WatchStream : public std::enable_shared_from_this<WatchStream> {
 public:
  WatchStream(std::unique_ptr<watching::Watcher> watcher, ReplyTo reply)
      : watcher_(std::move(watcher)), reply_(std::move(reply)) {}

  void next() {
    if (!watcher_) return;
    if (!reply_->is_drained()) {  // a thousand that do not read leave a piece each unsent
      reply_->when_room([self = shared_from_this()] { self->next(); });
      return;
    }
    watcher_->next([self = shared_from_this()](const base::Result<watching::Given>& given) { self->tell(given); });
  }
  void end() { watcher_.reset(); }

 private:
  void tell(const base::Result<watching::Given>& given) {
    if (!given) return reply_->fail(given.error());  // which ends it
    auto message = given->piece->answer;
    if (given->caught_up) bulletin::append_varint_field(message, v1::WatchAnswer::kCaughtUpFieldNumber, 1);
    reply_->send_encoded(v1::Answer::kWatchFieldNumber, message, More::Follows);
    next();
  }

  std::unique_ptr<watching::Watcher> watcher_;
  ReplyTo reply_;
};

}  // namespace

void watch(const ServiceRef& service, const Caller& caller, v1::WatchRequest request, const ReplyTo& reply) {
  const auto book = service->parts.book.current();
  for (const auto& name : request.filter().origins()) {
    if (const auto origin = query::find_organisation(*book, name); !origin) {
      return reply->fail(origin.error(), book->nearest(name));
    }
  }
  if (request.values_size() > max_values) {
    return reply->fail(
        base::fail(base::ErrorCode::TooLarge, "at most " + std::to_string(max_values) + " values are watched at once"));
  }
  log_watch(*service, caller, request);
  watching::Wish wish;
  wish.values = {request.values().begin(), request.values().end()};
  wish.around = request.reach();
  wish.filter = std::move(*request.mutable_filter());
  wish.max_tlp = caller.ceiling.max_tlp;
  wish.cursor = std::move(*request.mutable_cursor());
  if (request.since() != 0) wish.since = base::Instant{request.since()};
  service->parts.watching.begin(std::move(wish), [reply](base::Result<std::unique_ptr<watching::Watcher>> begun) {
    if (!begun) return reply->fail(begun.error());
    const auto stream = std::make_shared<WatchStream>(std::move(*begun), reply);
    if (!reply->is_wanted()) return;
    reply->when_unwanted([weak = std::weak_ptr(stream)] {
      if (const auto gone = weak.lock()) gone->end();
    });
    stream->next();
  });
}

}  // namespace tidings::api
