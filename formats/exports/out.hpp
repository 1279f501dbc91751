#pragma once
/// Text on its way out, in pieces of some 64 KiB. The first failure of where it goes stands, and what comes after is
/// dropped.
/// Lives on: one executor.
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"

namespace tidings::exports {

using Sink = std::function<base::Status(std::string_view)>;

class Out {
 public:
  explicit Out(Sink sink) : sink_(std::move(sink)) {}
  /// To append to; settle() after each entry.
  std::string& text() { return text_; }
  void settle() {
    if (text_.size() >= piece_bytes) flush();
  }
  base::Status flush() {
    if (status_ && !text_.empty()) status_ = sink_(text_);
    sent_ += text_.size();
    text_.clear();
    return status_;
  }
  void fail(base::Error why) {
    if (status_) status_ = std::move(why);
  }
  const base::Status& status() const { return status_; }
  std::uint64_t bytes() const { return sent_ + text_.size(); }

 private:
  static constexpr std::size_t piece_bytes = 64 * 1024;
  Sink sink_;
  std::string text_;
  std::uint64_t sent_{0};
  base::Status status_;
};

}  // namespace tidings::exports
