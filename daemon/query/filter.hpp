#pragma once
/// The conditions of a question, read once: which lists of bulletins to walk, and whether a bulletin, a claim and what
/// they say meet them. What one statement must meet as a whole is in fitting.hpp.
/// Errors: BadInput, NotFound (an origin that nobody knows), TooLarge.
/// Lives on: any executor; lists() and places() on a reader thread.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/writing/words.hpp"
#include "daemon/partners/partner_book.hpp"
#include "daemon/store/index.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::query {

/// So many tags and so many ecosystems may be asked for, and entries of any other list: people type them.
inline constexpr int max_asked_tags = 16;
inline constexpr int max_asked_entries = 64;
/// A word that ends in '*' is looked for in the lists of so many words that begin so.
inline constexpr std::size_t max_listed_words = 256;

/// The conditions on texts that are met, a bit each: a tag, the ecosystem, a word.
using Marks = std::uint64_t;

class Filter {
 public:
  static base::Result<Filter> of(const v1::Filter& asked, const partners::Book& book);

  /// Groups of lists: a bulletin that meets the conditions stands in one list of each.
  base::Result<std::vector<std::vector<std::string>>> lists(store::IndexReader& index) const;
  base::Result<store::SequenceRange> places(store::IndexReader& index) const;
  /// Whether lists() or places() narrow what must be looked at.
  bool narrows() const;

  bool fits_type(std::uint32_t type) const;
  bool fits_origin(const identity::OrgId& origin) const;
  bool fits(const store::BulletinRow& row) const;
  /// A claim as it stands in its bulletin; the score apart.
  bool fits(const v1::Header& header, const v1::Claim& claim) const;
  bool fits(v1::Role role, std::optional<std::uint32_t> confidence) const;
  bool fits_score(std::uint32_t score) const { return score >= min_score_; }
  const std::vector<std::uint32_t>& types() const { return types_; }

  bool asks_for_texts() const { return all_marks_ != 0; }
  bool are_enough(Marks marks) const { return marks == all_marks_; }
  Marks marks_of(const v1::Header& header) const;
  Marks marks_of(const v1::Claim& claim) const;
  /// Whether a claim of a bulletin whose header has these marks may have the words that are still wanted; false is
  /// sure.
  bool may_have_words(Marks of_header, std::string_view claim_bytes) const;

 private:
  base::Status read_lists(const v1::Filter& asked, const partners::Book& book);
  base::Status read_times(const v1::Filter& asked);
  base::Status read_texts(const v1::Filter& asked);
  void mark_word(std::string_view word, Marks& marks) const;

  std::vector<std::uint32_t> types_;
  std::vector<identity::OrgId> origins_;
  std::vector<std::string> tags_, ecosystems_;
  std::vector<v1::Tlp> tlps_;
  std::vector<v1::Kind> kinds_;
  std::vector<v1::Role> roles_;
  std::uint32_t min_confidence_{0}, min_score_{0};
  base::Instant received_since_{0}, received_until_{UINT64_MAX}, issued_since_{0}, issued_until_{UINT64_MAX};
  std::vector<writing::AskedWord> words_;
  Marks all_marks_{0};
};

}  // namespace tidings::query
