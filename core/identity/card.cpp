#include "core/identity/card.hpp"

#include <openssl/evp.h>

#include <algorithm>

#include "tidings/v1/card.pb.h"

namespace tidings::identity {
namespace {

using base::ErrorCode;

constexpr std::string_view begin_line = "-----BEGIN TIDINGS CARD-----";
constexpr std::string_view end_line = "-----END TIDINGS CARD-----";
// Base64 is 4/3 of the bytes; lines, what is written for people, and a mail's words around it have as much again.
constexpr std::size_t max_text_bytes = max_card_bytes * 3;

base::Error bad(std::string what) { return base::fail(ErrorCode::BadInput, std::move(what)); }

std::string to_base64(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // EVP_EncodeBlock writes a final NUL
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

base::Result<std::string> from_base64(const std::string& text) {
  const std::size_t padding = text.size() - std::min(text.size(), text.find_last_not_of('=') + 1);
  if (text.empty() || text.size() % 4 != 0 || padding > 2) return bad("the card's base64 is cut or has a wrong ending");
  std::string bytes(text.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  if (size < 0 || static_cast<std::size_t>(size) < padding) return bad("the card's base64 has a wrong character");
  bytes.resize(static_cast<std::size_t>(size) - padding);
  return bytes;
}

/// The base64 between a text card's empty line and its end, without line breaks and what mail programs put in front.
/// `text` begins with the card's first line.
base::Result<std::string> body_of(std::string_view text) {
  std::string body;
  bool after_blank = false;
  text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);  // what is left of the first line
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    while (!line.empty() && (line.front() == ' ' || line.front() == '>')) line.remove_prefix(1);
    if (line == end_line) return body;
    if (after_blank) {
      body.append(line);
    } else {
      after_blank = line.empty();
    }
  }
  return base::fail(ErrorCode::Truncated, "the card has no line " + std::string(end_line));
}

base::Result<Card> read_binary(std::string_view bytes) {
  if (bytes.size() > max_card_bytes) {
    return base::fail(ErrorCode::TooLarge, "the card has more than " + std::to_string(max_card_bytes) + " bytes");
  }
  v1::Card message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return bad("this is not a Tidings card");
  if (message.identity().empty()) return bad("the card has no identity");
  auto identity = read_identity(message.identity());
  if (!identity) return identity.error();
  Card card{std::move(*identity), std::nullopt};
  if (message.contact().empty()) return card;
  auto contact = read_contact(message.contact(), card.identity);
  if (!contact) return contact.error();
  card.contact = std::move(*contact);
  return card;
}

}  // namespace

base::Result<Card> read_card(std::string_view bytes) {
  if (bytes.size() > max_text_bytes) return base::fail(ErrorCode::TooLarge, "a card's text has at most 192 KiB");
  const auto begin = bytes.find(begin_line);
  if (begin == std::string_view::npos) return read_binary(bytes);
  // What stands between the first line and the empty one is for people and proves nothing: it is not read.
  const auto body = body_of(bytes.substr(begin));
  if (!body) return body.error();
  const auto binary = from_base64(*body);
  return binary ? read_binary(*binary) : binary.error();
}

std::string write_card(const Card& card) {
  v1::Card message;
  message.set_identity(card.identity.signed_bytes);
  if (card.contact) message.set_contact(card.contact->signed_bytes);
  return message.SerializeAsString();
}

std::string write_card_text(const Card& card) {
  constexpr std::size_t line_length = 64;
  std::string text(begin_line);
  text += "\nOrganisation: " + card.identity.name;
  text += "\nId: " + card.identity.organisation.text();
  text += "\nFingerprint: " + fingerprint_words(card.identity) + "\n\n";
  const std::string base64 = to_base64(write_card(card));
  for (std::size_t at = 0; at < base64.size(); at += line_length) text += base64.substr(at, line_length) + "\n";
  return text.append(end_line).append("\n");
}

}  // namespace tidings::identity
