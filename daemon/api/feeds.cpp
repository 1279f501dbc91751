#include "daemon/api/feeds.hpp"

namespace tidings::api {
namespace {

using base::ErrorCode;

void list(const ServiceRef& service, const std::string& name, const ReplyTo& reply) {
  v1::Answer answer;
  auto& told = *answer.mutable_feed();
  for (auto& feed : service->parts.feeds.all()) {
    if (name.empty() || feed.name() == name) *told.add_feeds() = std::move(feed);
  }
  const bool is_missing = !name.empty() && told.feeds_size() == 0;
  if (is_missing) return reply->fail(base::fail(ErrorCode::NotFound, "there is no feed " + name));
  reply->send(std::move(answer), More::Last);
}

void audit(const ServiceRef& service, const Caller& caller, std::string_view what, const std::string& name) {
  store::Batch batch;
  batch.audit.push_back({service->parts.clock.now(), caller.text(), std::string(what), name});
  service->parts.store.commit(std::move(batch), service->parts.home, {});
}

}  // namespace

void answer_feed(const ServiceRef& service, const Caller& caller, const v1::FeedRequest& request,
                 const ReplyTo& reply) {
  auto& feeds = service->parts.feeds;
  const auto told = [reply](const base::Result<v1::FeedStatus>& status) {
    if (!status) return reply->fail(status.error());
    v1::Answer answer;
    *answer.mutable_feed()->add_feeds() = *status;
    reply->send(std::move(answer), More::Last);
  };
  if (request.action() == v1::FEED_RUN) return feeds.run(request.name(), told);
  if (request.action() == v1::FEED_LIST) return list(service, request.name(), reply);
  const bool pauses = request.action() == v1::FEED_PAUSE;
  audit(service, caller, pauses ? "feed_paused" : "feed_resumed", request.name());
  feeds.wish(request.name(), pauses ? feeding::Feeding::Wish::Pause : feeding::Feeding::Wish::Resume, told);
}

}  // namespace tidings::api
