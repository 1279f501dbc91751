#pragma once
/// The formats that are written: one table. Each takes some types of values and does something with them, by which the
/// gate judges.
/// Lives on: any executor.
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/observable/observable.hpp"
#include "formats/exports/gate.hpp"
#include "formats/exports/out.hpp"
#include "formats/exports/pass.hpp"

namespace tidings::exports {

/// Numbers of rules, both ends included.
struct SidRange {
  std::uint32_t first{1'100'000}, last{1'999'999};  ///< within 1,000,000-1,999,999, which is for local use
};

struct Options {
  std::string zone{"rpz.tidings"};  ///< of RPZ: a name without its last dot
  SidRange sids;                    ///< of rules
  std::string set{"tidings"};       ///< what sets of addresses are called, or their table
  std::uint32_t serial{1};          ///< of a zone
  bool chosen{false};               ///< conditions choose values: others' objects come with theirs alone
};

/// What passed the gate.
struct Item {
  const v1::Indicator& indicator;
  const v1::Said& said;  ///< by which it passed
  observable::Type type;
  std::string_view value;   ///< canonical bytes
  bool is_disputed{false};  ///< as the gate's conditions have it, of what is told

  std::string text() const { return observable::to_text(type, value); }
};

/// Writes one export. Entries are bytes from outside: what the syntax cannot carry is left out with the reason.
class Writer {
 public:
  virtual ~Writer() = default;
  virtual void begin(Out& out) = 0;
  virtual Left add(const Item& item, Out& out) = 0;
  /// An object of somebody's format, as `said` carries it; for formats that read more than values. Type: of another's.
  virtual Left original(const v1::Value& /*value*/, const v1::Said& /*said*/, Pass /*pass*/, Out& /*out*/) {
    return Left::Type;
  }
  /// What was held back to be sorted or merged; takes back what has no place.
  virtual void end(Out& out, Counts& counts) = 0;
  /// Where the serial stands, in ten digits: a byte of the output; nothing if there is none.
  virtual std::optional<std::uint64_t> serial_at() const { return std::nullopt; }
};

inline constexpr std::array values_alone{Pass::Values};

struct Format {
  std::string_view name, suffix, media_type;
  Purpose purpose;
  std::span<const observable::Type> types;
  std::string_view comment;  ///< what a line of comment begins with; empty: it knows none
  std::string_view says;     ///< one line of help
  std::unique_ptr<Writer> (*make)(const Options&);
  std::span<const Pass> passes{values_alone};
  bool is_folder{false};  ///< several files: FolderExport writes them

  bool takes(observable::Type type) const;
};

std::span<const Format> all_formats();
const Format* find_format(std::string_view name);  ///< null if there is none of that name

/// Why who reads this format would not read a file of this name; empty where it would.
std::string why_unread(const Format& format, std::string_view path);

/// A name that may stand behind others in a zone: labels of letters, digits, '-' and '_'. In lower case, without its
/// last dot. BadInput.
base::Result<std::string> read_zone(std::string_view text);
/// "1000000-1999999". BadInput.
base::Result<SidRange> read_sid_range(std::string_view text);
/// A letter, then letters, digits and '_', at most 24. BadInput.
base::Status check_set_name(std::string_view text);

}  // namespace tidings::exports
