#include <gtest/gtest.h>

#include "base/bytes.hpp"
#include "base/digest.hpp"
#include "tests/unit/core/observable/reading.hpp"

namespace tidings::observable {
namespace {

const std::string md5 = "9e107d9d372bb6826bd81d3542a419d6";
const std::string sha1 = "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12";
const std::string sha256 = "d7a8fbb307d7809469ca9abcb0082e4f8d5651e46d3cdb762d02d0bf37c9e592";

TEST(Hash, is_hex_in_lower_case_kept_as_its_bytes) {  // H1
  EXPECT_EQ(read("9E107D9D372BB6826BD81D3542A419D6"), "md5 " + md5);
  EXPECT_EQ(parse(sha256)->observable.value, *base::from_hex(sha256));
  EXPECT_EQ(read(" \t" + sha1 + "\xc2\xa0\r"), "sha1 " + sha1);
}

TEST(Hash, its_length_tells_its_type_or_must_fit_the_declared_one) {  // H2
  EXPECT_EQ(read(sha256 + sha256), "sha512 " + sha256 + sha256);
  EXPECT_EQ(read(sha256 + md5), "sha384 " + sha256 + md5);
  EXPECT_EQ(read(md5 + "a"), "reject: 33 hex digits are no known hash");
  EXPECT_EQ(read(sha256.substr(1)), "reject: 63 hex digits are no known hash");
  EXPECT_EQ(read(sha256.substr(1), Type::Sha256), "reject: sha256 must have 64 hex digits, has 63");
  EXPECT_EQ(read(sha256, Type::Md5), "reject: md5 must have 32 hex digits, has 64");
  EXPECT_EQ(read(md5.substr(1) + "g", Type::Md5), "reject: md5 must be hex digits only");
  EXPECT_EQ(read(md5, Type::Ja3), "ja3 " + md5);
  EXPECT_EQ(read(md5, Type::Imphash), "imphash " + md5);
}

TEST(Hash, of_a_named_file_keeps_the_name_as_it_is) {  // H3
  EXPECT_EQ(read("Invoice 7.PDF  .exe|" + md5), "filename|md5 Invoice 7.PDF  .exe|" + md5);
  EXPECT_EQ(parse("a.exe|" + sha1)->observable.value, *base::from_hex(sha1) + "a.exe") << "the hash first";
  EXPECT_EQ(read("a|b|" + sha256), "filename|sha256 a|b|" + sha256);
  EXPECT_EQ(read("C:\\x.exe|" + md5), "filename|md5 C:\\x.exe|" + md5);
  const auto hinted = parse("a.exe|" + sha1, {Type::None, true});
  ASSERT_TRUE(hinted);
  EXPECT_EQ(hinted->observable.type, Type::FilenameSha1);
  EXPECT_TRUE(is_refused("a.exe|" + md5 + "0", Type::FilenameMd5));
  EXPECT_TRUE(is_refused("|" + md5, Type::FilenameMd5));
  EXPECT_TRUE(is_refused("a.exe|" + sha1, Type::FilenameMd5));
  EXPECT_TRUE(is_refused("a.exe", Type::FilenameMd5));
}

TEST(Hash, ssdeep_keeps_its_case) {  // H4
  const std::string value = "96:QRWkwoBevsL0JsIQ3pq8dxbu:QRWktBe80JsIIq8dxK";
  EXPECT_EQ(read(value), "ssdeep " + value);
  EXPECT_EQ(read("3::", Type::Ssdeep), "ssdeep 3::");
  EXPECT_TRUE(is_refused("96:abc", Type::Ssdeep));
  EXPECT_TRUE(is_refused("96:a*c:def", Type::Ssdeep));
  EXPECT_TRUE(is_refused("12:30:45")) << "a time";
}

TEST(Hash, tlsh_is_in_lower_case_with_or_without_its_version) {
  const std::string digits = sha256 + "abcdef";
  EXPECT_EQ(read("T1" + digits), "tlsh t1" + digits);
  EXPECT_EQ(read(digits, Type::Tlsh), "tlsh " + digits);
  EXPECT_TRUE(is_refused("T2" + digits, Type::Tlsh));
}

TEST(Fingerprint, of_certificates_may_have_colons) {
  EXPECT_EQ(read("2F:D4:E1:C6:7A:2D:28:FC:ED:84:9E:E1:BB:76:E7:39:1B:93:EB:12", Type::X509Sha1), "x509-sha1 " + sha1);
  EXPECT_TRUE(is_refused("2F:D4:E1:C6", Type::X509Sha1));
}

TEST(Fingerprint, jarm_and_ja4_are_told_by_their_form) {
  const std::string jarm = "27d40d40d29d40d1dc42d43d00041d" + md5;
  EXPECT_EQ(read(jarm), "jarm " + jarm);
  EXPECT_EQ(read("T13D1516h2_8DAAF6152771_b186095e22b6"), "ja4 t13d1516h2_8daaf6152771_b186095e22b6");
  EXPECT_TRUE(is_refused("t13d1516h2_8daaf6152771_b186095e22bg", Type::Ja4));
}

TEST(Registry, hives_are_written_out) {  // K1
  EXPECT_EQ(read("HKLM\\Software\\Evil"), "regkey HKEY_LOCAL_MACHINE\\Software\\Evil");
  EXPECT_EQ(read("hkcu\\Run"), "regkey HKEY_CURRENT_USER\\Run");
  EXPECT_EQ(read("hkey_users\\S-1-5"), "regkey HKEY_USERS\\S-1-5");
  EXPECT_EQ(read("HKCR:\\CLSID", Type::Regkey), "regkey HKEY_CLASSES_ROOT\\CLSID");
  EXPECT_EQ(read("Software\\Evil", Type::Regkey), "regkey Software\\Evil") << "without a hive it stays";
  EXPECT_FALSE(is_canonical(Type::Regkey, "HKLM\\Software"));
  EXPECT_FALSE(is_canonical(Type::Regkey, "hkey_local_machine\\Software"));
}

TEST(Identifier, as_numbers_are_32_bits) {  // S1
  EXPECT_EQ(read("as64496"), "asn AS64496");
  EXPECT_EQ(read("64496", Type::Asn), "asn AS64496");
  EXPECT_EQ(read("AS4294967295"), "asn AS4294967295");
  EXPECT_TRUE(is_refused("AS4294967296"));
  EXPECT_TRUE(is_refused("AS1.10", Type::Asn));
}

TEST(Identifier, cve_and_cpe_have_one_case) {
  EXPECT_EQ(read("cve-2021-44228"), "cve CVE-2021-44228");
  EXPECT_TRUE(is_refused("CVE-2021-442"));
  EXPECT_TRUE(is_refused("CVE-21-44228"));
  EXPECT_EQ(read("cpe:2.3:a:Vendor:Prod\\:uct:1.0:*:*:*:*:*:*:*"), "cpe cpe:2.3:a:vendor:prod\\:uct:1.0:*:*:*:*:*:*:*");
  EXPECT_TRUE(is_refused("cpe:2.3:a:vendor:product:1.0"));
}

TEST(Identifier, mac_addresses_have_one_form) {
  for (const char* raw : {"00:1A:2b:3c:4d:5e", "00-1a-2b-3c-4d-5e", "001a.2b3c.4d5e"}) {
    EXPECT_EQ(read(raw), "mac-address 00:1a:2b:3c:4d:5e");
  }
  EXPECT_EQ(read("001a2b3c4d5e", Type::MacAddress), "mac-address 00:1a:2b:3c:4d:5e");
  EXPECT_TRUE(is_refused("00:1a:2b:3c:4d", Type::MacAddress));
  EXPECT_TRUE(is_refused("00:1a-2b:3c:4d:5e", Type::MacAddress));
}

// The first block's address, and the examples of BIP 173 and BIP 350.
TEST(Identifier, bitcoin_addresses_are_checked_by_their_sums) {
  EXPECT_EQ(read("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"), "bitcoin 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa");
  EXPECT_TRUE(is_refused("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb"));
  EXPECT_EQ(read("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4"), "bitcoin bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4");
  EXPECT_TRUE(is_refused("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5"));
  EXPECT_TRUE(is_refused("bc1Qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")) << "mixed case";
  const std::string taproot = "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0";
  EXPECT_EQ(read(taproot), "bitcoin " + taproot);
  EXPECT_TRUE(is_refused("tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx")) << "the test net";
}

TEST(Text, is_kept_but_for_the_blanks_at_its_ends) {  // L2
  EXPECT_EQ(read("\xef\xbb\xbf Global\\Evil Mutex \r\n", Type::Mutex), "mutex Global\\Evil Mutex");
  EXPECT_EQ(read("Evil Browser/1.0 (x; y)", Type::UserAgent), "user-agent Evil Browser/1.0 (x; y)");
  EXPECT_EQ(read("rule x {\r\n\tcondition: true }\n", Type::Yara), "yara rule x {\r\n\tcondition: true }");
  EXPECT_EQ(read(" anything at all ", Type::Other), "other anything at all");
  EXPECT_TRUE(is_refused("a\nb", Type::Filename));
  EXPECT_TRUE(is_refused("\xff", Type::Filename));
  EXPECT_TRUE(is_refused(std::string_view("a\0b", 3), Type::Other));
  EXPECT_FALSE(is_canonical(Type::Mutex, " x"));
}

TEST(Text, no_type_takes_an_empty_value) {
  for (const Type type : all_types()) {
    EXPECT_TRUE(is_refused("", type)) << name(type);
    EXPECT_EQ(is_refused(" \xc2\xa0\t", type), type != Type::Opaque) << name(type);
    EXPECT_FALSE(is_canonical(type, "")) << name(type);
  }
}

TEST(Text, has_a_limit) {
  EXPECT_EQ(parse(std::string(max_value_bytes + 1, 'a'), {Type::Other}).error().code, base::ErrorCode::TooLarge);
  EXPECT_TRUE(parse(std::string(max_value_bytes, 'a'), {Type::Other}));
  EXPECT_TRUE(parse(std::string(max_pattern_bytes, 'a'), {Type::Yara}));
  EXPECT_FALSE(is_canonical(Type::Yara, std::string(max_pattern_bytes + 1, 'a')));
}

TEST(Detection, paths_of_windows_are_told_from_names) {
  EXPECT_EQ(read("C:\\Windows\\evil.dll"), "file-path C:\\Windows\\evil.dll");
  EXPECT_EQ(read("\\\\server\\share\\evil.dll"), "file-path \\\\server\\share\\evil.dll");
  EXPECT_EQ(read("%TEMP%\\evil.dll"), "file-path %TEMP%\\evil.dll");
  EXPECT_EQ(read("~/Library/evil.plist"), "file-path ~/Library/evil.plist");
  EXPECT_EQ(read("evil.dll"), "domain evil.dll") << "letters after the last dot: by value it is a name";
}

TEST(Type, numbers_and_names_find_their_type) {
  for (const Type type : all_types()) {
    EXPECT_EQ(type_from_name(name(type)), type);
    EXPECT_EQ(type_from_number(static_cast<std::uint32_t>(type)), type);
  }
  EXPECT_EQ(all_types().size(), 42U);
  EXPECT_FALSE(type_from_number(0));
  EXPECT_FALSE(type_from_number(0x10001));
  EXPECT_EQ(name(static_cast<Type>(999)), "unknown");
  EXPECT_FALSE(is_canonical(static_cast<Type>(999), "x"));
  EXPECT_TRUE(is_refused("x", static_cast<Type>(999)));
}

TEST(Key, is_the_digest_of_type_number_and_canonical_bytes) {
  const auto o = parse("45.9.148.3")->observable;
  EXPECT_EQ(key(o).text(), base::sha256(std::string("\x00\x01\x2d\x09\x94\x03", 6)).text());
}

}  // namespace
}  // namespace tidings::observable
