#include "formats/exports/file.hpp"

#include <algorithm>
#include <charconv>

namespace tidings::exports {
namespace {

/// Room for the head of a zone with the longest name; a last comment of one line is shorter.
constexpr std::size_t head_bytes = 1024, remark_bytes = 4096;

constexpr std::string_view before_serial = "@ SOA localhost. hostmaster.localhost. ";

std::uint32_t seconds(base::Instant now) { return static_cast<std::uint32_t>(now.us / 1'000'000); }

}  // namespace

std::uint32_t serial_in(std::string_view zone) {
  const auto at = zone.find(before_serial);
  if (at == std::string_view::npos) return 0;
  const auto digits = zone.substr(at + before_serial.size(), 10);
  std::uint32_t serial = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), serial);
  return read.ec == std::errc{} ? serial : 0;
}

FileExport::FileExport(std::unique_ptr<base::Replacement> file, const Format& format, std::uint32_t former_serial)
    : format_(&format), file_(std::move(file)), former_serial_(former_serial) {}

base::Result<FileExport> FileExport::begin(const std::string& path, const Format& format, Options options, Gate gate,
                                           base::Instant now) {
  auto begun = base::Replacement::begin(path);
  if (!begun) return begun.error();
  auto file = std::make_unique<base::Replacement>(std::move(*begun));
  const auto head = file->former_beginning(head_bytes);
  if (!head) return head.error();
  FileExport made(std::move(file), format, serial_in(*head));
  made.next_serial_ = std::max(seconds(now), made.former_serial_ + 1);
  options.serial = made.former_serial_;  // as it was, so that nothing but a change makes it another file
  made.export_ = std::make_unique<Export>(
      format, options, std::move(gate), [file = made.file_.get()](std::string_view text) { return file->write(text); });
  return made;
}

base::Result<bool> FileExport::finish() {
  if (auto done = export_->finish(); !done) return done.error();
  if (file_->is_same_so_far()) {
    const auto rest = file_->rest_of_former(remark_bytes);
    if (!rest) return rest.error();
    const bool is_remark =
        !format_->comment.empty() && rest->starts_with(format_->comment) && rest->find('\n') == rest->size() - 1;
    if (rest->empty() || is_remark) return false;
  }
  if (auto done = export_->remark(); !done) return done.error();
  if (const auto at = export_->serial_at()) {
    auto digits = std::to_string(next_serial_);
    digits.insert(0, 10 - digits.size(), '0');
    if (auto done = file_->patch(*at, digits); !done) return done.error();
  }
  if (auto done = file_->commit(); !done) return done.error();
  return true;
}

}  // namespace tidings::exports
