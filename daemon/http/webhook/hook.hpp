#pragma once
/// One webhook: reads what arrives from its own durable place in the ledger, sends it in signed requests, in order, one
/// at a time, and moves its place when one is taken. What fails is tried again, for ever, with waits that double up to
/// five minutes. 410 Gone pauses it. Where a request ends is written down before it is sent. After a crash the same
/// request goes out again, under the same key: nothing is lost, and what comes twice is known by its key. Its place is
/// taken when it is first configured, though its filter may name a partner who is not in the book yet. Errors: kept as
/// its last, told in status; counted. Lives on: the network thread.
#include <functional>
#include <memory>

#include "base/secret.hpp"
#include "daemon/http/fetch/fetch.hpp"
#include "daemon/telemetry/log.hpp"
#include "daemon/watching/watching.hpp"

namespace tidings::webhook {

struct HookOptions {
  std::string name, url;
  std::shared_ptr<const base::Secret> secret;
  fetch::FetchOptions fetch;
  v1::Filter filter;
  v1::Tlp max_tlp{v1::TLP_GREEN};
  std::size_t batch_max{500};
};
bool is_same(const HookOptions& a, const HookOptions& b);

/// How long a failed step is let be after so many failures in a row, before jitter.
base::Duration pause_after(std::uint32_t failures);

struct HookParts {
  store::Store& store;
  watching::Watching& watching;
  base::Executor& home;
  const base::Clock& clock;
  telemetry::Log& log;
  telemetry::Counters& counters;
};

class Hook {
 public:
  /// `place`: as kept in the ledger; its name alone: from now on.
  static std::unique_ptr<Hook> make(HookParts parts, HookOptions options, std::unique_ptr<fetch::Fetcher> fetcher,
                                    store::OutletRecord place);
  virtual ~Hook() = default;
  virtual const HookOptions& options() const = 0;
  virtual bool is_paused() const = 0;
  virtual void look() = 0;  ///< each second: what is due is tried again
  virtual v1::WebhookStatus status() const = 0;
};

}  // namespace tidings::webhook
