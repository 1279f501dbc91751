#include "daemon/api/stream.hpp"

#include <algorithm>

#include "daemon/api/query_log.hpp"
#include "daemon/query/counting.hpp"

namespace tidings::api {
namespace {

constexpr std::uint32_t first_page = 200;   // small enough that it is there at once
constexpr std::size_t told_groups = 1'000;  // of a count; what is beyond is summed up
constexpr unsigned progress_every = 20;     // steps: a few times a second

/// Pages, one after the other. While one is sent, the next is being read.
class QueryStream : public std::enable_shared_from_this<QueryStream> {
 public:
  QueryStream(ServiceRef service, Caller caller, v1::QueryRequest request, ReplyTo reply)
      : service_(std::move(service)),
        caller_(std::move(caller)),
        request_(std::move(request)),
        reply_(std::move(reply)) {
    wanted_ = request_.limit() == 0 ? query::default_page : request_.limit();
    if (request_.max_tlp() != v1::TLP_UNSPECIFIED) {
      caller_.ceiling.max_tlp = std::min(caller_.ceiling.max_tlp, request_.max_tlp());
    }
  }

  void next() {
    if (!reply_->is_wanted()) return;
    if (!reply_->has_room()) {
      reply_->when_room([self = shared_from_this()] { self->next(); });
      return;
    }
    const auto page = is_first_ ? first_page : query::max_page;
    request_.set_limit(request_.all() ? page : std::min(wanted_, page));
    is_first_ = false;
    service_->parts.query.query_encoded(
        request_, ceiling_for(caller_, reply_),
        [self = shared_from_this()](const base::Result<query::EncodedPage>& given) { self->take(given); });
  }

 private:
  void take(const base::Result<query::EncodedPage>& page) {
    if (!page) {
      reply_->fail(page.error());
      return;
    }
    const auto told = page->indicators;
    found_ += told;
    request_.set_page(page->next_page);
    wanted_ -= std::min(wanted_, told);
    const bool is_enough = wanted_ == 0 || ++pages_ >= service_->options.max_query_pages;
    const bool is_last = page->next_page.empty() || (!request_.all() && is_enough);
    if (!is_last) next();
    if (is_last) log_query(*service_, caller_, request_, found_);
    if (told == 0 && !is_last) return;
    reply_->send_encoded(v1::Answer::kQueryFieldNumber, page->answer, is_last ? More::Last : More::Follows);
  }

  ServiceRef service_;
  Caller caller_;
  v1::QueryRequest request_;
  ReplyTo reply_;
  std::uint32_t wanted_{0};
  std::uint64_t found_{0};
  std::size_t pages_{0};
  bool is_first_{true};
};

/// Steps of a count, one after the other, so that others are served between them; now and then how far it is.
class CountStream : public std::enable_shared_from_this<CountStream> {
 public:
  CountStream(ServiceRef service, Caller caller, v1::CountRequest request, ReplyTo reply)
      : service_(std::move(service)),
        caller_(std::move(caller)),
        request_(std::move(request)),
        reply_(std::move(reply)) {}

  void next() {
    if (!reply_->is_wanted()) return;
    service_->parts.query.count(
        request_, page_, ceiling_for(caller_, reply_),
        [self = shared_from_this()](base::Result<query::CountStep> step) { self->take(std::move(step)); });
  }

 private:
  void take(base::Result<query::CountStep> step) {
    if (!step) {
      reply_->fail(step.error());
      return;
    }
    counts_.add(step->counted);
    page_ = std::move(step->next_page);
    v1::Answer answer;
    if (page_.empty()) {
      *answer.mutable_count() = counts_.sum(told_groups);
      log_count(*service_, caller_, request_, answer.count().indicators());
      reply_->send(std::move(answer), More::Last);
      return;
    }
    if (++steps_ % progress_every == 0 && reply_->has_room()) {
      *answer.mutable_count() = counts_.sum(0);
      reply_->send(std::move(answer), More::Follows);
    }
    next();
  }

  ServiceRef service_;
  Caller caller_;
  v1::CountRequest request_;
  ReplyTo reply_;
  query::Counts counts_;
  std::string page_;
  unsigned steps_{0};
};

class AnswerStream : public std::enable_shared_from_this<AnswerStream> {
 public:
  AnswerStream(std::vector<v1::Answer> answers, ReplyTo reply)
      : answers_(std::move(answers)), reply_(std::move(reply)) {}

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

void stream_count(const ServiceRef& service, const Caller& caller, v1::CountRequest request, const ReplyTo& reply) {
  std::make_shared<CountStream>(service, caller, std::move(request), reply)->next();
}

void stream_answers(std::vector<v1::Answer> answers, const ReplyTo& reply) {
  std::make_shared<AnswerStream>(std::move(answers), reply)->next();
}

}  // namespace tidings::api
