#pragma once
/// Every type that MISP gives an attribute (core format 2.5), and what a value of it is here: one observable, two, one
/// of both parts joined, or none. A type that we do not know is none. Lives on: any executor.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/observable/observable.hpp"
#include "tidings/v1/bulletin.pb.h"

namespace tidings::misp {

enum class Form : std::uint8_t {
  None,      ///< no observable: text, dates, persons
  Single,    ///< the value is of type `first`
  Foreign,   ///< found by its exact value (Type::Other); a tag tells its type
  Joined,    ///< "first|second" as one observable of type `first`; a file's digest also by itself
  Both,      ///< "first|second", each an observable of its own
  First,     ///< "first|second", of which the second is no indicator
  NameHash,  ///< "file name|hash" where we have no type for both: two observables, or the name alone
};

struct AttributeType {
  std::string_view name;
  Form form{Form::None};
  observable::Type first{observable::Type::None};
  observable::Type second{observable::Type::None};
};

/// The type of that name; an unknown one has Form::None.
const AttributeType& attribute_type(std::string_view name);
std::span<const AttributeType> attribute_types();

/// What an attribute of this type in this category is to an attack, where MISP's own description of the two says so;
/// unspecified elsewhere. docs/formats.md has the table.
v1::Role role_of(const AttributeType& type, std::string_view category);

/// The observables in a value, and why there are fewer than the type promises.
struct Observables {
  std::vector<observable::Observable> found;
  std::string refusal;  ///< in words for people; empty if nothing was refused
};
Observables observables_in(const AttributeType& type, std::string_view value);

/// The other way: MISP's type for an observable, its category, and the value as MISP writes it.
struct AttributeForm {
  std::string type, category, value;
};
AttributeForm attribute_form(observable::Type type, std::string_view value, v1::Role role);
/// The category that MISP takes a type of Form::Foreign in.
std::string_view foreign_category(std::string_view type);

}  // namespace tidings::misp
