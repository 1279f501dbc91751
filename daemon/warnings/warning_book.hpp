#pragma once
/// The warning lists in force. They are replaced whole; who asks keeps what was in force when it asked.
/// Lives on: the network thread; what current() gives may go anywhere.
#include "daemon/warnings/load.hpp"

namespace tidings::warnings {

class WarningBook {
 public:
  WarningBook() : loading_{std::make_shared<const Loading>(Loading{warning::no_lists(), {}})} {}
  void take(Loading loading) { loading_ = std::make_shared<const Loading>(std::move(loading)); }
  /// With their faults.
  std::shared_ptr<const Loading> loading() const { return loading_; }
  std::shared_ptr<const warning::WarningLists> current() const { return loading_->lists; }

 private:
  std::shared_ptr<const Loading> loading_;
};

}  // namespace tidings::warnings
