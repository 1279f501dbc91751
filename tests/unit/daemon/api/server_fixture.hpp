#pragma once
/// A daemon that is asked over its socket, with a partner. Lives on: the test's thread.
#include "core/bulletin/verify.hpp"
#include "tests/unit/daemon/api/served.hpp"

namespace tidings::api {

struct ServerTest : testing::Test {
  ServerTest() {
    served.node.befriend(brussels, "brussels");
    const auto started = served.start();
    EXPECT_TRUE(started) << started.error().what;
  }
  /// Answers to one request, over a connection of its own.
  std::vector<v1::Answer> ask(const v1::Request& request) {
    std::vector<v1::Answer> answers;
    served.serve([&] { answers = Client(served.options.socket_path).ask(request); });
    return answers;
  }
  static v1::Request begin(const v1::Header& context) {
    v1::Request request;
    request.mutable_publish_begin()->set_context(context.SerializeAsString());
    return request;
  }
  /// Sends a publication of these claims in one go.
  std::vector<v1::Answer> publish(v1::Request request, const std::vector<v1::Claim>& claims) {
    std::vector<v1::Answer> answers;
    served.serve([&] {
      Client client(served.options.socket_path);
      request.set_id(client.next_id());
      client.send(request);
      v1::Request more;
      more.set_id(request.id());
      for (const auto& claim : claims) {
        *more.mutable_publish_claims()->add_claims() = claim;
        if (more.publish_claims().claims_size() < 5'000) continue;
        client.send(more);
        more.mutable_publish_claims()->clear_claims();
      }
      client.send(more);
      more.mutable_publish_end();
      client.send(more);
      answers = client.rest();
    });
    return answers;
  }
  static v1::Header context(v1::Tlp tlp) {
    v1::Header header;
    header.set_title("A report");
    header.mutable_audience()->set_tlp(tlp);
    return header;
  }
  v1::Header stored_header(const v1::PublishAnswer& published) {
    v1::Header header;
    served.node.read([&](store::Reading& reading) {
      const auto id = *bulletin::BulletinId::from_bytes(published.bulletin_ids(0));
      header = bulletin::peek_header(reading.ledger.bytes(id).value().value()).value().message;
    });
    return header;
  }

  partners::Organisation taipei{"Taipei"}, brussels{"Brussels"};
  Served served{taipei};
};

}  // namespace tidings::api
