#pragma once
/// Nodes with every part that a bulletin passes, over real sockets on loopback, in one process: a World has the network
/// thread (the test's own), a Node its store, book, intake, publisher and links.
#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/identity/tls_certificate.hpp"
#include "daemon/link/links.hpp"
#include "daemon/telemetry/memory_log.hpp"

namespace tidings::link {

using identity::OrgId;

class World {
 public:
  World();
  ~World();
  /// Runs the network until `reached` or the time is up; whether it was reached.
  bool until(const std::function<bool()>& reached, std::chrono::milliseconds most = std::chrono::seconds(10));
  void run_for(std::chrono::milliseconds time);
  boost::asio::io_context& io();
  base::Executor& home();
  base::Executor& crypto();
  const base::Clock& clock() const { return clock_; }
  const std::filesystem::path& folder() const { return folder_; }

 private:
  struct Network;
  std::unique_ptr<Network> network_;
  std::filesystem::path folder_;
  base::SystemClock clock_;
};

/// What a node is made with; each test changes what it is about.
struct NodeOptions {
  LinksOptions links;
  intake::IntakeOptions intake;
  /// While set, bodies cannot be read by their ids.
  std::shared_ptr<std::atomic<bool>> unreadable;
  NodeOptions();
};

class Node {
 public:
  Node(World& world, std::string name, NodeOptions options = {});
  ~Node();

  const OrgId& id() const { return id_; }
  identity::Card card() const;
  std::string endpoint() const { return "127.0.0.1:" + std::to_string(port_); }
  void open_links();
  void close_links();  ///< with Goodbyes
  void knows(const Node& other, policy::Terms terms);
  void change_terms(const Node& other, policy::Terms terms);
  void change_standing(const Node& other, policy::Standing standing);
  void renew_card() { ++serial_; }

  /// Publishes a report of so many domains; the ids of its bulletins.
  std::vector<bulletin::BulletinId> report(v1::Tlp tlp, std::size_t claims = 3);
  std::vector<bulletin::BulletinId> withdraw(const bulletin::BulletinId& target, v1::Tlp tlp);
  bool has(const bulletin::BulletinId& id) const;
  std::size_t ledger_size() const;

  bool is_linked_to(const Node& other) const { return state_of(other).connected; }
  LinkState state_of(const Node& other) const;
  Links::Parts parts();
  const LinksOptions& links_options() const { return options_.links; }
  store::Store& store() { return *store_; }
  partners::PartnerBook& book() { return *book_; }
  const std::string& key_file() const { return options_.links.tls_key_pem_file; }
  const std::string& certificate_file() const { return options_.links.tls_certificate_pem_file; }

  telemetry::MemoryLog log;
  telemetry::Counters counters;

 private:
  std::vector<bulletin::BulletinId> publish(intake::Draft draft);
  void wait(const std::function<void(partners::PartnerBook::Done)>& change);

  World& world_;
  const std::string name_;
  NodeOptions options_;
  identity::SigningKey root_, node_key_;
  OrgId id_;
  std::string delegation_;
  identity::SpkiPin pin_;
  std::uint64_t serial_{1};
  unsigned short port_;
  base::Secret token_key_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<partners::PartnerBook> book_;
  warnings::WarningBook warnings_;
  std::unique_ptr<intake::Intake> intake_;
  std::unique_ptr<bulletin::Signer> signer_;
  std::unique_ptr<intake::Publisher> publisher_;
  std::unique_ptr<Links> links_;
};

/// Terms that let everything of this marking and wider flow, in both directions.
policy::Terms up_to(v1::Tlp tlp);

}  // namespace tidings::link
