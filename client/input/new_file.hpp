#pragma once
/// A file that is not there yet, readable by its owner alone: what a person edited is not written over.
/// Errors: Exists, BadInput (it cannot be made there), Disk.
/// Lives on: any executor.
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace tidings::input {

base::Status write_new_file(const std::string& path, std::string_view bytes);

}  // namespace tidings::input
