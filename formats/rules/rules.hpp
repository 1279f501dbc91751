#pragma once
/// Files of detection rules: YARA, Sigma, Suricata and Snort. Each rule is a value of its own type, the text that it
/// is; its name, UUID or sid stands in the comment; what its metadata says becomes the context. Values that a rule
/// plainly names become claims besides: digests of samples in a YARA rule's meta, addresses in the header of a Suricata
/// rule, a name that one of its DNS, TLS or HTTP host buffers must end with. Rules are told apart by bounded scanning,
/// not by their full grammars: whether one compiles is for who runs it. A rule that cannot be told apart is noted, and
/// the rest goes on. Errors: BadInput for a file without any rule, TooLarge. Lives on: any executor.
#include <optional>
#include <string>

#include "base/result.hpp"
#include "formats/draft/draft.hpp"

namespace tidings::rules {

/// The largest public collections have some ten MiB.
inline constexpr std::size_t max_file_bytes = std::size_t{64} << 20;

struct Options {
  std::string name;                   ///< of the file: the title where the rules do not tell one
  std::optional<v1::Tlp> unmarked{};  ///< what the publisher gives to what is not marked
};

base::Status read_yara(draft::Source& source, const Options& options, draft::Sink& sink);
/// One context a rule: each has a title of its own.
base::Status read_sigma(draft::Source& source, const Options& options, draft::Sink& sink);
base::Status read_suricata(draft::Source& source, const Options& options, draft::Sink& sink);

}  // namespace tidings::rules
