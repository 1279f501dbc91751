#pragma once
/// One file that a feed gave, read by the format that it is stated to have or is known by.
/// Errors: BadInput (not that format; one that must be stated), Unsupported, TooLarge, those of open_file(), and what
/// the sink answers. Lives on: a worker.
#include <filesystem>
#include <string>

#include "daemon/feeding/options.hpp"
#include "formats/draft/draft.hpp"

namespace tidings::feeding {

struct Document {
  std::filesystem::path path;
  std::string name;  ///< for people, and for what its ending tells
};

/// The format it was read as.
base::Result<detect::Format> read_document(const FeedOptions& options, const Document& document, draft::Sink& sink);

}  // namespace tidings::feeding
