#pragma once
/// GET /feeds/NAME: the exports of the config, for programs that fetch. One is made anew when it is asked for after
/// something arrived, or after a minute, into a file of ours; who asks meanwhile waits for the same making. It is
/// streamed from that file, with an entity tag of its bytes, so who has it already is told so (304). An export that is
/// a folder is fetched file by file, at /feeds/NAME/FILE; its events are for a minute those that were made with the
/// index that was fetched last. TLP is by who asks: the narrower of the export's and the caller's highest; what is
/// marked to stay on this node is neither told nor counted. Partners' own callers are not served: an export merges what
/// all say. Errors: 403, 404, 405, 500, 503, as text. Lives on: the network thread; files are the worker's.
#include <memory>
#include <string>
#include <vector>

#include "daemon/exporting/run.hpp"
#include "daemon/http/server/message.hpp"

namespace tidings::feeds {

inline constexpr base::Duration made_again_after{std::chrono::minutes(1)};  ///< what expires rings no bell

class Feeds {
 public:
  struct Parts {
    store::Store& store;
    exporting::RunParts run;
    std::string folder;  ///< of ours alone; emptied at the start
  };
  static base::Result<std::unique_ptr<Feeds>> make(Parts parts);
  virtual ~Feeds() = default;
  virtual void set(std::vector<exporting::ExportOptions> exports) = 0;
  virtual server::Route route() = 0;
};

}  // namespace tidings::feeds
