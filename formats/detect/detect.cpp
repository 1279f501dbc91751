#include "formats/detect/detect.hpp"

#include <algorithm>
#include <string>

#include "base/bytes.hpp"
#include "base/letters.hpp"
#include "base/uuid.hpp"
#include "formats/detect/json_keys.hpp"
#include "formats/detect/lines.hpp"
#include "formats/report/review.hpp"

namespace tidings::detect {
namespace {

Detected found(Format format, std::string_view why) { return {format, report::Form::Text, why}; }
Detected unreadable(std::string_view why) { return found(Format::Unreadable, why); }

// What shows itself by its first bytes.
Detected by_magic(std::string_view bytes) {
  if (bytes.starts_with("\x1f\x8b")) return found(Format::Gzip, "the mark of gzip");
  if (bytes.starts_with("PK\x03\x04")) return unreadable("a ZIP archive: unpack it, or export its document as text");
  if (bytes.starts_with("%PDF")) return unreadable("a PDF: export it as text (pdftotext -layout)");
  if (bytes.starts_with("\xd0\xcf\x11\xe0")) return unreadable("an old office document: export it as text");
  if (bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff")) return unreadable("UTF-16: save it as UTF-8");
  if (bytes.find('\0') != std::string_view::npos) return unreadable("no text");
  return {};
}

bool is_uuid(std::string_view text) {
  return text.size() == 36 && text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-';
}

bool has_key(const std::vector<JsonKey>& keys, unsigned depth, std::string_view name) {
  return std::any_of(keys.begin(), keys.end(), [&](const auto& k) { return k.depth == depth && k.name == name; });
}

/// What a TAXII 2.1 server says beside its objects (the standard's sections 3.6 and 4 to 5.8): none of it has values.
Detected by_taxii_keys(const std::vector<JsonKey>& keys) {
  const auto has = [&](unsigned depth, std::string_view name) { return has_key(keys, depth, name); };
  if (has(1, "objects") && has(2, "date_added") && !has(2, "type"))
    return unreadable("the manifest of a TAXII collection, which lists objects: fetch them at .../objects/");
  if (has(1, "api_roots")) return unreadable("the discovery of a TAXII server: fetch .../collections/ID/objects/");
  if (has(1, "versions") && has(1, "max_content_length"))
    return unreadable("an API root of a TAXII server: fetch .../collections/ID/objects/");
  if (has(1, "can_read") || (has(1, "collections") && has(2, "can_read")))
    return unreadable("the collections of a TAXII server: fetch .../collections/ID/objects/");
  if (has(1, "request_timestamp") && has(1, "status"))
    return unreadable("what became of a post to a TAXII server: it has no objects");
  if (has(1, "title") && has(1, "http_status")) return unreadable("the error message of a TAXII server");
  if (keys.size() == 1 && has(1, "versions"))
    return unreadable(
        "the versions of an object of a TAXII server: fetch it at .../objects/OBJECT/?match[version]=all");
  return {};
}

Detected by_keys(std::string_view json) {
  const auto keys = first_keys(json);
  const auto has = [&](unsigned depth, std::string_view name) { return has_key(keys, depth, name); };
  const auto text = [&](std::string_view name) {
    const auto at =
        std::find_if(keys.begin(), keys.end(), [&](const auto& k) { return k.depth == 1 && k.name == name; });
    return at == keys.end() ? std::string_view() : at->text;
  };
  if (text("type") == "bundle" || has(1, "spec_version")) return found(Format::Stix, "a STIX bundle or object");
  if (text("id").find("--") != std::string_view::npos && has(1, "type")) return found(Format::Stix, "a STIX object");
  if (has(1, "Event") || has(1, "response") || has(2, "Event")) return found(Format::Misp, "a MISP event");
  if (has(1, "info") && (has(1, "Attribute") || has(1, "Orgc") || has(1, "threat_level_id"))) {
    return found(Format::Misp, "a MISP event without its wrapping");
  }
  // What names the event may stand behind its attributes.
  const bool has_attributes = has(1, "Attribute") && has(2, "category") && has(2, "type");
  if (has_attributes || (has(1, "Object") && has(2, "meta-category"))) {
    return found(Format::Misp, "attributes of a MISP event");
  }
  const bool manifest = !keys.empty() && is_uuid(keys.front().name) && has(2, "info");
  if (manifest) return found(Format::MispManifest, "events by their UUIDs");
  if (auto taxii = by_taxii_keys(keys); taxii.format != Format::Empty) return taxii;
  // An envelope's first object may be large: what is in it tells, too.
  if (has(1, "objects")) {
    const bool stix = std::any_of(keys.begin(), keys.end(), [](const auto& k) {
      return k.depth == 2 && k.name == "id" && k.text.find("--") != std::string_view::npos;
    });
    if (stix || has(1, "more") || has(2, "spec_version")) return found(Format::Stix, "an envelope of STIX objects");
  }
  const bool own =
      (has(1, "type") && has(1, "value")) || (has(1, "claims") && (has(1, "origin") || has(1, "bulletin")));
  if (own) return found(Format::OwnJson, "what tidings query and show write");
  return found(Format::OtherJson, "JSON of no format that is read");
}

Detected by_tags(std::string_view name, std::string_view text) {
  const std::string head = base::lowered(text.substr(0, 8192));
  if (head.find("<ioc ") != head.npos || head.find("<openioc") != head.npos)
    return found(Format::OpenIoc, "its root element");
  if (report::is_html(text)) return {Format::Report, report::Form::Html, "HTML"};
  if (head.starts_with("<?xml")) return unreadable("XML of no format that is read");
  return {Format::Report, report::form_of(name, text), "text that begins with a tag"};
}

bool ends_with_any(const std::string& name, std::initializer_list<std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(), [&](auto ending) { return name.ends_with(ending); });
}

/// hashes.csv: the MD5 of a value and the UUID of its event. These are no indicators.
bool is_misp_hashes(std::string_view text) {
  constexpr std::size_t looked_at = 8, line_bytes = 32 + 1 + 36;
  std::size_t lines = 0;
  while (lines < looked_at && text.find('\n') != text.npos) {
    auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(line.size() + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.size() != line_bytes || line[32] != ',') return false;
    if (!base::from_hex(line.substr(0, 32)) || !base::uuid_from_text(line.substr(33))) return false;
    ++lines;
  }
  return lines > 0;
}

Detected by_lines(const std::string& name, std::string_view text) {
  if (is_misp_hashes(text)) return found(Format::MispManifest, "hashes of values with their events' UUIDs");
  if (text.starts_with(report::review_head)) return found(Format::Review, "its first line");
  if (is_yara(text)) return found(Format::Yara, "a rule with its condition");
  if (is_sigma(text)) return found(Format::Sigma, "title and detection");
  if (is_suricata(text)) return found(Format::Suricata, "a rule with its options");
  if (ends_with_any(name, {".md", ".markdown", ".adoc", ".asciidoc"})) {
    return {Format::Report, report::form_of(name, text), "its name"};
  }
  if (is_hosts(text)) {
    return {Format::List, report::Form::Text, "names behind one address", list::LineFormat::Hosts};
  }
  if (is_table(name, text)) return found(Format::Csv, "its columns");
  if (is_list(text)) return found(Format::List, "a value a line");
  if (first_line(text).empty()) return found(Format::Empty, "comments alone");
  return {Format::Report, report::form_of(name, text), "text"};
}

}  // namespace

std::string_view name(Format format) {
  switch (format) {
    case Format::Empty: return "empty";
    case Format::Stix: return "stix";
    case Format::Misp: return "misp";
    case Format::MispManifest: return "misp-manifest";
    case Format::OwnJson: return "tidings-json";
    case Format::OtherJson: return "json";
    case Format::Csv: return "csv";
    case Format::List: return "list";
    case Format::OpenIoc: return "openioc";
    case Format::Yara: return "yara";
    case Format::Sigma: return "sigma";
    case Format::Suricata: return "suricata";
    case Format::Review: return "review";
    case Format::Report: return "report";
    case Format::Gzip: return "gzip";
    case Format::Unreadable: break;
  }
  return "unreadable";
}

Detected detect(std::string_view file_name, std::string_view beginning) {
  beginning = beginning.substr(0, beginning_bytes);
  if (auto magic = by_magic(beginning); magic.format != Format::Empty) return magic;
  if (beginning.starts_with("\xef\xbb\xbf")) beginning.remove_prefix(3);
  const auto begin = beginning.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return found(Format::Empty, "nothing in it");
  const auto text = beginning.substr(begin);
  if (begins_json(text)) return by_keys(text);
  const std::string name = base::lowered(file_name);
  return text.front() == '<' ? by_tags(name, text) : by_lines(name, text);
}

}  // namespace tidings::detect
