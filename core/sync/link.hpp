#pragma once
/// The link's state machine: takes frames, answers and time; gives frames and wishes. No I/O, no clock, no threads, so
/// that unit tests, fuzzers and simulations run it unchanged.
///
/// Both directions run at once. As a sender: candidates → Offer → (Want) → bodies in pieces → (Ack) → delivered.
/// As a receiver: (Offer) → judge → Want → (Deliver) → submit → Ack → keep the token.
/// A token is kept when every entry of its offer, and of all earlier offers of its lane, is settled: stored, known,
/// unwanted, refused for good, or refused for now and kept on the want-list with it.
/// Bounds: at most `max_in_flight` entries and `window_bytes` bytes of a lane's offers unsettled; one partial bulletin
/// a lane; whatever the other side sends beyond what it may ends the link with a Goodbye that says why. Every call may
/// leave wishes and output behind: take both after each (also after take_output(), which frees room for bodies). An
/// answer may be given at once, later, or never after a Close; one that was not wished for does nothing. Between the
/// Hello and ready() only Hear and Close are wished; the rest waits. Errors: none are returned; a fault of the other
/// side becomes a Close wish with an error code. Lives on: one executor at a time (the network thread).
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "base/error_code.hpp"
#include "core/bulletin/bulletin.hpp"

namespace tidings::sync {

using base::Duration;
using bulletin::BulletinId;
using bulletin::Lane;
using bulletin::OrgId;

/// The five answers to an offered id (promise 3).
enum class Outcome : std::uint8_t { Stored = 1, Known = 2, Unwanted = 3, Refused = 4, Later = 5 };

struct LinkOptions {
  std::uint32_t window_bytes{4u << 20};  ///< what we take in flight from the other side; told in Hello
  std::uint32_t piece_bytes{16 * 1024};
  std::size_t offer_entries{200};    ///< ids in one offer
  std::size_t max_in_flight{2'000};  ///< entries of ours offered and unsettled
  Duration hello_deadline{10'000'000};
  Duration ping_after{20'000'000};         ///< of silence from the other side
  Duration dead_after{60'000'000};         ///< of silence
  Duration deliver_deadline{120'000'000};  ///< without any piece of what we want: the link is dropped
};

/// What we say in our Hello.
struct Greeting {
  OrgId organisation;
  std::string software;
  std::string card;                                   ///< a v1::Card, or empty if the other side has it
  std::vector<std::pair<Lane, std::string>> cursors;  ///< tokens of the other side, as kept
  std::uint64_t your_last_issued_at{0};
  std::uint64_t identity_serial{0}, contact_serial{0};  ///< of the other's card, as held
  std::vector<std::string> capabilities{};
};

/// What the other side said in its Hello.
struct Greeted {
  OrgId organisation;
  std::string software, card;
  std::vector<std::string> capabilities;
  std::vector<std::pair<Lane, std::string>> cursors;
  std::uint64_t our_last_issued_at{0};
  std::uint64_t identity_serial{0}, contact_serial{0};
};

struct Candidate {
  BulletinId id;
  std::uint32_t size{0};
};
/// What becomes of an offered id. Entries of one offer may be judged in several calls (one that is wanted from another
/// partner already is judged when that one has answered); the others are not held up.
struct Judgement {
  std::uint32_t entry{0};
  bool want{false};
  Outcome outcome{Outcome::Known};  ///< where not wanted
  base::ErrorCode reason{base::ErrorCode::Internal};
};
struct Postponed {
  BulletinId id;
  base::ErrorCode reason{base::ErrorCode::Internal};
};

namespace wish {
/// Then call ready() or stop().
struct Hear {
  Greeted greeted;
};
/// Answer: candidates().
struct FindCandidates {
  Lane lane;
  std::size_t limit;
  std::size_t max_bytes;  ///< of bodies; one candidate at least is wanted
};
/// Answer: body().
struct FetchBody {
  BulletinId id;
  Lane lane;
};
/// Answer: judged(), in one or more calls.
struct JudgeOffer {
  std::uint64_t offer;
  Lane lane;
  std::vector<Candidate> entries;
};
/// Bytes of a wanted id came. What stays out for long may be wanted from another partner.
struct NoteCame {
  BulletinId id;
  std::size_t bytes;
};
/// Answer: submitted().
struct Submit {
  BulletinId id;
  Lane lane;
  std::string bytes;
};
/// Keep `later` on the want-list and, in the same transaction, the token. An empty token: keep `later` alone.
struct KeepToken {
  Lane lane;
  std::string token;
  std::vector<Postponed> later;
};
/// An id of want_again() is settled (Later: still to be had), or one that was wanted is gone over there.
struct SettleWanted {
  BulletinId id;
  Outcome outcome;
  base::ErrorCode reason;
};
/// Its last piece is out: the other side may have it, whatever becomes of its Ack.
struct NoteGiven {
  BulletinId id;
};
/// Stored or known over there.
struct NoteDelivered {
  std::vector<BulletinId> ids;
};
/// Told by the other side.
struct NoteRefused {
  BulletinId id;
  Outcome outcome;
  std::string reason;
};
struct LearnIdentity {
  std::string identity, contact;
};
/// Send what output there is, then close.
struct Close {
  base::ErrorCode code;
  std::string text;
};
}  // namespace wish
using Wish = std::variant<wish::Hear, wish::FindCandidates, wish::FetchBody, wish::JudgeOffer, wish::NoteCame,
                          wish::Submit, wish::KeepToken, wish::SettleWanted, wish::NoteGiven, wish::NoteDelivered,
                          wish::NoteRefused, wish::LearnIdentity, wish::Close>;

class Link {
 public:
  Link(const LinkOptions& options, Greeting greeting, Duration now);
  ~Link();
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  // What comes in. `now` is monotonic.
  void on_frame(std::uint8_t type, std::string_view body, Duration now);
  void on_time(Duration now);  ///< call at next_deadline()
  void ready();                ///< the greeting was accepted: start offering
  void on_append();            ///< the ledger has grown: lanes that were at their end look again
  /// Due ids of the want-list; call after ready(). At most 1,000 are under way: what is beyond is passed over and stays
  /// due. Each one that was taken ends in a SettleWanted.
  void want_again(const std::vector<BulletinId>& ids);
  void introduce(std::string_view identity, std::string_view contact);  ///< sends an Identity frame before what follows
  void stop(base::ErrorCode code, std::string_view text);               ///< says Goodbye

  // Answers to wishes.
  /// `token` is the cursor behind the last one looked at; `at_end`: nothing more for now. No candidates but a token:
  /// the cursor moves over what the other may not hold.
  void candidates(Lane lane, std::vector<Candidate> found, std::string token, bool at_end);
  void body(const BulletinId& id, std::optional<std::string> bytes);
  void judged(std::uint64_t offer, const std::vector<Judgement>& judgements);
  void submitted(const BulletinId& id, Outcome outcome, base::ErrorCode reason);

  // What goes out.
  std::vector<Wish> take_wishes();
  bool has_output() const;
  /// Frames to send, about `bytes` of them: control first, then pieces, the higher lane first.
  std::string take_output(std::size_t bytes);
  Duration next_deadline() const;

  struct Counts {
    std::uint64_t offered{0}, delivered{0}, delivered_bytes{0}, acked{0}, received{0}, unwanted{0}, known{0};
    std::size_t unsettled{0}, receiving{0};
    bool caught_up{false};  ///< every lane at its end and everything offered is settled
  };
  Counts counts() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tidings::sync
