#pragma once
/// Who a client is, by the kernel's word, and what it may do: the highest role that one of its groups gives. Root and
/// the daemon's own user are admin and see RED. A group that the system does not have gives its role to nobody; with an
/// empty reader group everybody may read. Errors: Internal where the kernel does not tell who the peer is. Lives on:
/// the network thread.
#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "daemon/api/requests.hpp"
#include "daemon/api/server.hpp"

namespace tidings::api {

struct Caller {
  uid_t uid{0};
  Role role{Role::None};
  query::Ceiling ceiling;
  std::string text() const { return "uid " + std::to_string(uid); }
};

/// Whether it may know how many bulletins there are, flow and are refused, whatever their marking: who sees all of
/// them, and operators, who have to.
inline bool hears_amounts(const Caller& caller) {
  return caller.ceiling.max_tlp >= v1::TLP_RED || caller.role >= Role::Operator;
}

/// Credentials of a connected Unix socket (SO_PEERCRED and SO_PEERGROUPS): those that the peer had when it connected.
struct Credentials {
  uid_t uid{0};
  std::vector<gid_t> groups;
};
base::Result<Credentials> credentials_of(int socket);

class Roles {
 public:
  explicit Roles(const ServerOptions& options);
  Caller judge(const Credentials& credentials) const;

 private:
  struct Named {
    Role role;
    std::optional<gid_t> group;
  };
  std::vector<Named> named_;
  bool everybody_reads_;
  std::optional<gid_t> red_group_;
  v1::Tlp reader_max_tlp_;
};

}  // namespace tidings::api
