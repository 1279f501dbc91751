#pragma once
/// Who would receive what is about to be published: defaults filled in, names resolved, and the policy asked partner by
/// partner. The safe rules are held here, in the daemon, whatever a client does.
/// Errors: BadInput, Policy (RED without names), NotFound for a name (with the nearest ones).
/// Lives on: the network thread.
#include "daemon/api/service.hpp"

namespace tidings::api {

/// An error and the names that may have been meant.
struct Refusal {
  base::Error error;
  std::vector<std::string> nearest;
};
template <class T>
using Judged = boost::system::result<T, Refusal>;
[[noreturn]] void throw_exception_from_error(const Refusal& refusal, const boost::source_location& where);

struct Intent {
  std::string_view context;  ///< a v1::Header
  const google::protobuf::RepeatedPtrField<std::string>& release_to;
  bool tlp_given{false};
  bool expiry_given{false};
  bool amends{false};  ///< then an OrgId in full may be of somebody who is no partner now: the publisher judges it
};

/// The context as it will be signed, but for what the publisher sets.
Judged<v1::Header> resolve(const Service& service, const Intent& intent);

/// Whether it is wider than what may be published without a person's word.
bool needs_confirmation(const ServerOptions& options, const v1::Audience& audience);

v1::AudienceAnswer audience_answer(const Service& service, const v1::Header& context);

}  // namespace tidings::api
