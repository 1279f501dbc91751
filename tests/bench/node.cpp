#include "tests/bench/node.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace tidings::bench {
namespace {

constexpr std::size_t claims_a_frame = 5'000;
constexpr std::size_t requests_under_way = 32;

pid_t spawn(const std::vector<std::string>& words, const std::string& log) {
  const pid_t pid = ::fork();
  if (pid != 0) return pid;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // also where the benchmark is interrupted, no daemon stays
  const int fd = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  ::dup2(fd, 1);
  ::dup2(fd, 2);
  std::vector<char*> argv;
  for (const auto& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  ::execv(argv[0], argv.data());
  ::_exit(127);
}

v1::Claim claim_of(const observable::Observable& value) {
  v1::Claim claim;
  claim.set_type(static_cast<std::uint32_t>(value.type));
  claim.set_value(value.value);
  return claim;
}

template <class T>
T must(base::Result<T> result, const std::string& what) {
  if (!result) give_up(what + ": " + result.error().what);
  return std::move(*result);
}
void must(const base::Status& status, const std::string& what) {
  if (!status) give_up(what + ": " + status.error().what);
}

v1::Answer answered(base::Result<v1::Answer> answer, const std::string& what) {
  auto good = must(std::move(answer), what);
  if (good.has_error()) give_up(what + ": " + good.error().text());
  return good;
}

v1::Header plain_context(bool urgent) {
  v1::Header context;
  context.set_kind(v1::KIND_REPORT);
  context.set_title("Benchmark");
  context.mutable_audience()->set_tlp(v1::TLP_GREEN);
  if (urgent) context.set_priority(v1::PRIORITY_URGENT);
  return context;
}

v1::Request publish_begin(const v1::Header& context) {
  v1::Request request;
  request.mutable_publish_begin()->set_context(context.SerializeAsString());
  request.mutable_publish_begin()->set_tlp_given(true);
  request.mutable_publish_begin()->set_confirmed(true);
  request.mutable_publish_begin()->set_force(true);
  return request;
}

}  // namespace

void give_up(const std::string& why) { throw std::runtime_error(why); }

double now_s() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

int free_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    give_up("no free port");
  }
  ::close(fd);
  return ntohs(address.sin_port);
}

std::string program_folder() { return std::filesystem::read_symlink("/proc/self/exe").parent_path().string(); }

Node::Node(NodeOptions options) : options_(std::move(options)) {
  std::string folder = std::filesystem::temp_directory_path() / "tidings-bench.XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr) give_up("cannot make " + folder);
  home_ = folder;
  port_ = options_.listen_port != 0 ? options_.listen_port : free_port();
  const int endpoint = options_.endpoint_port != 0 ? options_.endpoint_port : port_;
  const pid_t pid =
      spawn({program_folder() + "/tidingsd", "init", "--organisation", options_.name, "--endpoint",
             "127.0.0.1:" + std::to_string(endpoint), "--listen", "127.0.0.1:" + std::to_string(port_), "--data",
             home_ + "/data", "--config", home_ + "/tidingsd.toml", "--socket", home_ + "/api.sock"},
            home_ + "/log");
  int code = 0;
  ::waitpid(pid, &code, 0);
  if (code != 0) give_up("tidingsd init failed; see " + home_ + "/log");
}

Node::~Node() {
  stop();
  std::error_code ignored;
  std::filesystem::remove_all(home_, ignored);
}

void Node::start() {
  pid_ = spawn({program_folder() + "/tidingsd", "--config", home_ + "/tidingsd.toml"}, home_ + "/log");
  const double until = now_s() + 60;
  while (now_s() < until) {
    if (auto opened = client::Connection::open(socket_path())) {
      connection_ = std::make_unique<client::Connection>(std::move(*opened));
      v1::Request request;
      request.mutable_status();
      if (connection_->ask(request)) return;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  give_up(options_.name + " does not answer; see " + home_ + "/log");
}

void Node::stop() {
  connection_.reset();
  if (pid_ <= 0) return;
  ::kill(pid_, SIGTERM);
  int code = 0;
  ::waitpid(pid_, &code, 0);
  pid_ = -1;
}

client::Connection Node::connect() const { return must(client::Connection::open(home_ + "/api.sock"), options_.name); }

double Node::status_mb(const std::string& field) const {
  std::ifstream file("/proc/" + std::to_string(pid_) + "/status");
  std::string word;
  double kb = 0;
  while (file >> word) {
    if (word == field) file >> kb;
  }
  return kb / 1024;
}

void Node::know(Node& other) {
  v1::Request ask_card;
  ask_card.mutable_card();
  const auto card = answered(other.api().ask(ask_card), "card of " + other.name());
  v1::Request request;
  auto& add = *request.mutable_partner_add();
  add.set_card(card.card().card());
  add.set_fingerprint(card.card().fingerprint());
  add.set_alias(other.name());
  add.mutable_terms()->set_send(v1::TLP_RED);
  add.mutable_terms()->set_accept(v1::TLP_RED);
  add.mutable_terms()->set_community(true);
  add.mutable_terms()->set_hear_introduced(true);
  answered(api().ask(request), "partner add");
}

void Node::set_standing(const Node& other, const std::string& standing) {
  v1::Request request;
  request.mutable_partner_change()->set_partner(other.name());
  request.mutable_partner_change()->set_standing(standing);
  answered(api().ask(request), "partner " + standing);
}

void Node::publish(const std::vector<observable::Observable>& values, bool urgent) {
  publish(values, plain_context(urgent));
}

void Node::publish(const std::vector<observable::Observable>& values, const v1::Header& context) {
  const auto id = api().next_id();
  auto begin = publish_begin(context);
  begin.set_id(id);
  api().queue(begin);
  for (std::size_t at = 0; at < values.size(); at += claims_a_frame) {
    v1::Request request;
    request.set_id(id);
    for (std::size_t i = at; i < std::min(values.size(), at + claims_a_frame); ++i) {
      *request.mutable_publish_claims()->add_claims() = claim_of(values[i]);
    }
    api().queue(request);
  }
  v1::Request end;
  end.set_id(id);
  end.mutable_publish_end();
  api().queue(end);
  must(api().flush(), "publish");
  must(api().answers_of(id,
                        [this](const v1::Answer& answer) -> base::Status {
                          if (answer.has_error()) return base::fail(base::ErrorCode::Internal, answer.error().text());
                          if (!answer.last()) return {};
                          for (const auto& bulletin : answer.publish().bulletin_ids())
                            published_.push_back(base::to_hex(bulletin));
                          return {};
                        }),
       "publish");
}

void Node::publish_each(const std::vector<observable::Observable>& values) {
  std::size_t under_way = 0;
  const auto take_one = [&] {
    while (true) {
      const auto answer = answered(api().receive(), "publish");
      if (answer.last()) break;
    }
    --under_way;
  };
  for (const auto& value : values) {
    const auto id = api().next_id();
    auto begin = publish_begin(plain_context(false));
    begin.set_id(id);
    api().queue(begin);
    v1::Request request;
    request.set_id(id);
    *request.mutable_publish_claims()->add_claims() = claim_of(value);
    api().queue(request);
    v1::Request end;
    end.set_id(id);
    end.mutable_publish_end();
    api().queue(end);
    must(api().flush(), "publish");
    if (++under_way == requests_under_way) take_one();
  }
  while (under_way > 0) take_one();
}

bool Node::has(const observable::Observable& value) {
  v1::Request request;
  auto& wanted = *request.mutable_lookup()->add_values();
  wanted.set_type(static_cast<std::uint32_t>(value.type));
  wanted.set_value(value.value);
  return answered(api().ask(request), "lookup").lookup().results(0).found();
}

v1::StatusAnswer Node::status() {
  v1::Request request;
  request.mutable_status();
  return answered(api().ask(request), "status").status();
}

}  // namespace tidings::bench
