// Any bytes as an HTTPS request, in one piece and in two: read or refused, the same either way; and all that we parse
// of it ourselves, which must hold its bounds.
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/access/credentials.hpp"
#include "daemon/http/server/request_reader.hpp"
#include "daemon/http/server/target.hpp"
#include "daemon/http/taxii/asked.hpp"
#include "daemon/http/taxii/ids.hpp"
#include "daemon/http/taxii/resources.hpp"

namespace {

using namespace tidings;

std::optional<server::Request> read(std::string_view first, std::string_view second) {
  server::RequestReader reader({});
  std::string unread(first);
  bool has_more = true, allowed = false;
  while (true) {
    const auto used = reader.put(unread);
    if (!used) return std::nullopt;
    unread.erase(0, *used);
    if (reader.has_head() && !allowed) {
      allowed = true;
      if (!reader.allow_body(4096)) return std::nullopt;
      continue;
    }
    if (reader.is_done()) return reader.take();
    if (*used > 0 && !unread.empty()) continue;
    if (!has_more) return std::nullopt;
    has_more = false;
    unread.append(second);
  }
}

void look_into(const server::Request& request) {
  if (request.body.size() > 4096) std::abort();
  if (const auto path = server::path_segments(request.path)) {
    for (const auto& segment : *path) {
      taxii::is_object_id(segment);
      if (segment == "..") std::abort();
    }
  }
  const auto parameters = server::query_parameters(request.query);
  if (parameters) {
    if (parameters->size() > server::max_parameters) std::abort();
    const auto asked = taxii::read_asked(*parameters, taxii::Takes::Everything);
    if (asked && asked->added_after &&
        taxii::timestamp(taxii::timestamp_text(*asked->added_after)) != asked->added_after)
      std::abort();
    if (asked) static_cast<void>(taxii::read_next(asked->next, request.path));
  }
  for (const auto& [name, value] : request.headers) {
    server::accepted(value);
    server::matches_tag(value, "\"tag\"");
    server::lists_token(value, "gzip");
    taxii::is_acceptable(value);
    taxii::is_taxii(value);
    const auto credentials = access::read_authorization(value);
    if (credentials && !credentials->name.empty() && !access::is_name(credentials->name)) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto whole = read(bytes, {});
  const auto halved = read(bytes.substr(0, size / 2), bytes.substr(size / 2));
  if (whole.has_value() != halved.has_value()) std::abort();
  if (!whole) return 0;
  if (whole->body != halved->body || whole->path != halved->path || whole->headers != halved->headers) std::abort();
  look_into(*whole);
  return 0;
}
