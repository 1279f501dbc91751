#pragma once
/// The first pass over a bundle: what must be known of its other objects before any of them can be told. Kept are ids,
/// names and references, never an object; their bytes are counted and bounded. Inside of this folder.
/// Lives on: any executor; one thread at a time.
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "formats/stix/borrowed.hpp"
#include "formats/stix/bound.hpp"
#include "formats/stix/marking.hpp"
#include "formats/stix/object.hpp"
#include "formats/stix/reader.hpp"

namespace tidings::stix {

using Number = std::uint32_t;  ///< of an id, in the order in which ids are met

struct Report {
  Number id{0};
  std::string title, text, producer;
  std::vector<std::string> references, tags;
  Marking marking;
};

/// Looks texts up where views of them are at hand.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
template <class Value>
using ByText = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;

class Survey {
 public:
  explicit Survey(const Options& options) : options_(options) {}

  base::Status take(const Object& object);
  /// What a bundle says of itself holds for all that is in it.
  void mark_all(const Object& bundle) { marks_of_all_ = marks_key(bundle); }
  void finish();  ///< after the last; what follows may be asked then

  const Marking& marking_of(const Object& object) const;
  /// The name of who made the object, where that may stand beside it.
  std::string producer_of(const Object& object, const Marking& beside) const;
  /// Of an id; 0, which is nobody's, for those that nothing in the file refers to.
  Number number(std::string_view id) const;
  /// The report that an object belongs to, where the report's words may stand beside it.
  const Report* report_of(Number object, const Marking& beside) const;
  /// Which malware, actor, … relationships join with it, where that may stand beside it: "malware:NAME".
  std::vector<std::string> tags_of(Number object, const Marking& beside) const;
  std::string name_of(std::string_view id, const Marking& beside) const;  ///< of an identity
  /// Whether a sighting or an opinion asks for the values of this object.
  bool is_referred_to(Number object) const { return referred_[object]; }
  /// The objects that an observed-data object has seen.
  std::vector<Number> seen_by(Number observed_data) const;
  /// Of a file that is one report and its indicators: stable, so that reading it again amends. Else empty.
  const std::string& publication_id() const { return publication_id_; }

 private:
  struct Named {
    std::string tag;  ///< "malware:NAME", or an identity's name
    Number marks{0};
    const Marking* marking{nullptr};  ///< after finish()
  };
  struct Definition {
    std::optional<Marking> said;
    std::string marks;  ///< of the definition itself, joined; empty where nobody marked it
  };
  struct Edge {
    Number from{0}, to{0}, marks{0};
  };
  struct RawReport {
    Report report;
    Number created_by{0};
    Version version;
  };

  Number intern(std::string_view id);
  Number marks_of(const Object& object);
  std::string find_publication_id() const;
  void settle_names();
  static std::string marks_key(const Object& object);
  Marking resolve(const std::string& key) const;
  Marking levels_of(const std::string& key) const;
  const Marking& marking_of(const Version& version) const;
  void define(const Object& object);
  void take_name(const Object& object, std::string_view type);
  void take_relationship(const Object& object);
  void take_report(const Object& object, const Version& version);
  void take_indicator(std::string_view id);
  void take_reference(const Object& object, std::string_view type);
  void remember(std::size_t bytes) { remembered_ += bytes; }

  const Options& options_;
  Bound bound_;
  Borrowed borrowed_;
  std::size_t remembered_{0};
  ByText<Number> numbers_;
  ByText<Number> mark_sets_;       ///< the ids of an object's markings, joined
  std::vector<Marking> markings_;  ///< of each set; after finish()
  std::string marks_of_all_;       ///< of the bundle itself
  std::map<std::string, Definition, std::less<>> definitions_;
  std::unordered_map<Number, Named> names_;
  std::deque<Marking> lent_;     ///< to names that nobody marked; after finish()
  std::vector<Edge> relations_;  ///< sorted by `from` after finish()
  std::vector<RawReport> raw_reports_;
  std::vector<Report> reports_;
  std::vector<std::pair<Number, Number>> members_;  ///< object, report; sorted after finish()
  std::vector<std::pair<Number, Number>> seen_;     ///< observed-data, object; likewise
  std::vector<bool> referred_;
  std::vector<std::size_t> indicators_;  ///< digests of their ids: most are referred to by nothing
  std::string publication_id_;
};

}  // namespace tidings::stix
