#pragma once
/// What a value is when nobody said. Inside of this folder.
/// Lives on: any executor.
#include <cstdint>
#include <string_view>

#include "core/observable/observable.hpp"

namespace tidings::observable {

struct Shape {
  enum class Kind : std::uint8_t {
    Network,       ///< an address, name, URL, path or e-mail address, if anything
    Typed,         ///< of `type`
    FilenameHash,  ///< "name|hash"
    OddHex,        ///< hex digits, but of no type's number
  };
  Kind kind{Kind::Network};
  Type type{Type::None};
};

/// Judges trimmed text; what it names a type may still be refused as one.
Shape detect_shape(std::string_view text);

}  // namespace tidings::observable
