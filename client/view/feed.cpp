#include "client/view/feed.hpp"

#include "client/text/escape.hpp"
#include "client/text/number.hpp"
#include "client/view/names.hpp"

namespace tidings::view {
namespace {

std::string counts_of(const v1::FeedStatus& feed) {
  std::string out = text::counted(feed.values(), "value");
  if (feed.added() > 0) out += ", " + text::with_commas(feed.added()) + " new";
  if (feed.gone() > 0) out += ", " + text::with_commas(feed.gone()) + " gone";
  if (feed.renewed() > 0) out += ", " + text::counted(feed.renewed(), "bulletin") + " renewed";
  if (feed.refused() > 0) out += ", " + text::with_commas(feed.refused()) + " unreadable";
  if (feed.left_out() > 0) out += ", " + text::with_commas(feed.left_out()) + " left out";
  return out;
}

Colour colour_of(const v1::FeedStatus& feed) {
  if (feed.standing() == "failing") return Colour::Red;
  return feed.standing() == "paused" ? Colour::Yellow : Colour::Green;
}

}  // namespace

std::string describe(const Look& look, const v1::FeedStatus& feed) {
  std::string out = paint(look, Colour::Bold, text::for_people(feed.name())) + " " +
                    paint(look, colour_of(feed), text::for_people(feed.standing()));
  if (feed.last_success_at() != 0) out += ", " + counts_of(feed) + " at " + shown_time(feed.last_success_at());
  if (!feed.last_error().empty()) out += ": " + text::for_people(feed.last_error());
  if (feed.standing() == "failing") out += "; next try at " + shown_time(feed.next_run_at());
  return out;
}

std::string show(const Look& look, const v1::FeedStatus& feed) {
  std::string out = paint(look, Colour::Bold, text::for_people(feed.name())) + "\n";
  const auto line = [&](std::string_view what, const std::string& text) {
    if (!text.empty()) out.append("  ").append(what).append(14 - what.size(), ' ').append(text).append("\n");
  };
  line("from", text::for_people(feed.from()));
  line("format", text::for_people(feed.format()));
  line("shared", feed.shared() ? "with partners, as our word" : "no: it stays on this node");
  line("standing", paint(look, colour_of(feed), text::for_people(feed.standing())));
  line("last run", shown_time(feed.last_run_at()));
  line("last success",
       shown_time(feed.last_success_at()) + (feed.outcome().empty() ? "" : ", " + text::for_people(feed.outcome())));
  line("next run", shown_time(feed.next_run_at()));
  line("it says", counts_of(feed));
  if (feed.failures() > 0) line("failures", text::with_commas(feed.failures()) + " in a row");
  line("last error", text::for_people(feed.last_error()));
  for (const auto& remark : feed.remarks()) line("remark", text::for_people(remark));
  return out;
}

json::object json_of(const v1::FeedStatus& feed) {
  json::object out;
  out["name"] = json_text(feed.name());
  out["standing"] = json_text(feed.standing());
  out["from"] = json_text(feed.from());
  out["format"] = feed.format().empty() ? json::value(nullptr) : json_text(feed.format());
  out["shared"] = feed.shared();
  out["last_run_at"] = json_time(feed.last_run_at());
  out["last_success_at"] = json_time(feed.last_success_at());
  out["next_run_at"] = json_time(feed.next_run_at());
  out["failures"] = feed.failures();
  out["last_error"] = feed.last_error().empty() ? json::value(nullptr) : json_text(feed.last_error());
  out["outcome"] = feed.outcome().empty() ? json::value(nullptr) : json_text(feed.outcome());
  out["values"] = feed.values();
  out["added"] = feed.added();
  out["gone"] = feed.gone();
  out["renewed"] = feed.renewed();
  out["refused"] = feed.refused();
  out["left_out"] = feed.left_out();
  out["remarks"] = json_texts(feed.remarks());
  return out;
}

}  // namespace tidings::view
