// Threat documents by the Elastic Common Schema 8 (fields "threat.indicator.*"), which OpenSearch and Splunk map: one a
// line, alone or with the line before it that the _bulk API takes. The same value has the same _id, so that the next
// export replaces it.
#include "base/bytes.hpp"
#include "base/letters.hpp"
#include "core/bulletin/names.hpp"
#include "formats/exports/writers.hpp"
#include "formats/told/json.hpp"

namespace tidings::exports {
namespace {

using observable::Type;
namespace json = told::json;

json::string upper(std::string_view text) { return told::json_text(base::uppered(text)); }

void put_hash(json::object& indicator, const char* algorithm, const Item& item) {
  indicator["type"] = "file";
  indicator["file"] = json::object{{"hash", json::object{{algorithm, told::json_text(item.text())}}}};
}

void put_file(json::object& indicator, const char* field, const Item& item) {
  indicator["type"] = "file";
  indicator["file"] = json::object{{field, told::json_text(item.text())}};
}

void put_port(json::object& indicator, const Item& item) {
  const auto address = item.value.substr(1, item.value.size() - 3);
  const bool is_v4 = address.size() == 4;
  indicator["type"] = is_v4 ? "ipv4-addr" : "ipv6-addr";
  indicator["ip"] = told::json_text(observable::to_text(is_v4 ? Type::Ipv4 : Type::Ipv6, address));
  indicator["port"] = base::read_be(item.value, item.value.size() - 2, 2);
}

/// The fields by which ECS has such a value; the table lets no other type in.
void put_value(json::object& indicator, const Item& item) {
  const auto text = told::json_text(item.text());
  const auto put = [&](const char* type, const char* field, json::value value) {
    indicator["type"] = type;
    indicator[field] = std::move(value);
  };
  if (item.type == Type::Ipv4) put("ipv4-addr", "ip", text);
  if (item.type == Type::Ipv6) put("ipv6-addr", "ip", text);
  if (item.type == Type::IpPort) put_port(indicator, item);
  if (item.type == Type::Domain) put("domain-name", "url", json::object{{"domain", text}});
  if (item.type == Type::Url) put("url", "url", json::object{{"full", text}, {"original", text}});
  if (item.type == Type::Email) put("email-addr", "email", json::object{{"address", text}});
  if (item.type == Type::Regkey) put("windows-registry-key", "registry", json::object{{"path", text}});
  if (item.type == Type::Asn) put("autonomous-system", "as", json::object{{"number", base::read_be(item.value, 0, 4)}});
  if (item.type == Type::Md5) put_hash(indicator, "md5", item);
  if (item.type == Type::Sha1) put_hash(indicator, "sha1", item);
  if (item.type == Type::Sha256) put_hash(indicator, "sha256", item);
  if (item.type == Type::Sha384) put_hash(indicator, "sha384", item);
  if (item.type == Type::Sha512) put_hash(indicator, "sha512", item);
  if (item.type == Type::Ssdeep) put_hash(indicator, "ssdeep", item);
  if (item.type == Type::Tlsh) put_hash(indicator, "tlsh", item);
  if (item.type == Type::Filename) put_file(indicator, "name", item);
  if (item.type == Type::FilePath) put_file(indicator, "path", item);
}

/// ECS's words; the bounds are those of STIX 2.1, appendix A.
const char* confidence_word(std::uint32_t plus_one) {
  if (plus_one == 0) return "Not Specified";
  const auto confidence = plus_one - 1;
  if (confidence == 0) return "None";
  return confidence < 30 ? "Low" : confidence < 70 ? "Medium" : "High";
}

json::object indicator_of(const Item& item) {
  const auto& said = item.said;
  json::object out;
  put_value(out, item);
  out["name"] = told::json_text(item.text());
  out["confidence"] = confidence_word(item.indicator.confidence());
  out["first_seen"] = told::json_time(said.valid_from());
  out["last_seen"] = told::json_time(said.has_sighting() ? said.sighting().last_seen() : said.issued_at());
  out["modified_at"] = told::json_time(said.issued_at());
  out["sightings"] = item.indicator.sightings();
  out["provider"] = told::json_text(said.origin_name());
  out["description"] = told::json_text(said.title());
  out["marking"] = json::object{{"tlp", upper(bulletin::name(said.tlp()))}, {"tlp_version", "2.0"}};
  return out;
}

json::object document_of(const Item& item) {
  const auto& said = item.said;
  json::object out;
  out["@timestamp"] = told::json_time(said.issued_at());
  out["ecs"] = json::object{{"version", "8.11.0"}};
  out["event"] =
      json::object{{"kind", "enrichment"}, {"category", json::array{"threat"}}, {"type", json::array{"indicator"}},
                   {"module", "tidings"},  {"dataset", "tidings.indicator"},    {"risk_score", item.indicator.score()}};
  out["threat"] = json::object{{"feed", json::object{{"name", "Tidings"}}}, {"indicator", indicator_of(item)}};
  out["tags"] = told::json_texts(said.tags());
  out["labels"] = json::object{{"tidings_bulletin", told::json_id(said.bulletin_id())},
                               {"tidings_role", told::json_text(bulletin::name(said.role()))},
                               {"tidings_pap", told::json_text(bulletin::name(said.pap()))},
                               {"tidings_valid_until", told::json_time(said.valid_until())}};
  return out;
}

template <bool bulk>
class Ecs final : public Writer {
 public:
  void begin(Out&) override {}
  Left add(const Item& item, Out& out) override {
    if (bulk) {
      const auto id = observable::key({item.type, std::string(item.value)});
      out.text().append("{\"index\":{\"_id\":\"").append(id.text()).append("\"}}\n");
    }
    out.text().append(told::compact(document_of(item))).append("\n");
    return Left::Nothing;
  }
  void end(Out&, Counts&) override {}
};

}  // namespace

std::unique_ptr<Writer> make_ecs(const Options&) { return std::make_unique<Ecs<false>>(); }
std::unique_ptr<Writer> make_ecs_bulk(const Options&) { return std::make_unique<Ecs<true>>(); }

}  // namespace tidings::exports
