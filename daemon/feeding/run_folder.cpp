// Feeds that are files on this machine.
#include "daemon/feeding/folder.hpp"
#include "daemon/feeding/run.hpp"

namespace tidings::feeding {

base::Status Run::from_folder() {
  auto listing = list_files(options_.folder);
  if (!listing) return listing.error();
  const auto all = must_read_all();
  if (!all) return all.error();
  outcome_.unchanged = !*all && listing->digest == place().content();
  if (outcome_.unchanged) return {};
  for (const auto& note : listing->notes) outcome_.counts.take(note);
  if (listing->files.empty() && !listing->notes.empty()) {
    const auto& first = listing->notes.front();
    return base::fail(base::ErrorCode::BadInput,
                      "there is no file to read in it; " + first.where + ": " + first.reason);
  }
  if (auto said = say(std::move(listing->files), Scope::Whole); !said) return said;
  if (is_whole_) {
    place().set_content(listing->digest);
    place().set_whole_at(desk_.now().us);
  } else {
    place().clear_content();  // what could not be read is tried again
  }
  return keep();
}

}  // namespace tidings::feeding
