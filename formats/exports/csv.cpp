// CSV (RFC 4180) for people: the columns of `query -o csv`, then what says where more is to be read. Cells that a
// spreadsheet would run are guarded.
#include <algorithm>
#include <array>
#include <charconv>

#include "base/bytes.hpp"
#include "core/bulletin/names.hpp"
#include "formats/exports/writers.hpp"
#include "formats/told/cells.hpp"

namespace tidings::exports {
namespace {

using told::FormulaGuard;

using Words = std::vector<std::string_view>;

void keep_once(Words& words, std::string_view word) {
  if (!word.empty() && std::ranges::find(words, word) == words.end()) words.push_back(word);
}

/// What all reports together say (origins: of those that count), and how narrow and until when all statements are.
struct Summed {
  Words origins, tags, ecosystems, reports;
  std::vector<v1::Role> roles;
  v1::Tlp tlp{v1::TLP_UNSPECIFIED};
  v1::Pap pap{v1::PAP_UNSPECIFIED};
  std::uint64_t until{0};
};

Summed sum(const v1::Indicator& indicator) {
  Summed all;
  for (const auto& said : indicator.said()) {
    all.tlp = std::max(all.tlp, said.tlp());
    all.pap = std::max(all.pap, said.pap());
    all.until = std::max(all.until, said.valid_until());
    if (said.kind() != v1::KIND_REPORT) continue;
    if (said.counts()) keep_once(all.origins, said.origin_name());
    for (const auto& tag : said.tags()) keep_once(all.tags, tag);
    for (const auto& ecosystem : said.ecosystems()) keep_once(all.ecosystems, ecosystem);
    keep_once(all.reports, said.bulletin_id());
    const bool is_role_known = std::ranges::find(all.roles, said.role()) != all.roles.end();
    if (said.role() != v1::ROLE_UNSPECIFIED && !is_role_known) all.roles.push_back(said.role());
  }
  std::ranges::sort(all.origins);
  return all;
}

/// Of the report that is told, then of the others whose words the row has as well: who publishes it is based on all.
std::string bulletins(const Item& item, const Words& reports) {
  auto out = base::to_hex(item.said.bulletin_id());
  for (const auto id : reports) {
    if (id != item.said.bulletin_id()) out.append(";").append(base::to_hex(id));
  }
  return out;
}

class Row {
 public:
  explicit Row(std::string& out) : out_(out) {}
  Row& text(std::string_view cell) {
    begin();
    told::append_csv_cell(out_, cell, FormulaGuard::Yes);
    return *this;
  }
  Row& number(std::uint64_t value) {
    begin();
    std::array<char, 24> digits{};
    out_.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
    return *this;
  }
  /// With ';' between them.
  Row& words(const Words& words) {
    if (words.size() == 1) return text(words.front());
    joined_.clear();
    for (const auto word : words) joined_.append(joined_.empty() ? "" : ";").append(word);
    return text(joined_);
  }

 private:
  void begin() {
    if (!first_) out_ += ',';
    first_ = false;
  }
  std::string& out_;
  std::string joined_;
  bool first_{true};
};

class Csv final : public Writer {
 public:
  void begin(Out& out) override {
    out.text() +=
        "value,type,verdict,confidence,origins,tlp,roles,sightings,disputes,valid_until,title,score,pap,tags,"
        "ecosystems,bulletin\n";
  }
  Left add(const Item& item, Out& out) override {
    const auto& indicator = item.indicator;
    const auto all = sum(indicator);
    std::string roles;
    for (const auto role : all.roles) roles.append(roles.empty() ? "" : ";").append(bulletin::name(role));
    Row row(out.text());
    row.text(item.text()).text(observable::name(item.type)).text(bulletin::name(indicator.verdict()));
    if (indicator.confidence() == 0)
      row.text("");
    else
      row.number(indicator.confidence() - 1);
    row.words(all.origins).text(bulletin::name(all.tlp)).text(roles);
    row.number(indicator.sightings()).number(indicator.disputes());
    row.text(until_text(all.until));
    row.text(item.said.title()).number(indicator.score()).text(bulletin::name(all.pap));
    row.words(all.tags).words(all.ecosystems).text(bulletins(item, all.reports));
    out.text() += "\n";
    return Left::Nothing;
  }
  void end(Out&, Counts&) override {}

 private:
  /// What one publication said ends together, and writing a time costs as much as the rest of a row.
  std::string_view until_text(std::uint64_t until) {
    if (until != until_) until_text_ = base::to_text(base::Instant{until});
    until_ = until;
    return until_text_;
  }
  std::uint64_t until_{0};
  std::string until_text_;
};

}  // namespace

std::unique_ptr<Writer> make_csv(const Options&) { return std::make_unique<Csv>(); }

}  // namespace tidings::exports
