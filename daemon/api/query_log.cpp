#include "daemon/api/query_log.hpp"

#include <algorithm>

#include "core/bulletin/names.hpp"
#include "core/observable/observable.hpp"

namespace tidings::api {
namespace {

class Line {
 public:
  void word(std::string_view text) { out_.append(out_.empty() ? "" : " ").append(text); }
  void option(std::string_view name, std::string_view text) {
    if (!text.empty()) word(std::string(name).append("=").append(text));
  }
  template <class List, class Text>
  void options(std::string_view name, const List& list, Text text) {
    std::string all;
    for (const auto& one : list) all.append(all.empty() ? "" : ",").append(text(one));
    option(name, all);
  }
  void number(std::string_view name, std::uint32_t number) {
    if (number != 0) option(name, std::to_string(number));
  }
  void time(std::string_view name, std::uint64_t us) {
    if (us != 0) option(name, base::to_text(base::Instant{us}));
  }
  std::string str() const { return out_.empty() ? "everything" : out_; }

 private:
  std::string out_;
};

std::string type_of(std::uint32_t number) {
  return std::string(observable::name(observable::type_from_number(number).value_or(observable::Type::None)));
}

void log(const Service& service, const Caller& caller, std::string_view asked, std::uint64_t found) {
  service.parts.log.write(telemetry::Event::Queried, {{"who", caller.text()}, {"asked", asked}, {"found", found}});
}

constexpr int max_values_told = 10;  // of a thousand that are watched: a line stays readable

}  // namespace

std::string describe(const v1::Value* value, v1::Reach reach, const v1::Filter& filter) {
  Line line;
  if (value != nullptr) {
    const auto type = observable::type_from_number(value->type());
    line.word(type && observable::is_canonical(*type, value->value()) ? observable::to_text(*type, value->value())
                                                                      : base::to_hex(value->value()));
    if (reach == v1::REACH_EXACT) line.word("exact");
    if (reach == v1::REACH_WITHIN) line.word("within");
  }
  const auto itself = [](const std::string& text) { return text; };
  line.options("type", filter.types(), type_of);
  line.options("origin", filter.origins(), itself);
  line.options("tag", filter.tags(), itself);
  line.options("ecosystem", filter.ecosystems(), itself);
  line.options("tlp", filter.tlps(), [](int tlp) { return bulletin::name(static_cast<v1::Tlp>(tlp)); });
  line.options("kind", filter.kinds(), [](int kind) { return bulletin::name(static_cast<v1::Kind>(kind)); });
  line.options("role", filter.roles(), [](int role) { return bulletin::name(static_cast<v1::Role>(role)); });
  line.number("min-confidence", filter.min_confidence());
  line.number("min-score", filter.min_score());
  line.time("since", filter.received_since());
  line.time("until", filter.received_until());
  line.time("issued-since", filter.issued_since());
  line.time("issued-until", filter.issued_until());
  line.option("text", filter.text());
  return line.str();
}

void log_query(const Service& service, const Caller& caller, const v1::QueryRequest& request, std::uint64_t found) {
  if (!service.options.query_log || request.unlogged()) return;
  log(service, caller, describe(request.has_value() ? &request.value() : nullptr, request.reach(), request.filter()),
      found);
}

void log_count(const Service& service, const Caller& caller, const v1::CountRequest& request, std::uint64_t found) {
  if (!service.options.query_log || request.unlogged()) return;
  const auto asked = describe(request.has_value() ? &request.value() : nullptr, request.reach(), request.filter());
  log(service, caller, "count of " + asked, found);
}

void log_explain(const Service& service, const Caller& caller, const v1::ExplainRequest& request,
                 const v1::ExplainAnswer& answer) {
  if (!service.options.query_log || request.unlogged() || !request.has_value()) return;
  const auto asked = describe(&request.value(), v1::REACH_ORDINARY, {});
  log(service, caller, "why " + asked, answer.indicator().said_size() > 0 ? 1 : 0);
}

void log_watch(const Service& service, const Caller& caller, const v1::WatchRequest& request) {
  if (!service.options.query_log || request.unlogged()) return;
  std::string asked = "watch of ";
  const int told = std::min(request.values_size(), max_values_told);
  for (int i = 0; i < told; ++i) asked += describe(&request.values(i), request.reach(), {}) + ", ";
  if (request.values_size() > told) asked += std::to_string(request.values_size() - told) + " more, ";
  asked += describe(nullptr, request.reach(), request.filter());
  service.parts.log.write(telemetry::Event::Queried, {{"who", caller.text()}, {"asked", asked}});
}

}  // namespace tidings::api
