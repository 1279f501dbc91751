#pragma once
/// A STIX indicator that we publish in several versions holds as its newest `modified` says, whichever came first and
/// also within one draft: what only others of its versions claim is left out of the draft, and withdrawn where it
/// stands. Their objects stay, since versions are told apart. What a replaced revision said of an object counts, so
/// that an older document read again does not bring back what a newer one ended. Only our own words count, of a feed
/// its own alone, of all others what no feed says; and none that are marked above what the draft's publisher may see.
/// Ids are looked up a batch at a time; one that stands here in the same words alone costs no more. Errors: Busy while
/// the index is rebuilt, and what the store says. Lives on: a reader thread, a step at a time; the draft stays as it is
/// meanwhile.
#include <set>
#include <string_view>
#include <unordered_map>

#include "daemon/intake/made_claims.hpp"
#include "daemon/intake/publisher.hpp"

namespace tidings::intake {

class OlderVersions {
 public:
  OlderVersions(const Draft& draft, OwnWords own) : draft_(draft), own_(std::move(own)) {}
  /// Looks at some objects; true if there are more.
  base::Result<bool> step(store::Reading& reading);

  /// Of the draft's claims; empty: none.
  const std::vector<bool>& left_out() const { return left_out_; }
  std::vector<TakenBack> going() const { return taken_back(going_); }
  /// Of the objects that either was made of.
  const std::set<std::string>& ids() const { return ids_; }

 private:
  /// A claim of the draft that is an object, or was made of one.
  struct Mention {
    std::string_view id;
    std::size_t number{0};
    base::Instant end;
    bool is_object{false};
  };
  using Mentions = std::span<const Mention>;
  struct Version {
    std::uint64_t number{0};
    stix::ObjectRead read;
    bool is_gone{false};  ///< with one of its values: others that it claimed may stand yet
  };
  using Held = std::unordered_map<std::string_view, std::vector<Version>>;

  void collect();
  base::Result<Held> find_held(store::Reading& reading, std::span<const Mentions> objects) const;
  base::Status add_held(store::Reading& reading, const store::Standing& standing, const std::vector<Mentions>& objects,
                        Held& held) const;
  bool is_drafted(Mentions object, std::string_view content) const;
  std::optional<ObjectWords> words_of(Mentions object, Held& held) const;
  void leave_out(Mentions object, const ObjectWords& words);

  const Draft& draft_;
  OwnWords own_;
  bool collected_{false};
  std::vector<Mention> mentions_;  ///< by id, then by number
  std::vector<Mentions> objects_;  ///< those of one id each
  std::size_t next_{0};
  std::vector<bool> left_out_;
  Going going_;
  std::set<std::string> ids_;
};

}  // namespace tidings::intake
