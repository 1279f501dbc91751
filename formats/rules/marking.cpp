#include "formats/rules/marking.hpp"

#include "formats/draft/text_source.hpp"
#include "formats/rules/rules.hpp"

namespace tidings::rules {
namespace {

/// Of all that a reader makes the audiences alone.
class Audiences final : public draft::Sink {
 public:
  std::uint32_t context(v1::Header header) override {
    const auto& audience = header.audience();
    stated.narrow({audience.tlp(), audience.pap(), audience.local() ? "a marking of the rule" : ""});
    return 0;
  }
  base::Status claim(std::uint32_t, v1::Claim) override { return {}; }
  void note(draft::Note) override {}

  draft::Stated stated;
};

base::Status read(std::string_view language, std::string_view text, draft::Sink& sink) {
  draft::TextSource source(text);
  if (language == "yara") return read_yara(source, {}, sink);
  if (language == "sigma") return read_sigma(source, {}, sink);
  if (language == "suricata" || language == "snort") return read_suricata(source, {}, sink);
  return {};
}

}  // namespace

draft::Stated narrowing_in_rule(std::string_view language, std::string_view text) {
  Audiences audiences;
  (void)read(language, text, audiences);  // what is no rule states what its text does
  auto stated = draft::stated_in(text);
  stated.narrow(audiences.stated);
  if (stated.tlp == v1::TLP_CLEAR) stated.tlp = v1::TLP_UNSPECIFIED;
  if (stated.pap == v1::PAP_CLEAR) stated.pap = v1::PAP_UNSPECIFIED;
  return stated;
}

}  // namespace tidings::rules
