#include "core/identity/key.hpp"

#include <gtest/gtest.h>

#include "core/identity/encryption_key.hpp"
#include "core/identity/tls_certificate.hpp"

namespace tidings::identity {
namespace {

TEST(SigningKey, signs_what_its_public_key_verifies) {
  const auto key = SigningKey::generate();
  EXPECT_TRUE(verify(key.public_key(), purpose::bulletin, "words", key.sign(purpose::bulletin, "words")));
}

TEST(SigningKey, a_signature_cannot_be_moved_to_another_purpose) {
  const auto key = SigningKey::generate();
  EXPECT_FALSE(verify(key.public_key(), purpose::identity, "words", key.sign(purpose::bulletin, "words")));
  EXPECT_FALSE(verify(key.public_key(), "tidings/1", "bulletin", key.sign("tidings/1 bulletin", "")));
}

TEST(SigningKey, any_altered_byte_of_message_or_signature_is_refused) {
  const auto key = SigningKey::generate();
  const std::string message = "twelve bytes";
  const Signature good = key.sign(purpose::bulletin, message);
  for (std::size_t i = 0; i < message.size(); ++i) {
    std::string altered = message;
    altered[i] = static_cast<char>(altered[i] ^ 1);
    EXPECT_FALSE(verify(key.public_key(), purpose::bulletin, altered, good)) << i;
  }
  for (std::size_t i = 0; i < Signature::size; ++i) {
    Signature altered = good;
    altered.data()[i] ^= 1;
    EXPECT_FALSE(verify(key.public_key(), purpose::bulletin, message, altered)) << i;
  }
}

TEST(SigningKey, bytes_that_are_no_point_of_the_curve_verify_nothing) {
  EXPECT_FALSE(verify(PublicKey{}, purpose::bulletin, "words", Signature{}));
}

TEST(SigningKey, comes_back_from_its_pem) {
  const auto key = SigningKey::generate();
  const auto pem = key.to_pem();
  EXPECT_TRUE(pem.reveal().starts_with("-----BEGIN PRIVATE KEY-----\n"));
  const auto again = SigningKey::from_pem(pem.reveal());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->public_key(), key.public_key());
}

TEST(SigningKey, a_pem_that_is_another_kind_of_key_is_refused_with_a_word) {
  const auto p256 = generate_encryption_key();
  const auto refused = SigningKey::from_pem(p256.private_pem.reveal());
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().what.find("Ed25519"), std::string::npos);
  EXPECT_FALSE(SigningKey::from_pem(""));
  EXPECT_FALSE(SigningKey::from_pem(std::string(100'000, 'x')));
}

TEST(SigningKey, the_first_test_of_rfc_8032_gives_its_public_key) {
  const auto seed = base::from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
  const auto key = SigningKey::from_seed(*seed);
  ASSERT_TRUE(key);
  EXPECT_EQ(key->public_key().text(), "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_FALSE(SigningKey::from_seed("short"));
}

TEST(EncryptionKey, is_a_point_on_p256_and_comes_back_from_its_pem) {
  const auto key = generate_encryption_key();
  EXPECT_TRUE(is_encryption_point(key.public_point));
  const auto again = encryption_key_from_pem(key.private_pem.reveal());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->public_point, key.public_point);
}

TEST(EncryptionKey, a_point_off_the_curve_or_in_another_form_is_refused) {
  std::string point = generate_encryption_key().public_point;
  point.back() = static_cast<char>(point.back() ^ 1);
  EXPECT_FALSE(is_encryption_point(point));
  EXPECT_FALSE(is_encryption_point(std::string(65, '\0')));
  EXPECT_FALSE(is_encryption_point(""));
  EXPECT_FALSE(encryption_key_from_pem(SigningKey::generate().to_pem().reveal()));
}

constexpr base::Instant some_day{1'795'000'000'000'000};

TEST(TlsCertificate, its_pin_is_the_one_read_back_from_it) {
  const auto certificate = make_tls_certificate("Taipei", some_day);
  const auto pin = spki_pin_of_pem(certificate.certificate_pem);
  ASSERT_TRUE(pin);
  EXPECT_EQ(*pin, certificate.pin);
  EXPECT_FALSE(certificate.pin.is_zero());
}

TEST(TlsCertificate, two_certificates_have_two_keys) {
  EXPECT_NE(make_tls_certificate("Taipei", some_day).pin, make_tls_certificate("Taipei", some_day).pin);
}

TEST(TlsCertificate, any_name_gives_a_certificate) {
  const std::string long_name(63, 'n');
  for (const std::string& name :
       {std::string(), long_name + "\u53f0\u5317", std::string("\xff\xfe"), std::string(500, 'a')}) {
    EXPECT_TRUE(spki_pin_of_pem(make_tls_certificate(name, some_day).certificate_pem)) << name;
  }
}

TEST(TlsCertificate, garbage_has_no_pin) {
  EXPECT_FALSE(spki_pin_of_der("garbage"));
  EXPECT_FALSE(spki_pin_of_der(""));
  EXPECT_FALSE(spki_pin_of_pem("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));
}

}  // namespace
}  // namespace tidings::identity
