#include "daemon/query/page.hpp"

#include "base/bytes.hpp"
#include "base/digest.hpp"
#include "core/observable/observable.hpp"

namespace tidings::query {
namespace {

constexpr std::size_t question_bytes = 8;  // enough to tell questions apart; nothing is secured by it
constexpr std::size_t order_at = question_bytes;
constexpr std::size_t place_bytes = 8 + 4 + 8;

base::Error not_ours(const char* why) { return base::fail(base::ErrorCode::BadInput, why); }
constexpr const char* garbage = "the page is none that an answer to this question has named";

}  // namespace

Pages::Pages(std::string_view question) : question_(base::sha256(question).str().substr(0, question_bytes)) {}

std::string Pages::write(const Page& page) const {
  std::string out = question_;
  out.push_back(static_cast<char>(page.order));
  if (page.order == Order::ByKey) return out + page.key;
  base::append_be64(out, page.place.sequence.value);
  base::append_be32(out, page.place.next_claim);
  base::append_be64(out, page.up_to.value);
  return out;
}

base::Result<std::optional<Page>> Pages::read(std::string_view bytes) const {
  if (bytes.empty()) return std::optional<Page>{};
  if (bytes.size() <= order_at) return not_ours(garbage);
  Page page{static_cast<Order>(bytes[order_at]), {}, {}, {}};
  const auto rest = bytes.substr(order_at + 1);
  if (page.order == Order::ByKey && rest.size() <= observable::max_index_key_bytes) {
    page.key = rest;
  } else if ((page.order == Order::Newest || page.order == Order::Sorted) && rest.size() == place_bytes) {
    page.place = {{base::read_be(rest, 0, 8)}, static_cast<std::uint32_t>(base::read_be(rest, 8, 4))};
    page.up_to = {base::read_be(rest, 12, 8)};
  } else {
    return not_ours(garbage);
  }
  if (!bytes.starts_with(question_)) return not_ours("the page is of another question");
  return std::optional(std::move(page));
}

}  // namespace tidings::query
