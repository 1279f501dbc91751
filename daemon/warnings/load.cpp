#include "daemon/warnings/load.hpp"

#include <algorithm>
#include <fstream>

#include "core/warning/built_in.hpp"
#include "formats/warninglist/misp_list.hpp"
#include "formats/warninglist/top_sites.hpp"

namespace tidings::warnings {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;

base::Result<std::string> contents(const fs::path& file, std::size_t max_bytes) {
  std::error_code error;
  const auto size = fs::file_size(file, error);
  if (error) return base::fail(ErrorCode::NotFound, "it cannot be read: " + error.message());
  if (size > max_bytes)
    return base::fail(ErrorCode::TooLarge, "it is larger than " + std::to_string(max_bytes >> 20) + " MiB");
  std::string text(size, '\0');
  std::ifstream in(file, std::ios::binary);
  if (!in.read(text.data(), static_cast<std::streamsize>(size)))
    return base::fail(ErrorCode::NotFound, "it cannot be read");
  return text;
}

class Loader {
 public:
  explicit Loader(const LoadOptions& options) : options_(options) {}

  Loading load() {
    if (options_.built_in) {
      for (auto& list : warning::built_in_lists()) add("built in", std::move(list));
    }
    for (const auto& file : files()) read(file, warninglist::max_json_bytes, warninglist::read_misp_list);
    if (!options_.top_sites.empty()) {
      read(options_.top_sites, warninglist::max_top_sites_bytes, warninglist::read_top_sites);
    }
    loading_.lists = builder_.build();
    return std::move(loading_);
  }

 private:
  std::vector<fs::path> files() {
    std::vector<fs::path> found;
    std::error_code error;
    if (options_.lists.empty()) return found;
    for (fs::directory_iterator at(options_.lists, error); !error && at != fs::directory_iterator();
         at.increment(error)) {
      const auto nested = at->path() / "list.json";
      std::error_code ignored;
      if (at->path().extension() == ".json")
        found.push_back(at->path());
      else if (fs::is_regular_file(nested, ignored))
        found.push_back(nested);
    }
    if (error) fault(options_.lists, "the folder cannot be read: " + error.message());
    std::ranges::sort(found);  // so that answers name lists in the same order after each load
    if (found.size() > max_files) {
      fault(options_.lists,
            "more than 2,000 files: those behind " + found[max_files - 1].filename().string() + " are left out");
      found.resize(max_files);
    }
    return found;
  }

  template <class Read>
  void read(const fs::path& file, std::size_t max_bytes, Read read_list) {
    const auto text = contents(file, max_bytes);
    if (!text) return fault(file, text.error().what);
    auto list = read_list(*text);
    if (!list) return fault(file, list.error().what + "; the list is left out");
    list->weight = options_.weight;
    add(file, std::move(*list));
  }

  void add(const fs::path& file, warning::List list) {
    const auto added = builder_.add(std::move(list));
    if (!added) return fault(file, added.error().what + "; the list is left out");
    for (const auto& entry : *added) {
      if (loading_.faults.size() >= max_faults) return;
      const auto at = file == options_.top_sites ? "line " + std::to_string(entry.number + 1)
                                                 : "/list/" + std::to_string(entry.number);
      fault(file, entry.what + ", at " + at + "; the entry is left out");
    }
  }

  void fault(const fs::path& file, std::string what) {
    if (loading_.faults.size() < max_faults) loading_.faults.push_back({file.string(), std::move(what)});
  }

  const LoadOptions& options_;
  warning::Builder builder_;
  Loading loading_;
};

}  // namespace

Loading load(const LoadOptions& options) { return Loader(options).load(); }

}  // namespace tidings::warnings
