#include "core/warning/patterns.hpp"

#include <re2/re2.h>
#include <re2/set.h>

#include <string>

#include "core/warning/list.hpp"

namespace tidings::warning {
namespace {

using base::ErrorCode;

constexpr std::int64_t program_bytes = 256 * 1024;   // of one expression compiled: real ones take under 10 KiB
constexpr std::int64_t set_bytes = 8 * 1024 * 1024;  // of all together with what the search remembers
constexpr std::size_t instruction_bytes = 16;        // of RE2's programs, for telling memory

RE2::Options options(std::int64_t memory) {
  RE2::Options options;
  options.set_max_mem(memory);
  options.set_log_errors(false);
  options.set_encoding(RE2::Options::EncodingUTF8);
  return options;
}

/// The expression with its flags as RE2 writes them.
base::Result<std::string> without_slashes(std::string_view pattern) {
  const auto last = pattern.rfind('/');
  if (!pattern.starts_with('/') || last == 0) return std::string(pattern);
  std::string flags;
  for (const char flag : pattern.substr(last + 1)) {
    if (flag == 'u' || flag == 'g') continue;  // UTF-8 and "all of them" are what we do anyway
    if (flag != 'i' && flag != 'm' && flag != 's') {
      return base::fail(ErrorCode::BadInput, std::string("the flag '") + flag + "' is not known");
    }
    flags.push_back(flag);
  }
  const auto expression = pattern.substr(1, last - 1);
  if (flags.empty()) return std::string(expression);
  return "(?" + flags + ":" + std::string(expression) + ")";
}

}  // namespace

struct Patterns::State {
  struct One {
    std::unique_ptr<RE2> compiled;
    std::string pattern;
    std::uint32_t list{0};
  };
  std::vector<One> all;
  RE2::Set set{options(set_bytes), RE2::UNANCHORED};
  bool together{false};  ///< the set was compiled
};

Patterns::Patterns() : state_(std::make_unique<State>()) {}
Patterns::~Patterns() = default;
Patterns::Patterns(Patterns&&) noexcept = default;
Patterns& Patterns::operator=(Patterns&&) noexcept = default;

base::Status Patterns::add(std::string_view pattern, std::uint32_t list) {
  if (state_->all.size() >= max_patterns) {
    return base::fail(ErrorCode::TooLarge, "there are more than " + std::to_string(max_patterns) + " expressions");
  }
  const auto expression = without_slashes(pattern);
  if (!expression) return expression.error();
  auto compiled = std::make_unique<RE2>(*expression, options(program_bytes));
  if (!compiled->ok()) return base::fail(ErrorCode::BadInput, "the expression cannot be used: " + compiled->error());
  if (RE2::PartialMatch("", *compiled)) {
    return base::fail(ErrorCode::BadInput, "the expression is found in the empty text, so it would be in every value");
  }
  if (state_->set.Add(*expression, nullptr) < 0)
    return base::fail(ErrorCode::BadInput, "the expression cannot be used");
  state_->all.push_back({std::move(compiled), std::string(pattern), list});
  return {};
}

void Patterns::finish() { state_->together = !state_->all.empty() && state_->set.Compile(); }

std::vector<Patterns::Found> Patterns::find(std::string_view text) const {
  std::vector<Found> found;
  if (state_->all.empty()) return found;
  const re2::StringPiece piece(text.data(), text.size());
  std::vector<int> numbers;
  RE2::Set::ErrorInfo error{RE2::Set::kNoError};
  if (state_->together) {
    if (!state_->set.Match(piece, &numbers, &error) && error.kind == RE2::Set::kNoError) return found;
  }
  if (!state_->together || error.kind != RE2::Set::kNoError) {
    // Together they need more memory than allowed: one by one, still linear.
    for (std::size_t i = 0; i < state_->all.size(); ++i) {
      if (RE2::PartialMatch(piece, *state_->all[i].compiled)) numbers.push_back(static_cast<int>(i));
    }
  }
  for (const auto number : numbers) {
    const auto& one = state_->all[static_cast<std::size_t>(number)];
    found.push_back({one.list, one.pattern});
  }
  return found;
}

std::size_t Patterns::memory_bytes() const {
  if (state_->all.empty()) return 0;
  auto bytes = static_cast<std::size_t>(set_bytes);  // what a search may come to remember
  for (const auto& one : state_->all) {
    bytes += one.pattern.capacity() + instruction_bytes * static_cast<std::size_t>(one.compiled->ProgramSize());
  }
  return bytes;
}

}  // namespace tidings::warning
