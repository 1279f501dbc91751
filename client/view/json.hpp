#pragma once
/// JSON as `tidings` writes it is the one of formats/told, which others are told by as well.
/// Lives on: any executor.
#include "formats/told/json.hpp"

namespace tidings::view {

namespace json = boost::json;
using told::compact;
using told::json_confidence;
using told::json_id;
using told::json_id_or_null;
using told::json_text;
using told::json_texts;
using told::json_time;
using told::pretty;

}  // namespace tidings::view
