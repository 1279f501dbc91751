#pragma once
/// Originals on their way back: the pieces that came as opaque claims, put together again by event. They came from
/// whoever signed them, so nothing is believed of them: what does not fit or does not parse is left out. Lives on: any
/// executor; one thread at a time.
#include <boost/json/value.hpp>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "formats/misp/members.hpp"
#include "formats/misp/original.hpp"
#include "formats/misp/published.hpp"

namespace tidings::misp {

class Returned {
 public:
  /// Whether the claim is one of ours; `said`: what is said of it.
  bool take(const v1::Said& said, const v1::Claim& claim);
  std::size_t bytes() const { return bytes_; }
  bool empty() const { return pieces_.empty(); }
  /// Event by event, in the order of their uuids: the event, then attributes, objects and reports one by one, in the
  /// order in which they were read from it. Without the event nobody knows what these belong to. Then it is empty
  /// again. `reach`: how far each may go.
  void finish(const std::function<void(std::string uuid, const Reach& reach, json::object event)>& begin,
              const std::function<void(Original kind, const Reach& reach, json::object&& thing)>& take);

 private:
  struct Key {
    std::string event;
    Original kind{Original::Event};
    std::size_t number{0};  ///< of a pack of attributes, so that they keep their order
    std::string what;
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  struct Pieces {
    std::size_t count{1};
    Reach reach;
    std::map<std::size_t, std::string> by_number;
  };
  static json::value read(const Pieces& pieces);

  std::map<Key, Pieces> pieces_;
  std::size_t bytes_{0};
};

}  // namespace tidings::misp
