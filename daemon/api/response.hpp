#pragma once
/// What a sighting or dispute becomes: bulletins, one or more for each audience, with the reports they refer to as
/// targets. Pure.
///
/// Unless it is told otherwise an answer is for the origin alone: to a partner as AMBER (or as narrow as what it
/// answers; wider where our terms for it end before), released to it by name. To an origin that we know through a
/// partner only, GREEN and CLEAR are answered as GREEN, released to both: the partner may hold it and hand it on. Other
/// answers to such an origin reach nobody, and are not made; the notes say so. What we said ourselves is answered on
/// this node alone. An answer lives as long as the longest-lived of what it refers to. Errors: Policy (all that is
/// answered can reach nobody), NotFound (nobody reports any of it). Lives on: any executor.
#include "daemon/api/service.hpp"

namespace tidings::api {

/// How far it shall go.
struct Hearing {
  bool all_who_hold{false};  ///< the audience of what it refers to
  std::optional<v1::Tlp> tlp;
  std::vector<identity::OrgId> names;  ///< beside the origins
  bool is_default() const { return !all_who_hold && !tlp && names.empty(); }
};

struct Response {
  std::vector<v1::Claim> claims;
  std::vector<intake::Section> sections;  ///< each fits one bulletin
  std::vector<std::string> notes;         ///< whom it does not reach, and why
  std::vector<std::uint32_t> unanswered;  ///< places of values that no report speaks of, or whose origins none reaches
};

/// `context` has kind, title, text and the like; an expiry of 0 is that of what it refers to.
base::Result<Response> respond_to(const partners::Book& book, const std::vector<query::SpokenOf>& spoken,
                                  const v1::RespondRequest& request, const v1::Header& context, const Hearing& hearing,
                                  base::Instant latest_expiry);

}  // namespace tidings::api
