#pragma once
/// Bulletins named in what leaves Tidings, so that who publishes it again is held to their audience.
/// Lives on: any executor.
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "core/bulletin/bulletin.hpp"
#include "tidings/v1/api_query.pb.h"

namespace tidings::draft {

/// Whether what came from outside must name the bulletin that it stands in when it leaves: its marking alone does not
/// tell whom that may reach.
inline bool needs_source(const v1::Said& said) {
  return !said.bulletin_id().empty() && (said.tlp() > v1::TLP_GREEN || said.released() || said.local());
}

/// A BulletinId of 64 hex digits, as bytes; nothing for other words.
inline std::optional<std::string> source_from_text(std::string_view hex) {
  return hex.size() == 2 * bulletin::BulletinId::size ? base::from_hex(hex) : std::nullopt;
}

}  // namespace tidings::draft
