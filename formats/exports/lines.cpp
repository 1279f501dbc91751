#include "formats/exports/lines.hpp"

#include <algorithm>
#include <cstring>

namespace tidings::exports {
namespace {

std::uint64_t beginning_of(std::string_view line) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8; ++i)
    value = (value << 8) | (i < line.size() ? static_cast<unsigned char>(line[i]) : 0);
  return value;
}

}  // namespace

void Lines::add(std::string_view line, Out& out) {
  if (text_.size() + line.size() > max_held_bytes) {
    out.fail(base::fail(base::ErrorCode::TooLarge, "the export is larger than can be sorted here: narrow it"));
    return;
  }
  places_.push_back({beginning_of(line), text_.size() & 0xff'ffff'ffff, line.size() & 0xff'ffff});
  text_ += line;
}

void Lines::sort() {
  std::ranges::sort(places_, [this](const Place& a, const Place& b) {
    if (a.begins != b.begins) return a.begins < b.begins;
    const std::string_view all = text_;
    return all.substr(a.at, a.size) < all.substr(b.at, b.size);
  });
}

void Lines::write(Out& out) {
  each([&](std::string_view line) {
    out.text().append(line).append("\n");
    out.settle();
  });
}

}  // namespace tidings::exports
