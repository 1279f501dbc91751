#include "formats/exports/export.hpp"

namespace tidings::exports {

Export::Export(const Format& format, const Options& options, Gate gate, Sink sink)
    : format_(format), gate_(std::move(gate)), out_(std::move(sink)), writer_(format.make(options)) {
  writer_->begin(out_);
}

base::Status Export::add(const v1::Indicator& indicator) {
  const auto type = observable::type_from_number(indicator.value().type()).value_or(observable::Type::None);
  if (!format_.takes(type)) {
    counts_.add(Left::Type);
    return {};
  }
  const auto judged = gate_.judge(indicator);
  if (judged.said == nullptr) {
    counts_.add(judged.why);
    return {};
  }
  const auto& value = indicator.value().value();
  // The door has looked already; but what follows writes other programs' syntax out of these bytes.
  if (!observable::is_canonical(type, value)) {
    counts_.add(Left::Unwritable);
    return {};
  }
  counts_.add(writer_->add({indicator, *judged.said, type, value}, out_));
  out_.settle();
  return out_.status();
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
