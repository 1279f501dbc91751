#pragma once
/// The second pass: every object is told, in the context that its marking, its author and its report give it. Inside of
/// this folder. Lives on: any executor; one thread at a time.
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/observable/observable.hpp"
#include "formats/draft/draft.hpp"
#include "formats/stix/survey.hpp"

namespace tidings::stix {

class Reading {
 public:
  Reading(const Survey& survey, const Options& options, draft::Sink& sink)
      : survey_(survey), options_(options), sink_(sink) {}

  /// Of the bundle that the objects stand in: "2.0", or empty.
  void set_version(std::string_view version) { version_ = version; }
  /// One object, its text without white space between the tokens, and where.
  base::Status take(const Object& object, std::string_view bytes, std::string_view pointer);
  /// What refers to others is told when all have been seen.
  base::Status finish();

 private:
  /// What sightings and opinions may refer to: its values, and how it is marked.
  struct Referred {
    std::vector<observable::Observable> values;
    Marking marking;
  };
  struct Reference {
    v1::Kind kind{v1::KIND_SIGHTING};
    std::string id, text, producer;
    Marking marking;
    Number about{0};
    std::vector<Number> observed;
    v1::Claim claim;
  };
  struct Place {
    const Object& object;
    std::string_view id, type, pointer;
    Number number{0};  ///< 0 where nothing refers to it
    const Marking& marking;
  };

  base::Result<std::uint32_t> context_of(v1::Kind kind, const Marking& marking, const std::string& producer,
                                         const Report* report, const std::string& text);
  base::Result<std::uint32_t> context_of(const Place& place);
  base::Status take_indicator(const Place& place, std::uint32_t context, bool has_original, bool& claimed);
  base::Status take_original(const Place& place, std::uint32_t context, std::string_view content, bool claimed);
  void take_sighting(const Place& place, bool has_original);
  void take_opinion(const Place& place, bool has_original);
  void take_values(const Place& place);
  base::Status tell(Reference& reference);
  base::Status tell_about(Reference& reference, const Referred& referred);
  bool is_revoked(const Place& place);
  const char* media_type(const Object& object) const;
  void note(draft::Fate fate, std::string_view where, std::string what, std::string reason);

  const Survey& survey_;
  const Options& options_;
  draft::Sink& sink_;
  std::string version_;
  std::unordered_map<std::string, std::uint32_t> contexts_;
  struct Last {
    const Marking* marking{nullptr};
    const Report* report{nullptr};
    std::string producer;
    std::uint32_t context{0};
  };
  Last last_;  ///< neighbours mostly share a context
  std::unordered_map<Number, Referred> referred_;
  std::vector<Reference> references_;
};

}  // namespace tidings::stix
