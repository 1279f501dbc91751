#pragma once
/// Who may ask over HTTPS: tokens, people with passwords, client certificates by the pin of their key. Each has a role
/// and a highest TLP; one that is for a partner sees what that partner may hold and no more. Kept in the ledger; what
/// is kept of a secret does not give it back.
/// Comparisons take constant time, an unknown name costs what a known one does. Passwords are checked on the crypto
/// pool, one at a time; one that was right is remembered in memory as a keyed digest, since clients send it with each
/// request. Failures are counted, logged once an hour for each address, and answered later and later (brake.hpp).
/// Errors of judge(): Forbidden (whatever was wrong: not told which), Busy (too many passwords wait). Of changes:
/// BadInput, Exists, NotFound, Quota, and what the store says.
/// Lives on: the network thread; answers come there.
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/async/executor.hpp"
#include "base/secret.hpp"
#include "core/identity/org_id.hpp"
#include "daemon/store/store.hpp"
#include "daemon/telemetry/log.hpp"
#include "daemon/telemetry/metrics.hpp"

namespace tidings::access {

using store::AccessRecord;
using store::AccessRole;
using store::Means;

inline constexpr std::size_t max_records = 10'000;
inline constexpr std::size_t max_waiting_passwords = 32;  ///< 80 ms each, one at a time

/// What came with a request.
struct Presented {
  std::string authorization;             ///< the header; empty: none
  std::optional<identity::SpkiPin> pin;  ///< of the client's certificate
  std::string address;
};
struct Caller {
  std::string name;
  AccessRole role{AccessRole::Reader};
  v1::Tlp max_tlp{v1::TLP_CLEAR};
  identity::OrgId organisation;  ///< zero: nobody's
};
struct Judgement {
  base::Result<Caller> caller;
  base::Duration wait{0};  ///< before the answer goes out
};

struct Wish {
  AccessRecord record;    ///< all but proof (of a certificate: its pin) and added_at
  base::Secret password;  ///< of Means::Password
};

class Access {
 public:
  struct Parts {
    store::Store& store;
    base::Executor& home;
    base::Executor& crypto;
    const base::Clock& clock;
    telemetry::Log& log;
    telemetry::Counters& counters;
  };
  static base::Result<std::unique_ptr<Access>> load(Parts parts);
  virtual ~Access() = default;

  using Judged = std::function<void(Judgement)>;
  /// Answers within this call, but for passwords.
  virtual void judge(Presented presented, Judged judged) = 0;
  /// The token, where it is one: told here and never again.
  using Added = std::function<void(base::Result<std::string>)>;
  virtual void add(Wish wish, Added added) = 0;
  virtual void revoke(const std::string& name, const std::string& who, std::function<void(base::Status)> done) = 0;
  virtual std::vector<AccessRecord> list() const = 0;  ///< by name
};

std::string_view name(AccessRole role);
std::optional<AccessRole> role_from_name(std::string_view text);
std::string_view name(Means means);

}  // namespace tidings::access
