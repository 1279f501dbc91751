#pragma once
/// What a feed says now, as digests: a fixed few bytes for each claim, so that what it says can be compared with all
/// that we hold of it without holding either. Two claims that meet by chance (one in 2^64 a pair) are taken for one: a
/// value is then left unsaid.
/// Lives on: one thread at a time; it is handed from one to the next.
#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/digest.hpp"
#include "base/result.hpp"
#include "tidings/v1/bulletin.pb.h"

namespace tidings::feeding {

/// Of a context as context_of() gives it, or as it stands in a bulletin of ours.
base::Digest digest_of(const v1::Header& context);
std::uint64_t digest_of(const base::Digest& context, const v1::Claim& claim);
std::uint64_t digest_of_subject(std::string_view subject);
std::uint64_t digest_of_value(const v1::Claim& claim);

class Said {
 public:
  explicit Said(std::size_t most) : most_(most) {}

  /// `ends_at`: of a claim that says its end; 0: as its bulletin. TooLarge beyond the bound.
  base::Status add(std::uint64_t digest, std::uint64_t ends_at);
  void add_subject(std::string_view subject) { subjects_.insert(digest_of_subject(subject)); }
  /// Its author took the value back: what we say of it and it does not say goes.
  void take_back(const v1::Claim& claim) { taken_back_.insert(digest_of_value(claim)); }
  /// Before it is asked; the same claim twice counts once.
  void seal();

  std::size_t size() const { return claims_.size(); }
  bool is_full() const { return claims_.size() >= most_; }
  std::optional<std::size_t> find(std::uint64_t digest) const;
  bool has_subject(std::string_view subject) const { return subjects_.contains(digest_of_subject(subject)); }
  bool is_taken_back(const v1::Claim& claim) const { return taken_back_.contains(digest_of_value(claim)); }
  std::uint64_t ends_at(std::size_t place) const { return claims_[place].ends_at; }
  bool is_held(std::size_t place) const { return held_[place]; }
  void hold(std::size_t place) { held_[place] = true; }  ///< a bulletin of ours says it, and for long enough

 private:
  struct Claim {
    std::uint64_t digest, ends_at;
  };
  std::size_t most_;
  std::vector<Claim> claims_;
  std::vector<bool> held_;
  std::unordered_set<std::uint64_t> subjects_, taken_back_;
};

}  // namespace tidings::feeding
