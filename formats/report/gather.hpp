#pragma once
/// The distinct candidates of a report, each with what was judged of it: meant anywhere is meant. Compact, since a
/// report may hold hundreds of thousands. Inside of this folder. Lives on: any executor; one thread at a time.
#include <cstdint>
#include <string>
#include <vector>

#include "formats/report/report.hpp"

namespace tidings::report {

class Gather {
 public:
  struct Place {
    std::uint64_t line{0};
    std::string_view comment;
  };
  void meant(const observable::Observable& observable, Standing standing, std::string_view reason, const Place& place);
  void left(const observable::Observable& observable, std::string_view reason, const Place& place);
  bool full() const { return full_; }  ///< beyond max_candidates or max_held_bytes

  /// In the order of their lines; leaves nothing here.
  std::vector<Candidate> finish();

 private:
  struct Entry {
    std::size_t hash{0};
    std::size_t value{0}, comment{0};  ///< where they begin in bytes_
    std::uint32_t value_size{0}, comment_size{0};
    std::uint32_t reason{0};
    observable::Type type{observable::Type::None};
    bool meant{false};
    Standing standing{Standing::Accused};
    std::uint64_t line{0};
  };
  Entry* find_or_add(const observable::Observable& observable, bool& added);
  void describe(Entry& entry, std::string_view reason, const Place& place);
  void grow();
  std::uint32_t number_of(std::string_view reason);

  std::vector<Entry> entries_;
  std::vector<std::uint32_t> slots_;  ///< number of an entry plus one; a power of two
  std::string bytes_;
  std::vector<std::string> reasons_;
  bool full_{false};
};

}  // namespace tidings::report
