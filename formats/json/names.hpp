#pragma once
/// Inside of this folder. Lives on: any executor; one thread at a time.
#include <algorithm>
#include <functional>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace tidings::json_stream {

/// The names that an object has had, by their hashes: two that meet by chance are refused as one that stands twice.
class Names {
 public:
  bool add(std::string_view name) {
    const auto hash = std::hash<std::string_view>{}(name);
    if (first_.size() < few) {
      if (std::ranges::find(first_, hash) != first_.end()) return false;
      first_.push_back(hash);
      return true;
    }
    return std::ranges::find(first_, hash) == first_.end() && others_.insert(hash).second;
  }

 private:
  static constexpr std::size_t few = 64;
  std::vector<std::size_t> first_;
  std::unordered_set<std::size_t> others_;
};

}  // namespace tidings::json_stream
