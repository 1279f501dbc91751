#include "formats/list/described.hpp"

#include <algorithm>

#include "base/clock.hpp"
#include "base/letters.hpp"
#include "base/utf8.hpp"
#include "core/bulletin/benign.hpp"
#include "core/bulletin/bulletin.hpp"
#include "core/bulletin/context.hpp"
#include "core/bulletin/names.hpp"
#include "formats/list/feed_words.hpp"
#include "formats/list/misp_columns.hpp"

namespace tidings::list {
namespace {

void append_remark(std::string& comment, std::string_view label, std::string_view text) {
  if (text.empty()) return;
  if (!comment.empty()) comment += "; ";
  comment.append(label).append(base::to_valid_utf8(text));
}

/// Of several, as a merged view has them, the first that is known; the remark has all.
void take_role(const CsvItem& item, v1::Claim& claim, std::string& comment) {
  const auto cell = item.role;
  const auto first = role_from_feed_word(cell.substr(0, cell.find_first_of(";,|")));
  if (first) claim.set_role(*first);
  if (!first || !role_from_feed_word(cell)) append_remark(comment, first ? "roles: " : "role: ", cell);
}

void take_confidence(const CsvItem& item, v1::Claim& claim, std::string& comment) {
  if (const auto confidence = confidence_from_word(item.confidence)) {
    claim.set_confidence(bulletin::encode_confidence(*confidence));
  } else {
    append_remark(comment, "confidence: ", item.confidence);
  }
}

/// A time that says from when or until when it holds; read wrongly it would hold too long.
base::Result<std::uint64_t> take_bound(std::string_view cell, std::string_view column) {
  if (cell.empty()) return std::uint64_t{0};
  if (const auto at = base::instant_from_text(cell)) return at->us;
  return base::fail(base::ErrorCode::BadInput,
                    "'" + std::string(cell) + "' in the " + std::string(column) + " column is no time");
}

base::Status take_times(const CsvItem& item, v1::Claim& claim, std::string& comment, LastSeen last_seen) {
  const auto from = take_bound(item.valid_from, "valid_from"), until = take_bound(item.valid_until, "valid_until");
  if (!from) return from.error();
  if (!until) return until.error();
  claim.set_valid_from(*from);
  claim.set_valid_until(*until);
  const auto first = base::instant_from_text(item.first_seen);
  if (first && *from == 0) {
    claim.set_valid_from(first->us);
  } else {
    append_remark(comment, "first seen ", item.first_seen);
  }
  if (last_seen == LastSeen::Kept) append_remark(comment, "last seen ", item.last_seen);
  return {};
}

/// A word that is not known may clear the value: it accuses none.
void take_verdict(const CsvItem& item, v1::Claim& claim, std::string& comment) {
  if (item.verdict.empty() || item.verdict == bulletin::name(v1::VERDICT_UNSPECIFIED)) return;
  const auto verdict = verdict_from_feed_word(item.verdict);
  claim.set_verdict(verdict.value_or(v1::VERDICT_UNKNOWN));
  if (!verdict) append_remark(comment, "verdict: ", item.verdict);
}

/// MISP gives what is not for detection to nothing that detects.
void take_to_ids(const CsvItem& item, v1::Claim& claim) {
  if (!item.to_ids || *item.to_ids == "1" || base::lowered(*item.to_ids) == "true") return;
  if (claim.verdict() != v1::VERDICT_BENIGN && claim.role() != v1::ROLE_BENIGN) claim.set_verdict(v1::VERDICT_UNKNOWN);
  claim.add_tags("misp:to_ids=\"0\"");
}

bool is_for_group(std::string_view cell) { return distribution_from_word(cell) == Distribution::SharingGroup; }

}  // namespace

base::Status describe(const CsvItem& item, v1::Claim& claim, LastSeen last_seen) {
  if (std::ranges::any_of(item.distributions, is_for_group))
    return base::fail(base::ErrorCode::BadInput, "it is for a sharing group, which no table names: import the event");
  std::string comment = base::to_valid_utf8(item.comment);
  take_verdict(item, claim, comment);
  take_role(item, claim, comment);
  if (auto checked = bulletin::check_benign(claim.role(), claim.verdict()); !checked) return checked;
  take_confidence(item, claim, comment);
  if (auto taken = take_times(item, claim, comment, last_seen); !taken) return taken;
  append_remark(comment, "see ", item.reference);
  if (comment.size() > bulletin::max_comment_bytes) {
    return base::fail(base::ErrorCode::TooLarge, "what its row says of it is longer than 4,096 bytes");
  }
  if (item.tags.size() + (item.to_ids ? 1 : 0) > bulletin::max_list_entries)
    return base::fail(base::ErrorCode::TooLarge, "more than 256 tags");
  for (const auto tag : item.tags) {
    if (tag.size() > bulletin::max_list_entry_bytes / 3)
      return base::fail(base::ErrorCode::TooLarge, "a tag is too long");
    claim.add_tags(base::to_valid_utf8(tag));
  }
  take_to_ids(item, claim);
  claim.set_comment(std::move(comment));
  return {};
}

}  // namespace tidings::list
