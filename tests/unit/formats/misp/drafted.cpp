#include "tests/unit/formats/misp/drafted.hpp"

#include "core/bulletin/context.hpp"
#include "core/observable/observable.hpp"
#include "formats/told/names.hpp"

namespace tidings::misp {
namespace {

std::string line(const v1::Claim& claim) {
  return told::type_name(claim.type()) + " " + told::value_text(claim.type(), claim.value());
}

}  // namespace

bool is_original(const v1::Claim& claim) {
  return claim.type() == static_cast<std::uint32_t>(observable::Type::Opaque);
}

std::uint32_t Drafted::context(v1::Header header) {
  contexts.push_back(std::move(header));
  return static_cast<std::uint32_t>(contexts.size() - 1);
}

base::Status Drafted::claim(std::uint32_t context, v1::Claim claim) {
  if (context >= contexts.size()) return base::fail(base::ErrorCode::Internal, "no such context");
  claims.push_back({context, std::move(claim)});
  return {};
}

std::vector<std::string> Drafted::lines() const {
  std::vector<std::string> out;
  for (const auto& [context, claim] : claims) {
    if (!is_original(claim)) out.push_back(line(claim));
  }
  return out;
}

std::vector<std::string> Drafted::lines(std::uint32_t wanted) const {
  std::vector<std::string> out;
  for (const auto& [context, claim] : claims) {
    if (context == wanted && !is_original(claim)) out.push_back(line(claim));
  }
  return out;
}

const v1::Claim* Drafted::find(std::string_view type, std::string_view value) const {
  for (const auto& [context, claim] : claims) {
    if (line(claim) == std::string(type) + " " + std::string(value)) return &claim;
  }
  return nullptr;
}

std::size_t Drafted::count(draft::Fate fate) const {
  return static_cast<std::size_t>(std::ranges::count(notes, fate, &draft::Note::fate));
}

const draft::Note* Drafted::noted(draft::Fate fate) const {
  const auto found = std::ranges::find(notes, fate, &draft::Note::fate);
  return found == notes.end() ? nullptr : &*found;
}

std::size_t Drafted::originals() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(claims, [](const auto& said) { return is_original(said.claim); }));
}

Drafted draft_of(std::string_view text, const Options& options) {
  Drafted drafted;
  TextSource source(text);
  drafted.status = read(source, options, drafted);
  return drafted;
}

v1::Said said_of(const v1::Header& context, const v1::Claim& claim) {
  v1::Said said;
  said.set_origin(std::string(32, '\x11'));
  said.set_origin_name("Taipei");
  said.set_publication_id(context.publication_id());
  said.set_bulletin_id(std::string(32, '\x22'));
  said.set_kind(context.kind());
  said.set_tlp(context.audience().tlp());
  said.set_pap(context.audience().pap());
  said.set_local(context.audience().local());
  said.set_verdict(bulletin::effective_verdict(context, claim));
  said.set_role(bulletin::effective_role(context, claim));
  said.set_issued_at(1'790'000'000'000'000);
  said.set_valid_from(claim.valid_from() != 0 ? claim.valid_from() : said.issued_at());
  said.set_title(context.title());
  said.set_comment(claim.comment());
  for (const auto& tag : context.tags()) said.add_tags(tag);
  for (const auto& tag : claim.tags()) said.add_tags(tag);
  if (claim.has_sighting()) *said.mutable_sighting() = claim.sighting();
  return said;
}

v1::Indicator indicator_of(const v1::Header& context, const v1::Claim& claim) {
  v1::Indicator indicator;
  indicator.mutable_value()->set_type(claim.type());
  indicator.mutable_value()->set_value(claim.value());
  indicator.set_verdict(bulletin::effective_verdict(context, claim));
  *indicator.add_said() = said_of(context, claim);
  return indicator;
}

}  // namespace tidings::misp
