#pragma once
/// What people write for roles, confidences and markings.
/// Lives on: any executor.
#include <string>
#include <string_view>

#include "formats/list/feed_words.hpp"
#include "tidings/v1/bulletin.pb.h"

namespace tidings::text {

/// For people: "TLP:AMBER+STRICT".
std::string marking(v1::Tlp tlp);
using list::confidence_from_word;
using list::role_from_feed_word;

std::string_view without_blanks_around(std::string_view text);

}  // namespace tidings::text
