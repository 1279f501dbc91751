#include "daemon/http/taxii/status.hpp"

#include "daemon/http/taxii/asked.hpp"
#include "daemon/http/taxii/objects.hpp"

namespace tidings::taxii {
namespace {

/// Each list of what has this end, with its count.
void append_outcomes(std::string& out, const Status& status, bool succeeded) {
  std::string list;
  std::size_t count = 0;
  for (const auto& one : status.outcomes) {
    if (one.succeeded != succeeded) continue;
    ++count;
    list += list.empty() ? "{\"id\":" : ",{\"id\":";
    append_text(list, one.id);
    // The standard wants one of each; of what says none, and is not here, that is when it came.
    list += ",\"version\":\"" + timestamp_text(one.version != 0 ? one.version : status.requested_at.us) + "\"";
    if (!one.message.empty()) {
      list += ",\"message\":";
      append_text(list, one.message);
    }
    list += "}";
  }
  out += succeeded ? ",\"success_count\":" : ",\"failure_count\":";
  out += std::to_string(count);
  if (count > 0) out += (succeeded ? ",\"successes\":[" : ",\"failures\":[") + list + "]";
}

}  // namespace

std::string status_json(const Status& status) {
  std::string json = "{\"id\":\"" + status.id + "\",\"status\":\"complete\",\"request_timestamp\":\"";
  append_timestamp(json, status.requested_at.us);
  json += "\",\"total_count\":" + std::to_string(status.outcomes.size());
  append_outcomes(json, status, true);
  append_outcomes(json, status, false);
  return json + ",\"pending_count\":0}";
}

std::string Statuses::keep(const Status& status) {
  auto json = status_json(status);
  bytes_ += json.size();
  kept_[status.id] = {json, status.caller, status.requested_at};
  order_.push_back(status.id);
  while (order_.size() > most || (bytes_ > most_bytes && order_.size() > 1)) drop_oldest();
  return json;
}

void Statuses::drop_oldest() {
  const auto oldest = kept_.extract(order_.front());
  bytes_ -= oldest.mapped().json.size();
  order_.pop_front();
}

std::optional<std::string> Statuses::find(const std::string& id, const std::string& caller, base::Instant now) const {
  const auto found = kept_.find(id);
  if (found == kept_.end() || found->second.caller != caller || now - found->second.at > kept_for) return std::nullopt;
  return found->second.json;
}

}  // namespace tidings::taxii
