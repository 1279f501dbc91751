#pragma once
/// The words of a bulletin that a search by text finds: of its title, text, producer, references, tags and ecosystems,
/// and of each claim's tags, comment and value, if the value is text that people read (names, URLs, addresses of
/// e-mail, files, paths, registry keys, mutexes, user agents, patterns; neither hashes nor network addresses). Names in
/// Punycode and what URLs and their paths escape count as they are read, too. Of a value the first 4 KiB are looked at.
/// Lives on: any executor.
#include "core/writing/words.hpp"
#include "tidings/v1/bulletin.pb.h"

namespace tidings::bulletin {

/// Of one bulletin so many words are filed, repeats counted: its header's first, then its claims' in order. 4,096 URLs
/// of eight words each fit; what is beyond is found by value alone.
inline constexpr std::size_t max_filed_words = 32'768;
inline constexpr std::size_t max_worded_value_bytes = 4 * 1024;

/// A tag that names the object of STIX which a claim was made of ("stix:indicator--…"): one word a claim, which nobody
/// looks for, since the object itself is found by its id.
inline constexpr std::string_view object_tag = "stix:";

/// A tag that says which of this node's feeds publishes a bulletin ("feed:NAME"), and takes back by it what the feed
/// has no more: nobody else sets one.
inline constexpr std::string_view feed_tag = "feed:";

void each_word(const v1::Header& header, const writing::TakeWord& take);
void each_word(const v1::Claim& claim, const writing::TakeWord& take);

/// Whether a claim, by its bytes, may have a word that begins so: false is sure. Much cheaper than decoding it, for who
/// looks through thousands. `beginning` is a word of a question, or the beginning of one.
bool may_have_word(std::string_view claim_bytes, std::string_view beginning);

}  // namespace tidings::bulletin
