// The blocks [[feed]].
#include <array>

#include "daemon/settings/lists.hpp"
#include "daemon/settings/values.hpp"

namespace tidings::settings {
namespace {

using namespace std::chrono_literals;
using enum Takes;

constexpr std::uint64_t kib = 1024, mib = 1024 * kib, gib = 1024 * mib;
constexpr base::Duration day = 24h;

std::optional<std::string> check_gone(std::string_view text) {
  if (text == "expire" || text == "withdraw") return std::nullopt;
  return "it is neither \"expire\" nor \"withdraw\"";
}

std::optional<std::string> check_optional_word(std::string_view text) {
  return text.empty() ? std::nullopt : check_word(text);
}

#define TIDINGS_AT(name) [](Settings& s) -> decltype(auto) { return (s.feed.name); }
#define TIDINGS_SETTING(name) "feed." #name

// clang-format off
const std::array feed_rows{
  Declaration{TIDINGS_SETTING(name),
    "What it is called in status and log. What it said is known by it: what a feed of another name said expires.",
    AtReload, Text{TIDINGS_AT(name), "", check_word}},
  Declaration{TIDINGS_SETTING(url),
    "Where it is: https, or http to this machine. Of a MISP feed the folder, of MISP's API the server, of TAXII the "
    "collection: https://HOST/ROOT/collections/ID/.",
    AtReload, Text{TIDINGS_AT(url), "", check_optional_url}},
  Declaration{TIDINGS_SETTING(folder),
    "Or a folder on this machine, whose files are read together.",
    AtReload, Text{TIDINGS_AT(folder), "", check_optional_path}},
  Declaration{TIDINGS_SETTING(format),
    "What it is: list, csv, stix, misp, openioc, yara, sigma, suricata, report; hosts, adblock, rpz, zeek, maltrail, loki, "
    "dnsmasq or a type of values for lines; misp-feed, misp-api, taxii. Empty: by its content.",
    AtReload, Text{TIDINGS_AT(format), "", check_optional_word}},
  Declaration{TIDINGS_SETTING(columns),
    "Of a table without a header: what its columns are, as \"-,first_seen,url,-,tags\".",
    AtReload, Text{TIDINGS_AT(columns), "", check_line}},
  Declaration{TIDINGS_SETTING(every),
    "How often it is looked at.",
    AtReload, Span{TIDINGS_AT(every), 1h, 10s, 30 * day}},
  Declaration{TIDINGS_SETTING(expiry),
    "How long what it says lives after it was last seen to say it: an hour at least. 0s: publish.default_expiry.",
    AtReload, Span{TIDINGS_AT(expiry), 0s, 0s, 731 * day}},
  Declaration{TIDINGS_SETTING(share),
    "Whether what it says goes to partners, as this organisation's word. Else it never leaves the node: ten nodes that "
    "fetch one public feed are no ten witnesses.",
    AtReload, Flag{TIDINGS_AT(share), false}},
  Declaration{TIDINGS_SETTING(tlp),
    "The marking of what it says. What it marks narrower itself stays narrower.",
    AtReload, MarkingChoice{TIDINGS_AT(tlp), Marking::Amber}},
  Declaration{TIDINGS_SETTING(pap),
    "What may be done with it (PAP): clear, green, amber or red, where it states none. What it states narrower itself "
    "stays narrower. Empty: what the TLP suggests.",
    AtReload, Text{TIDINGS_AT(pap), "", check_optional_word}},
  Declaration{TIDINGS_SETTING(confidence),
    "0 to 100, or high, medium, low, where it states none. Empty: none is stated.",
    AtReload, Text{TIDINGS_AT(confidence), "", check_line}},
  Declaration{TIDINGS_SETTING(role),
    "The role of its values where it states none: c2, delivery, phishing and the like.",
    AtReload, Text{TIDINGS_AT(role), "", check_optional_word}},
  Declaration{TIDINGS_SETTING(title),
    "What its bulletins are called where it does not say. Empty: made of its name.",
    AtReload, Text{TIDINGS_AT(title), "", check_line}},
  Declaration{TIDINGS_SETTING(producer),
    "Whose words these are where it does not say. Empty: the host of its URL.",
    AtReload, Text{TIDINGS_AT(producer), "", check_line}},
  Declaration{TIDINGS_SETTING(ecosystems),
    "What it is about where it does not say.",
    AtReload, TextList{TIDINGS_AT(ecosystems), {}, check_filled, 16}},
  Declaration{TIDINGS_SETTING(tags),
    "Tags for all of it, beside feed:NAME.",
    AtReload, TextList{TIDINGS_AT(tags), {}, check_filled, 16}},
  Declaration{TIDINGS_SETTING(gone),
    "What becomes of values that it says no more: \"expire\" or \"withdraw\".",
    AtReload, Text{TIDINGS_AT(gone), "expire", check_gone}},
  Declaration{TIDINGS_SETTING(user),
    "A name for HTTP Basic, with the password in secret_file.",
    AtReload, Text{TIDINGS_AT(user), "", check_line}},
  Declaration{TIDINGS_SETTING(secret_file),
    "A file with a password, a token or a key; only the daemon's user may read it. Without user and secret_header it is "
    "sent as a bearer token, to MISP's API as its key.",
    AtReload, Text{TIDINGS_AT(secret_file), "", check_optional_path}},
  Declaration{TIDINGS_SETTING(secret_header),
    "The header that the secret is sent in, as \"Auth-Key\".",
    AtReload, Text{TIDINGS_AT(secret_header), "", check_optional_word}},
  Declaration{TIDINGS_SETTING(ca_file),
    "Certificates (PEM) that may sign the server's. Empty: those that the system trusts.",
    AtReload, Text{TIDINGS_AT(ca_file), "", check_optional_path}},
  Declaration{TIDINGS_SETTING(allow_private),
    "Whether its name, or where it redirects to, may stand for a private address.",
    AtReload, Flag{TIDINGS_AT(allow_private), false}},
  Declaration{TIDINGS_SETTING(timeout),
    "How long each step of a request may take: finding its address, connecting, the next piece of its answer.",
    AtReload, Span{TIDINGS_AT(timeout), 30s, 1s, 10min}},
  Declaration{TIDINGS_SETTING(run_timeout),
    "How long one document may take. A run over many (the pages of TAXII and of MISP's API, the events of a MISP feed) "
    "fetches none after it: the next run goes on.",
    AtReload, Span{TIDINGS_AT(run_timeout), 10min, 1s, 6h}},
  Declaration{TIDINGS_SETTING(max_size),
    "The longest document that is read, as sent and unpacked.",
    AtReload, Size{TIDINGS_AT(max_size), 64 * mib, 1 * kib, 4 * gib}},
  Declaration{TIDINGS_SETTING(max_values),
    "The most values of a document, or of a run over the pages of a TAXII collection. Each takes 16 bytes of memory while "
    "it is read.",
    AtReload, Count{TIDINGS_AT(max_values), 1'000'000, 1, 20'000'000, "values"}},
};
// clang-format on

#undef TIDINGS_SETTING
#undef TIDINGS_AT

std::optional<std::string> check_feed(const Settings& s) {
  for (const auto& other : s.feeds) {
    if (other.name == s.feed.name) return "two have the name " + other.name;
  }
  if (s.feed.url.empty() == s.feed.folder.empty()) return "it has a url or a folder, one of them";
  if (!s.feed.user.empty() && s.feed.secret_file.empty()) return "it has a user, but no secret_file";
  return std::nullopt;
}

}  // namespace

ListDeclaration feed_list() {
  return {"feed",
          "What is fetched, on a schedule: lists, tables, STIX, MISP, TAXII. What is new is published, what is gone "
          "withdrawn or left to expire. docs/operations.md has more.",
          AtReload,
          256,
          feed_rows,
          [](const Settings& s) { return s.feeds.size(); },
          [](Settings& s, std::size_t number) { s.feed = s.feeds.at(number); },
          [](Settings& s, std::uint32_t line) {
            s.feed.line = line;
            s.feeds.push_back(s.feed);
          },
          [](Settings& to, const Settings& from) { to.feeds = from.feeds; },
          check_feed};
}

}  // namespace tidings::settings
