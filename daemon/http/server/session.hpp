#pragma once
/// One connection of a client: its requests one after the other, each read, asked who it is, handed to its route,
/// answered. Does no I/O of its own: a Wire does.
/// Lives on: the network thread.
#include "daemon/http/server/server.hpp"
#include "daemon/http/server/wire.hpp"

namespace tidings::server {

class Gzip;

/// What all sessions share.
struct Service {
  ServerParts parts;
  ServerOptions options;
  std::vector<Route> routes;
  std::string id_prefix;  ///< of this start, so that ids of two starts differ
  std::uint64_t next_id{1};
  std::function<void(base::Duration, std::function<void()>)> after;  ///< calls later
  const Route* route_of(std::string_view path) const;
};
using ServiceRef = std::shared_ptr<Service>;

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(ServiceRef service, std::shared_ptr<Wire> wire, std::string address);
  void start(std::function<void()> closed);
  void drain();  ///< closes once what is under way is answered
  void close();

 private:
  enum class State : std::uint8_t { Reading, Answering, Closed };

  void next_request();
  void read_more();
  void on_read(const base::Result<std::string_view>& read);
  void advance();
  void refuse(const base::Error& error);
  void on_head();
  void judged(access::Judgement judgement);
  void admit();
  void hand_over();
  void respond(Response response);
  void compress(Response response);
  void send(Response response);
  void send_pieces(Response response);
  void next_piece();
  void on_piece(base::Result<std::string> piece);
  void answered(const base::Status& written);
  void count(const Response& response) const;
  Headers common_headers(const Response& response) const;
  bool takes_gzip(const Response& response) const;
  void end_now();

  ServiceRef service_;
  std::shared_ptr<Wire> wire_;
  std::string address_;
  std::function<void()> closed_;
  State state_{State::Reading};
  std::optional<identity::SpkiPin> pin_;
  RequestReader reader_;
  std::string unread_;  ///< came, but is of the next request or of a body that is not allowed yet
  base::Duration began_{0};
  bool is_idle_{true}, on_head_done_{false}, close_after_{false}, draining_{false};
  std::size_t requests_{0};
  const Route* route_{nullptr};
  Request request_;
  bool head_only_{false}, may_chunk_{true};
  Pieces pieces_;
  std::shared_ptr<Gzip> gzip_;
  std::uint64_t sent_{0};
};

}  // namespace tidings::server
