#include "daemon/http/taxii/resources.hpp"

#include <algorithm>

#include "base/bytes.hpp"
#include "base/digest.hpp"
#include "daemon/http/server/target.hpp"

namespace tidings::taxii {
namespace {

void append_member(std::string& out, std::string_view name, std::string_view text) {
  out.append(out.size() > 1 ? ",\"" : "\"").append(name).append("\":");
  append_text(out, text);
}

void append_flag(std::string& out, std::string_view name, bool value) {
  out.append(",\"").append(name).append("\":").append(value ? "true" : "false");
}

std::string root_path(const TaxiiOptions& options) { return "/taxii2/" + options.api_root + "/"; }

void append_record(std::string& out, const Told& told) {
  out.append("{\"id\":\"").append(told.object.id).append("\",\"date_added\":\"");
  append_timestamp(out, told.date);
  out.append("\",\"version\":\"");
  append_timestamp(out, told.object.version);
  out.append("\",\"media_type\":\"application/stix+json;version=").append(told.object.spec_version).append("\"}");
}

void append_told(std::string& out, const Told& told, PageOf what) {
  if (what == PageOf::Objects) {
    out.append(told.object.json);
  } else if (what == PageOf::Manifest) {
    append_record(out, told);
  } else {
    out.push_back('"');
    append_timestamp(out, told.object.version);
    out.push_back('"');
  }
}

std::string_view title_of(base::ErrorCode code) {
  switch (code) {
    case base::ErrorCode::BadInput: return "The request cannot be read";
    case base::ErrorCode::TooLarge: return "The request is too large";
    case base::ErrorCode::NotFound: return "Not found";
    case base::ErrorCode::Forbidden:
    case base::ErrorCode::Policy: return "Not permitted";
    case base::ErrorCode::Busy:
    case base::ErrorCode::Quota:
    case base::ErrorCode::Disk: return "Not possible now";
    default: return "The request failed";
  }
}

unsigned status_of(base::ErrorCode code) {
  switch (code) {
    case base::ErrorCode::BadInput: return 400;
    case base::ErrorCode::TooLarge: return 413;
    case base::ErrorCode::NotFound: return 404;
    case base::ErrorCode::Forbidden:
    case base::ErrorCode::Policy: return 403;
    case base::ErrorCode::Busy:
    case base::ErrorCode::Quota:
    case base::ErrorCode::Disk: return 503;
    default: return 500;
  }
}

}  // namespace

bool is_acceptable(std::optional<std::string_view> accept) {
  if (!accept) return true;
  return std::ranges::any_of(server::accepted(*accept), [](const server::MediaType& type) {
    if (type.quality == 0) return false;
    const bool is_any = (type.type == "*" || type.type == "application") && type.subtype == "*";
    const auto version = type.parameter("version");
    return is_any || (type.type == "application" && type.subtype == "taxii+json" && (!version || *version == "2.1"));
  });
}

bool is_taxii(std::optional<std::string_view> content_type) {
  const auto type = server::media_type(content_type.value_or(""));
  if (!type || type->type != "application" || type->subtype != "taxii+json") return false;
  return type->parameter("version").value_or("2.1") == "2.1";
}

server::Response answer(unsigned status, std::string json) {
  server::Response response;
  response.status = status;
  response.headers.emplace_back("Content-Type", media_type);
  response.body = std::move(json);
  return response;
}

server::Response error(unsigned status, std::string_view title, std::string_view description) {
  std::string json = "{";
  append_member(json, "title", title);
  append_member(json, "description", description);
  append_member(json, "error_id", base::to_hex(base::random_bytes(8)));
  append_member(json, "http_status", std::to_string(status));
  return answer(status, json + "}");
}

server::Response error(const base::Error& why) {
  auto response = error(status_of(why.code), title_of(why.code), why.what);
  if (response.status == 503) response.headers.emplace_back("Retry-After", "5");
  return response;
}

std::string collection_id(const CollectionOptions& collection) { return uuid_of_name("collection " + collection.name); }

std::string discovery(const TaxiiOptions& options, const std::string& base_url) {
  std::string json = "{";
  append_member(json, "title", options.title);
  if (!options.description.empty()) append_member(json, "description", options.description);
  if (!options.contact.empty()) append_member(json, "contact", options.contact);
  append_member(json, "default", base_url + root_path(options));
  json += ",\"api_roots\":[";
  append_text(json, base_url + root_path(options));
  return json + "]}";
}

std::string api_root(const TaxiiOptions& options) {
  std::string json = "{";
  append_member(json, "title", options.title);
  if (!options.description.empty()) append_member(json, "description", options.description);
  json.append(",\"versions\":[\"").append(media_type).append("\"],\"max_content_length\":");
  return json + std::to_string(options.max_content_bytes) + "}";
}

Rights rights_of(const CollectionOptions& collection, const access::Caller& caller) {
  const bool is_ours = caller.organisation.is_zero();  // a partner says things under its own name, over its link
  return {collection.read, collection.write && is_ours && caller.role >= access::AccessRole::Publisher,
          collection.remove && is_ours && caller.role >= access::AccessRole::Operator};
}

std::string collection(const CollectionOptions& collection, const Rights& rights) {
  std::string json = "{";
  append_member(json, "id", collection_id(collection));
  append_member(json, "title", collection.title.empty() ? collection.name : collection.title);
  if (!collection.description.empty()) append_member(json, "description", collection.description);
  append_member(json, "alias", collection.name);
  append_flag(json, "can_read", rights.read);
  append_flag(json, "can_write", rights.write);
  return json.append(",\"media_types\":[\"").append(stix_media_type).append("\"]}");
}

std::string collections(const TaxiiOptions& options, const access::Caller& caller) {
  std::string json = "{\"collections\":[";
  for (const auto& one : options.collections) {
    if (json.back() == '}') json.push_back(',');
    json += collection(one, rights_of(one, caller));
  }
  return options.collections.empty() ? "{}" : json + "]}";
}

server::Response page_answer(const Page& page, PageOf what) {
  std::string json = "{";
  std::size_t size = 256;
  for (const auto& told : page.told) size += what == PageOf::Objects ? told.object.json.size() + 1 : 200;
  json.reserve(size);
  if (!page.next.empty()) json.append("\"more\":true,\"next\":\"").append(page.next).push_back('"');
  if (!page.told.empty()) {
    if (json.size() > 1) json.push_back(',');
    json.append(what == PageOf::Versions ? "\"versions\":[" : "\"objects\":[");
    for (std::size_t i = 0; i < page.told.size(); ++i) {
      if (i > 0) json.push_back(',');
      append_told(json, page.told[i], what);
    }
    json.push_back(']');
  }
  json.push_back('}');
  auto response = answer(200, std::move(json));
  if (page.told.empty()) return response;  // there is no date to tell
  response.headers.emplace_back("X-TAXII-Date-Added-First", timestamp_text(page.told.front().date));
  response.headers.emplace_back("X-TAXII-Date-Added-Last", timestamp_text(page.told.back().date));
  return response;
}

}  // namespace tidings::taxii
