#include "client/view/bulletin.hpp"

#include "base/bytes.hpp"
#include "client/text/escape.hpp"
#include "client/text/number.hpp"
#include "client/text/words.hpp"
#include "client/view/content.hpp"
#include "client/view/names.hpp"
#include "core/bulletin/names.hpp"

namespace tidings::view {
namespace {

base::Result<Proof> prove_answer(const v1::ShowAnswer& answer) {
  auto identity = identity::read_identity(answer.identity());
  if (!identity) return identity.error();
  return prove(answer.bulletin(), *identity);
}

std::string describe(const v1::Reply& reply) {
  std::string out = "  " + bulletin::name(reply.kind()) + " by " + text::for_people(reply.origin_name()) + " at " +
                    shown_time(reply.issued_at());
  if (reply.claims_size() > 0) out += ", of " + text::counted(static_cast<std::uint64_t>(reply.claims_size()), "claim");
  if (!reply.text().empty()) out += ": " + text::for_people(reply.text());
  return out + "\n    bulletin " + base::to_hex(reply.bulletin_id()) + "\n";
}

json::object json_of(const v1::Reply& reply) {
  json::object out;
  out["kind"] = bulletin::name(reply.kind());
  out["bulletin"] = json_id(reply.bulletin_id());
  out["origin_name"] = json_text(reply.origin_name());
  out["issued_at"] = json_time(reply.issued_at());
  out["claims"] = json::array(reply.claims().begin(), reply.claims().end());
  out["text"] = json_text(reply.text());
  return out;
}

std::string describe_replies(const Look& look, const v1::ShowAnswer& answer) {
  if (answer.replies().empty()) return {};
  std::string out = paint(look, Colour::Bold, "said of it since") + "\n";
  for (const auto& reply : answer.replies()) out += describe(reply);
  return answer.more_replies() ? out + "  and more, which are older\n" : out;
}

std::string state_of(const v1::ShowAnswer& answer) {
  std::vector<std::string> states;
  if (answer.withdrawn()) {
    states.push_back(answer.withdrawn_claims_size() == 0
                         ? "withdrawn"
                         : text::counted(static_cast<std::uint64_t>(answer.withdrawn_claims_size()), "claim") +
                               " withdrawn");
  }
  if (answer.superseded()) states.emplace_back("superseded by a later revision");
  if (answer.expired()) states.emplace_back("expired");
  return states.empty() ? "live" : joined(states, ", ");
}

json::object json_of_holding(const v1::ShowAnswer& answer) {
  json::object out;
  out["origin_name"] = json_text(answer.origin_name());
  out["introduced_by"] = answer.introduced_by().empty() ? json::value(nullptr) : json_text(answer.introduced_by());
  out["received_from"] = answer.received_from().empty() ? json::value(nullptr) : json_text(answer.received_from());
  out["received_at"] = json_time(answer.received_at());
  out["sequence"] = answer.sequence();
  out["withdrawn"] = answer.withdrawn();
  json::array withdrawn;
  for (const auto number : answer.withdrawn_claims()) withdrawn.emplace_back(number);
  out["withdrawn_claims"] = std::move(withdrawn);
  out["superseded"] = answer.superseded();
  out["expired"] = answer.expired();
  out["not_indexed"] = answer.not_indexed();
  out["delivered_to"] = json_texts(answer.delivered_to());
  json::array replies;
  for (const auto& reply : answer.replies()) replies.emplace_back(json_of(reply));
  out["replies"] = std::move(replies);
  out["more_replies"] = answer.more_replies();
  return out;
}

}  // namespace

base::Result<ShownBulletin> check(v1::ShowAnswer answer) {
  auto proof = prove_answer(answer);
  if (proof) {
    bulletin::Verified content = proof->verified;
    return ShownBulletin{std::move(answer), std::move(content), std::move(proof)};
  }
  auto content = bulletin::read_verified(answer.bulletin());
  if (!content) return content.error();
  return ShownBulletin{std::move(answer), std::move(*content), std::move(proof)};
}

std::string describe(const Look& look, const ShownBulletin& shown) {
  const auto& answer = shown.answer;
  std::string out = describe_content(look, shown.content);
  out += paint(look, Colour::Bold, "here") + "\n";
  out += "  said by      " + text::for_people(answer.origin_name());
  if (!answer.introduced_by().empty()) out += ", introduced by " + text::for_people(answer.introduced_by());
  out += "\n  received     " + shown_time(answer.received_at()) +
         (answer.received_from().empty() ? ", said here" : " from " + text::for_people(answer.received_from())) + "\n";
  out += "  state        " + state_of(answer) + "\n";
  const std::vector<std::string> holders(answer.delivered_to().begin(), answer.delivered_to().end());
  if (!holders.empty()) out += "  delivered to " + text::for_people(joined(holders, ", ")) + "\n";
  out += describe_replies(look, answer);
  out += paint(look, Colour::Bold, "proof") + "\n";
  if (shown.proof) return out + describe(look, *shown.proof);
  return out + "  " + paint(look, Colour::Red, "WRONG: " + text::for_people(shown.proof.error().what)) + "\n";
}

json::object json_of(const ShownBulletin& shown) {
  json::object out = json_of_content(shown.content);
  out["held"] = json_of_holding(shown.answer);
  if (shown.proof) {
    out["proof"] = json_of(*shown.proof);
  } else {
    json::object wrong;
    wrong["verified"] = false;
    wrong["error"] = std::string(base::name(shown.proof.error().code));
    wrong["why"] = json_text(shown.proof.error().what);
    out["proof"] = std::move(wrong);
  }
  return out;
}

}  // namespace tidings::view
