#pragma once
/// Short names with a form of their own: AS numbers, CVE, CPE, JA4, MAC and Bitcoin addresses. Inside of this folder.
/// Each read_… puts the canonical bytes in `out`; each is_… judges canonical bytes.
/// Lives on: any executor.
#include <string>
#include <string_view>

#include "core/observable/text.hpp"

namespace tidings::observable {

/// "AS24940" or, if declared, "24940": 4 bytes (rule S1).
Refusal read_asn(std::string_view text, std::string& out);
/// "CVE-YYYY-NNNN…", upper case, at least 4 digits.
Refusal read_cve(std::string_view text, std::string& out);
bool is_canonical_cve(std::string_view value);
/// NISTIR 7695 formatted string, "cpe:2.3:" and 11 attributes, lower case (names compare without case).
Refusal read_cpe(std::string_view text, std::string& out);
bool is_canonical_cpe(std::string_view value);
/// "t13d1516h2_8daaf6152771_b186095e22b6".
Refusal read_ja4(std::string_view text, std::string& out);
bool is_canonical_ja4(std::string_view value);
/// "12:34:56:78:90:ab", with '-' too, or "1234.5678.90ab": 6 bytes.
Refusal read_mac(std::string_view text, std::string& out);
/// Base58Check (P2PKH, P2SH) or Bech32/Bech32m on the main net; the checksum is verified.
Refusal read_bitcoin(std::string_view text, std::string& out);
bool is_canonical_bitcoin(std::string_view value);

}  // namespace tidings::observable
