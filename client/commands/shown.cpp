#include "client/commands/shown.hpp"

#include <algorithm>
#include <map>

#include "base/uuid.hpp"
#include "client/commands/session.hpp"

namespace tidings::commands {

bool is_id(std::string_view text) {
  if (base::uuid_from_text(text)) return true;
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); };
  return text.size() >= 8 && text.size() <= 64 && std::all_of(text.begin(), text.end(), is_hex);
}

base::Result<std::vector<v1::ShowAnswer>> fetch_bulletins(client::Connection& connection, const std::string& id) {
  if (!is_id(id))
    return bad_option("the id", id, "8 to 64 hex digits, as 'publish' and 'query' print them, or an event's UUID");
  std::vector<v1::ShowAnswer> answers;
  v1::Request request;
  request.mutable_show()->set_id(id);
  const auto each = [&](const v1::Answer& answer) {
    if (answer.has_show()) answers.push_back(answer.show());
    return base::Status{};
  };
  if (auto status = connection.stream(std::move(request), each); !status) return status.error();
  if (answers.empty())
    return base::fail(base::ErrorCode::NotFound, "no bulletin or publication " + id + " is held here");
  return answers;
}

base::Result<std::vector<v1::ShowAnswer>> fetch_ours(client::Connection& connection, const std::string& id) {
  auto answers = fetch_bulletins(connection, id);
  if (!answers) return answers;
  v1::Request request;
  request.mutable_status();
  const auto status = connection.ask(std::move(request));
  if (!status) return status.error();
  const auto is_anothers = [&](const v1::ShowAnswer& answer) {
    const auto header = bulletin::peek_header(answer.bulletin());
    return !header || header->origin.bytes() != status->status().org_id();
  };
  if (!std::ranges::all_of(*answers, is_anothers)) std::erase_if(*answers, is_anothers);
  return answers;
}

std::vector<v1::ShowAnswer> latest_revision(const std::vector<v1::ShowAnswer>& answers) {
  std::map<identity::OrgId, std::uint32_t> highest;
  for (const auto& answer : answers) {
    const auto header = bulletin::peek_header(answer.bulletin());
    if (header) highest[header->origin] = std::max(highest[header->origin], header->revision);
  }
  std::vector<v1::ShowAnswer> latest;
  for (const auto& answer : answers) {
    const auto header = bulletin::peek_header(answer.bulletin());
    if (!header || header->revision == highest[header->origin]) latest.push_back(answer);
  }
  return latest;
}

base::Result<std::vector<view::ShownBulletin>> check_all(const std::vector<v1::ShowAnswer>& answers) {
  std::vector<view::ShownBulletin> shown;
  for (const auto& answer : answers) {
    auto checked = view::check(answer);
    if (!checked) return checked.error();
    shown.push_back(std::move(*checked));
  }
  return shown;
}

}  // namespace tidings::commands
