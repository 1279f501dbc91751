#pragma once
/// Markings that the words of a document state: "TLP:AMBER", "# tlp: amber", "PAP=RED", a row "TLP | AMBER" of a table,
/// "Traffic Light Protocol: AMBER", "TLP level: AMBER".
/// Words about markings that name no level are prose. A level that is not known, as in "TLP:EX:CHR", may forbid
/// anything: it is unreadable, and who reads the document keeps it here or refuses it. Lives on: any executor.
#include <optional>
#include <string>
#include <string_view>

#include "tidings/v1/bulletin.pb.h"

namespace tidings::draft {

/// The narrowest of each that was stated.
struct Stated {
  v1::Tlp tlp{v1::TLP_UNSPECIFIED};
  v1::Pap pap{v1::PAP_UNSPECIFIED};
  std::string unreadable{};  ///< the first whose level is not known, as it stands

  bool empty() const { return tlp == v1::TLP_UNSPECIFIED && pap == v1::PAP_UNSPECIFIED && unreadable.empty(); }
  void narrow(const Stated& by);
};

/// Of several the narrowest, also where a form names all that may be chosen: "TLP: GREEN / AMBER".
Stated stated_in(std::string_view text);
/// Of words beside marks of the format's own, which they narrow and never widen: CLEAR is none.
Stated narrowing_in(std::string_view text);

/// Of a tag or label, Sigma's "tlp.amber" and "tlp-amber" too. One of the taxonomies tlp and PAP that is not known is
/// unreadable, or, of PAP, RED.
Stated stated_by_tag(std::string_view tag);
/// Of tags with whatever between them: "[phishing, tlp-red]".
Stated stated_by_tags(std::string_view tags);
/// Whether it is a tag of the taxonomies tlp or PAP, however it is joined: that is told as the audience, not as a tag.
bool is_marking_tag(std::string_view tag);

/// Narrows the audience; what is unreadable makes it local.
void take_stated(v1::Audience& audience, const Stated& stated);
/// The same of what words state (narrowing_in) beside marks of the format's own, which `audience` has. Where it has
/// none, they narrow what the publisher gives to what is not marked, as far as that is known.
void narrow_by_words(v1::Audience& audience, const Stated& words, std::optional<v1::Tlp> unmarked);

}  // namespace tidings::draft
