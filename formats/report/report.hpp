#pragma once
/// Reports as people write them (plain text, Markdown, AsciiDoc, HTML) to the indicators that they tell of. What is
/// meant is judged by where it stands: what is defanged is meant; in a table, a code block or a list under a heading of
/// indicators likely so; a link in a sentence is a reference. Every candidate that is left out is told with its reason.
/// The title is the first heading, the narrowest TLP and PAP that the text names are its marking, CVE and ATT&CK ids
/// are tags, links are references. What stands among victims has that role; what is called harmless and is defanged all
/// the same is benign.
/// One pass, linear in the input; held are the distinct candidates, bounded by max_candidates and max_held_bytes.
/// Errors: BadInput for what is no text; TooLarge beyond those bounds; what the source says. Lives on: any executor;
/// one thread at a time.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "core/observable/observable.hpp"
#include "formats/draft/draft.hpp"
#include "formats/report/form.hpp"

namespace tidings::report {

/// What has more is a list, and is read as one without being held.
inline constexpr std::size_t max_candidates = 1'000'000;
inline constexpr std::size_t max_held_bytes = std::size_t{256} << 20;

struct Options {
  std::string name;          ///< of the file: its ending tells the form
  std::optional<Form> form;  ///< nothing: by name and content
  /// Hosts of who writes: never indicators, unless defanged. What lies below them counts as they do.
  std::vector<std::string> own_sites;
};

/// As what a value is meant; said anywhere, the later ones go before.
enum class Standing : std::uint8_t { Accused, Victim, Benign };

struct Candidate {
  observable::Observable observable;
  bool meant{false};
  Standing standing{Standing::Accused};
  std::uint64_t line{0};  ///< where it stands first, or where it was meant first
  std::string reason;     ///< why it is left out, or what speaks for it
  std::string comment;    ///< what stands beside it: a file's name beside its hash
};

struct Findings {
  v1::Header header;                  ///< kind, title, audience as far as stated, references, tags
  std::string unreadable;             ///< a marking that is not known, for which the audience is local
  std::vector<Candidate> candidates;  ///< each observable once, in the order of their first line
};

base::Result<Findings> find(draft::Source& source, const Options& options);

/// Role or verdict of a claim.
void take_standing(Standing standing, v1::Claim& claim);

/// One context and a claim for each candidate that is meant; the others as notes (Fate::LeftOut).
base::Status tell(Findings&& findings, draft::Sink& sink);

/// find() and tell().
base::Status read(draft::Source& source, const Options& options, draft::Sink& sink);

}  // namespace tidings::report
