// Any envelope, its header signed anew by the right key and, every other time, with the root its claims have: so that
// the fuzzer gets past the signature and into the tree and the claims.
#include <google/protobuf/stubs/logging.h>

#include <cstdlib>

#include "core/bulletin/merkle.hpp"
#include "core/bulletin/verify.hpp"

using namespace tidings;  // NOLINT(google-build-using-namespace)

namespace {

struct Origin {
  identity::SigningKey root = identity::SigningKey::from_seed(std::string(32, 'r')).value();
  identity::SigningKey node = identity::SigningKey::from_seed(std::string(32, 'n')).value();
  identity::Identity identity = make();

  identity::Identity make() const {
    const auto id = identity::org_id_of(root.public_key());
    const auto delegation =
        identity::sign_delegation(root, id, node.public_key(), {0}, {~0ULL}, {identity::DelegatedFor::Bulletins});
    return identity::sign_identity(root, {"Fuzz", 1, {root.public_key()}, {delegation}, {1}}).value();
  }
};

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  google::protobuf::SetLogHandler(nullptr);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Origin origin;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const auto opened = bulletin::open(bytes);
  v1::Bulletin envelope;
  v1::Header header;
  if (!opened || !envelope.ParseFromString(bytes) || !header.ParseFromString(envelope.header())) return 0;
  header.set_origin(origin.identity.organisation.str());
  if (size % 2 == 0 && !opened->pruned) {
    header.set_claim_count(static_cast<std::uint32_t>(opened->claims.size()));
    header.set_claims_root(bulletin::merkle_root(opened->seed, opened->claims).str());
  }
  envelope.set_header(header.SerializeAsString());
  envelope.set_algorithm(1);
  envelope.set_delegation_id(origin.identity.delegations.front().id.str());
  envelope.set_signature(origin.node.sign(identity::purpose::bulletin, envelope.header()).str());
  const auto verified = bulletin::verify(envelope.SerializeAsString(), origin.identity);
  if (!verified) return 0;
  if (verified->claims.size() != opened->claims.size()) std::abort();
  if (verified->header.id != bulletin::peek_header(envelope.SerializeAsString())->id) std::abort();
  return 0;
}
