// A report in any form, cut into pieces anywhere: what is read is canonical, the same however it is cut, and survives
// being reviewed. The first byte chooses the form and the size of the pieces.
#include <cstdint>
#include <cstdlib>

#include "formats/report/report.hpp"
#include "formats/report/review.hpp"
#include "tests/support/drafted.hpp"

namespace {

using namespace tidings;

base::Result<report::Findings> found(std::string_view text, report::Form form, std::size_t piece) {
  test::TextSource source(std::string(text), piece);
  report::Options options;
  options.form = form;
  return report::find(source, options);
}

void check_review(const report::Findings& findings) {
  test::TextSource source(report::write_review(findings));
  test::Drafted out;
  // A marking that is not known is for a person to replace.
  const bool is_readable = report::read_review(source, out).has_value();
  if (is_readable != findings.unreadable.empty()) std::abort();
  if (!is_readable) return;
  std::size_t meant = 0;
  for (const auto& candidate : findings.candidates) meant += candidate.meant ? 1 : 0;
  if (out.claims.size() > meant) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto form = static_cast<report::Form>(data[0] & 3);
  const std::size_t piece = 1 + (data[0] >> 2);
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto whole = found(text, form, 64 * 1024);
  const auto cut = found(text, form, piece);
  if (whole.has_value() != cut.has_value()) std::abort();
  if (!whole) return 0;
  if (whole->candidates.size() != cut->candidates.size()) std::abort();
  for (const auto& candidate : whole->candidates) {
    if (!observable::is_canonical(candidate.observable.type, candidate.observable.value)) std::abort();
    if (candidate.reason.empty() || candidate.line == 0) std::abort();
  }
  check_review(*whole);
  return 0;
}
