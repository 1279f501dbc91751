#pragma once
/// Objects by their ids. An id leads to its object by what was posted under it, or by the value it was made of, which
/// is remembered for ids that were told lately (what an id is made of never changes, so that can never be wrong). An id
/// that nobody was told lately is looked for from the beginning, in steps. Lives on: the network thread; reads on
/// reader threads.
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>

#include "daemon/http/taxii/scan.hpp"
#include "daemon/http/taxii/taxii.hpp"

namespace tidings::taxii {

/// Ids told lately, in two generations: some 10 MB.
class Remembered {
 public:
  static constexpr std::size_t most_a_generation = 32'768;
  void add(const std::string& id, const v1::Value& value);
  std::optional<v1::Value> find(const std::string& id) const;

 private:
  std::unordered_map<std::string, v1::Value> young_, old_;
};

struct FoundObjects {
  std::vector<Told> told;        ///< in the window, by date
  std::uint64_t to{UINT64_MAX};  ///< behind this date there may be more
  bool exist{false};             ///< one of them at least, if only outside of the window
};
using Found = std::function<void(base::Result<FoundObjects>)>;
/// What is told of question.asked.ids, in the versions that are asked for; of ids that have to be looked for at most
/// max_found. All versions are read for the window alone; which of them is the last can be told by all alone.
inline constexpr std::size_t max_found = 10'000;
void find_objects(const Taxii::Parts& parts, std::shared_ptr<Remembered> remembered, ScanQuestion question,
                  Window window, Found found);

}  // namespace tidings::taxii
