#include <algorithm>

#include "base/letters.hpp"
#include "core/observable/top_level.hpp"

#include "formats/report/known.hpp"
#include "formats/report/scanner.hpp"
#include "formats/report/token.hpp"
#include "formats/report/words.hpp"

namespace tidings::report {
namespace {

using observable::Type;

constexpr std::size_t max_remembered_top_levels = 512;

bool is_url_like(std::string_view text) {
  const auto mark = text.find("//");
  return mark != std::string_view::npos && mark > 0 && mark <= 12 && (text[mark - 1] == ':' || text[mark - 1] == ']');
}

bool begins_a_path(std::string_view text) {
  if (text.size() < 4) return false;
  const bool drive = text[1] == ':' && text[2] == '\\' && is_word_char(text[0]);
  return drive || text.starts_with("\\\\") || text.starts_with("~/") || text.starts_with("$HOME/") ||
         (text[0] == '%' && text.find("%\\") != std::string_view::npos) ||
         (text[0] == '/' && text.find('/', 1) != std::string_view::npos);
}

bool begins_a_key(std::string_view text) {
  constexpr std::string_view hives[] = {"HKLM", "HKCU", "HKEY_", "HKCR", "HKU\\"};
  return text.find('\\') != std::string_view::npos &&
         std::any_of(std::begin(hives), std::end(hives), [&](auto hive) { return text.starts_with(hive); });
}

// In the first row of a table of mutexes: words alone, or a column that is known, as "SHA-256".
bool reads_as_column(std::string_view text) {
  if (text.find_first_of("\\{_") != std::string_view::npos) return false;
  return column_of(text) != Column::Unsaid || text.find_first_of("0123456789") == std::string_view::npos;
}

// "name.exe", "Evaluation Table.xls.exe": a name of one file and nothing else.
bool is_file_name(std::string_view text) {
  if (text.size() > 160 || text.size() < 4 || !file_ending(text).only) return false;
  if (text.find_first_of("/\\:*?\"<>|=") != text.npos || text.find(", ") != text.npos) return false;
  // "1f0c… - name.exe" is a digest with its name.
  const auto first = text.substr(0, text.find(' '));
  return !(is_digest_size(first.size()) && (marks_of(first) & mark::not_hex) == 0);
}

// "2a02:2f0a::1": public ones begin with 2 or 3 and three more digits; "12:30:45", "std::vector" and "a::b" do not.
bool is_short_v6(std::string_view text) {
  return text.size() > 6 && (text[0] == '2' || text[0] == '3') && text[4] == ':' &&
         (marks_of(text.substr(0, 4)) & mark::not_hex) == 0 && text.find("::") != std::string_view::npos;
}

// "1.2.3.4", "1.2.3.4:80", "1.2.3.0/24", "2001:db8::1": what cannot be a name.
bool is_address_like(std::string_view text, std::uint16_t found) {
  const auto first = text.front(), last = text.back();
  const bool digits = first >= '0' && first <= '9' && last >= '0' && last <= '9' && (found & mark::dot) != 0;
  const auto colons = std::count(text.begin(), text.end(), ':');
  return digits || colons >= 4 || (first == '[' && colons >= 2) || is_short_v6(text);
}

// The name in front of a port, path or query; after '@'.
std::string_view name_in(std::string_view text) {
  if (const auto at = text.rfind('@'); at != std::string_view::npos) text.remove_prefix(at + 1);
  const auto end = std::min(text.find_first_of(":/?#"), text.size());
  return text.substr(0, end);
}

std::size_t groups(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), ':'));
}

// Links as AsciiDoc writes them: "https://host/path[words]".
std::size_t link_words(std::string_view text) {
  const auto at = text.find('[');
  if (at == std::string_view::npos || !is_url_like(text)) return std::string_view::npos;
  const auto rest = text.substr(at);
  const bool disarmed = rest.starts_with("[.") || rest.starts_with("[:") || rest.starts_with("[d") ||
                        rest.starts_with("[D") || rest.starts_with("[/") || rest.starts_with("[@") ||
                        rest.starts_with("[at]") || at < 8;
  return disarmed ? std::string_view::npos : at;
}

}  // namespace

bool Scanner::known_top_level(std::string_view name) {
  const std::string last = base::lowered(name.substr(name.rfind('.') + 1));
  if (const auto found = top_levels_.find(last); found != top_levels_.end()) return found->second;
  const bool known = observable::has_known_top_level(last);
  if (top_levels_.size() < max_remembered_top_levels) top_levels_.emplace(last, known);
  return known;
}

bool Scanner::is_own(const observable::Observable& observable) const {
  if (own_sites_.empty()) return false;
  std::string_view host = observable.value;
  if (const auto begin = host.find("://"); begin != std::string_view::npos) host.remove_prefix(begin + 3);
  host = name_in(host);
  return std::any_of(own_sites_.begin(), own_sites_.end(), [&](const auto& site) {
    return host == site ||
           (host.size() > site.size() && host.ends_with(site) && host[host.size() - site.size() - 1] == '.');
  });
}

// A unit that is one path, key, mutex or file name, blanks included.
bool Scanner::whole(const Unit& here, std::string_view text) {
  Type type = Type::None;
  if (text.size() > 1024 || text.empty()) return false;
  const bool heads = here.setting == Setting::Cell && !in_table_ && reads_as_column(text);
  const bool mutexes = sections_.meaning() == Meaning::Mutexes && column_ != Column::Prose && !heads;
  if (begins_a_key(text)) {
    type = Type::Regkey;
  } else if (begins_a_path(text) && text.find("://") == std::string_view::npos) {
    type = Type::FilePath;
  } else if (mutexes && text.find("://") == std::string_view::npos) {
    type = Type::Mutex;
  } else if (is_file_name(text)) {
    type = Type::Filename;
  }
  if (type == Type::None) return false;
  auto parsed = observable::parse(text, {type, false});
  if (!parsed) return false;
  auto spot = spot_of(here, 0, here.text.size());
  spot.written = text;
  // Beside its digest the name tells what the digest is of.
  if (row_has_digest_ && here.setting == Setting::Cell && type != Type::Regkey) return true;
  settle(std::move(parsed->observable), spot);
  return true;
}

void Scanner::shaped(std::string_view text, Spot spot) {
  bool disarmed = false;
  std::string restored;
  const auto found = marks_of(text);
  const bool odd_scheme = (text.front() | 0x20) == 'h' || text.front() == 'm';
  if ((found & (mark::high | mark::backslash)) != 0 || (odd_scheme && (found & mark::colon) != 0)) {
    if (restore(text, restored, disarmed)) text = restored;
  }
  if (text.empty() || text.find('\\') != std::string_view::npos) return;
  spot.defanged = disarmed || is_defanged(text);
  if (form_ == Form::AsciiDoc) {
    if (const auto words = link_words(text); words != std::string_view::npos) {
      text = text.substr(0, words);
      spot.setting = Setting::Link;
    }
  }
  spot.written = text;
  value(text, spot);
}

void Scanner::value(std::string_view text, const Spot& spot) {
  const auto found = marks_of(text);
  const bool url = is_url_like(text);
  if (spot.setting == Setting::Link && url && !spot.defanged) context_.link(text);
  if (!url && !spot.defanged && !is_address_like(text, found)) {
    const auto name = name_in(text);
    if (name.find('.') == std::string_view::npos) {
      // Values without dots that show themselves by their form.
      if ((found & (mark::colon | mark::dot)) == 0 || spot.setting == Setting::Prose) return;
    } else if (!known_top_level(name)) {
      return;
    }
  }
  auto parsed = observable::parse(text);
  if (!parsed) return;
  auto& observable = parsed->observable;
  const bool no_address = observable.type == Type::Ipv6 && groups(text) < 4 && !spot.defanged && !is_short_v6(text);
  if (observable.type == Type::UriPath || observable.type == Type::Asn || observable.type == Type::Cve || no_address)
    return;
  if (url && spot.setting == Setting::Prose && !spot.defanged) context_.link(text);
  settle(std::move(observable), spot);
}

void Scanner::settle(observable::Observable observable, const Spot& spot) {
  row_has_values_ = true;
  const Gather::Place place{line_, beside_};
  if (!spot.defanged && is_own(observable)) return gather_.left(observable, "a site of who writes", place);
  const auto judged = judge(observable, spot);
  switch (judged.judged) {
    case Judged::Meant: return gather_.meant(observable, standing_at(spot), judged.reason, place);
    case Judged::Left: return gather_.left(observable, judged.reason, place);
    case Judged::Nothing: break;
  }
}

}  // namespace tidings::report
