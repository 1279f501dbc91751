#include "daemon/http/taxii/posting.hpp"

#include <algorithm>
#include <iterator>

#include "daemon/http/taxii/objects.hpp"
#include "formats/draft/text_source.hpp"
#include "formats/stix/reader.hpp"

namespace tidings::taxii {
namespace {

using base::ErrorCode;

constexpr std::size_t max_outcomes = 100'000;

struct Context {
  v1::Header header;
  std::vector<v1::Claim> claims;
  std::vector<Outcome> objects;  ///< that travel in it
};

class Collector final : public draft::Sink {
 public:
  std::uint32_t context(v1::Header header) override {
    contexts.push_back({std::move(header), {}, {}});
    return static_cast<std::uint32_t>(contexts.size() - 1);
  }
  base::Status claim(std::uint32_t number, v1::Claim claim) override {
    auto& context = contexts.at(number);
    if (is_stix_object(claim)) context.objects.push_back({claim.value(), version_of(claim, 0), {}, true});
    context.claims.push_back(std::move(claim));
    return {};
  }
  void note(draft::Note note) override {
    const bool failed = note.fate == draft::Fate::Refused || note.fate == draft::Fate::LeftOut;
    if (failed && notes.size() < max_outcomes) notes.push_back(std::move(note));
  }

  std::vector<Context> contexts;
  std::vector<draft::Note> notes;
};

/// The contexts of one envelope: those that may be published here are one publication.
class Posting : public std::enable_shared_from_this<Posting> {
 public:
  Posting(const Taxii::Parts& parts, const TaxiiOptions& options, const CollectionOptions& collection, std::string who,
          Posted posted)
      : parts_(parts), options_(options), collection_(collection), who_(std::move(who)), posted_(std::move(posted)) {}

  void start(std::string body) {
    auto text = std::make_shared<std::string>(std::move(body));
    parts_.work.post([self = shared_from_this(), text] {
      auto collector = std::make_shared<Collector>();
      draft::TextSource source(*text);
      stix::Options reading;
      reading.unmarked = self->options_.default_tlp;
      const auto read = stix::read(source, reading, *collector);
      self->parts_.home.post([self, collector, read] {
        if (!read) return self->posted_(read.error());
        self->take(std::move(*collector));
      });
    });
  }

 private:
  void take(Collector collector) {
    contexts_ = std::move(collector.contexts);
    // A sighting or opinion is carried as it is: who answers a report here does so with `tidings sight` and `dispute`.
    std::erase_if(contexts_, [](const Context& context) {
      return context.header.kind() != v1::KIND_REPORT || context.claims.empty();
    });
    for (auto& note : collector.notes) note_failure(note);
    publish();
  }

  /// Of an object that travels all the same it is a remark; a value that cannot be claimed of one is none.
  void note_failure(const draft::Note& note) {
    for (auto& context : contexts_) {
      for (auto& object : context.objects) {
        if (note.what != object.id) continue;
        object.message = note.reason;
        return;
      }
    }
    if (!note.what.empty() && note.what.find("--") == std::string::npos) return;
    outcomes_.push_back({note.what.empty() ? note.where : note.what, 0, note.reason, false});
  }

  base::Status prepare(Context& context) {
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
    header.clear_publication_id();
    if (header.ecosystems_size() == 0) *header.mutable_ecosystems() = collection_.filter.ecosystems();
    for (const auto& tag : collection_.filter.tags()) {
      if (std::ranges::find(header.tags(), tag) == header.tags().end()) header.add_tags(tag);
    }
    drop_warned(context);
    if (header.expires_at() == 0) {
      intake::apply_lifetimes(options_.lifetimes, parts_.clock.now(), header, context.claims);
    }
    return {};
  }

  void drop_warned(Context& context) {
    const auto lists = parts_.query.outlook().warnings;
    std::erase_if(context.claims, [&](const v1::Claim& claim) {
      if (is_stix_object(claim)) return false;
      intake::Warned warned;
      intake::find_warned(*lists, context.header, {&claim, 1}, intake::Accepted::Nothing, warned);
      if (warned.claims == 0) return false;
      for (auto& object : context.objects) {
        const bool is_of = std::ranges::find(claim.tags(), "stix:" + object.id) != claim.tags().end();
        if (is_of)
          object.message = "a value of it stands in a warning list: the object is kept, the value is not claimed";
      }
      return true;
    });
  }

  void publish() {
    intake::Draft draft;
    draft.skip_already_said = true;  // an object that is posted again is there already
    std::size_t objects = 0;
    for (auto& context : contexts_) {
      if (auto prepared = prepare(context); !prepared) {
        tell(context, prepared);
        continue;
      }
      objects += context.objects.size();
      draft.sections.push_back({context.header, context.claims.size()});
      std::ranges::move(context.claims, std::back_inserter(draft.claims));
      taken_.push_back(&context);
    }
    if (taken_.empty()) return posted_(std::move(outcomes_));
    draft.audit.push_back({parts_.clock.now(), who_, "taxii_posted", std::to_string(objects) + " objects"});
    parts_.publisher.publish(std::move(draft), {}, [self = shared_from_this(), objects](const auto& done) {
      self->published(done ? base::Status() : base::Status(done.error()), objects);
    });
  }

  void tell(Context& context, const base::Status& status) {
    for (auto& object : context.objects) {
      object.succeeded = status.has_value();
      if (!status) object.message = status.error().what;
      outcomes_.push_back(std::move(object));
    }
  }

  void published(const base::Status& status, std::size_t objects) {
    for (auto* context : taken_) tell(*context, status);
    if (status) {
      parts_.counters.add(telemetry::Counter::TaxiiObjectsTaken, objects);
      parts_.counters.add(telemetry::Counter::PublicationsMade);
      parts_.log.write(telemetry::Event::Published, {{"who", who_}, {"objects", objects}});
    }
    posted_(std::move(outcomes_));
  }

  Taxii::Parts parts_;
  const TaxiiOptions options_;
  const CollectionOptions collection_;
  std::string who_;
  Posted posted_;
  std::vector<Context> contexts_;
  std::vector<Context*> taken_;
  std::vector<Outcome> outcomes_;
};

}  // namespace

void post_objects(const Taxii::Parts& parts, const TaxiiOptions& options, const CollectionOptions& collection,
                  const std::string& who, std::string body, Posted posted) {
  std::make_shared<Posting>(parts, options, collection, who, std::move(posted))->start(std::move(body));
}

}  // namespace tidings::taxii
