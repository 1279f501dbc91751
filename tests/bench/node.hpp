#pragma once
/// A real tidingsd in a temporary folder, driven through its socket: what the benchmark measures.
#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "client/connection.hpp"
#include "core/observable/observable.hpp"

namespace tidings::bench {

/// Ends the benchmark with a sentence, by an exception that main tells, so that what was started is stopped on the way:
/// one that cannot run has no numbers.
[[noreturn]] void give_up(const std::string& why);

double now_s();  ///< monotonic, in seconds
int free_port();

struct NodeOptions {
  std::string name;
  int listen_port{0};    ///< 0: a free one
  int endpoint_port{0};  ///< 0: the listening one; another where a proxy stands between
};

class Node {
 public:
  explicit Node(NodeOptions options);
  ~Node();
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  void start();  ///< until it answers
  void stop();   ///< SIGTERM, waited for
  client::Connection connect() const;
  std::string socket_path() const { return home_ + "/api.sock"; }
  client::Connection& api() { return *connection_; }
  int port() const { return port_; }
  const std::string& name() const { return options_.name; }

  double rss_mb() const { return status_mb("VmRSS:"); }
  double peak_rss_mb() const { return status_mb("VmHWM:"); }

  void know(Node& other);  ///< adds the other as a partner that may hold and give everything
  void set_standing(const Node& other, const std::string& standing);
  /// Publishes claims as one publication at TLP:GREEN.
  void publish(const std::vector<observable::Observable>& values, bool urgent);
  /// The same in this context.
  void publish(const std::vector<observable::Observable>& values, const v1::Header& context);
  /// Ids of the bulletins that were published so, in hex.
  const std::vector<std::string>& published() const { return published_; }
  /// One bulletin a value, many requests under way.
  void publish_each(const std::vector<observable::Observable>& values);
  bool has(const observable::Observable& value);
  v1::StatusAnswer status();

 private:
  double status_mb(const std::string& field) const;

  NodeOptions options_;
  std::string home_;
  int port_{0};
  pid_t pid_{-1};
  std::unique_ptr<client::Connection> connection_;
  std::vector<std::string> published_;
};

/// The folder where this program and tidingsd are.
std::string program_folder();

}  // namespace tidings::bench
