#include "core/warning/warning_lists.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/letters.hpp"
#include "core/observable/host.hpp"
#include "core/warning/entry.hpp"
#include "core/warning/networks.hpp"
#include "core/warning/patterns.hpp"
#include "core/warning/substrings.hpp"
#include "core/warning/text_set.hpp"

namespace tidings::warning {
namespace {

using base::ErrorCode;
using observable::Observable;
using observable::Type;

bool is_file_name_and_hash(Type type) {
  return type == Type::FilenameMd5 || type == Type::FilenameSha1 || type == Type::FilenameSha256;
}

/// What was found of one value: each list once.
class Found {
 public:
  explicit Found(Type type, const std::vector<Loaded>& lists) : type_(type), lists_(lists) {}

  void add(std::uint32_t list, std::string_view entry) {
    if (found_.size() >= max_hits || !lists_[list].types.has(type_)) return;
    if (std::ranges::find(found_, list, &One::list) != found_.end()) return;
    found_.push_back({list, std::string(entry)});
  }

  std::vector<Hit> hits() {
    std::ranges::sort(found_, {}, &One::list);
    std::vector<Hit> hits;
    hits.reserve(found_.size());
    for (auto& one : found_) {
      const auto& list = lists_[one.list];
      hits.push_back({list.name, std::move(one.entry), list.kind, list.weight});
    }
    return hits;
  }

 private:
  struct One {
    std::uint32_t list;
    std::string entry;
  };
  Type type_;
  const std::vector<Loaded>& lists_;
  std::vector<One> found_;
};

}  // namespace

class Builder::Compiled final : public WarningLists {
 public:
  std::vector<Hit> hits(const Observable& observable) const override;
  const std::vector<Loaded>& lists() const override { return lists_; }
  std::size_t memory_bytes() const override;

  base::Result<std::vector<EntryFault>> add(List list);
  void finish();

 private:
  base::Status add_entry(Kind kind, std::string_view entry, std::uint32_t list);
  base::Status add_substring(std::string_view entry, std::uint32_t list);
  Types& types_of(Kind kind) { return types_[static_cast<std::size_t>(kind)]; }
  bool concerns(Kind kind, Type type) const { return types_[static_cast<std::size_t>(kind)].has(type); }
  void find_text(const Observable& observable, Found& found) const;
  void find_name(const Observable& observable, Found& found) const;
  void find_network(const Observable& observable, Found& found) const;
  void find_special(const Observable& observable, Found& found) const;

  static constexpr std::size_t kinds = static_cast<std::size_t>(Kind::Special) + 1;
  std::vector<Loaded> lists_;
  std::array<Types, kinds> types_;  ///< that any list of the kind is about: what no list is about costs nothing
  std::size_t entries_{0}, text_bytes_{0}, substring_bytes_{0};
  TextSet wholes_, names_;
  Networks ipv4_{32}, ipv6_{128};
  Substrings substrings_;
  Patterns patterns_;
};

std::vector<Hit> Builder::Compiled::hits(const Observable& observable) const {
  if (!observable::is_canonical(observable.type, observable.value)) return {};
  Found found(observable.type, lists_);
  if (concerns(Kind::Special, observable.type)) find_special(observable, found);
  if (concerns(Kind::Cidr, observable.type)) find_network(observable, found);
  if (concerns(Kind::Hostname, observable.type)) find_name(observable, found);
  find_text(observable, found);
  return found.hits();
}

void Builder::Compiled::find_special(const Observable& observable, Found& found) const {
  const auto reason = observable::special_reason_of_canonical(observable);
  if (reason.empty()) return;
  for (std::uint32_t i = 0; i < lists_.size(); ++i) {
    if (lists_[i].kind == Kind::Special) found.add(i, reason);
  }
}

void Builder::Compiled::find_network(const Observable& observable, Found& found) const {
  const auto& [type, value] = observable;
  auto address = observable::address_of(type, value);
  observable::Observable in_url;
  if (type == Type::Url) {
    auto host = observable::host_of(type, value);
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
    const auto parsed = observable::parse(host);
    if (!parsed) return;
    in_url = parsed->observable;
    address = observable::address_of(in_url.type, in_url.value);
  }
  if (address.size() != 4 && address.size() != 16) return;
  const bool is_network = type == Type::Ipv4Cidr || type == Type::Ipv6Cidr;
  const auto prefix = is_network ? static_cast<unsigned char>(value.back()) : static_cast<unsigned>(address.size() * 8);
  const auto wanted = network_of(address, prefix);
  const auto& networks = wanted.is_ipv4 ? ipv4_ : ipv6_;
  const auto add = [&](const Network& network) {
    if (lists_[network.list].types.has(type)) found.add(network.list, text_of(network, wanted.is_ipv4));
  };
  networks.find(wanted.network.first, wanted.network.prefix, add);
  if (is_network) networks.find_within(wanted.network.first, wanted.network.prefix, max_hits, add);
}

/// The name and each name above it, the longest first.
void Builder::Compiled::find_name(const Observable& observable, Found& found) const {
  auto name = observable::host_of(observable.type, observable.value);
  while (!name.empty()) {
    names_.find(name, [&](std::uint32_t list) { found.add(list, name); });
    const auto dot = name.find('.');
    if (dot == std::string_view::npos) return;
    name.remove_prefix(dot + 1);
  }
}

void Builder::Compiled::find_text(const Observable& observable, Found& found) const {
  const auto type = observable.type;
  const bool whole = concerns(Kind::String, type), parts = concerns(Kind::Substring, type);
  const bool expressions = concerns(Kind::Regex, type);
  if (!whole && !parts && !expressions) return;
  const auto text = observable::to_text(observable);
  if (expressions) {
    for (const auto& [list, pattern] : patterns_.find(text)) found.add(list, pattern);
  }
  if (!whole && !parts) return;
  const auto low = base::lowered(text);
  if (parts) substrings_.find(low, [&](std::uint32_t list, std::string_view part) { found.add(list, part); });
  if (!whole) return;
  const auto look_up = [&](std::string_view wanted) {
    wholes_.find(wanted, [&](std::uint32_t list) { found.add(list, wanted); });
  };
  look_up(low);
  const auto bar = low.rfind('|');
  if (!is_file_name_and_hash(type) || bar == std::string::npos) return;
  look_up(std::string_view(low).substr(0, bar));
  look_up(std::string_view(low).substr(bar + 1));
}

base::Status Builder::Compiled::add_substring(std::string_view entry, std::uint32_t list) {
  if (substring_bytes_ + entry.size() > max_substring_bytes) {
    return base::fail(ErrorCode::TooLarge, "the substrings of all lists together are larger than 1 MiB");
  }
  substring_bytes_ += entry.size();
  substrings_.add(base::lowered(entry), list);
  return {};
}

base::Status Builder::Compiled::add_entry(Kind kind, std::string_view entry, std::uint32_t list) {
  if (entry.empty()) return base::fail(ErrorCode::BadInput, "it is empty");
  if (entry.size() > max_entry_bytes) return base::fail(ErrorCode::TooLarge, "it is longer than 1,024 bytes");
  switch (kind) {
    case Kind::String: wholes_.add(whole_of(entry), list); return {};
    case Kind::Substring: return add_substring(entry, list);
    case Kind::Hostname: {
      const auto name = name_of(entry);
      if (!name) return name.error();
      names_.add(*name, list);
      return {};
    }
    case Kind::Cidr: {
      auto network = network_of(entry);
      if (!network) return network.error();
      network->network.list = list;
      (network->is_ipv4 ? ipv4_ : ipv6_).add(network->network);
      return {};
    }
    case Kind::Regex: return patterns_.add(entry, list);
    case Kind::Special: return base::fail(ErrorCode::BadInput, "a special list has no entries");
  }
  return {};
}

base::Result<std::vector<EntryFault>> Builder::Compiled::add(List list) {
  if (lists_.size() >= max_lists) return base::fail(ErrorCode::TooLarge, "there are more than 1,000 lists");
  if (entries_ + list.entries.size() > max_entries) {
    return base::fail(ErrorCode::TooLarge, "all lists together have more than 10,000,000 entries");
  }
  std::size_t bytes = text_bytes_;
  for (const auto& entry : list.entries) bytes += entry.text.size();
  if (bytes > max_text_bytes) return base::fail(ErrorCode::TooLarge, "all lists together are larger than 1 GiB");
  if (list.types.is_empty()) return base::fail(ErrorCode::BadInput, "it is about types of values that we do not have");
  const auto number = static_cast<std::uint32_t>(lists_.size());
  if (list.kind == Kind::String) wholes_.reserve(list.entries.size());
  if (list.kind == Kind::Hostname) names_.reserve(list.entries.size());
  std::vector<EntryFault> faults;
  for (const auto& entry : list.entries) {
    if (const auto added = add_entry(list.kind, entry.text, number); !added)
      faults.push_back({entry.number, added.error().what});
  }
  const auto usable = list.entries.size() - faults.size();
  if (usable == 0 && list.kind != Kind::Special) {
    auto why =
        faults.empty() ? std::string("it has no entries") : "none of its entries can be used: " + faults.front().what;
    return base::fail(ErrorCode::BadInput, std::move(why));
  }
  entries_ += usable;
  text_bytes_ = bytes;
  types_of(list.kind).add(list.types);
  lists_.push_back({std::move(list.name), list.kind, list.types, list.weight, usable});
  return faults;
}

void Builder::Compiled::finish() {
  wholes_.finish();
  names_.finish();
  ipv4_.finish();
  ipv6_.finish();
  substrings_.finish();
  patterns_.finish();
}

std::size_t Builder::Compiled::memory_bytes() const {
  return wholes_.memory_bytes() + names_.memory_bytes() + ipv4_.memory_bytes() + ipv6_.memory_bytes() +
         substrings_.memory_bytes() + patterns_.memory_bytes();
}

Builder::Builder() : lists_(std::make_shared<Compiled>()) {}
Builder::~Builder() = default;
base::Result<std::vector<EntryFault>> Builder::add(List list) { return lists_->add(std::move(list)); }

std::shared_ptr<const WarningLists> Builder::build() {
  lists_->finish();
  return std::exchange(lists_, std::make_shared<Compiled>());
}

std::shared_ptr<const WarningLists> no_lists() { return Builder().build(); }

}  // namespace tidings::warning
