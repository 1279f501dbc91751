#include "daemon/http/taxii/posting.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <unordered_set>

#include "core/policy/marking.hpp"
#include "daemon/http/taxii/objects.hpp"
#include "daemon/http/taxii/posted_objects.hpp"
#include "daemon/http/taxii/present.hpp"
#include "daemon/intake/draft.hpp"
#include "daemon/intake/named_sources.hpp"

namespace tidings::taxii {
namespace {

using base::ErrorCode;

constexpr std::string_view clash = "this version of it stands here already, with other content";
constexpr std::size_t sought_at_once = 500;  ///< some ten milliseconds of a reader

std::string text_of(v1::Tlp tlp) { return "TLP:" + std::string(policy::marking_name(tlp)); }

/// The contexts of one envelope: those that may be published here are one publication.
class Posting : public std::enable_shared_from_this<Posting> {
 public:
  Posting(const Taxii::Parts& parts, const TaxiiOptions& options, const PostingTo& to, std::string who, Posted posted)
      : parts_(parts), options_(options), to_(to), all_(to.question), who_(std::move(who)), posted_(std::move(posted)) {
    all_.max_tlp = v1::TLP_RED;
    all_.organisation = {};
  }

  void start(std::string body) {
    auto text = std::make_shared<std::string>(std::move(body));
    parts_.work.post([self = shared_from_this(), text, now = parts_.clock.now()] {
      auto read = std::make_shared<base::Result<PostedObjects>>(read_posted(*text, self->options_.default_tlp, now));
      self->parts_.home.post([self, read] {
        if (!*read) return self->posted_(read->error());
        self->take(std::move(**read));
      });
    });
  }

 private:
  using Then = void (Posting::*)();
  using Present = std::vector<std::optional<Object>>;

  void take(PostedObjects posted) {
    contexts_ = std::move(posted.contexts);
    outcomes_ = std::move(posted.outcomes);
    std::set<std::string> ids;
    const auto book = parts_.query.outlook().book;
    for (auto& context : contexts_) {
      ids.insert(context.header.based_on().begin(), context.header.based_on().end());
      for (auto& object : context.objects) {
        if (const auto* owner = organisation_of_id(*book, object.id); owner && *owner != book->self) {
          object.message = "its id is another organisation's: what is claimed of it is told under this node's name";
        }
        if (object.version != 0) sought_.push_back({&context, &object});
      }
    }
    find_sources(std::move(ids));
  }

  /// The bulletins that objects name as what they came from: who posts is held to them.
  void find_sources(std::set<std::string> ids) {
    if (ids.empty()) return seek_hidden();
    parts_.store.read_for_askers([self = shared_from_this(), ids = std::move(ids)](store::Reading& reading) {
      auto found = intake::find_sources(reading.ledger, ids, {}, self->to_.question.max_tlp);
      self->parts_.home.post([self, found = std::move(found)] {
        if (!found) return self->posted_(found.error());
        self->sources_ = *found;
        self->seek_hidden();
      });
    });
  }

  /// What stands here already, at first also of what the caller may not see: it is not told, but kept for operators.
  void seek_hidden() { seek(0, all_, &Posting::note_hidden, &Posting::seek_shown); }
  void seek_shown() { seek(0, to_.question, &Posting::judge, &Posting::publish); }

  /// Looks up what stands here of the objects sought, some at a time, gives it to `found` and goes on with `then`.
  void seek(std::size_t from, const ScanQuestion& question, void (Posting::*found)(std::size_t, Present), Then then) {
    if (from >= sought_.size()) return (this->*then)();
    std::vector<Sought> sought;
    for (auto at = from; at < std::min(sought_.size(), from + sought_at_once); ++at) {
      sought.push_back({sought_[at].object->id, sought_[at].object->version});
    }
    parts_.store.read_for_askers([self = shared_from_this(), from, &question, found, then, sought = std::move(sought),
                                  outlook = parts_.query.outlook()](store::Reading& reading) {
      query::Asking asking(reading, outlook, {question.max_tlp, {}});
      auto present = std::make_shared<base::Result<Present>>(find_present(asking, question, sought));
      self->parts_.home.post([self, from, &question, found, then, present] {
        if (!*present) return self->posted_(present->error());
        ((*self).*found)(from, std::move(**present));
        self->seek(from + sought_at_once, question, found, then);
      });
    });
  }

  static std::string key_of(const PostedObject& object) { return object.id + " " + std::to_string(object.version); }

  void note_hidden(std::size_t from, Present present) {
    for (std::size_t i = 0; i < present.size(); ++i) {
      const auto& [context, object] = sought_[from + i];
      if (!present[i] || object->claims == 0) continue;
      const auto& content = context->claims[object->first_claim + object->claims - 1].opaque().content();
      if (present[i]->came != content && present[i]->json != content) differing_.insert(key_of(*object));
    }
  }

  /// Other words under a version that stands here would be told to nobody.
  void judge(std::size_t from, Present present) {
    for (std::size_t i = 0; i < present.size(); ++i) {
      auto& [context, object] = sought_[from + i];
      if (!present[i] || object->claims == 0) continue;
      auto& original = context->claims[object->first_claim + object->claims - 1];
      auto& content = *original.mutable_opaque()->mutable_content();
      if (present[i]->json == content) content = present[i]->came;  // who posts what he was told says the same again
      if (present[i]->came == content) continue;
      fail(*object, clash);
      clashing_.insert(key_of(*object));
      for (std::size_t at = 0; at < object->claims; ++at) context->claims[object->first_claim + at].Clear();
      object->id.clear();
    }
  }
  void fail(const PostedObject& object, std::string_view why) {
    outcomes_.push_back({object.id, object.version, std::string(why), false});
  }

  /// What is taken stands in the collection from then on, for who posted it; but for what is told to nobody. Nothing is
  /// widened for that, not even what says nothing of itself.
  base::Status check_shown(const PostedContext& context) const {
    const auto& header = context.header;
    if (header.audience().local()) return {};
    const auto tlp = header.audience().tlp();
    if (tlp > to_.collection.max_tlp) return too_narrow(tlp, "this collection shows", to_.collection.max_tlp);
    if (tlp > to_.question.max_tlp) return too_narrow(tlp, "you are shown", to_.question.max_tlp);
    const auto& filter = to_.question.filter;
    store::BulletinRow row;
    row.origin = parts_.query.outlook().book->self;
    row.kind = header.kind();
    row.tlp = tlp;
    if (!filter.fits(row)) return not_shown(tlp, "as this collection shows nothing: " + text_of(tlp));
    const auto fits = [&](const v1::Claim& claim) { return !is_stix_object(claim) || filter.fits(header, claim); };
    if (std::ranges::all_of(context.claims, fits)) return {};
    return base::fail(ErrorCode::Policy, "it does not meet the conditions of this collection");
  }
  base::Error too_narrow(v1::Tlp tlp, std::string_view than, v1::Tlp narrowest) const {
    return not_shown(tlp, "narrower than " + std::string(than) + ": " + text_of(tlp) + ", where " + text_of(narrowest) +
                              " is the narrowest");
  }
  base::Error not_shown(v1::Tlp tlp, const std::string& how) const {
    auto why = "it is marked " + how;
    if (tlp == options_.default_tlp) why += " (what is not marked is given publish.default_tlp, " + text_of(tlp) + ")";
    return base::fail(ErrorCode::Policy, why + "; post it to a collection that shows it");
  }

  base::Status prepare(PostedContext& context) {
    auto& header = context.header;
    auto& audience = *header.mutable_audience();
    if (audience.tlp() == v1::TLP_UNSPECIFIED) audience.set_tlp(options_.default_tlp);
    if (!audience.local() && audience.tlp() < options_.unattended_tlp) {
      return base::fail(ErrorCode::Policy, "its marking is wider than what is published unattended here");
    }
    // Whoever posts is no user of this machine, so nobody could be told from a second person.
    if (options_.review_above && !audience.local() && audience.tlp() <= *options_.review_above) {
      return base::fail(ErrorCode::Policy,
                        "its marking needs a second person's release: publish it with `tidings publish`");
    }
    const auto book = parts_.query.outlook().book;
    const auto held = intake::hold_to_sources(header, book->self, sources_, intake::NotHeld::Refused);
    if (!held) return held.error();
    header.clear_publication_id();
    if (header.ecosystems_size() == 0) *header.mutable_ecosystems() = to_.collection.filter.ecosystems();
    for (const auto& tag : to_.collection.filter.tags()) {
      if (std::ranges::find(header.tags(), tag) == header.tags().end()) header.add_tags(tag);
    }
    std::erase_if(context.objects, [this](const PostedObject& object) {
      if (object.id.empty()) return true;
      const bool is_again = object.claims == 0 && clashing_.contains(key_of(object));
      if (is_again) fail(object, clash);
      return is_again;
    });
    std::erase_if(context.claims, [](const v1::Claim& claim) { return claim.type() == 0; });
    if (auto shown = check_shown(context); !shown) return shown;
    drop_warned(context);
    if (header.expires_at() == 0) {
      intake::apply_lifetimes(options_.lifetimes, parts_.clock.now(), header, context.claims);
    }
    // One that nobody may be told fails alone: the rest goes on.
    if (auto checked = intake::check_context(header, parts_.clock.now()); !checked) return checked;
    return intake::check_names(*book, header, {});
  }

  void drop_warned(PostedContext& context) {
    const auto lists = parts_.query.outlook().warnings;
    std::erase_if(context.claims, [&](const v1::Claim& claim) {
      if (is_stix_object(claim)) return false;
      intake::Warned warned;
      intake::find_warned(*lists, context.header, {&claim, 1}, intake::Accepted::Nothing, warned);
      if (warned.claims == 0) return false;
      for (auto& object : context.objects) {
        if (original_of(claim) == object.id)
          object.message = "a value of it stands in a warning list: the object is kept, the value is not claimed";
      }
      return true;
    });
  }

  void publish() {
    sought_.clear();
    intake::Draft draft;
    draft.skip_already_said = true;  // an object that is posted again is there already
    draft.said_up_to = to_.question.max_tlp;
    std::size_t objects = 0, differing = 0;
    for (auto& context : contexts_) {
      if (auto prepared = prepare(context); !prepared) {
        for (const auto& object : context.objects) fail(object, prepared.error().what);
        continue;
      }
      if (context.claims.empty()) continue;
      objects += context.objects.size();
      for (const auto& object : context.objects) differing += differing_.count(key_of(object));
      draft.sections.push_back({context.header, context.claims.size()});
      std::ranges::move(context.claims, std::back_inserter(draft.claims));
      taken_.push_back(&context);
    }
    if (taken_.empty()) return posted_(std::move(outcomes_));
    auto what = std::to_string(objects) + " objects";
    if (differing > 0)
      what += "; of " + std::to_string(differing) + " another content of the same version, which they may not see";
    draft.audit.push_back({parts_.clock.now(), who_, "taxii_posted", std::move(what)});
    parts_.publisher.publish(std::move(draft), {}, [self = shared_from_this(), objects, differing](const auto& done) {
      if (done) self->tell_older(done->older);
      self->published(done ? base::Status() : base::Status(done.error()), objects, differing);
    });
  }

  void tell_older(const intake::Older& older) {
    for (auto* context : taken_) {
      for (auto& object : context->objects) {
        if (older.ids.contains(object.id)) {
          object.message += std::string(object.message.empty() ? "" : "; ") +
                            "its newest version alone holds: values of older ones are withdrawn, or not claimed";
        }
      }
    }
  }

  void published(const base::Status& status, std::size_t objects, std::size_t differing) {
    for (auto* context : taken_) {
      for (auto& object : context->objects) {
        if (!status)
          fail(object, status.error().what);
        else if (object.version == 0)
          sought_.push_back({context, &object});
      }
    }
    if (!status) return posted_(std::move(outcomes_));
    parts_.counters.add(telemetry::Counter::TaxiiObjectsTaken, objects);
    parts_.counters.add(telemetry::Counter::PublicationsMade);
    parts_.log.write(telemetry::Event::Published, {{"who", who_}, {"objects", objects}, {"differing", differing}});
    seek(0, to_.question, &Posting::date, &Posting::succeed);
  }

  /// What says no version of its own is told with the one that it has here.
  void date(std::size_t from, Present present) {
    for (std::size_t i = 0; i < present.size(); ++i) {
      if (present[i]) sought_[from + i].object->version = present[i]->version;
    }
  }
  void succeed() {
    for (auto* context : taken_) {
      for (auto& object : context->objects) {
        outcomes_.push_back({std::move(object.id), object.version, std::move(object.message), true});
      }
    }
    posted_(std::move(outcomes_));
  }

  Taxii::Parts parts_;
  const TaxiiOptions options_;
  const PostingTo to_;
  ScanQuestion all_;  ///< the same without the caller's ceiling
  std::string who_;
  Posted posted_;
  struct SoughtObject {
    PostedContext* context;
    PostedObject* object;
  };
  std::vector<PostedContext> contexts_;
  intake::Sources sources_;
  std::vector<SoughtObject> sought_;
  std::vector<PostedContext*> taken_;
  /// Ids and versions of which other content stands here: what the caller is told of, and all.
  std::unordered_set<std::string> clashing_, differing_;
  std::vector<Outcome> outcomes_;
};

}  // namespace

void post_objects(const Taxii::Parts& parts, const TaxiiOptions& options, const PostingTo& to, const std::string& who,
                  std::string body, Posted posted) {
  std::make_shared<Posting>(parts, options, to, who, std::move(posted))->start(std::move(body));
}

}  // namespace tidings::taxii
