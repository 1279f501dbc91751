#pragma once
/// An object of MISP's: attributes that are one thing together. What they say jointly is one claim where we have a type
/// for it: a file's name with its strongest hash, an address with its port. Lives on: any executor.
#include <string>
#include <vector>

#include "formats/misp/attribute.hpp"

namespace tidings::misp {

struct ObjectReading {
  struct Claim {
    v1::Claim claim;
    std::vector<std::size_t> from;  ///< the attributes that it was made of, by their places in the object
  };
  std::vector<Claim> claims;
  std::vector<AttributeReading> attributes;  ///< each by itself; its claims are moved to `claims`
};
ObjectReading read_object(const json::object& object);

}  // namespace tidings::misp
