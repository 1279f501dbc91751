#pragma once
/// Marking definitions (STIX 2.1, 7.2): TLP 1 and 2 and PAP by the ids that their authors fixed, by their definition
/// otherwise; statements. A marking can only be narrowed.
/// Lives on: any executor.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/draft/stated_marking.hpp"
#include "formats/stix/object.hpp"
#include "tidings/v1/bulletin.pb.h"

namespace tidings::stix {

struct Marking {
  v1::Tlp tlp{v1::TLP_UNSPECIFIED};
  v1::Pap pap{v1::PAP_UNSPECIFIED};
  bool local{false};                     ///< marked by what nobody here can read: it stays
  std::vector<std::string> statements;   ///< copyrights, terms of use; sorted
  std::vector<std::string> bulletins{};  ///< that it names as what it came from, to whose audience it is held; sorted
  friend bool operator==(const Marking&, const Marking&) = default;
};

/// Of TLP 1 (STIX 2.1, 7.2.1.4), TLP 2.0 and PAP (OASIS CTI TC, extension definitions); nothing for other ids.
std::optional<Marking> standard_marking(std::string_view id);
/// The ids under which what we write is marked; empty for the unspecified.
std::string_view marking_id(v1::Tlp tlp);
std::string_view marking_id(v1::Pap pap);
/// The standard's own object of that id, in one line; nothing for other ids.
std::optional<std::string> marking_object(std::string_view id);

/// The PAP that is written beside a TLP: unspecified where it says no more than that suggests.
v1::Pap stated_pap(v1::Tlp tlp, v1::Pap pap);

/// What a marking-definition object says, its name and statement included; nothing if it says what we do not know.
std::optional<Marking> defined_marking(const Object& definition);

/// For what marks an object and is no id of a marking: nobody can read it.
inline constexpr std::string_view unreadable_mark = "?";
/// What labels say ("tlp:amber"), and the bulletins that the object names, as lines that stated_marking() reads, and
/// the object's words ("TLP:AMBER"), as lines that worded_mark() reads; empty where none of them marks.
std::string stated_marks(const Object& object);
std::optional<Marking> stated_marking(std::string_view line);
std::optional<draft::Stated> worded_mark(std::string_view line);

void narrow(Marking& marking, const Marking& by);
/// More bulletins than one can be based on would not all bind: it stays.
void keep_if_of_many(Marking& marking);
/// `unmarked`: what the publisher gives to what is not marked, if that is known.
void narrow_by_words(Marking& marking, const draft::Stated& words, std::optional<v1::Tlp> unmarked);

/// The same without words: it goes no further than what is marked `other`.
void hold_to(Marking& marking, const Marking& other, std::optional<v1::Tlp> unmarked);
/// With the publisher's where nothing marks it, as far as that is known.
v1::Tlp tlp_of(const Marking& marking, std::optional<v1::Tlp> unmarked);

/// Whether words of what is marked `words` may stand in what is marked `place`. `unmarked`: what the publisher gives
/// to what is not marked, if that is known.
bool may_stand_in(const Marking& words, const Marking& place, std::optional<v1::Tlp> unmarked);

}  // namespace tidings::stix
