#pragma once
/// What `lookup` says of each line, in the chosen format, at the speed of a buffer.
/// Errors: Disk.
/// Lives on: one thread.
#include <cstdio>
#include <optional>
#include <string>

#include "client/input/line_batch.hpp"
#include "client/view/format.hpp"
#include "client/view/records.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::commands {

class LookupOutput {
 public:
  LookupOutput(std::FILE* out, view::Format format, view::Look look, text::FormulaGuard guard);
  /// The lines of a batch with the answers to its values, in order.
  void add(const input::LineBatch& batch, const v1::LookupAnswer& answer);
  /// Writes what waits, so that a reader who waits for an answer has it.
  void drain();
  base::Status finish();
  std::uint64_t found() const { return found_; }

 private:
  /// A line with what is known of it; `result` is null for a line without a value.
  void add_line(const input::ReadLine& line, const v1::LookupAnswer& answer, const v1::Verdictual* result);
  void add_tsv(const input::ReadLine& line, const v1::LookupAnswer& answer, const v1::Verdictual* result);
  void add_human(const input::ReadLine& line, const v1::LookupAnswer& answer, const v1::Verdictual* result);

  std::FILE* out_;
  view::Format format_;
  view::Look look_;
  std::string buffer_;
  std::optional<view::Records> records_;
  std::uint64_t found_{0};
};

}  // namespace tidings::commands
