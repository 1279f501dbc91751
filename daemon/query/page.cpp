#include "daemon/query/page.hpp"

#include "base/bytes.hpp"
#include "core/observable/observable.hpp"

namespace tidings::query {
namespace {

constexpr char by_bulletin = 'b', by_key = 'k';
constexpr std::size_t place_bytes = 1 + 8 + 4;

base::Error not_ours() {
  return base::fail(base::ErrorCode::BadInput, "the page is none that an answer to this query has named");
}

}  // namespace

std::string write_page(const Place& place) {
  std::string page(1, by_bulletin);
  base::append_be64(page, place.sequence.value);
  base::append_be32(page, place.next_claim);
  return page;
}

base::Result<Place> read_place(std::string_view page) {
  if (page.empty()) return Place{};
  if (page.size() != place_bytes || page.front() != by_bulletin) return not_ours();
  return Place{{base::read_be(page, 1, 8)}, static_cast<std::uint32_t>(base::read_be(page, 9, 4))};
}

std::string write_page(std::string_view key) { return std::string(1, by_key).append(key); }

base::Result<std::string> read_key(std::string_view page) {
  if (page.empty()) return std::string();
  if (page.front() != by_key || page.size() > 1 + observable::max_index_key_bytes) return not_ours();
  return std::string(page.substr(1));
}

}  // namespace tidings::query
