#include "daemon/api/requests.hpp"

#include "core/bulletin/bulletin.hpp"
#include "core/identity/card.hpp"
#include "core/observable/observable.hpp"
#include "daemon/query/query.hpp"

namespace tidings::api {
namespace {

using base::ErrorCode;
using What = v1::Request::WhatCase;

constexpr std::size_t max_name = 1024;  // an alias, a tag, an id, a fingerprint of 16 words
constexpr std::size_t max_reason = 4 * 1024;

class Bounds {
 public:
  void bytes(std::string_view field, std::size_t most, std::string_view what) {
    if (field.size() > most && checked_) {
      checked_ =
          base::fail(ErrorCode::TooLarge, std::string(what) + " is longer than " + std::to_string(most) + " bytes");
    }
  }
  void count(int entries, std::size_t most, std::string_view what) {
    if (static_cast<std::size_t>(entries) > most && checked_) {
      checked_ = base::fail(ErrorCode::TooLarge, "more than " + std::to_string(most) + " " + std::string(what));
    }
  }
  void value(const v1::Value& value) { bytes(value.value(), observable::max_pattern_bytes, "a value"); }
  void names(const google::protobuf::RepeatedPtrField<std::string>& names) {
    count(names.size(), bulletin::max_list_entries, "names");
    for (const auto& name : names) bytes(name, max_name, "a name");
  }
  base::Status result() const { return checked_; }

 private:
  base::Status checked_;
};

/// How many entries each list may have is the query's to judge.
void check_filter(const v1::Filter& filter, Bounds& bounds) {
  bounds.names(filter.origins());
  for (const auto& tag : filter.tags()) bounds.bytes(tag, bulletin::max_list_entry_bytes, "a tag");
  for (const auto& ecosystem : filter.ecosystems()) {
    bounds.bytes(ecosystem, bulletin::max_list_entry_bytes, "an ecosystem");
  }
}

template <class Request>
void check_query(const Request& query, Bounds& bounds) {
  bounds.value(query.value());
  check_filter(query.filter(), bounds);
}

void check_watch(const v1::WatchRequest& watch, Bounds& bounds) {
  check_filter(watch.filter(), bounds);
  bounds.bytes(watch.cursor(), max_name, "a cursor");
}

void check_explain(const v1::ExplainRequest& explain, Bounds& bounds) {
  bounds.value(explain.value());
  bounds.bytes(explain.id(), max_name, "an id");
  bounds.bytes(explain.partner(), max_name, "a partner's name");
}

void check_begin(const v1::PublishBegin& begin, Bounds& bounds) {
  bounds.bytes(begin.context(), bulletin::max_header_bytes, "the context");
  bounds.names(begin.release_to());
  bounds.count(begin.based_on_size(), bulletin::max_based_on, "bulletins that it is based on");
  for (const auto& id : begin.based_on()) bounds.bytes(id, max_name, "an id");
  bounds.bytes(begin.amends(), max_name, "an id");
  bounds.bytes(begin.override_marking(), max_reason, "a reason");
  bounds.bytes(begin.publication_id(), bulletin::PublicationId::size, "a publication's id");
}

void check_claims(const v1::PublishClaims& claims, Bounds& bounds) {
  bounds.bytes(claims.begins().context(), bulletin::max_header_bytes, "the context");
  bounds.names(claims.begins().release_to());
}

void check_values(const google::protobuf::RepeatedPtrField<v1::Value>& values, Bounds& bounds) {
  bounds.count(values.size(), query::max_lookup_values, "values");
  for (const auto& value : values) bounds.value(value);
}

void check_withdraw(const v1::WithdrawRequest& withdraw, Bounds& bounds) {
  bounds.bytes(withdraw.id(), max_name, "an id");
  bounds.bytes(withdraw.reason(), max_reason, "a reason");
  check_values(withdraw.values(), bounds);
}

void check_respond(const v1::RespondRequest& respond, Bounds& bounds) {
  bounds.count(respond.claims_size(), query::max_lookup_values, "values");
  for (const auto& claim : respond.claims()) bounds.bytes(claim.value(), observable::max_pattern_bytes, "a value");
  bounds.count(respond.ids_size(), bulletin::max_list_entries, "ids");
  for (const auto& id : respond.ids()) bounds.bytes(id, max_name, "an id");
  bounds.bytes(respond.context(), bulletin::max_header_bytes, "the context");
  bounds.names(respond.release_to());
}

void check_partner_add(const v1::PartnerAddRequest& add, Bounds& bounds) {
  bounds.bytes(add.card(), 2 * identity::max_card_bytes, "a card");  // its text form is a third longer
  bounds.bytes(add.fingerprint(), max_name, "a fingerprint");
  bounds.bytes(add.alias(), max_name, "an alias");
}

void check_access(const v1::AccessRequest& access, Bounds& bounds) {
  for (const auto* text : {&access.info().name(), &access.info().means(), &access.info().role(),
                           &access.info().partner(), &access.password(), &access.pin()}) {
    bounds.bytes(*text, max_name, "a name");
  }
}

void check_audience(const v1::AudienceRequest& audience, Bounds& bounds) {
  bounds.bytes(audience.context(), bulletin::max_header_bytes, "the context");
  bounds.names(audience.release_to());
}

}  // namespace

std::string_view name(Role role) {
  switch (role) {
    case Role::None: return "none";
    case Role::Reader: return "reader";
    case Role::Publisher: return "publisher";
    case Role::Operator: return "operator";
    case Role::Admin: return "admin";
  }
  return "none";
}

base::Result<v1::Request> read_request(std::string_view body) {
  v1::Request request;
  if (!request.ParseFromArray(body.data(), static_cast<int>(body.size()))) {
    return base::fail(ErrorCode::BadInput, "the request cannot be read");
  }
  return request;
}

base::Status check_request(const v1::Request& request) {
  Bounds bounds;
  switch (request.what_case()) {
    case What::kLookup: check_values(request.lookup().values(), bounds); break;
    case What::kQuery:
      check_query(request.query(), bounds);
      bounds.bytes(request.query().page(), max_name, "a page");
      break;
    case What::kCount: check_query(request.count(), bounds); break;
    case What::kShow: bounds.bytes(request.show().id(), max_name, "an id"); break;
    case What::kExplain: check_explain(request.explain(), bounds); break;
    case What::kPublishBegin: check_begin(request.publish_begin(), bounds); break;
    case What::kPublishClaims: check_claims(request.publish_claims(), bounds); break;
    case What::kWithdraw: check_withdraw(request.withdraw(), bounds); break;
    case What::kCard: bounds.bytes(request.card().partner(), max_name, "a partner's name"); break;
    case What::kPartnerAdd: check_partner_add(request.partner_add(), bounds); break;
    case What::kPartnerList: bounds.bytes(request.partner_list().partner(), max_name, "a partner's name"); break;
    case What::kPartnerChange: bounds.bytes(request.partner_change().partner(), max_name, "a partner's name"); break;
    case What::kRespond: check_respond(request.respond(), bounds); break;
    case What::kHeld: bounds.bytes(request.held().id(), max_name, "an id"); break;
    case What::kAudience: check_audience(request.audience(), bounds); break;
    case What::kWarnings: check_values(request.warnings().values(), bounds); break;
    case What::kWatch: check_watch(request.watch(), bounds); break;
    case What::kAccess: check_access(request.access(), bounds); break;
    case What::kFeed: bounds.bytes(request.feed().name(), max_name, "a name"); break;
    case What::kStatus:
    case What::kPublishEnd:
    case What::kCancel: break;
    case What::WHAT_NOT_SET: return base::fail(ErrorCode::BadInput, "a request that asks for nothing we know");
  }
  return bounds.result();
}

Role role_needed(const v1::Request& request) {
  switch (request.what_case()) {
    case What::kStatus:
    case What::kLookup:
    case What::kQuery:
    case What::kCount:
    case What::kShow:
    case What::kExplain:
    case What::kCard:
    case What::kPartnerList:
    case What::kAudience:
    case What::kWarnings:
    case What::kWatch:
    case What::kCancel:
    case What::WHAT_NOT_SET: return Role::Reader;
    case What::kPublishBegin:
    case What::kPublishClaims:
    case What::kPublishEnd:
    case What::kRespond:
    case What::kHeld:
    case What::kWithdraw: return Role::Publisher;
    case What::kFeed: return Role::Operator;
    case What::kPartnerChange: return request.partner_change().standing() == "removed" ? Role::Admin : Role::Operator;
    case What::kAccess:
    case What::kPartnerAdd: return Role::Admin;
  }
  return Role::Admin;
}

}  // namespace tidings::api
