#include "daemon/store/pending_run.hpp"

#include <iterator>
#include <tuple>

namespace tidings::store {
namespace {
/// A bulletin's own rows, strings and entries take about as much as so many postings.
constexpr std::size_t bulletin_weight = 8;
}  // namespace

std::size_t weight_of(const NewBulletin& bulletin) {
  return bulletin_weight + bulletin.postings.size() + bulletin.targets.size();
}

std::uint64_t PendingRun::prefix_of(std::string_view key) {
  const std::size_t width = std::min<std::size_t>(key.size(), 8);
  return width == 0 ? 0 : base::read_be(key, 0, width) << (8 * (8 - width));
}

bool PendingRun::item_before(const Item& a, const Item& b) {
  if (a.prefix != b.prefix) return a.prefix < b.prefix;
  if (const int order = a.posting->key.compare(b.posting->key); order != 0) return order < 0;
  return std::tie(a.bulletin->row.sequence, a.posting->claim) < std::tie(b.bulletin->row.sequence, b.posting->claim);
}

std::shared_ptr<const PendingRun> PendingRun::make(std::vector<PendingBulletin> bulletins) {
  auto run = std::make_shared<PendingRun>();
  run->bulletins_ = std::move(bulletins);
  for (const auto& bulletin : run->bulletins_) run->collect(*bulletin);
  run->sort();
  return run;
}

void PendingRun::collect(const NewBulletin& bulletin) {
  weight_ += weight_of(bulletin);
  for (const auto& posting : bulletin.postings) postings_.push_back({prefix_of(posting.key), &posting, &bulletin});
  parts_.push_back({bulletin.row.publication, &bulletin});
  for (const auto& target : bulletin.targets) {
    const auto id = BulletinId::from_bytes(target.bulletin_id());
    if (id) references_.push_back({*id, &bulletin, &target});
  }
}

void PendingRun::sort() {
  std::sort(postings_.begin(), postings_.end(), item_before);
  std::sort(parts_.begin(), parts_.end(), [](const Part& a, const Part& b) { return a.publication < b.publication; });
  std::sort(references_.begin(), references_.end(),
            [](const Reference& a, const Reference& b) { return a.target < b.target; });
}

std::shared_ptr<const PendingRun> PendingRun::merge(const PendingRun& earlier, const PendingRun& later) {
  auto run = std::make_shared<PendingRun>();
  run->weight_ = earlier.weight_ + later.weight_;
  run->bulletins_.reserve(earlier.bulletins_.size() + later.bulletins_.size());
  run->bulletins_ = earlier.bulletins_;
  run->bulletins_.insert(run->bulletins_.end(), later.bulletins_.begin(), later.bulletins_.end());
  const auto merged = [](const auto& a, const auto& b, auto& into, auto before) {
    into.reserve(a.size() + b.size());
    std::merge(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(into), before);
  };
  merged(earlier.postings_, later.postings_, run->postings_, item_before);
  merged(earlier.parts_, later.parts_, run->parts_,
         [](const Part& a, const Part& b) { return a.publication < b.publication; });
  merged(earlier.references_, later.references_, run->references_,
         [](const Reference& a, const Reference& b) { return a.target < b.target; });
  return run;
}

const NewBulletin* PendingRun::find(Sequence sequence) const {
  const auto at = std::lower_bound(bulletins_.begin(), bulletins_.end(), sequence,
                                   [](const PendingBulletin& one, Sequence s) { return one->row.sequence < s; });
  return at != bulletins_.end() && (*at)->row.sequence == sequence ? at->get() : nullptr;
}

std::vector<PendingRun::Item>::const_iterator PendingRun::first_from(std::string_view key) const {
  const std::uint64_t prefix = prefix_of(key);
  return std::lower_bound(postings_.begin(), postings_.end(), key, [&](const Item& item, std::string_view wanted) {
    return item.prefix != prefix ? item.prefix < prefix : item.posting->key < wanted;
  });
}

void PendingRun::exact(std::string_view key, Sequence above, std::vector<Hit>& into) const {
  for (auto at = first_from(key); at != postings_.end() && at->posting->key == key; ++at) {
    const Sequence sequence = at->bulletin->row.sequence;
    if (sequence > above) into.push_back({{}, sequence, at->posting->claim, at->posting->facts});
  }
}

void PendingRun::range(std::string_view from, std::string_view to, std::size_t limit, const Hit* after, Sequence above,
                       std::vector<Hit>& into) const {
  const auto is_behind = [&](const Posting& posting, Sequence sequence) {
    return after != nullptr &&
           std::tie(posting.key, sequence, posting.claim) <= std::tie(after->key, after->sequence, after->claim);
  };
  const bool goes_on = after != nullptr && after->key >= from;
  std::size_t found = 0;
  for (auto at = first_from(goes_on ? std::string_view(after->key) : from); at != postings_.end() && found < limit;
       ++at) {
    const auto& posting = *at->posting;
    if (posting.key >= to) return;
    const Sequence sequence = at->bulletin->row.sequence;
    if (sequence <= above || is_behind(posting, sequence)) continue;
    into.push_back({posting.key, sequence, posting.claim, posting.facts});
    ++found;
  }
}

std::size_t PendingRun::count(std::string_view from, std::string_view to, std::size_t most, Sequence above) const {
  std::size_t counted = 0;
  for (auto at = first_from(from); at != postings_.end() && at->posting->key < to && counted < most; ++at) {
    if (at->bulletin->row.sequence > above) ++counted;
  }
  return counted;
}

void PendingRun::newest(std::string_view from, std::string_view to, const Listed& at, std::size_t limit, Sequence above,
                        std::vector<Hit>& into) const {
  std::vector<const Item*> found;
  for (auto item = first_from(from); item != postings_.end() && item->posting->key < to; ++item) {
    const auto sequence = item->bulletin->row.sequence;
    const bool is_behind = sequence < at.sequence || (sequence == at.sequence && item->posting->claim >= at.claim);
    if (sequence > above && is_behind) found.push_back(&*item);
  }
  const auto end = found.begin() + static_cast<std::ptrdiff_t>(std::min(limit, found.size()));
  std::partial_sort(found.begin(), end, found.end(), [](const Item* a, const Item* b) {
    const auto x = a->bulletin->row.sequence, y = b->bulletin->row.sequence;
    return x != y ? x > y : a->posting->claim < b->posting->claim;
  });
  for (auto item = found.begin(); item != end; ++item) {
    const auto& posting = *(*item)->posting;
    into.push_back({posting.key, (*item)->bulletin->row.sequence, posting.claim, posting.facts});
  }
}

void PendingRun::listed(std::string_view key, Sequence from, Sequence above, std::size_t limit,
                        std::vector<Listed>& into) const {
  const auto is_before = [&](const Item& item) {
    const int order = std::string_view(item.posting->key).compare(key);
    return order != 0 ? order < 0 : item.bulletin->row.sequence <= from;
  };
  auto at = std::partition_point(first_from(key), postings_.end(), is_before);
  for (std::size_t found = 0; found < limit && at != postings_.begin(); ++found) {
    --at;
    if (at->posting->key != key || at->bulletin->row.sequence <= above) return;
    into.push_back({at->bulletin->row.sequence, at->posting->claim});
  }
}

void PendingRun::keys(std::string_view from, std::string_view to, std::size_t limit,
                      std::vector<std::string>& into) const {
  std::size_t found = 0;
  for (auto at = first_from(from); at != postings_.end() && found < limit; ++found) {
    const auto& key = at->posting->key;
    if (key >= to) return;
    into.push_back(key);
    at = std::partition_point(at, postings_.end(), [&](const Item& item) { return item.posting->key <= key; });
  }
}

}  // namespace tidings::store
