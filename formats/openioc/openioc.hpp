#pragma once
/// OpenIOC 1.0 (root "ioc") and 1.1 (root "OpenIOC"): one context, a claim for each term that means something by
/// itself. A term counts by itself if it stands under OR all the way up; beneath AND a digest does, since it names one
/// file whatever stands beside it, and nothing else does. Negated terms, parts of values ("contains" for a path) and
/// terms that we have no type for make no claim. The document as it is travels beside the claims, so that nothing of it
/// is lost; one beyond max_opaque_bytes stays here. Entities, document types and external references are refused.
/// Errors: BadInput (no XML, none of the two roots; with the line), TooLarge. Lives on: any executor.
#include "base/result.hpp"
#include "formats/draft/draft.hpp"

namespace tidings::openioc {

/// Real ones have some hundred KiB: this is room for generated ones.
inline constexpr std::size_t max_document_bytes = std::size_t{32} << 20;
inline constexpr std::size_t max_depth = 64;
inline constexpr std::size_t max_terms = 200'000;
inline constexpr std::size_t max_text_bytes = 64 * 1024;  ///< of one element or attribute

base::Status read(draft::Source& source, draft::Sink& sink);

}  // namespace tidings::openioc
