#include "client/commands/outcome.hpp"

#include <algorithm>

#include "base/bytes.hpp"
#include "client/text/escape.hpp"
#include "client/text/number.hpp"
#include "client/view/audience.hpp"
#include "client/view/held.hpp"
#include "client/view/names.hpp"
#include "client/view/warning.hpp"

namespace tidings::commands {
namespace {

bool is_local(const Publication& publication) {
  return std::ranges::all_of(publication.parts, [](const Part& part) { return part.context.audience().local(); });
}

std::string describe_share(const view::Look& look, const v1::PublishShare& share) {
  return text::counted(share.claims(), "claim") + " in " + text::counted(share.contexts(), "context") + ": " +
         (share.local() ? std::string("local, never leave this node\n") : view::describe(look, share.audience()));
}

std::string describe_audience(const view::Look& look, const Publication& publication) {
  const auto& answer = publication.outcome;
  std::string out;
  for (const auto& share : answer.shares()) out += describe_share(look, share);
  if (!out.empty()) return out;
  if (is_local(publication)) return "local: never leaves this node\n";
  return answer.has_audience() ? view::describe(look, answer.audience()) : std::string();
}

std::string describe_rehearsal(const view::Look& look, const v1::PublishAnswer& answer) {
  std::string out = "ends " + view::shown_time(answer.expires_at()) + "\n";
  for (const auto& expiry : answer.expiries()) {
    out += "  " + view::type_name(expiry.type()) + "  " + text::counted(expiry.claims(), "value") + " until " +
           view::shown_time(expiry.expires_at()) + "\n";
  }
  if (answer.warned_claims() == 0) return out;
  return out + describe_warned(look, answer) + "--force would be needed\n";
}

std::string describe_held(const view::Look& look, const v1::PublishAnswer& answer) {
  const std::string id = base::to_hex(answer.held().id());
  return "held as " + view::paint(look, view::Colour::Bold, id) + " " + view::waits_for(answer.held()) +
         ": nothing is signed yet; 'tidings held drop " + id + "' cancels it\n";
}

std::string describe_one(const view::Look& look, const Outcome& outcome, const Publication& publication) {
  const auto& answer = publication.outcome;
  std::string out;
  if (!outcome.audience_shown || is_local(publication)) out += describe_audience(look, publication);
  if (outcome.dry_run) {
    out += describe_rehearsal(look, answer);
    if (answer.has_held()) out += "it would be held " + view::waits_for(answer.held()) + "\n";
  } else if (answer.has_held()) {
    out += describe_held(look, answer);
  } else if (answer.bulletin_ids_size() == 0) {
    out += "nothing new to publish\n";
  } else {
    out += "publication " + view::paint(look, view::Colour::Bold, base::to_hex(answer.publication_id())) +
           " revision " + std::to_string(answer.revision()) + ", " +
           text::counted(static_cast<std::uint64_t>(answer.bulletin_ids_size()), "bulletin") + "\n";
  }
  for (const auto& note : answer.notes()) out += "note: " + text::for_people(note) + "\n";
  if (answer.expiry_raised_to() == 0) return out;
  return out + "it expires " + view::shown_time(answer.expiry_raised_to()) +
         ", as what it replaces would: earlier, that would be back; 'withdraw' ends all of it at once\n";
}

view::json::array json_of_expiries(const v1::PublishAnswer& answer) {
  view::json::array expiries;
  for (const auto& expiry : answer.expiries()) {
    view::json::object one;
    one["type"] = view::type_name(expiry.type());
    one["claims"] = expiry.claims();
    one["expires_at"] = view::json_time(expiry.expires_at());
    expiries.emplace_back(std::move(one));
  }
  return expiries;
}

/// What is told of one publication: of several it stands in a list, of one beside the counts.
void put_publication(const Outcome& outcome, const Publication& publication, view::json::object& out) {
  const auto& answer = publication.outcome;
  out["publication"] = view::json_id_or_null(answer.publication_id());
  out["revision"] = answer.revision();
  view::json::array bulletins, shares;
  for (const auto& id : answer.bulletin_ids()) bulletins.emplace_back(view::json_id(id));
  out["bulletins"] = std::move(bulletins);
  out["expiry_raised_to"] = view::json_time(answer.expiry_raised_to());
  out["local"] = is_local(publication);
  out["audience"] = view::json_of(answer.audience());
  for (const auto& share : answer.shares()) {
    view::json::object one;
    one["local"] = share.local();
    one["contexts"] = share.contexts();
    one["claims"] = share.claims();
    one["audience"] = view::json_of(share.audience());
    shares.emplace_back(std::move(one));
  }
  out["shares"] = std::move(shares);
  out["notes"] = view::json_texts(answer.notes());
  out["held"] = answer.has_held() ? view::json::value(view::json_of(answer.held())) : view::json::value(nullptr);
  if (!outcome.dry_run) return;
  out["expires_at"] = view::json_time(answer.expires_at());
  out["expiries"] = json_of_expiries(answer);
  out["warned"] = answer.warned_claims();
  out["warnings"] = view::json_of_warned(answer.warned());
}

}  // namespace

std::string describe_warned(const view::Look& look, const v1::PublishAnswer& answer) {
  std::string out = text::counted(answer.warned_claims(), "value") + " in warning lists:\n";
  for (const auto& warned : answer.warned()) out += view::describe(look, warned);
  if (answer.warned_claims() > static_cast<std::uint64_t>(answer.warned_size())) out += "and more\n";
  return out;
}

std::string describe(const view::Look& look, const Outcome& outcome, const std::vector<Publication>& publications) {
  std::string out;
  for (const auto& publication : publications) {
    if (publications.size() > 1) out += text::for_people(publication.parts.front().context.title()) + ": ";
    out += describe_one(look, outcome, publication);
  }
  if (outcome.dry_run) out += "dry run: nothing was published\n";
  if (outcome.kept_here > 0) {
    out += text::counted(outcome.kept_here, "claim") +
           " stay here: TLP:RED and sharing groups are for whom --release-to names\n";
  }
  if (outcome.failed > 0) out += text::counted(outcome.failed, "publication") + " refused\n";
  return out + input::summary(outcome.counts, outcome.dry_run ? "to publish" : "published") + "\n";
}

view::json::object json_of(const Outcome& outcome, const std::vector<Publication>& publications) {
  view::json::object out;
  const auto& [input, published, already_said] = outcome.counts;
  out["dry_run"] = outcome.dry_run;
  if (publications.size() == 1) put_publication(outcome, publications.front(), out);
  out["read"] = input.values;
  out["published"] = published;
  out["already_said"] = already_said;
  out["repeated"] = input.repeated;
  out["refused"] = input.refused;
  out["carried"] = input.carried;
  out["kept_here"] = input.local;
  out["left_out"] = input.left_out;
  out["taken_back"] = input.withdrawn;
  out["not_said_again"] = input.answers;
  out["originals"] = input.originals;
  if (publications.size() == 1) return out;
  view::json::array each;
  for (const auto& publication : publications) {
    view::json::object one;
    put_publication(outcome, publication, one);
    one["title"] = view::json_text(publication.parts.front().context.title());
    one["published"] = publication.values_in(publication.outcome.claims());
    one["already_said"] = publication.values_in(publication.outcome.already_said());
    each.emplace_back(std::move(one));
  }
  out["publications"] = std::move(each);
  out["failed"] = outcome.failed;
  return out;
}

}  // namespace tidings::commands
