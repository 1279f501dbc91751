#include "core/indicator/sources.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <tuple>

#include "base/bytes.hpp"
#include "base/digest.hpp"
#include "core/observable/observable.hpp"

namespace tidings::indicator {
namespace {

/// Catalogues and services that independent reports refer to alike; their subdomains too.
constexpr std::array<std::string_view, 13> generic_hosts{
    "attack.mitre.org", "capec.mitre.org",  "censys.io",    "cve.mitre.org", "cve.org",
    "cwe.mitre.org",    "d3fend.mitre.org", "first.org",    "nvd.nist.gov",  "shodan.io",
    "urlscan.io",       "virustotal.com",   "wikipedia.org"};

std::uint64_t digest_of(std::string_view purpose, std::string_view text) {
  const auto digest = base::Sha256().update(purpose).update(text).finish();
  return base::read_be(digest.bytes(), 0, 8);
}

/// Ids are digests, or random.
SourceMark mark_of_id(MarkKind kind, std::string_view id) { return SourceMark::of(kind, base::read_be(id, 0, 8)); }

/// Words in lower case with one blank between them: line breaks, quoting and defanging do not tell texts apart.
std::string normalised(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (upper)
      out.push_back(static_cast<char>(c | 0x20));
    else if (letter)
      out.push_back(c);
    else if (!out.empty() && out.back() != ' ')
      out.push_back(' ');
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// Ids of bulletins and publications that stand in a text, as runs of exactly so many hex digits.
void add_mentions(std::string_view text, std::vector<SourceMark>& marks) {
  std::size_t found = 0;
  for (std::size_t at = 0; at < text.size() && found < max_mentions;) {
    if (!is_hex(text[at])) {
      ++at;
      continue;
    }
    const auto end = static_cast<std::size_t>(std::ranges::find_if_not(text.substr(at), is_hex) - text.begin());
    const auto digits = text.substr(at, end - at);
    at = end;
    if (digits.size() != 2 * bulletin::BulletinId::size && digits.size() != 2 * bulletin::PublicationId::size) continue;
    marks.push_back(mark_of_id(MarkKind::Mentions, *base::from_hex(digits)));
    ++found;
  }
}

void add_words(const v1::Header& header, std::vector<SourceMark>& marks) {
  add_mentions(header.text(), marks);
  const auto text = normalised(header.text());
  if (text.size() >= min_text_bytes) marks.push_back(SourceMark::of(MarkKind::Text, digest_of("text", text)));
  const auto producer = normalised(header.producer());
  if (!producer.empty()) marks.push_back(SourceMark::of(MarkKind::Producer, digest_of("producer", producer)));
  std::size_t pages = 0;
  for (const auto& reference : header.references()) {
    const auto page = canonical_reference(reference);
    if (page.empty()) continue;
    marks.push_back(SourceMark::of(MarkKind::Reference, digest_of("reference", page)));
    if (++pages == max_references) return;
  }
}

/// A bottom-k sketch (Broder, 1997): of all runs, those with the lowest digests, so two lists that share many runs keep
/// some of the same.
void add_runs(std::span<const bulletin::ReadClaim> claims, std::vector<SourceMark>& marks) {
  if (claims.size() < run_length) return;
  std::vector<std::pair<std::uint32_t, std::string_view>> values;
  values.reserve(claims.size());
  for (const auto& claim : claims) values.emplace_back(claim.message.type(), claim.message.value());
  std::ranges::sort(values);
  const auto repeats = std::ranges::unique(values);
  values.erase(repeats.begin(), repeats.end());
  if (values.size() < run_length) return;
  std::vector<std::uint64_t> digests, runs;
  digests.reserve(values.size());
  for (const auto& [type, value] : values) digests.push_back(digest_of(std::to_string(type) + ' ', value));
  // The digest of a run mixes those of its values in order (Horner's rule with an odd number, modulo 2^64).
  for (std::size_t first = 0; first + run_length <= digests.size(); ++first) {
    std::uint64_t run = 0;
    for (std::size_t i = first; i < first + run_length; ++i) run = (run ^ digests[i]) * 0x9e37'79b9'7f4a'7c15;
    runs.push_back(run ^ (run >> 32));
  }
  const auto kept = std::min(sketch_size, runs.size());
  std::ranges::nth_element(runs, runs.begin() + static_cast<std::ptrdiff_t>(kept - 1));
  for (std::size_t i = 0; i < kept; ++i) marks.push_back(SourceMark::of(MarkKind::Values, runs[i]));
}

bool is_generic(std::string_view host) {
  return std::ranges::any_of(generic_hosts, [&](std::string_view generic) {
    if (!host.ends_with(generic)) return false;
    return host.size() == generic.size() || host[host.size() - generic.size() - 1] == '.';
  });
}

}  // namespace

std::string canonical_reference(std::string_view reference) {
  const auto parsed = observable::parse(reference);
  if (!parsed || parsed->observable.type != observable::Type::Url) return {};
  std::string_view page = parsed->observable.value;
  page.remove_prefix(std::min(page.size(), page.find("://") + 3));
  page = page.substr(0, page.find('#'));
  while (page.ends_with('/')) page.remove_suffix(1);
  if (page.starts_with("www.")) page.remove_prefix(4);
  const auto host = page.substr(0, page.find_first_of("/?"));
  if (host.size() == page.size() || is_generic(host)) return {};
  return std::string(page);
}

std::vector<SourceMark> sources_of(const bulletin::Header& header, std::span<const bulletin::ReadClaim> claims) {
  std::vector<SourceMark> marks;
  if (header.kind != v1::KIND_REPORT) return marks;
  marks.push_back(mark_of_id(MarkKind::Itself, header.id.bytes()));
  marks.push_back(mark_of_id(MarkKind::Itself, header.publication.bytes()));
  for (const auto& id : header.message.based_on()) {
    if (id.size() == bulletin::BulletinId::size) marks.push_back(mark_of_id(MarkKind::BasedOn, id));
  }
  add_words(header.message, marks);
  add_runs(claims, marks);
  std::ranges::sort(marks);
  const auto repeats = std::ranges::unique(marks);
  marks.erase(repeats.begin(), repeats.end());
  return marks;
}

}  // namespace tidings::indicator
