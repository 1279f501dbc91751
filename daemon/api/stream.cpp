#include "daemon/api/stream.hpp"

#include <algorithm>

namespace tidings::api {
namespace {

constexpr std::uint32_t page_of_stream = 200;  // small enough that the first is there at once

class QueryStream : public std::enable_shared_from_this<QueryStream> {
 public:
  QueryStream(ServiceRef service, Caller caller, v1::QueryRequest request, ReplyTo reply)
      : service_(std::move(service)), caller_(std::move(caller)), request_(std::move(request)), reply_(std::move(reply)) {
    wanted_ = request_.limit() == 0 ? query::default_page : request_.limit();
  }

  void next() {
    if (!reply_->is_wanted()) return;
    if (!reply_->has_room()) {
      reply_->when_room([self = shared_from_this()] { self->next(); });
      return;
    }
    request_.set_limit(request_.all() ? page_of_stream : std::min(wanted_, page_of_stream));
    service_->parts.query.query(
        request_, ceiling_for(caller_, reply_),
        [self = shared_from_this()](base::Result<v1::QueryAnswer> page) { self->send(std::move(page)); });
  }

 private:
  void send(base::Result<v1::QueryAnswer> page) {
    if (!page) {
      reply_->fail(page.error());
      return;
    }
    const auto told = static_cast<std::uint32_t>(page->indicators_size());
    request_.set_page(page->next_page());
    wanted_ -= std::min(wanted_, told);
    const bool is_last = page->next_page().empty() || (!request_.all() && wanted_ == 0);
    if (told > 0 || is_last) {
      v1::Answer answer;
      *answer.mutable_query() = std::move(*page);
      reply_->send(std::move(answer), is_last ? More::Last : More::Follows);
    }
    if (!is_last) next();
  }

  ServiceRef service_;
  Caller caller_;
  v1::QueryRequest request_;
  ReplyTo reply_;
  std::uint32_t wanted_{0};
};

class AnswerStream : public std::enable_shared_from_this<AnswerStream> {
 public:
  AnswerStream(std::vector<v1::Answer> answers, ReplyTo reply) : answers_(std::move(answers)), reply_(std::move(reply)) {}

  void next() {
    while (at_ < answers_.size() && reply_->is_wanted()) {
      if (!reply_->has_room()) {
        reply_->when_room([self = shared_from_this()] { self->next(); });
        return;
      }
      auto answer = std::move(answers_[at_++]);
      reply_->send(std::move(answer), at_ == answers_.size() ? More::Last : More::Follows);
    }
  }

 private:
  std::vector<v1::Answer> answers_;
  ReplyTo reply_;
  std::size_t at_{0};
};

}  // namespace

void stream_query(const ServiceRef& service, const Caller& caller, v1::QueryRequest request, const ReplyTo& reply) {
  std::make_shared<QueryStream>(service, caller, std::move(request), reply)->next();
}

void stream_answers(std::vector<v1::Answer> answers, const ReplyTo& reply) {
  std::make_shared<AnswerStream>(std::move(answers), reply)->next();
}

}  // namespace tidings::api
