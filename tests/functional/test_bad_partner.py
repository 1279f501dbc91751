"""A partner that lies, floods, leaks or breaks the protocol, by a second implementation of the wire."""
import datetime
import os
import re
import socket
import ssl
import struct
import time
import unittest

from case import Case
from framework import bulletins
from framework.bulletins import AMBER, DAY, DOMAIN, GREEN, IPV4, RED, Organisation, claim, now
from framework.node import wait_for
from framework.peer import DELIVER, HELLO, KNOWN, LATER, OFFER, REFUSED, STORED, UNWANTED, WANT, Peer
from framework.protobuf import decode, encode, every, first


class BadPartner(Case):
    def setUp(self):
        self.victim = self.started("victim")

    def peer(self, *terms, **organisation):
        peer = Peer(**organisation).join(self.victim, *terms)
        self.addCleanup(peer.close)
        return peer.connect(self.victim).hello()

    def claims(self, name):
        return [claim(DOMAIN, name.encode())]

    def assert_outcome(self, peer, bulletin, outcome, reason=None):
        got = peer.give(bulletin)
        self.assertEqual(got[0], outcome, got)
        if reason:
            self.assertEqual(got[1], reason)

    def test_an_honest_bulletin_is_stored_and_known_when_it_comes_again(self):
        peer = self.peer()
        good = peer.organisation.bulletin(self.claims("honest.example.net"))
        self.assert_outcome(peer, good, STORED)
        self.assertTrue(self.victim.has("honest.example.net"))
        self.assertEqual(peer.offer([good]), [], "a replayed bulletin costs an id")

    def test_a_wrong_signature_is_refused_for_good(self):
        peer = self.peer()
        other = Organisation("someone else")
        bad = peer.organisation.bulletin(self.claims("forged.example.net"), key=other.node)
        self.assert_outcome(peer, bad, REFUSED, "bad_signature")
        self.assertFalse(self.victim.has("forged.example.net"))

    def test_an_altered_claim_is_refused_for_good(self):
        peer = self.peer()
        seed, claims = os.urandom(32), self.claims("before.example.net")
        header = peer.organisation.header(claims, seed)
        bad = peer.organisation.seal(header, seed, self.claims("behind.example.net"))
        self.assert_outcome(peer, bad, REFUSED, "bad_proof")

    def test_an_altered_header_is_another_bulletin_with_a_wrong_signature(self):
        peer = self.peer()
        seed, claims = os.urandom(32), self.claims("title.example.net")
        header = peer.organisation.header(claims, seed, title="A test report")
        signature = bulletins.sign(peer.organisation.node, "tidings/1 bulletin", header)
        altered = header.replace(b"A test report", b"A best report")
        self.assert_outcome(peer, peer.organisation.seal(altered, seed, claims, signature=signature), REFUSED, "bad_signature")

    def test_a_body_that_is_not_what_was_offered_is_refused(self):
        peer = self.peer()
        one = peer.organisation.bulletin(self.claims("one.example.net"))
        two = peer.organisation.bulletin(self.claims("two.example.net"))
        self.assertEqual(peer.offer([(one[0], two[1])]), [0])
        try:
            peer.deliver(one[0], two[1])
            self.assertNotEqual(peer.outcome(one[0])[0], STORED)
        except ConnectionError:
            pass  # ending the link is an answer too
        self.assertFalse(self.victim.has("two.example.net"))

    def test_a_delegation_must_cover_issued_at(self):
        peer = self.peer(valid=(now() - 10 * DAY, now() - 5 * DAY))
        then = now() - 6 * DAY
        in_time = peer.organisation.bulletin(self.claims("in-time.example.net"), issued_at=then)
        too_late = peer.organisation.bulletin(self.claims("too-late.example.net"))
        self.assert_outcome(peer, too_late, REFUSED, "not_delegated")
        self.assert_outcome(peer, in_time, STORED)

    def test_an_expired_bulletin_is_refused_for_good(self):
        peer = self.peer()
        bad = peer.organisation.bulletin(self.claims("old.example.net"), issued_at=now() - 3 * DAY, expires_at=now() - DAY)
        self.assert_outcome(peer, bad, REFUSED, "expired")

    def test_a_bulletin_from_the_far_future_is_refused_for_now(self):
        peer = self.peer()
        bad = peer.organisation.bulletin(self.claims("future.example.net"), issued_at=now() + 2 * DAY)
        self.assert_outcome(peer, bad, LATER, "far_future")

    def test_a_header_that_claims_more_claims_than_come_is_refused(self):
        peer = self.peer()
        bad = peer.organisation.bulletin(self.claims("few.example.net"), claim_count=1000)
        outcome, reason = peer.give(bad)
        self.assertEqual(outcome, REFUSED)
        self.assertIn(reason, ("bad_proof", "bad_input"))

    def test_a_red_bulletin_not_meant_for_us_is_refused_and_reported_as_a_leak(self):
        peer = self.peer()
        other = Organisation("somebody it was meant for")
        bad = peer.organisation.bulletin(self.claims("leaked.example.net"), tlp=RED, release_to=[other.id])
        self.assert_outcome(peer, bad, REFUSED, "leak")
        self.assertIn("leak", self.victim.log.read_text())
        self.assertFalse(self.victim.has("leaked.example.net"))

    def test_an_amber_bulletin_relayed_by_another_is_a_leak(self):
        peer = self.peer()
        origin = Organisation("origin")
        peer.introduce(origin)
        bad = origin.bulletin(self.claims("relayed.example.net"), tlp=AMBER)
        self.assert_outcome(peer, bad, REFUSED, "leak")

    def test_a_relayed_green_bulletin_of_an_introduced_origin_is_stored_with_its_introducer(self):
        peer = self.peer()
        origin = Organisation("far origin")
        peer.introduce(origin)
        self.assert_outcome(peer, origin.bulletin(self.claims("relay.example.net")), STORED)
        said = self.victim.json("query", "relay.example.net")[0]["said"][0]
        self.assertEqual(said["introduced_by"], "peer")

    def test_a_relay_that_withholds_the_claims_does_not_keep_the_whole_away(self):
        relay, honest = self.peer(), Peer("honest").join(self.victim)
        self.addCleanup(honest.close)
        origin = Organisation("far origin")
        whole = origin.bulletin(self.claims("erased.example.net"))
        relay.introduce(origin)
        self.assert_outcome(relay, bulletins.withhold_claims(whole), REFUSED, "unsupported")
        honest.connect(self.victim).hello()
        self.assert_outcome(honest, whole, STORED)
        self.assertTrue(self.victim.has("erased.example.net"))

    def test_identities_beyond_a_partners_rate_are_passed_over_on_a_new_connection_too(self):
        peer = self.peer()
        origins = [Organisation(f"origin {n}") for n in range(400)]
        for origin in origins[:150]:
            peer.introduce(origin)
        self.assert_outcome(peer, origins[149].bulletin(self.claims("relayed.example.net")), STORED)
        for _ in range(500):
            peer.introduce(origins[0])  # held already: costs nothing
        self.assert_outcome(peer, origins[0].bulletin(self.claims("also.example.net")), STORED)
        self.assertEqual(self.victim.counters()["tidings_introductions_passed_over_total"], 0)
        peer.close()
        peer.connect(self.victim).hello()
        for origin in origins[150:]:
            peer.introduce(origin)
        self.assert_outcome(peer, peer.organisation.bulletin(self.claims("own.example.net")), STORED)
        self.assertGreater(self.victim.counters()["tidings_introductions_passed_over_total"], 0)
        self.assert_outcome(peer, origins[399].bulletin(self.claims("beyond.example.net")), LATER, "unknown_key")

    def test_a_partner_that_dates_us_ahead_is_not_believed(self):
        peer = Peer().join(self.victim)
        self.addCleanup(peer.close)
        peer.connect(self.victim).hello(your_last=now() + 9 * 60 * 1_000_000)
        wait_for(lambda: self.victim.counters()["tidings_own_dates_disbelieved_total"] == 1, what="the count")
        self.assertEqual(self.victim.log.read_text().count("own_date_disbelieved"), 1)
        self.publish(self.victim, ["198.51.100.7"])
        said = self.victim.json("query", "198.51.100.7")[0]["said"][0]
        issued = datetime.datetime.fromisoformat(said["issued_at"].replace("Z", "+00:00")).timestamp()
        self.assertLess(issued, time.time() + 1)

    def test_an_origin_nobody_introduced_is_refused_for_now(self):
        peer = self.peer()
        stranger = Organisation("stranger")
        self.assert_outcome(peer, stranger.bulletin(self.claims("unknown.example.net")), LATER, "unknown_key")

    def test_a_partner_that_takes_our_publications_id_neither_hides_nor_changes_ours(self):
        peer = self.peer()
        ours = self.publish(self.victim, ["198.51.100.7"])["publication"]
        bad = peer.organisation.bulletin(self.claims("planted.example.net"), publication_id=bytes.fromhex(ours), revision=9)
        self.assert_outcome(peer, bad, STORED)
        names = {one["held"]["origin_name"] for one in self.victim.json("show", ours)}
        self.assertEqual(names, {"peer", "victim"})
        # What is amended without a file keeps our values, not theirs.
        self.victim.run("amend", ours, "--title", "Amended", "--yes", "--allow-special")
        self.assertEqual({one["origin_name"] for one in self.victim.json("query", "planted.example.net")[0]["said"]}, {"peer"})
        self.assertTrue(self.victim.has("198.51.100.7"))
        self.victim.run("withdraw", ours, "--yes")
        wait_for(lambda: not self.victim.has("198.51.100.7"), what="our withdrawal")
        self.assertTrue(self.victim.has("planted.example.net"))

    def test_only_the_origin_withdraws(self):
        peer = self.peer()
        origin = Organisation("origin")
        peer.introduce(origin)
        target = origin.bulletin(self.claims("stays.example.net"))
        self.assert_outcome(peer, target, STORED)
        false = peer.organisation.bulletin([], kind=bulletins.WITHDRAWAL, targets=[target[0]])
        peer.give(false, lane=0)
        self.assertTrue(self.victim.has("stays.example.net"))
        true = origin.bulletin([], kind=bulletins.WITHDRAWAL, targets=[target[0]])
        self.assertEqual(peer.give(true, lane=0)[0], STORED)
        wait_for(lambda: not self.victim.has("stays.example.net"), what="the origin's withdrawal")

    def test_a_withdrawal_that_comes_first_wins_over_the_late_copy(self):
        peer = self.peer()
        target = peer.organisation.bulletin(self.claims("late.example.net"))
        self.assertEqual(peer.give(peer.organisation.bulletin([], kind=bulletins.WITHDRAWAL, targets=[target[0]]), lane=0)[0], STORED)
        self.assert_outcome(peer, target, STORED)
        time.sleep(0.3)
        self.assertFalse(self.victim.has("late.example.net"))

    def test_a_claim_we_cannot_index_is_stored_and_relayed_but_found_by_nobody(self):
        peer = self.peer()
        odd = peer.organisation.bulletin([claim(DOMAIN, b"Not.Canonical.Example"), claim(999, b"a type of tomorrow"),
                                          claim(DOMAIN, b"fine.example.net")])
        self.assert_outcome(peer, odd, STORED)
        self.assertTrue(self.victim.has("fine.example.net"))
        self.assertFalse(self.victim.has("not.canonical.example"))
        self.assertEqual(self.victim.json("show", odd[0].hex())[0]["held"]["not_indexed"], 2)

    def test_what_was_not_wanted_is_answered_so_and_too_much_of_it_ends_the_link(self):
        peer = self.peer()
        for n in range(200):
            try:
                pushed = peer.organisation.bulletin(self.claims(f"pushed{n}.example.net"))
                peer.deliver(*pushed)
                self.assertEqual(peer.outcome(pushed[0])[0], UNWANTED)
            except (ConnectionError, OSError):
                break
        else:
            self.fail("200 unwanted bulletins and the link still stands")
        self.assertFalse(self.victim.has("pushed0.example.net"))

    def test_a_frame_longer_than_the_limit_ends_the_link(self):
        peer = self.peer()
        peer.sock.sendall(struct.pack(">IB", 0x7FFFFFFF, OFFER))
        self.assertTrue(self.ends(peer))

    def ends(self, peer, seconds=10):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if peer.receive(timeout=seconds) is None:
                    return True
            except (ConnectionError, socket.timeout, OSError):
                return True
        return False

    def test_a_frame_cut_at_every_byte_harms_nobody(self):
        peer = Peer().join(self.victim)
        self.addCleanup(peer.close)
        good = peer.organisation.bulletin(self.claims("cut.example.net"))
        offer = encode([(1, 1), (2, 2), (3, [encode([(1, good[0]), (2, len(good[1]))])]), (4, b"t")])
        frame = struct.pack(">IB", len(offer) + 1, OFFER) + offer
        for cut in range(1, len(frame), 7):
            peer.connect(self.victim).hello()
            peer.sock.sendall(frame[:cut])
            peer.close()
        peer.connect(self.victim).hello()
        self.assert_outcome(peer, good, STORED)

    def test_garbage_before_tls_and_strangers_are_refused_counted_and_logged_once(self):
        for _ in range(30):
            with socket.create_connection(("127.0.0.1", self.victim.port)) as plain:
                plain.sendall(os.urandom(600))
        stranger = Peer("stranger")
        for _ in range(20):
            with self.assertRaises((ssl.SSLError, ConnectionError, OSError)):
                stranger.connect(self.victim).hello()
            stranger.close()
        text = self.victim.log.read_text()
        self.assertLessEqual(text.count(stranger.tls.pin.hex()[:12]), 2, text)
        self.assertGreaterEqual(sum(v for k, v in self.victim.counters().items() if "refused" in k or "stranger" in k), 20)
        self.assertEqual(self.peer().give(Organisation("x").bulletin(self.claims("a.example.net")))[0], LATER)

    def test_tls_12_no_certificate_or_another_protocol_get_nowhere(self):
        peer = Peer().join(self.victim)
        self.addCleanup(peer.close)
        for options in ({"maximum": ssl.TLSVersion.TLSv1_2}, {"certificate": False}, {"alpn": ("h2",)}, {"alpn": ()}):
            with self.subTest(options), self.assertRaises((ssl.SSLError, ConnectionError, OSError)):
                peer.connect(self.victim, **options).hello()
            peer.close()
        peer.connect(self.victim).hello()

    def test_a_removed_partner_does_not_come_back_by_resumption(self):
        peer = self.peer()
        session = peer.sock.session
        peer.close()
        self.victim.run("partner", "remove", "peer", "--yes")
        for resumed in (session, None):
            with self.assertRaises((ssl.SSLError, ConnectionError, OSError, ValueError)):
                peer.connect(self.victim, session=resumed).hello()
            peer.close()

    def test_another_organisation_in_the_hello_is_refused(self):
        peer = Peer().join(self.victim)
        self.addCleanup(peer.close)
        with self.assertRaises((ConnectionError, OSError)):
            peer.connect(self.victim).hello(organisation=Organisation("other").id)
            peer.wait_for(OFFER, 5)

    def test_a_version_we_do_not_speak_is_told(self):
        peer = Peer().join(self.victim)
        self.addCleanup(peer.close)
        with self.assertRaisesRegex((ConnectionError, OSError), "goodbye: unsupported|closed"):
            peer.connect(self.victim).hello(version=99)
            peer.wait_for(OFFER, 5)

    def test_a_slow_sender_is_dropped_while_others_are_served(self):
        config = self.victim.config.read_text()
        self.assertIn("frame_deadline", config)
        self.victim.stop()
        self.victim.config.write_text(re.sub(r"(?m)^#?\s*frame_deadline.*$", 'frame_deadline = "5s"', config))
        self.victim.start()
        slow, other = self.peer(), Peer("other").join(self.victim)
        self.addCleanup(other.close)
        slow.sock.sendall(struct.pack(">IB", 5000, OFFER) + b"x")
        began = time.monotonic()
        other.connect(self.victim).hello()
        self.assertEqual(other.give(other.organisation.bulletin(self.claims("served.example.net")))[0], STORED)
        self.assertLess(time.monotonic() - began, 2)
        self.assertTrue(self.ends(slow, 12))
        self.assertLess(time.monotonic() - began, 12)

    def test_what_is_refused_for_now_is_asked_for_again(self):
        peer = self.peer()
        far = Organisation("far")
        late = far.bulletin(self.claims("second-try.example.net"))
        self.assertEqual(peer.give(late)[0], LATER)
        peer.close()
        # On the next link the node asks for it by id, since it is on its want-list.
        time.sleep(0.5)
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            peer.connect(self.victim).hello()
            peer.introduce(far)
            try:
                while True:
                    fields = decode(peer.wait_for(WANT, 5))
                    if late[0] in every(fields, 4):
                        peer.deliver(*late)
                        self.assertEqual(peer.outcome(late[0])[0], STORED)
                        self.assertTrue(self.victim.has("second-try.example.net"))
                        return
            except (TimeoutError, socket.timeout, ConnectionError, OSError):
                peer.close()
                time.sleep(5)
        self.fail("it was not asked for again")


if __name__ == "__main__":
    unittest.main(verbosity=2)
