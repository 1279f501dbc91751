#include "formats/exports/export.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <vector>

namespace tidings::exports {

Export::Export(const Format& format, const Options& options, Gate gate, Sink sink)
    : Export(format, std::move(gate), std::move(sink), format.make(options)) {}

Export::Export(const Format& format, Gate gate, Sink sink, std::unique_ptr<Writer> writer)
    : format_(format), gate_(std::move(gate)), out_(std::move(sink)), writer_(std::move(writer)) {
  writer_->begin(out_);
}

base::Status Export::add(const v1::Indicator& indicator) {
  if (pass_ != Pass::Values)
    add_original(indicator);
  else if (!comes_later(indicator))
    counts_.add(add_value(indicator));
  out_.settle();
  return out_.status();
}

Left Export::add_value(const v1::Indicator& indicator) {
  const auto type = observable::type_from_number(indicator.value().type()).value_or(observable::Type::None);
  if (!format_.takes(type)) return Left::Type;
  const auto judged = gate_.judge(indicator);
  if (judged.said == nullptr) return judged.why;
  const auto& value = indicator.value().value();
  // The door has looked already; but what follows writes other programs' syntax out of these bytes.
  if (!observable::is_canonical(type, value)) return Left::Unwritable;
  const auto write = [&](const v1::Indicator& told) {
    return writer_->add({told, *judged.said, type, value, gate_.is_disputed(told)}, out_);
  };
  if (tells_all(indicator)) return write(indicator);
  auto narrowed = indicator;
  const auto stays = [this](const v1::Said& said) { return gate_.judge_said(said) != Left::Nothing; };
  auto& all = *narrowed.mutable_said();
  all.erase(std::remove_if(all.begin(), all.end(), stays), all.end());
  return write(narrowed);
}

/// Objects have a pass of their own.
bool Export::comes_later(const v1::Indicator& indicator) const {
  const bool is_object = indicator.value().type() == static_cast<std::uint32_t>(observable::Type::Opaque);
  return is_object && std::ranges::find(format_.passes, Pass::Originals) != format_.passes.end();
}

/// Who hands on gives each statement with its own marking, so each passes by itself.
bool Export::tells_all(const v1::Indicator& indicator) const {
  const auto passes = [this](const v1::Said& said) { return gate_.judge_said(said) == Left::Nothing; };
  return format_.purpose != Purpose::HandsOn || std::ranges::all_of(indicator.said(), passes);
}

/// The widest first: of one object that was said under several markings, that is how it comes.
void Export::add_original(const v1::Indicator& indicator) {
  std::vector<const v1::Said*> all;
  for (const auto& said : indicator.said()) all.push_back(&said);
  std::ranges::sort(all, {}, [](const v1::Said* said) {
    return std::tuple(said->tlp(), said->pap(), std::string_view(said->bulletin_id()), said->claim());
  });
  for (const auto* said : all) {
    auto why = gate_.judge_original(*said);
    if (why == Left::Nothing) why = writer_->original(indicator.value(), *said, pass_, out_);
    const bool is_told = why == Left::Local || why == Left::Type || why == Left::SameId;
    if (is_told && pass_ == Pass::Originals) counts_.add(why);
  }
}

base::Status Export::finish() {
  writer_->end(out_, counts_);
  return out_.flush();
}

base::Status Export::remark() {
  if (!format_.comment.empty()) out_.text().append(format_.comment).append(counts_.text()).append("\n");
  return out_.flush();
}

}  // namespace tidings::exports
