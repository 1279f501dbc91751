#pragma once
/// Where what arrives goes: to standard output, or to a command that is run for each batch with JSON lines on its
/// standard input. What was delivered is known to the arrival on standard output, to the batch with a command.
/// Errors, none of which passes by itself: Disk (standard output is closed or full), Internal (no process can be
/// started). Lives on: one thread.
#include <memory>
#include <optional>

#include "client/commands/session.hpp"
#include "client/interrupt.hpp"
#include "tidings/v1/api.pb.h"

namespace tidings::commands {

struct Delivered {
  int arrivals{0};  ///< all, unless it failed, was interrupted, or its time was over
  base::Status status;
};

class Delivery {
 public:
  virtual ~Delivery() = default;
  virtual Delivered deliver(const v1::WatchAnswer& answer) = 0;
};

/// A line or some lines for each arrival, flushed with each batch.
std::unique_ptr<Delivery> deliver_to_output(const Session& session, view::Format format,
                                            const client::Interrupt& interrupt);

/// `command` is for /bin/sh. It has taken a batch when it ends with 0; else it is run again with the same, after waits
/// that double from one second to a minute, but not once `until` has come. When we are interrupted it has ten seconds
/// to end.
std::unique_ptr<Delivery> deliver_to_command(std::string command, const client::Interrupt& interrupt,
                                             std::optional<base::Instant> until);

}  // namespace tidings::commands
