#pragma once
/// Numbers for people.
/// Lives on: any executor.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tidings::text {

std::string with_commas(std::uint64_t value);                     ///< "1,204"
std::string counted(std::uint64_t value, std::string_view noun);  ///< "1 partner", "1,204 partners"
std::string byte_size(std::uint64_t bytes);                       ///< "640 B", "1.2 MiB"
std::optional<std::uint32_t> number_up_to(std::string_view text, std::uint32_t most);  ///< plain decimal digits

}  // namespace tidings::text
