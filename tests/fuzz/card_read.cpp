// Any bytes as a card, in binary or as text; and the same bytes as statements that a right key signed.
#include <google/protobuf/stubs/logging.h>

#include <cstdlib>

#include "core/identity/card.hpp"
#include "core/identity/statement.hpp"

using namespace tidings;  // NOLINT(google-build-using-namespace)

extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  google::protobuf::SetLogHandler(nullptr);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto root = identity::SigningKey::from_seed(std::string(32, 'r')).value();
  static const auto own = identity::sign_identity(root, {"Fuzz", 1, {root.public_key()}, {}, {1}}).value();
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto card = identity::read_card(bytes)) {
    const auto again = identity::read_card(identity::write_card_text(*card));
    if (!again || identity::write_card(*again) != identity::write_card(*card)) std::abort();
  }
  (void)identity::read_identity(identity::sign_statement(root, identity::purpose::identity, bytes));
  (void)identity::read_contact(identity::sign_statement(root, identity::purpose::contact, bytes), own);
  (void)identity::fingerprint_matches(own, bytes);
  return 0;
}
