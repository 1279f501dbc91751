#pragma once
/// Which properties of STIX objects hold an observable, and of which type (STIX 2.1, 6). Inside of this folder.
/// Lives on: any executor.
#include <optional>
#include <string_view>

#include "core/observable/observable.hpp"
#include "formats/stix/pattern.hpp"

namespace tidings::stix {

/// What a property's value is, as seen from who wants an indicator of it.
struct Property {
  enum class Weight : std::uint8_t {
    Identifies,  ///< a digest: names its object alone, whatever else is said of that
    Specific,    ///< an address, a name, a URL: belongs to few
    Common,      ///< a file's name, a registry key: many may have it, so it says nothing as a part of more
    Peer,        ///< the other end of a connection, which may be the victim's: likewise
  };
  observable::Type hint{observable::Type::None};  ///< None: the value decides
  Weight weight{Weight::Specific};
};

/// Nothing for properties that hold no observable.
std::optional<Property> property_at(const ObjectPath& path);
/// Of a hash algorithm's name, in any of its spellings, beside the object that has it.
std::optional<Property> hash_property(std::string_view object_type, std::string_view algorithm);

}  // namespace tidings::stix
