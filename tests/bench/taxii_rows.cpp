#include "tests/bench/taxii_rows.hpp"

#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <string>
#include <unordered_set>
#include <vector>

#include "tests/bench/node.hpp"
#include "tests/bench/query_data.hpp"

namespace tidings::bench {
namespace {

constexpr std::size_t objects = 1'000'000, page = 1'000;
constexpr int listen_backlog_wait_s = 30;

/// One keep-alive connection, blocking: what a simple client is.
class HttpsClient {
 public:
  HttpsClient(int port, const std::string& token) : token_(token), context_(SSL_CTX_new(TLS_client_method())) {
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const double until = now_s() + listen_backlog_wait_s;
    while (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
      if (now_s() > until) give_up("nobody serves HTTPS");
    }
    tls_ = SSL_new(context_);
    SSL_set_fd(tls_, socket_);
    if (SSL_connect(tls_) != 1) give_up("the TLS handshake failed");
  }
  ~HttpsClient() {
    SSL_free(tls_);
    SSL_CTX_free(context_);
    ::close(socket_);
  }
  HttpsClient(const HttpsClient&) = delete;
  HttpsClient& operator=(const HttpsClient&) = delete;

  /// The body of a 200.
  std::string get(const std::string& path) {
    const auto request = "GET " + path +
                         " HTTP/1.1\r\nHost: localhost\r\nAccept: application/taxii+json;version=2.1\r\n"
                         "Authorization: Bearer " +
                         token_ + "\r\n\r\n";
    if (SSL_write(tls_, request.data(), static_cast<int>(request.size())) <= 0) give_up("the server is gone");
    std::size_t end = std::string::npos;
    while ((end = unread_.find("\r\n\r\n")) == std::string::npos) read_some();
    const auto head = unread_.substr(0, end);
    if (!head.starts_with("HTTP/1.1 200")) give_up("the server says " + head.substr(0, head.find('\r')));
    const auto length = head.find("Content-Length: ");
    if (length == std::string::npos) give_up("the server does not tell the length");
    const auto size = std::stoul(head.substr(length + 16));
    while (unread_.size() < end + 4 + size) read_some();
    auto body = unread_.substr(end + 4, size);
    unread_.erase(0, end + 4 + size);
    return body;
  }

 private:
  void read_some() {
    const auto before = unread_.size();
    unread_.resize(before + 65'536);
    const int got = SSL_read(tls_, unread_.data() + before, 65'536);
    if (got <= 0) give_up("the server is gone");
    unread_.resize(before + static_cast<std::size_t>(got));
  }

  std::string token_;
  SSL_CTX* context_;
  SSL* tls_{nullptr};
  int socket_{-1};
  std::string unread_;
};

/// Serves HTTPS with the key that the node has for its links.
void serve_https(const Node& node, int port) {
  const auto home = node.socket_path().substr(0, node.socket_path().rfind('/'));
  const auto file = home + "/tidingsd.toml";
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  auto config = text.str();
  const std::string group = "[http]\n";
  const auto at = config.find(group);
  if (at == std::string::npos) give_up("the config has no group http");
  config.insert(at + group.size(), "listen = [\"127.0.0.1:" + std::to_string(port) + "\"]\ncertificate = \"" + home +
                                       "/data/keys/tls.crt\"\nkey = \"" + home + "/data/keys/tls.pem\"\n");
  std::ofstream(file) << config;
}

std::string token_of(Node& node) {
  v1::Request request;
  auto& access = *request.mutable_access();
  access.set_action(v1::ACCESS_ADD);
  access.mutable_info()->set_name("bench");
  access.mutable_info()->set_means("token");
  access.mutable_info()->set_role("reader");
  access.mutable_info()->set_max_tlp(v1::TLP_GREEN);
  const auto answer = node.api().ask(std::move(request));
  if (!answer) give_up(answer.error().what);
  return answer->access().token();
}

std::size_t count_of(const std::string& text, std::string_view word) {
  std::size_t count = 0;
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + word.size())) ++count;
  return count;
}

struct Read {
  std::size_t objects{0}, bytes{0};
  std::vector<double> page_s;
};

Read read_all(HttpsClient& client) {
  const std::string path = "/taxii2/tidings/collections/all/objects/?limit=" + std::to_string(page);
  Read read;
  std::string next;
  while (true) {
    const double begin = now_s();
    const auto body = client.get(path + (next.empty() ? "" : "&next=" + next));
    read.page_s.push_back(now_s() - begin);
    read.bytes += body.size();
    read.objects += count_of(body, "{\"type\":\"indicator\"");
    const std::string member = "\"next\":\"";
    const auto at = body.substr(0, 200).find(member);
    if (at == std::string::npos) return read;
    next = body.substr(at + member.size(), body.find('"', at + member.size()) - at - member.size());
  }
}

double mean(const std::vector<double>& values, std::size_t from, std::size_t count) {
  double sum = 0;
  for (std::size_t i = from; i < from + count; ++i) sum += values[i];
  return sum / static_cast<double>(count);
}

}  // namespace

void add_taxii_rows(Rows& rows) {
  if (!rows.wants_any({"taxii_objects_per_s", "taxii_last_pages"})) return;
  Node node({"taxii"});
  const int port = free_port();
  serve_https(node, port);
  node.start();
  std::vector<observable::Observable> values;
  std::unordered_set<std::string> distinct;  // what is reported twice is one object
  for (std::size_t i = 0; i < objects; ++i) {
    values.push_back(mixed_value(i));
    distinct.insert(observable::key(values.back()).str());
    if (values.size() < 100'000) continue;
    node.publish(values, false);
    values.clear();
  }
  HttpsClient client(port, token_of(node));
  const double begin = now_s();
  const auto read = read_all(client);
  const double took = now_s() - begin;
  if (read.objects != distinct.size()) {
    give_up("of " + std::to_string(distinct.size()) + " objects " + std::to_string(read.objects) + " were read");
  }
  rows.add({"taxii_objects_per_s", static_cast<double>(read.objects) / took, "objects/s", 50'000, Better::More,
            std::nullopt, ""});
  const auto tenth = read.page_s.size() / 10;
  const double slower = mean(read.page_s, read.page_s.size() - tenth, tenth) / mean(read.page_s, 0, tenth);
  rows.add({"taxii_last_pages", slower, "times the first pages' time", 1.2, Better::Less, std::nullopt, ""});
}

}  // namespace tidings::bench
