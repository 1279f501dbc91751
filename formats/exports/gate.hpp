#pragma once
/// What may leave for machines and people: by what they do with it (PAP, to_ids, verdict, warning lists, disputes) and
/// by what was asked for. An indicator passes by a statement of it: a live report that counts for its origin, and of
/// which all conditions hold. Copies of another's report permit nothing.
/// Lives on: any executor; a Gate is immutable.
#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "core/observable/type.hpp"
#include "formats/exports/left.hpp"
#include "tidings/v1/api_query.pb.h"

namespace tidings::exports {

/// What is done with an export, from the least to the most that others can notice.
enum class Purpose : std::uint8_t {
  ForPeople,     ///< reading: all that may be seen, verdicts and warnings with it
  HandsOn,       ///< gives others' words to others with their markings: all but what is marked to stay here
  SearchesLogs,  ///< looks for it in what is recorded already: any PAP
  Detects,       ///< looks for it in traffic and files: PAP AMBER or wider
  Blocks,        ///< keeps from it, which its owner notices: PAP GREEN or CLEAR
};
std::string_view name(Purpose purpose);  ///< "blocks", "detects", "searches logs", "hands on", "for people"
/// Whether nothing is done with it but reading, so that verdict and warning lists keep nothing out.
bool is_read(Purpose purpose);
/// The narrowest PAP that permits it.
v1::Pap narrowest_pap(Purpose purpose);

/// What is marked to stay on this node, in what hands on: only who exports for this node itself has it told.
enum class LocalWords : std::uint8_t { LeftOut, Told };

struct GateOptions {
  std::vector<observable::Type> types;  ///< none: all that the format takes
  std::vector<v1::Role> roles;          ///< none: all but those of whom nobody is to be kept from: victim, benign
  std::vector<std::string> ecosystems;  ///< none: all
  v1::Tlp max_tlp{v1::TLP_AMBER};       ///< the narrowest marking that who reads the export may have
  LocalWords local{LocalWords::LeftOut};
  v1::Pap max_pap{v1::PAP_RED};  ///< narrows what the purpose permits
  std::uint32_t min_score{0};
  base::Duration max_age{0};        ///< since it was issued or seen; 0: any
  std::uint32_t disputes{1};        ///< so many organisations that dispute it keep it out; 0: none does
  std::uint32_t dispute_trust{50};  ///< of those that are trusted at least so much
};

class Gate {
 public:
  Gate(Purpose purpose, GateOptions options, base::Instant now);

  struct Judgement {
    Left why{Left::Nothing};
    const v1::Said* said{nullptr};  ///< by which it passes; null if it does not
  };
  /// `indicator` outlives what is made of it. Its score is of what was visible to who asked for it: ask for no more
  /// than max_tlp.
  Judgement judge(const v1::Indicator& indicator) const;
  /// Of one statement, by itself.
  Left judge_said(const v1::Said& said) const;
  /// Of an object that an opaque claim carries: it has a marking and an age, but says nothing of a value.
  Left judge_original(const v1::Said& said) const;
  /// By as many of those that are trusted enough as the options say.
  bool is_disputed(const v1::Indicator& indicator) const;

 private:
  Left judge_whole(const v1::Indicator& indicator) const;
  Left judge_marks(const v1::Said& said) const;
  Left judge_wanted(const v1::Said& said) const;
  Left judge_context(const v1::Said& said) const;

  Purpose purpose_;
  GateOptions options_;
  base::Instant now_;
  v1::Pap max_pap_;
};

}  // namespace tidings::exports
