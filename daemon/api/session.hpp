#pragma once
/// One client's requests: read, judged by role and bounds, handed to whom they concern, answered under their ids.
/// Errors: answered to the client; a client that breaks the protocol is closed.
/// Lives on: the network thread.
#include <map>

#include "daemon/api/connection.hpp"
#include "daemon/api/publishing.hpp"

namespace tidings::api {

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(ServiceRef service, Caller caller, std::shared_ptr<Connection> connection)
      : service_(std::move(service)), caller_(std::move(caller)), connection_(std::move(connection)) {}

  void start(std::function<void()> on_closed);
  /// The daemon stops: what changes something is answered yet, nothing new is taken, what has not come whole is
  /// refused.
  void drain();
  bool is_drained() const;
  void close(const base::Error& why) { connection_->close(why); }
  void check_deadlines(base::Duration now) { connection_->check_deadlines(now); }

 private:
  class Return;  ///< the way back to one request

  void on_frame(const proto::Frame& frame);
  void on_request(v1::Request request);
  base::Status admit(const v1::Request& request) const;
  void dispatch(v1::Request request, const ReplyTo& reply);
  void look_up(v1::LookupRequest request, const ReplyTo& reply);
  void show(v1::ShowRequest request, const ReplyTo& reply);
  void explain(v1::ExplainRequest request, const ReplyTo& reply);
  void list(v1::QueryRequest request, const ReplyTo& reply);
  void count(v1::CountRequest request, const ReplyTo& reply);
  bool knows_origins(const v1::Filter& filter, const ReplyTo& reply) const;
  void tell_audience(const v1::AudienceRequest& request, const ReplyTo& reply);
  void begin_publishing(v1::PublishBegin request, std::uint64_t id, const ReplyTo& reply);
  void refuse(std::uint64_t id, const base::Error& error, const std::vector<std::string>& nearest = {});
  void send(std::uint64_t id, v1::Answer answer, More more);
  void send_encoded(std::uint64_t id, std::uint32_t field, std::string_view message, More more);
  void end(std::uint64_t id);
  void on_drained();
  void on_closed(const base::Error& why);

  ServiceRef service_;
  Caller caller_;
  std::shared_ptr<Connection> connection_;
  std::function<void()> closed_;
  bool draining_{false};
  std::map<std::uint64_t, std::shared_ptr<Return>> under_way_;
  std::map<std::uint64_t, std::shared_ptr<Publishing>> publishing_;  ///< those whose end has not come
  std::vector<std::function<void()>> waiting_for_room_;
};

}  // namespace tidings::api
