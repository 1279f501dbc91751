#include "formats/openioc/openioc.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "base/bytes.hpp"
#include "base/utf8.hpp"
#include "core/bulletin/bulletin.hpp"
#include "core/observable/observable.hpp"
#include "formats/draft/chunks.hpp"
#include "formats/draft/stated_marking.hpp"
#include "formats/openioc/document.hpp"

namespace tidings::openioc {
namespace {

using base::ErrorCode;
using observable::Type;

// What a term names, and whether a part of it says as much as the whole.
struct Meaning {
  std::string_view search;
  Type type;
  bool part_will_do;
};

constexpr auto meanings = std::to_array<Meaning>({
    {"FileItem/Md5sum", Type::Md5, true},
    {"FileItem/Sha1sum", Type::Sha1, true},
    {"FileItem/Sha256sum", Type::Sha256, true},
    {"FileItem/PEInfo/ImportHash", Type::Imphash, true},
    {"ProcessItem/Md5sum", Type::Md5, true},
    {"ServiceItem/pathmd5sum", Type::Md5, true},
    {"ServiceItem/serviceDLLmd5sum", Type::Md5, true},
    {"ModuleItem/Md5sum", Type::Md5, true},
    {"DriverItem/Md5sum", Type::Md5, true},
    {"Email/Attachment/MD5", Type::Md5, true},
    {"FileItem/FileName", Type::Filename, false},
    {"FileItem/FullPath", Type::FilePath, false},
    {"FileItem/FilePath", Type::FilePath, false},
    {"ProcessItem/name", Type::Filename, false},
    {"ProcessItem/path", Type::FilePath, false},
    {"Email/Attachment/Name", Type::Filename, false},
    {"DnsEntryItem/Host", Type::Domain, true},
    {"DnsEntryItem/RecordName", Type::Domain, true},
    {"DnsEntryItem/RecordData/Host", Type::Domain, true},
    {"DnsEntryItem/RecordData/IPv4Address", Type::Ipv4, true},
    {"Network/DNS", Type::Domain, true},
    {"UrlHistoryItem/HostName", Type::Domain, true},
    {"PortItem/remoteIP", Type::Ipv4, true},
    {"RouteEntryItem/Destination", Type::Ipv4, true},
    {"Network/URI", Type::Url, false},
    {"UrlHistoryItem/URL", Type::Url, false},
    {"FileDownloadHistoryItem/SourceURL", Type::Url, false},
    {"Network/UserAgent", Type::UserAgent, false},
    {"Email/From", Type::Email, true},
    {"Email/ReplyTo", Type::Email, true},
    {"RegistryItem/Path", Type::Regkey, false},
    {"RegistryItem/KeyPath", Type::Regkey, false},
    {"ProcessItem/HandleList/Handle/Name", Type::Mutex, false},
});

bool is_digest(Type type) {
  return type == Type::Md5 || type == Type::Sha1 || type == Type::Sha256 || type == Type::Imphash;
}

// 16 bytes of an id that is a UUID.
std::string publication_id(std::string_view id) {
  std::string hex(id);
  std::erase(hex, '-');
  const auto bytes = base::from_hex(hex);
  return bytes && bytes->size() == 16 ? *bytes : std::string();
}

void add_tags(const Document& document, v1::Header& header) {
  std::set<std::string> tags;
  for (std::string_view rest = document.keywords; !rest.empty();) {
    const auto end = std::min(rest.find_first_of(", \t\r\n"), rest.size());
    if (end > 0) tags.emplace(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  for (const auto& link : document.links) {
    if (!link.href.empty()) continue;
    const auto tag = link.rel + ":" + link.text;
    if (!link.rel.empty() && !link.text.empty() && !draft::is_marking_tag(tag)) tags.insert(tag);
  }
  for (const auto& tag : tags) {
    if (header.tags_size() >= static_cast<int>(bulletin::max_list_entries)) break;
    header.add_tags(std::string(base::cut(tag, bulletin::max_list_entry_bytes)));
  }
}

v1::Header header_of(const Document& document) {
  v1::Header header;
  header.set_kind(v1::KIND_REPORT);
  header.set_title(std::string(base::cut(document.title, bulletin::max_title_bytes)));
  header.set_text(std::string(base::cut(document.text, bulletin::max_text_bytes)));
  header.set_producer(std::string(base::cut(document.author, bulletin::max_title_bytes)));
  header.set_publication_id(publication_id(document.id));
  add_tags(document, header);
  for (const auto& link : document.links) {
    const bool web = link.href.starts_with("http://") || link.href.starts_with("https://");
    if (web && header.references_size() < static_cast<int>(bulletin::max_list_entries)) {
      header.add_references(std::string(base::cut(link.href, bulletin::max_list_entry_bytes)));
    }
  }
  return header;
}

// Wherever it says so; some write the marking as a link.
draft::Stated stated_by(const Document& document) {
  auto stated = draft::stated_in(document.comments);
  for (const auto& link : document.links) {
    const auto tag = link.rel + ":" + (link.text.empty() ? link.href : link.text);
    stated.narrow(draft::is_marking_tag(tag) ? draft::stated_by_tag(tag) : draft::stated_in(link.text));
  }
  for (const auto& term : document.terms) stated.narrow(draft::stated_in(term.comment));
  return stated;
}

const Meaning* meaning_of(std::string_view search) {
  const auto found = std::find_if(meanings.begin(), meanings.end(), [&](const auto& m) { return m.search == search; });
  return found == meanings.end() ? nullptr : found;
}

// Why a term makes no claim of its own; empty if it does.
std::string_view why_not(const Term& term, const Meaning* meaning) {
  if (term.negated) return "says what must not be there";
  if (meaning == nullptr) return "no type of ours";
  if (!term.alone && !is_digest(meaning->type)) return "counts only together with others";
  const bool whole = term.condition == "is" || (term.condition == "contains" && meaning->part_will_do);
  return whole ? std::string_view() : "names a part of a value";
}

struct Telling {
  draft::Sink& sink;
  std::uint32_t context;
  std::set<observable::Observable> told{};

  void note(draft::Fate fate, const Term& term, std::string reason) {
    sink.note({fate, "line " + std::to_string(term.line), term.search + " " + std::string(base::cut(term.content, 120)),
               std::move(reason)});
  }

  base::Status take(const Term& term) {
    const auto* meaning = meaning_of(term.search);
    if (const auto why = why_not(term, meaning); !why.empty()) {
      note(draft::Fate::Opaque, term, std::string(why));
      return {};
    }
    const auto parsed = observable::parse(term.content, {meaning->type, false});
    if (!parsed) {
      note(draft::Fate::Refused, term, parsed.error().what);
      return {};
    }
    if (!told.insert(parsed->observable).second) return {};
    v1::Claim claim;
    claim.set_type(static_cast<std::uint32_t>(parsed->observable.type));
    claim.set_value(parsed->observable.value);
    claim.set_comment(std::string(base::cut(term.comment, bulletin::max_comment_bytes)));
    return sink.claim(context, std::move(claim));
  }

  // The document itself, for whoever can run it.
  base::Status take_whole(const Document& document, std::string xml) {
    const std::string id = document.id.empty() ? "openioc" : std::string(base::cut(document.id, 255));
    if (xml.size() > bulletin::max_opaque_bytes) {
      sink.note({draft::Fate::Local, id, "the document", "longer than 256 KiB"});
      return {};
    }
    v1::Claim claim;
    claim.set_type(static_cast<std::uint32_t>(Type::Opaque));
    claim.set_value(id);
    claim.mutable_opaque()->set_media_type("application/openioc+xml;version=" + document.version);
    claim.mutable_opaque()->set_external_id(id);
    claim.mutable_opaque()->set_content(std::move(xml));
    return sink.claim(context, std::move(claim));
  }
};

}  // namespace

base::Status read(draft::Source& source, draft::Sink& sink) {
  auto xml = draft::whole(source, max_document_bytes);
  if (!xml) return xml.error();
  const auto document = parse_document(*xml);
  if (!document) return document.error();
  auto header = header_of(*document);
  const auto stated = stated_by(*document);
  draft::take_stated(*header.mutable_audience(), stated);
  Telling telling{sink, sink.context(std::move(header))};
  if (!stated.unreadable.empty()) {
    sink.note(
        {draft::Fate::Local, document->id, document->title, stated.unreadable + " is no marking that is known here"});
  }
  for (const auto& term : document->terms) {
    if (auto status = telling.take(term); !status) return status;
  }
  return telling.take_whole(*document, std::move(*xml));
}

}  // namespace tidings::openioc
