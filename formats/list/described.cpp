#include "formats/list/described.hpp"

#include "base/clock.hpp"
#include "base/utf8.hpp"
#include "core/bulletin/bulletin.hpp"
#include "core/bulletin/context.hpp"
#include "core/bulletin/names.hpp"
#include "formats/list/feed_words.hpp"

namespace tidings::list {
namespace {

void append_remark(std::string& comment, std::string_view label, std::string_view text) {
  if (text.empty()) return;
  if (!comment.empty()) comment += "; ";
  comment.append(label).append(base::to_valid_utf8(text));
}

void take_role(const CsvItem& item, v1::Claim& claim, std::string& comment) {
  if (const auto role = role_from_feed_word(item.role)) {
    claim.set_role(*role);
  } else {
    append_remark(comment, "role: ", item.role);
  }
}

void take_confidence(const CsvItem& item, v1::Claim& claim, std::string& comment) {
  if (const auto confidence = confidence_from_word(item.confidence)) {
    claim.set_confidence(bulletin::encode_confidence(*confidence));
  } else {
    append_remark(comment, "confidence: ", item.confidence);
  }
}

void take_times(const CsvItem& item, v1::Claim& claim, std::string& comment, LastSeen last_seen) {
  const auto first = base::instant_from_text(item.first_seen);
  if (first) {
    claim.set_valid_from(first->us);
  } else {
    append_remark(comment, "first seen ", item.first_seen);
  }
  if (last_seen == LastSeen::Kept) append_remark(comment, "last seen ", item.last_seen);
}

void take_verdict(const CsvItem& item, v1::Claim& claim, std::string& comment) {
  if (const auto verdict = bulletin::verdict_from_name(item.verdict)) {
    claim.set_verdict(*verdict);
  } else {
    append_remark(comment, "verdict: ", item.verdict);
  }
}

/// Narrower than what its row's TLP suggests; without a TLP, than GREEN.
base::Status check_pap(const CsvItem& item) {
  if (item.pap.empty()) return {};
  const auto pap = bulletin::pap_from_name(item.pap);
  if (!pap) {
    return base::fail(base::ErrorCode::BadInput, "'" + std::string(item.pap) + "' in the pap column is no marking (" +
                                                     bulletin::pap_names() + ")");
  }
  v1::Audience audience;
  audience.set_tlp(bulletin::tlp_from_name(item.marking).value_or(v1::TLP_GREEN));
  if (*pap <= bulletin::effective_pap(audience)) return {};
  return base::fail(base::ErrorCode::BadInput,
                    "its PAP is narrower than what a table is published with: publish such "
                    "rows by themselves, with --pap and without that column");
}

}  // namespace

base::Status describe(const CsvItem& item, v1::Claim& claim, LastSeen last_seen) {
  if (auto checked = check_pap(item); !checked) return checked;
  std::string comment = base::to_valid_utf8(item.comment);
  take_verdict(item, claim, comment);
  take_role(item, claim, comment);
  take_confidence(item, claim, comment);
  take_times(item, claim, comment, last_seen);
  append_remark(comment, "see ", item.reference);
  if (comment.size() > bulletin::max_comment_bytes) {
    return base::fail(base::ErrorCode::TooLarge, "what its row says of it is longer than 4,096 bytes");
  }
  if (item.tags.size() > bulletin::max_list_entries) return base::fail(base::ErrorCode::TooLarge, "more than 256 tags");
  for (const auto tag : item.tags) {
    if (tag.size() > bulletin::max_list_entry_bytes / 3)
      return base::fail(base::ErrorCode::TooLarge, "a tag is too long");
    claim.add_tags(base::to_valid_utf8(tag));
  }
  claim.set_comment(std::move(comment));
  return {};
}

}  // namespace tidings::list
