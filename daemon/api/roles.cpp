#include "daemon/api/roles.hpp"

#include <grp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

namespace tidings::api {
namespace {

constexpr std::size_t max_group_record = 1u << 20;  // a group's record names its members: large directories have many

std::optional<gid_t> group_of(const std::string& name) {
  if (name.empty()) return std::nullopt;
  std::vector<char> buffer(4096);
  group record{};
  group* found = nullptr;
  while (getgrnam_r(name.c_str(), &record, buffer.data(), buffer.size(), &found) == ERANGE &&
         buffer.size() < max_group_record) {
    buffer.resize(buffer.size() * 4);
  }
  return found == nullptr ? std::nullopt : std::optional(found->gr_gid);
}

bool has(const std::vector<gid_t>& groups, std::optional<gid_t> group) {
  return group && std::ranges::find(groups, *group) != groups.end();
}

}  // namespace

base::Result<Credentials> credentials_of(int socket) {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) {
    return base::fail(base::ErrorCode::Internal, "the kernel does not tell who the client is");
  }
  Credentials credentials{peer.uid, {}};
  socklen_t bytes = 0;
  if (getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, nullptr, &bytes) != 0 && bytes > 0) {
    credentials.groups.resize(bytes / sizeof(gid_t));
    if (getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, credentials.groups.data(), &bytes) != 0)
      credentials.groups.clear();
  }
  credentials.groups.push_back(peer.gid);
  return credentials;
}

Roles::Roles(const ServerOptions& options)
    : named_{{Role::Reader, group_of(options.reader_group)},
             {Role::Publisher, group_of(options.publisher_group)},
             {Role::Operator, group_of(options.operator_group)},
             {Role::Admin, group_of(options.admin_group)}},
      everybody_reads_(options.reader_group.empty()),
      red_group_(group_of(options.red_group)),
      reader_max_tlp_(options.reader_max_tlp) {}

Caller Roles::judge(const Credentials& credentials) const {
  if (credentials.uid == 0 || credentials.uid == geteuid()) return {credentials.uid, Role::Admin, {v1::TLP_RED}};
  Caller caller{credentials.uid, everybody_reads_ ? Role::Reader : Role::None, {reader_max_tlp_}};
  for (const auto& [role, group] : named_) {
    if (has(credentials.groups, group)) caller.role = std::max(caller.role, role);
  }
  if (has(credentials.groups, red_group_)) caller.ceiling.max_tlp = v1::TLP_RED;
  return caller;
}

}  // namespace tidings::api
