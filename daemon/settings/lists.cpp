#include "daemon/settings/lists.hpp"

#include <array>

#include "daemon/settings/values.hpp"

namespace tidings::settings {
namespace {

using namespace std::chrono_literals;
using enum Takes;

#define TIDINGS_AT(group, name) [](Settings& s) -> decltype(auto) { return (s.group.name); }
#define TIDINGS_SETTING(group, name) #group "." #name

// clang-format off
const std::array webhook_rows{
  Declaration{TIDINGS_SETTING(webhook, name),
    "What it is called in status, log and its requests. Its place in the ledger is kept under this name.",
    AtReload, Text{TIDINGS_AT(webhook, name), "", check_word}},
  Declaration{TIDINGS_SETTING(webhook, url),
    "Where to POST to: https, or http to this machine.",
    AtReload, Text{TIDINGS_AT(webhook, url), "", check_url}},
  Declaration{TIDINGS_SETTING(webhook, secret_file),
    "A file with the secret that requests are signed with, at least 16 bytes; an end of line does not count.",
    AtReload, Text{TIDINGS_AT(webhook, secret_file), "", check_path}},
  Declaration{TIDINGS_SETTING(webhook, ca_file),
    "Certificates (PEM) that may sign the server's. Empty: those that the system trusts.",
    AtReload, Text{TIDINGS_AT(webhook, ca_file), "", check_optional_path}},
  Declaration{TIDINGS_SETTING(webhook, allow_private),
    "Whether its name may stand for a private address.",
    AtReload, Flag{TIDINGS_AT(webhook, allow_private), false}},
  Declaration{TIDINGS_SETTING(webhook, max_tlp),
    "The narrowest marking that is sent.",
    AtReload, MarkingChoice{TIDINGS_AT(webhook, max_tlp), Marking::Green}},
  Declaration{TIDINGS_SETTING(webhook, batch_max),
    "What is sent in one request at most.",
    AtReload, Count{TIDINGS_AT(webhook, batch_max), 500, 1, 5'000, "arrivals"}},
  Declaration{TIDINGS_SETTING(webhook, timeout),
    "How long each step of a request may take: finding its address, connecting, sending, the answer.",
    AtReload, Span{TIDINGS_AT(webhook, timeout), 10s, 1s, 2min}},
  Declaration{TIDINGS_SETTING(webhook, types),
    "Only these types of values.",
    AtReload, TextList{TIDINGS_AT(webhook, types), {}, check_word, 64}},
  Declaration{TIDINGS_SETTING(webhook, origins),
    "Only what these organisations say: aliases, names or ids.",
    AtReload, TextList{TIDINGS_AT(webhook, origins), {}, check_filled, 64}},
  Declaration{TIDINGS_SETTING(webhook, tags),
    "Only what has all of these tags.",
    AtReload, TextList{TIDINGS_AT(webhook, tags), {}, check_filled, 64}},
  Declaration{TIDINGS_SETTING(webhook, ecosystems),
    "Only what is about one of these ecosystems.",
    AtReload, TextList{TIDINGS_AT(webhook, ecosystems), {}, check_filled, 64}},
  Declaration{TIDINGS_SETTING(webhook, kinds),
    "Only these kinds: report, sighting, dispute, withdrawal, assessment.",
    AtReload, TextList{TIDINGS_AT(webhook, kinds), {}, check_word, 8}},
  Declaration{TIDINGS_SETTING(webhook, roles),
    "Only these roles: c2, delivery, phishing and the like.",
    AtReload, TextList{TIDINGS_AT(webhook, roles), {}, check_word, 32}},
  Declaration{TIDINGS_SETTING(webhook, min_confidence),
    "Only what is stated with at least this confidence. 0: also what states none.",
    AtReload, Count{TIDINGS_AT(webhook, min_confidence), 0, 0, 100, "of 100"}},
};

const std::array taxii_collection_rows{
  Declaration{TIDINGS_SETTING(taxii_collection, name),
    "Its alias. Its id is made of it, so another name is another collection.",
    AtReload, Text{TIDINGS_AT(taxii_collection, name), "", check_word}},
  Declaration{TIDINGS_SETTING(taxii_collection, title),
    "What people are shown. Empty: its name.",
    AtReload, Text{TIDINGS_AT(taxii_collection, title), "", check_line}},
  Declaration{TIDINGS_SETTING(taxii_collection, description),
    "What is in it.",
    AtReload, Text{TIDINGS_AT(taxii_collection, description), "", check_line}},
  Declaration{TIDINGS_SETTING(taxii_collection, read),
    "Whether it is read by who may see what is in it.",
    AtReload, Flag{TIDINGS_AT(taxii_collection, read), true}},
  Declaration{TIDINGS_SETTING(taxii_collection, write),
    "Whether publishers post to it. What they post gets its ecosystems and tags.",
    AtReload, Flag{TIDINGS_AT(taxii_collection, write), false}},
  Declaration{TIDINGS_SETTING(taxii_collection, remove),
    "Whether operators delete from it, which withdraws what this node said.",
    AtReload, Flag{TIDINGS_AT(taxii_collection, remove), false}},
  Declaration{TIDINGS_SETTING(taxii_collection, max_tlp),
    "The narrowest marking in it.",
    AtReload, MarkingChoice{TIDINGS_AT(taxii_collection, max_tlp), Marking::Red}},
  Declaration{TIDINGS_SETTING(taxii_collection, types),
    "Only these types of values.",
    AtReload, TextList{TIDINGS_AT(taxii_collection, types), {}, check_word, 64}},
  Declaration{TIDINGS_SETTING(taxii_collection, origins),
    "Only what these organisations say: aliases, names or ids.",
    AtReload, TextList{TIDINGS_AT(taxii_collection, origins), {}, check_filled, 64}},
  Declaration{TIDINGS_SETTING(taxii_collection, tags),
    "Only what has all of these tags.",
    AtReload, TextList{TIDINGS_AT(taxii_collection, tags), {}, check_filled, 16}},
  Declaration{TIDINGS_SETTING(taxii_collection, ecosystems),
    "Only what is about one of these ecosystems.",
    AtReload, TextList{TIDINGS_AT(taxii_collection, ecosystems), {}, check_filled, 16}},
  Declaration{TIDINGS_SETTING(taxii_collection, tlps),
    "Only what is marked so: clear, green, amber, amber+strict, red.",
    AtReload, TextList{TIDINGS_AT(taxii_collection, tlps), {}, check_filled, 5}},
  Declaration{TIDINGS_SETTING(taxii_collection, kinds),
    "Only these kinds: report, sighting, dispute, withdrawal, assessment.",
    AtReload, TextList{TIDINGS_AT(taxii_collection, kinds), {}, check_word, 8}},
  Declaration{TIDINGS_SETTING(taxii_collection, min_confidence),
    "Only what is stated with at least this confidence. 0: also what states none.",
    AtReload, Count{TIDINGS_AT(taxii_collection, min_confidence), 0, 0, 100, "of 100"}},
};

const std::array table{
  ListDeclaration{"webhook",
    "What is told by HTTPS as it arrives, signed, in order, tried again until it is taken. docs/operations.md has the form.",
    AtReload, 32, webhook_rows,
    [](const Settings& s) { return s.webhooks.size(); },
    [](Settings& s, std::size_t number) { s.webhook = s.webhooks.at(number); },
    [](Settings& s, std::uint32_t line) { s.webhook.line = line; s.webhooks.push_back(s.webhook); },
    [](Settings& to, const Settings& from) { to.webhooks = from.webhooks; },
    [](const Settings& s) -> std::optional<std::string> {
      for (const auto& other : s.webhooks) {
        if (other.name == s.webhook.name) return "two have the name " + other.name;
      }
      return std::nullopt;
    }},
  ListDeclaration{"taxii_collection",
    "A collection of the TAXII server: a saved question. Without any there is one, \"all\", that is read. docs/taxii.md has more.",
    AtReload, 256, taxii_collection_rows,
    [](const Settings& s) { return s.taxii_collections.size(); },
    [](Settings& s, std::size_t number) { s.taxii_collection = s.taxii_collections.at(number); },
    [](Settings& s, std::uint32_t line) { s.taxii_collection.line = line; s.taxii_collections.push_back(s.taxii_collection); },
    [](Settings& to, const Settings& from) { to.taxii_collections = from.taxii_collections; },
    [](const Settings& s) -> std::optional<std::string> {
      for (const auto& other : s.taxii_collections) {
        if (other.name == s.taxii_collection.name) return "two have the name " + other.name;
      }
      return std::nullopt;
    }},
  export_list(),
  feed_list(),
};
// clang-format on

#undef TIDINGS_SETTING
#undef TIDINGS_AT

}  // namespace

std::span<const ListDeclaration> lists() { return table; }

const ListDeclaration* find_list(std::string_view key) {
  for (const auto& list : table) {
    if (list.key == key) return &list;
  }
  return nullptr;
}

std::string list_text(const ListDeclaration& list, const Settings& settings) {
  Settings copy = settings;
  std::string out;
  for (std::size_t number = 0; number < list.size(settings); ++number) {
    list.take(copy, number);
    out.append("[[").append(list.key).append("]]\n");
    for (const auto& row : list.rows) {
      out.append(row.key.substr(list.key.size() + 1)).append(" = ").append(value_text(row, copy)).append("\n");
    }
  }
  return out;
}

}  // namespace tidings::settings
