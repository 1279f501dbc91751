#pragma once
/// What was read of all files, by context: each with its claims, encoded. The first context is the publisher's own, in
/// which the values of lists and tables stand; what has a context of its own (an event, a report) follows in others.
/// Sightings and disputes of others are not said again in our name: they travel in their originals, or are left out.
/// Errors: TooLarge beyond max_gathered_bytes.
/// Lives on: one thread.
#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>

#include "base/clock.hpp"
#include "client/input/claim_batch.hpp"
#include "formats/draft/draft.hpp"

namespace tidings::input {

/// Encoded claims of all files: as much as two of the largest publications.
inline constexpr std::uint64_t max_gathered_bytes = std::uint64_t{512} << 20;

struct Refused {
  std::string file;
  std::string where;  ///< "12" of a line, "/objects/3" in JSON, or nothing: the file
  std::string value;
  std::string reason;
};

enum class SpecialValues : std::uint8_t { Refuse, Allow };
enum class Originals : std::uint8_t { Carry, Drop };

struct Context {
  v1::Header header;
  std::string file;
  ClaimBatches claims;
  std::uint64_t changed_at{0};  ///< of a MISP event, where it says so, in µs; in one of its contexts
};

/// How much of what became of the input.
struct Tally {
  std::uint64_t values{0};  ///< all that were read: claims + repeated + refused, without originals
  std::uint64_t refused{0}, repeated{0};
  std::uint64_t left_out{0}, local{0}, carried{0}, withdrawn{0};
  std::uint64_t answers{0};    ///< sightings and disputes of others
  std::uint64_t originals{0};  ///< objects of a format that travel beside their values
};

class Gathered final : public draft::Sink {
 public:
  using OnRefused = std::function<void(const Refused&)>;
  using OnNote = std::function<void(const std::string& file, const draft::Note&)>;
  using OnProgress = std::function<void(std::uint64_t values_read)>;
  /// What held until `now` or before is left out: it would be said of nothing.
  Gathered(SpecialValues special, OnRefused on_refused, OnNote on_note, OnProgress on_progress,
           base::Instant now = base::SystemClock().now());

  void begin_file(std::string file, Originals originals);
  /// What is published is our judgement: instead of what files say of it, claim by claim. Plus one, as on the wire.
  void judge_with(std::uint32_t confidence) { confidence_ = confidence; }
  /// Of a file that turned out to be broken: its contexts, but not what stands in the first.
  void drop_contexts_from(std::size_t number) { contexts_.resize(std::max<std::size_t>(number, 1)); }
  /// After all was read: of an event that stands in several files, the newest version counts.
  void keep_newest();
  void refuse(std::string where, std::string_view value, std::string reason);
  /// Of a list: `line` and what it looked like, for where it is refused.
  void keep(std::uint64_t line, std::string_view raw, v1::Claim claim);

  std::uint32_t context(v1::Header header) override;
  base::Status claim(std::uint32_t context, v1::Claim claim) override;
  void note(draft::Note note) override;

  Context& own() { return contexts_.front(); }
  std::deque<Context>& contexts() { return contexts_; }
  const std::deque<Context>& contexts() const { return contexts_; }
  const Tally& tally() const { return tally_; }
  std::uint64_t claims() const;  ///< originals, too
  const std::string& file() const { return file_; }

 private:
  void add(Context& context, v1::Claim claim);
  bool is_over(std::string where, const v1::Claim& claim);

  SpecialValues special_;
  Originals originals_{Originals::Carry};
  OnRefused on_refused_;
  OnNote on_note_;
  OnProgress on_progress_;
  base::Instant now_;
  std::string file_;
  std::deque<Context> contexts_;
  std::uint64_t bytes_{0};
  std::uint32_t confidence_{0};
  Tally tally_;
};

}  // namespace tidings::input
