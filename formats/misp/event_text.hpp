#pragma once
/// An event while it is written: its head as values, what stands in its lists as text, so that a large one is never
/// held as values. Inside of this folder. Lives on: any executor; one thread at a time.
#include <array>
#include <string>

#include "formats/misp/members.hpp"
#include "formats/misp/original.hpp"
#include "formats/misp/writer.hpp"

namespace tidings::misp {

class EventText {
 public:
  EventText(std::string uuid, json::object head);
  json::object& head() { return head_; }
  const std::string& uuid() const { return uuid_; }
  /// An attribute, an object or a report, behind those of its kind.
  void add(Original kind, const json::object& thing);
  WrittenEvent finish() &&;

 private:
  std::string uuid_;
  json::object head_;
  std::array<WrittenEvent::List, 3> lists_;
  std::array<bool, 3> is_told_{};  ///< though it may be empty
  std::string hashes_;
};

}  // namespace tidings::misp
