#pragma once
/// What is asked of a STIX object again and again. Nothing here trusts an object to be as the standard says: a property
/// of another JSON type reads as if it were not there. Inside of this folder.
/// Lives on: any executor.
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace tidings::stix {

using Object = boost::json::object;

/// Ids of the standard have at most 80 bytes; others are seen, but none this long.
inline constexpr std::size_t max_id_bytes = 512;

std::string_view text_of(const Object& object, std::string_view name);  ///< empty where there is none
const Object* object_of(const Object& object, std::string_view name);
/// Each text of a list; a single text counts as a list of one.
void for_each_text(const Object& object, std::string_view name, const std::function<void(std::string_view)>& take);
/// Whether it is a list of texts, one text, or is not there: what is of another shape may mean anything.
bool is_of_texts(const Object& object, std::string_view name);
/// µs since 1970; 0 where there is none.
std::uint64_t time_of(const Object& object, std::string_view name);
/// A whole number of 0 or more; `otherwise` where there is none.
std::uint64_t number_of(const Object& object, std::string_view name, std::uint64_t otherwise);
bool flag_of(const Object& object, std::string_view name);  ///< false where there is none

/// "TYPE--REST" of a usable length.
bool is_id(std::string_view id);
std::string_view type_of_id(std::string_view id);

/// JSON text without the white space between its tokens; every token stays as it is.
std::string without_blanks(std::string_view json);

}  // namespace tidings::stix
