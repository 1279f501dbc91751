#include "core/sync/channel.hpp"

#include <algorithm>
#include <iterator>

#include "base/bytes.hpp"

namespace tidings::sync {

using base::ErrorCode;

void Channel::send(v1::FrameType type, const google::protobuf::MessageLite& message) {
  if (over_) return;
  base::append_be32(control_, static_cast<std::uint32_t>(message.ByteSizeLong() + 1));
  control_.push_back(static_cast<char>(type));
  message.AppendToString(&control_);
}

void Channel::push(Wish wish) {
  // Tokens of a lane overtake each other; only the last counts, and one commit does for many.
  if (auto* keep = std::get_if<wish::KeepToken>(&wish); keep != nullptr && !wishes_.empty()) {
    auto* before = std::get_if<wish::KeepToken>(&wishes_.back());
    if (before != nullptr && before->lane == keep->lane) {
      if (!keep->token.empty()) before->token = std::move(keep->token);
      std::move(keep->later.begin(), keep->later.end(), std::back_inserter(before->later));
      return;
    }
  }
  wishes_.push_back(std::move(wish));
}

void Channel::wish(Wish wish) {
  const bool at_once = std::holds_alternative<wish::Hear>(wish) || std::holds_alternative<wish::Close>(wish);
  if (open_ || at_once) {
    push(std::move(wish));
  } else {
    held_.push_back(std::move(wish));
  }
}

void Channel::open() {
  open_ = true;
  for (auto& wish : held_) push(std::move(wish));
  held_.clear();
}

void Channel::fail(ErrorCode code, std::string text) {
  if (over_) return;
  v1::Goodbye goodbye;
  goodbye.set_reason(std::string(base::name(code)));
  goodbye.set_text(text);
  send(v1::FRAME_GOODBYE, goodbye);
  end(code, std::move(text));
}

void Channel::end(ErrorCode code, std::string text) {
  if (over_) return;
  over_ = true;
  wish(wish::Close{code, std::move(text)});
}

std::string Channel::take_control() { return std::exchange(control_, {}); }

std::vector<Wish> Channel::take_wishes() { return std::exchange(wishes_, {}); }

std::string stated_reason(std::string_view name) {
  const bool plausible = !name.empty() && name.size() <= 32 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || c == '_';
  });
  return plausible ? std::string(name) : "unstated";
}

ErrorCode code_of(std::string_view name) {
  for (int i = 0; i <= static_cast<int>(ErrorCode::Cancelled); ++i) {
    if (base::name(static_cast<ErrorCode>(i)) == name) return static_cast<ErrorCode>(i);
  }
  return ErrorCode::Protocol;
}

std::string quoted(std::string_view text) {
  std::string clean(text.substr(0, 300));
  std::replace_if(
      clean.begin(), clean.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  return clean;
}

}  // namespace tidings::sync
