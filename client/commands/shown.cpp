#include "client/commands/shown.hpp"

#include <algorithm>

#include "client/commands/session.hpp"

namespace tidings::commands {

bool is_id(std::string_view text) {
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); };
  return text.size() >= 8 && text.size() <= 64 && std::all_of(text.begin(), text.end(), is_hex);
}

base::Result<std::vector<v1::ShowAnswer>> fetch_bulletins(client::Connection& connection, const std::string& id) {
  if (!is_id(id)) return bad_option("the id", id, "8 to 64 hex digits, as 'publish' and 'query' print them");
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

std::vector<v1::ShowAnswer> latest_revision(const std::vector<v1::ShowAnswer>& answers) {
  std::vector<v1::ShowAnswer> latest;
  std::uint32_t highest = 0;
  for (const auto& answer : answers) {
    const auto header = bulletin::peek_header(answer.bulletin());
    const std::uint32_t revision = header ? header->revision : 0;
    if (revision > highest) latest.clear();
    highest = std::max(highest, revision);
    if (revision == highest) latest.push_back(answer);
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
