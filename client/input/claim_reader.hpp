#pragma once
/// Files of indicators to claims: plain lists, tables and our own JSON, several files one after the other, "-" for standard input.
/// Every value becomes a claim, or is refused with its place and reason; comments and blank lines are neither.
/// Errors: BadInput for a file that cannot be read at all; what stands in it is refused line by line.
/// Lives on: one thread.
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "client/input/claim_batch.hpp"
#include "client/input/marking.hpp"
#include "client/input/own_json.hpp"
#include "client/input/shape.hpp"
#include "formats/list/csv.hpp"
#include "formats/list/line_reader.hpp"

namespace tidings::input {

struct Refused {
  std::string file;
  std::uint64_t line{0};
  std::string value;
  std::string reason;
};

enum class SpecialValues : std::uint8_t { Refuse, Allow };

struct ReaderOptions {
  std::optional<list::LineHint> hint;  ///< --type
  std::string columns;                 ///< --columns
  SpecialValues special{SpecialValues::Refuse};
};

class ClaimReader {
 public:
  using OnRefused = std::function<void(const Refused&)>;
  using OnProgress = std::function<void(std::uint64_t values_read)>;
  ClaimReader(ReaderOptions options, OnRefused on_refused, OnProgress on_progress);

  base::Status read(const std::string& path);

  std::uint64_t values() const { return values_; }  ///< all that were read: claims + repeated + refused
  std::uint64_t refused() const { return refused_; }
  std::uint64_t repeated() const { return repeated_; }  ///< the very same claim again
  ClaimBatches& claims() { return claims_; }
  const ClaimBatches& claims() const { return claims_; }
  const std::optional<Marking>& marking() const { return marking_; }
  /// Ids in hex of the bulletins that the values came from, where our own JSON tells; at most bulletin::max_based_on.
  const std::set<std::string>& sources() const { return sources_; }

 private:
  base::Status read_list(int fd, std::string_view beginning);
  base::Status read_table(int fd, std::string_view beginning);
  base::Status read_json(int fd, std::string_view beginning);
  void take_line(list::NumberedLine& line);
  void take_cell(list::CsvItem& item);
  void take_value(std::uint64_t line, std::string_view raw, const list::Line& value, v1::Claim claim);
  void take_quoted(std::uint64_t number, Quoted&& quoted);
  void keep(std::uint64_t line, std::string_view raw, const observable::Observable& observable, v1::Claim claim);
  void take_comment(std::uint64_t line, std::string_view raw);
  void take_marking_cell(const list::CsvItem& item);
  void refuse(std::uint64_t line, std::string_view raw, std::string reason);

  ReaderOptions options_;
  OnRefused on_refused_;
  OnProgress on_progress_;
  std::string file_;
  ClaimBatches claims_;
  std::optional<Marking> marking_;
  std::set<std::string> sources_;
  std::optional<base::Error> bad_marking_;
  std::uint64_t values_{0}, refused_{0}, repeated_{0};
};

}  // namespace tidings::input
