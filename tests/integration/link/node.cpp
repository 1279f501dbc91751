#include "tests/integration/link/node.hpp"

#include <gtest/gtest.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <fstream>
#include <future>

#include "base/digest.hpp"
#include "daemon/store/sqlite/engine.hpp"
#include "tests/integration/link/failing_engine.hpp"

namespace tidings::link {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

class IoExecutor final : public base::Executor {
 public:
  explicit IoExecutor(asio::io_context& io) : io_(io) {}
  void post(base::Task task) override {
    asio::post(io_, [held = std::make_shared<base::Task>(std::move(task))] { (*held)(); });
  }

 private:
  asio::io_context& io_;
};

unsigned short free_port() {
  asio::io_context io;
  tcp::acceptor acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
  return acceptor.local_endpoint().port();
}

std::string write_file(const std::filesystem::path& path, std::string_view text) {
  std::ofstream(path, std::ios::binary) << text;
  return path.string();
}

v1::Header context(v1::Kind kind, v1::Tlp tlp, base::Instant now) {
  v1::Header header;
  header.set_kind(kind);
  header.set_expires_at((now + std::chrono::hours(24)).us);
  header.mutable_audience()->set_tlp(tlp);
  header.set_title("A phishing campaign against ports");
  return header;
}

}  // namespace

struct World::Network {
  asio::io_context io;
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  IoExecutor home{io};
  base::ThreadPool crypto{"crypto", 1};
};

World::World() : network_(std::make_unique<Network>()) {
  folder_ = std::filesystem::temp_directory_path() / ("tidings-link-" + base::to_hex(base::random_bytes(8)));
  std::filesystem::create_directories(folder_);
}
World::~World() {
  network_->crypto.stop();
  network_.reset();
  std::filesystem::remove_all(folder_);
}
bool World::until(const std::function<bool()>& reached, std::chrono::milliseconds most) {
  const auto end = std::chrono::steady_clock::now() + most;
  while (!reached()) {
    if (std::chrono::steady_clock::now() > end) return false;
    network_->io.run_one_for(std::chrono::milliseconds(5));
  }
  return true;
}
void World::run_for(std::chrono::milliseconds time) {
  until([] { return false; }, time);
}
asio::io_context& World::io() { return network_->io; }
base::Executor& World::home() { return network_->home; }
base::Executor& World::crypto() { return network_->crypto; }

NodeOptions::NodeOptions() {
  links.dial_first = std::chrono::milliseconds(50);
  links.dial_most = std::chrono::milliseconds(500);
  links.inbox.retry_first = std::chrono::milliseconds(200);
  links.software = "tidings test";
}

Node::Node(World& world, std::string name, NodeOptions options)
    : world_(world),
      name_(std::move(name)),
      options_(std::move(options)),
      root_(identity::SigningKey::generate()),
      node_key_(identity::SigningKey::generate()),
      id_(identity::org_id_of(root_.public_key())),
      port_(free_port()),
      token_key_(base::random_bytes(32)) {
  const auto folder = world.folder() / name_;
  std::filesystem::create_directories(folder);
  const auto now = world.clock().now();
  const auto certificate = identity::make_tls_certificate(name_, now);
  pin_ = certificate.pin;
  options_.links.tls_key_pem_file = write_file(folder / "tls.key", certificate.key_pem.reveal());
  options_.links.tls_certificate_pem_file = write_file(folder / "tls.pem", certificate.certificate_pem);
  options_.links.listen = {endpoint()};
  delegation_ = identity::sign_delegation(root_, id_, node_key_.public_key(), now - std::chrono::hours(1),
                                          now + std::chrono::hours(24 * 400),
                                          {identity::DelegatedFor::Bulletins, identity::DelegatedFor::Contact});
  auto engine = store::sqlite::open_engine(folder).value();
  if (options_.unreadable) engine = store::failing_at_times(std::move(engine), options_.unreadable);
  store_ = store::Store::open(std::move(engine), {}, world.clock()).value();
  book_ = partners::PartnerBook::load(*store_, card(), world.home(), world.crypto(), world.clock()).value();
  intake_ = intake::Intake::make(*store_, *book_, world.home(), world.crypto(), world.clock(), log, counters,
                                 options_.intake);
  signer_ = std::make_unique<bulletin::Signer>(bulletin::Signer{node_key_, card().identity.delegations.front().id});
  publisher_ = intake::Publisher::make(*intake_, *store_, *book_, warnings_, *signer_, world.home(), world.crypto(),
                                       world.clock());
}

Node::~Node() { close_links(); }

identity::Card Node::card() const {
  const auto now = world_.clock().now();
  auto identity = identity::sign_identity(root_, {name_, serial_, {root_.public_key()}, {delegation_}, now}).value();
  identity::ContactDraft draft;
  draft.organisation = id_;
  draft.serial = serial_;
  draft.tls_pins = {pin_};
  draft.endpoints = {endpoint()};
  draft.issued_at = now;
  return {std::move(identity), identity::sign_contact(node_key_, draft).value()};
}

Links::Parts Node::parts() {
  return {*store_, *book_, *intake_, *publisher_, token_key_, card(), world_.home(), world_.clock(), log, counters};
}

void Node::open_links() {
  links_ = Links::make(world_.io(), parts(), options_.links).value();
  const auto started = links_->start();
  ASSERT_TRUE(started) << started.error().what;
}

void Node::close_links() {
  if (!links_) return;
  bool stopped = false;
  links_->stop([&] { stopped = true; });
  EXPECT_TRUE(world_.until([&] { return stopped; }));
  links_.reset();
}

void Node::wait(const std::function<void(partners::PartnerBook::Done)>& change) {
  std::optional<base::Status> status;
  change([&](const base::Status& answer) { status = answer; });
  ASSERT_TRUE(world_.until([&] { return status.has_value(); }));
  ASSERT_TRUE(*status) << status->error().what;
}
void Node::knows(const Node& other, policy::Terms terms) {
  wait([&](auto done) { book_->add(other.card(), other.name_, terms, done); });
}
void Node::change_terms(const Node& other, policy::Terms terms) {
  wait([&](auto done) { book_->set_terms(other.id(), terms, done); });
}
void Node::change_standing(const Node& other, policy::Standing standing) {
  wait([&](auto done) { book_->set_standing(other.id(), standing, done); });
}

std::vector<bulletin::BulletinId> Node::publish(intake::Draft draft) {
  std::optional<base::Result<intake::Published>> published;
  publisher_->publish(std::move(draft), [](std::size_t) {}, [&](auto result) { published = std::move(result); });
  EXPECT_TRUE(world_.until([&] { return published.has_value(); }, std::chrono::seconds(60)));
  EXPECT_TRUE(*published) << published->error().what;
  return *published ? (*published)->bulletins : std::vector<bulletin::BulletinId>{};
}

std::vector<bulletin::BulletinId> Node::report(v1::Tlp tlp, std::size_t claims) {
  intake::Draft draft;
  draft.context = context(v1::KIND_REPORT, tlp, world_.clock().now());
  for (std::size_t i = 0; i < claims; ++i) {
    v1::Claim claim;
    claim.set_type(static_cast<std::uint32_t>(observable::Type::Sha256));
    claim.set_value(base::random_bytes(32));
    draft.claims.push_back(claim);
  }
  return publish(std::move(draft));
}

std::vector<bulletin::BulletinId> Node::withdraw(const bulletin::BulletinId& target, v1::Tlp tlp) {
  intake::Draft draft;
  draft.context = context(v1::KIND_WITHDRAWAL, tlp, world_.clock().now() + std::chrono::hours(24));
  draft.context.add_targets()->set_bulletin_id(target.str());
  return publish(std::move(draft));
}

bool Node::has(const bulletin::BulletinId& id) const {
  std::promise<bool> answer;
  store_->read([&](store::Reading& reading) { answer.set_value(reading.ledger.find(id).value().has_value()); });
  return answer.get_future().get();
}

std::size_t Node::ledger_size() const {
  std::promise<std::size_t> answer;
  store_->read([&](store::Reading& reading) {
    answer.set_value(reading.ledger.forward_whole({}, 100'000, 1u << 30).value().size());
  });
  return answer.get_future().get();
}

LinkState Node::state_of(const Node& other) const {
  for (auto& state : links_->states()) {
    if (state.partner == other.id()) return state;
  }
  return {};
}

policy::Terms up_to(v1::Tlp tlp) { return {tlp, tlp, true, true}; }

}  // namespace tidings::link
