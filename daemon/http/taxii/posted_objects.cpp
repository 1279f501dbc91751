#include "daemon/http/taxii/posted_objects.hpp"

#include <algorithm>
#include <unordered_map>

#include "base/digest.hpp"
#include "base/utf8.hpp"
#include "daemon/http/taxii/asked.hpp"
#include "daemon/http/taxii/objects.hpp"
#include "daemon/intake/draft.hpp"
#include "formats/draft/feed_tags.hpp"
#include "formats/draft/text_source.hpp"
#include "formats/stix/envelope.hpp"
#include "formats/stix/reader.hpp"

namespace tidings::taxii {
namespace {

using base::ErrorCode;

constexpr std::size_t max_outcomes = 100'000;
constexpr std::size_t max_message_bytes = 1'000;

bool is_id(std::string_view text) { return text.find("--") != std::string_view::npos; }

class Collector final : public draft::Sink {
 public:
  explicit Collector(base::Instant now) : now_(now) {}

  std::uint32_t context(v1::Header header) override {
    draft::drop_feed_tags(header);
    posted.contexts.push_back({std::move(header), {}, {}});
    return static_cast<std::uint32_t>(posted.contexts.size() - 1);
  }
  /// The claims made of an object come right before it.
  base::Status claim(std::uint32_t number, v1::Claim claim) override {
    auto& context = posted.contexts.at(number);
    // A sighting or opinion is carried as it is: who answers a report here does so with `tidings sight` and `dispute`.
    if (context.header.kind() != v1::KIND_REPORT) return {};
    if (draft::drop_feed_tags(claim)) remark(original_of(claim), draft::note_of_feed_tags({}).reason);
    const auto checked = intake::check_claims({claim}, 0, 1, now_);
    if (claim.has_opaque()) {
      take_object(context, std::move(claim), checked);
    } else if (const auto id = original_of(claim); id.empty()) {
      return {};  // its object is too long, and was noted
    } else if (!checked) {
      remark(id, checked.error().what);
    } else if (claim.valid_until() != 0 && claim.valid_until() <= now_.us) {
      remark(id,
             "it was valid until " + base::to_text(base::Instant{claim.valid_until()}) + ": no value of it is claimed");
    } else {
      context.claims.push_back(std::move(claim));
    }
    return {};
  }
  void note(draft::Note note) override;

  PostedObjects posted;
  bool has_too_many{false};  ///< outcomes: a status tells each

 private:
  void take_object(PostedContext& context, v1::Claim claim, const base::Status& checked);
  /// Of an object that comes yet.
  void remark(std::string_view id, std::string_view what) {
    auto& remarks = remarks_[std::string(id)];
    if (remarks.find(what) != std::string::npos) return;  // of each of its values
    if (!remarks.empty()) remarks += "; ";
    remarks = base::cut(remarks + std::string(what), max_message_bytes);
  }
  void end(Outcome outcome) {
    has_too_many = posted.outcomes.size() == max_outcomes;
    if (!has_too_many) posted.outcomes.push_back(std::move(outcome));
  }
  void fail(std::string id, std::uint64_t version, std::string why) {
    end({std::move(id), version, std::move(why), false});
  }
  std::string message_of(const v1::Claim& claim, std::uint64_t version);

  base::Instant now_;
  std::unordered_map<std::string, std::string> remarks_;
  std::unordered_map<std::string, base::Digest> contents_;  ///< by id and version
};

/// What is noted of an object's pattern, and of its marking, is a remark; of an object that does not travel it is why.
void Collector::note(draft::Note note) {
  switch (note.fate) {
    case draft::Fate::Opaque:
    case draft::Fate::Altered: return;
    case draft::Fate::Withdrawn: return remark(note.what, note.reason + ": no value of it is claimed");
    case draft::Fate::Local:
      return remark(note.what,
                    "its marking is not in the envelope, or of no kind that is known: it is kept on this "
                    "node and told to nobody");
    case draft::Fate::LeftOut:  // of a sighting that refers to nothing here: it is carried as it is
      if (is_id(note.where)) return remark(note.where, note.what + ": " + note.reason);
      if (note.reason == stix::known_definition) {
        return end({std::move(note.what), 0, std::move(note.reason), true});
      }
      return is_id(note.what) ? fail(std::move(note.what), 0, std::move(note.reason)) : void();
    case draft::Fate::Refused:
      if (is_id(note.where)) return remark(note.where, "no value is claimed of " + note.what + ": " + note.reason);
      return fail(note.what.empty() ? std::move(note.where) : std::move(note.what), 0, std::move(note.reason));
  }
}

std::string Collector::message_of(const v1::Claim& claim, std::uint64_t version) {
  if (const auto unreadable = unreadable_time(claim); !unreadable.empty()) {
    remark(claim.value(), "its " + std::string(unreadable) + " is no timestamp of STIX: its version is " +
                              (version != 0 ? timestamp_text(version) : "when it was added"));
  }
  const auto found = remarks_.extract(claim.value());
  return found ? std::move(found.mapped()) : std::string();
}

void Collector::take_object(PostedContext& context, v1::Claim claim, const base::Status& checked) {
  const auto& objects = context.objects;
  const auto first = objects.empty() ? 0 : objects.back().first_claim + objects.back().claims;
  PostedObject object{claim.value(), version_of(claim, 0), {}, first, context.claims.size() - first + 1};
  object.message = message_of(claim, object.version);
  const auto content = base::sha256(claim.opaque().content());
  const auto [known, is_new] = contents_.try_emplace(object.id + " " + std::to_string(object.version), content);
  std::string why;
  if (!is_object_id(object.id)) {
    why = "its id is not its type, two hyphens and a UUID in lower case";
  } else if (!checked) {
    why = checked.error().what;
  } else if (known->second != content) {
    why = "this version of it stands in the envelope before, with other content";
  }
  if (!why.empty() || !is_new) context.claims.resize(first);
  if (!why.empty()) return fail(std::move(object.id), object.version, std::move(why));
  if (is_new)
    context.claims.push_back(std::move(claim));
  else
    object.claims = 0;
  context.objects.push_back(std::move(object));
}

/// A list, an object alone or a bundle would be read as well; but what is posted is an envelope (section 3.7).
base::Status check_envelope(draft::Source& source) {
  const auto envelope = stix::read_envelope(source);
  if (!envelope) return envelope.error();
  if (envelope->type.empty()) return source.rewind();
  return base::fail(ErrorCode::BadInput, "it is no envelope but a " + std::string(base::cut(envelope->type, 80)) +
                                             R"(: objects are posted as {"objects": [...]})");
}

}  // namespace

base::Result<PostedObjects> read_posted(std::string_view body, v1::Tlp unmarked, base::Instant now) {
  draft::TextSource source(body);
  if (auto checked = check_envelope(source); !checked) return checked.error();
  Collector collector(now);
  stix::Options reading;
  reading.unmarked = unmarked;
  if (auto read = stix::read(source, reading, collector); !read) return read.error();
  if (collector.has_too_many) {
    return base::fail(ErrorCode::TooLarge, "more than " + std::to_string(max_outcomes) + " of it cannot be taken");
  }
  std::erase_if(collector.posted.contexts, [](const PostedContext& context) { return context.objects.empty(); });
  return std::move(collector.posted);
}

}  // namespace tidings::taxii
