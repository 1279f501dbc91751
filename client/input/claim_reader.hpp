#pragma once
/// Files to claims, several one after the other, "-" for standard input: lists, tables and our own JSON into the
/// publisher's context, everybody else's formats into contexts of their own. What a file is, its content tells
/// (formats/detect), unless --format, --type or --columns do.
/// Errors: BadInput and TooLarge for a file that cannot be read at all; what stands in it is refused piece by piece.
/// Lives on: one thread.
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "client/input/file_source.hpp"
#include "client/input/gathered.hpp"
#include "client/input/plain_reader.hpp"
#include "formats/detect/detect.hpp"
#include "formats/misp/marking.hpp"
#include "formats/rules/rules.hpp"

namespace tidings::input {

/// What readers need to know of the node that publishes.
struct Terms {
  std::optional<v1::Tlp> unmarked;  ///< what is given to what is not marked
  misp::SharingGroups sharing_groups;
  std::vector<std::string> own_sites;
};

struct ReaderOptions {
  std::optional<list::LineHint> hint;  ///< --type
  std::string columns;                 ///< --columns
  SpecialValues special{SpecialValues::Refuse};
  std::optional<detect::Format> format{};  ///< --format
  Originals originals{Originals::Carry};
  std::uint32_t confidence{0};  ///< --confidence, plus one: of all values, whatever the files say; 0: what they say
  std::string review{};         ///< --review: write a report's listing there instead of reading it
  /// Asked once, when the first file needs them. None: nothing is known.
  std::function<base::Result<Terms>()> terms{};
};

/// "stix", "misp", …: what a person may say that a file is. Nothing for other words.
std::optional<detect::Format> format_from_name(std::string_view name);
std::string format_names();

class ClaimReader {
 public:
  ClaimReader(ReaderOptions options, Gathered::OnRefused on_refused, Gathered::OnNote on_note,
              Gathered::OnProgress on_progress);

  /// A file, or the folder or manifest.json of a MISP feed: all its events; of these, what is broken or missing is
  /// refused and the others go on.
  base::Status read(const std::string& path);
  /// After a file that could not be read: whether the others may go on without it. Not if some of it stands in the
  /// publisher's context already.
  bool may_go_on() const { return may_go_on_; }

  Gathered& gathered() { return gathered_; }
  const Gathered& gathered() const { return gathered_; }
  const std::optional<Marking>& marking() const { return plain_.marking(); }
  v1::Pap pap() const { return plain_.pap(); }
  bool stays() const { return plain_.stays(); }
  bool has_unmarked() const { return plain_.has_unmarked(); }
  const std::set<std::string>& sources() const { return plain_.sources(); }
  /// Candidates that the review lists, and how many of them are marked to be published.
  struct Reviewed {
    std::size_t candidates{0}, meant{0};
  };
  const std::optional<Reviewed>& reviewed() const { return reviewed_; }

 private:
  base::Result<const Terms*> terms();
  detect::Detected what(const std::string& path, std::string_view beginning) const;
  base::Status dispatch(const std::string& path, const detect::Detected& found, FileSource& source);
  base::Status read_feed(const std::filesystem::path& folder, draft::Source& manifest);
  base::Status read_event(const std::string& path);
  base::Status read_stix(draft::Source& source);
  base::Status read_misp(draft::Source& source);
  using ReadRules = base::Status (*)(draft::Source&, const rules::Options&, draft::Sink&);
  base::Status read_rules(const std::string& path, ReadRules read_them, draft::Source& source);
  base::Status read_report(const std::string& path, report::Form form, draft::Source& source);

  ReaderOptions options_;
  Gathered gathered_;
  PlainReader plain_;
  std::optional<Terms> terms_;
  std::optional<Reviewed> reviewed_;
  bool may_go_on_{true};
};

}  // namespace tidings::input
