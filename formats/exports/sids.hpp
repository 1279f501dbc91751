#pragma once
/// Rules with numbers of their own: a rule's number comes from the digest of its value, so it is the same in every
/// export and on every node with the same range. Where two meet, the one with the lower digest has it and the other the
/// next that is free; the order in which they came does not matter. Inside of this folder.
/// Lives on: one executor.
#include "formats/exports/lines.hpp"
#include "formats/exports/sorted_writer.hpp"

namespace tidings::exports {

class RuleWriter : public Writer {
 public:
  explicit RuleWriter(const Options& options) : range_(options.sids) {}
  void begin(Out& out) override { out.text() += "# Made by Tidings; the next export overwrites it.\n"; }
  Left add(const Item& item, Out& out) final;
  void end(Out& out, Counts& counts) override;

 protected:
  /// The rule up to where "sid:N; rev:1;)" follows.
  virtual Left append_rule(const Item& item, std::string& rule) = 0;

 private:
  SidRange range_;
  std::string line_;
  Lines rules_;  ///< ObservableKey and rule
};

/// "metadata:tidings_bulletin …, tidings_tlp green; classtype:trojan-activity; ": both programs read it alike.
std::string metadata_of(const Item& item);
/// "tcp $HOME_NET any -> 198.51.100.7 443": `protocol` and where an ip-port is.
std::string towards(std::string_view protocol, const Item& item);

}  // namespace tidings::exports
