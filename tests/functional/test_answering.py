"""Partners answer each other: sightings, disputes and withdrawals, and how far they go."""
import json
import os
import select
import socket
import subprocess
import tempfile
import threading
import unittest

from case import Case
from framework.node import BIN, link, wait_for


class Answering(Case):
    def setUp(self):
        self.taipei, self.vilnius, self.brussels = self.started("taipei", "vilnius", "brussels")
        link(self.taipei, self.vilnius)

    def heard(self, node, value, kind):
        found = node.run("query", value, "-o", "json", check=False)
        if found.returncode != 0:
            return []
        return [said for indicator in json.loads(found.stdout) for said in indicator["said"] if said["kind"] == kind]

    def arrive(self, node, value, kind="report"):
        return wait_for(lambda: self.heard(node, value, kind), what=f"a {kind} of {value} at {node.name}")

    def test_a_sighting_goes_to_the_origin_alone_and_counts_there(self):
        link(self.vilnius, self.brussels)
        self.publish(self.taipei, ["evil.example.net", "worse.example.net"], "--tlp", "green")
        self.arrive(self.vilnius, "evil.example.net")
        self.arrive(self.brussels, "evil.example.net")
        made = self.vilnius.json("sight", "evil[.]example.net", "--count", "12", "--first-seen", "3d", "--last-seen", "1h",
                                 "--ecosystem", "finance")
        self.assertEqual((made["answered"], made["unanswered"]), (1, []))
        said = self.arrive(self.taipei, "evil.example.net", "sighting")[0]
        self.assertEqual((said["origin_name"], said["sighting"]["count"], said["sighting"]["ecosystem"]), ("vilnius", 12, "finance"))
        self.assertEqual(said["tlp"], "amber")
        indicator = json.loads(self.taipei.run("query", "evil.example.net", "-o", "json").stdout)[0]
        self.assertEqual(indicator["sightings"], 12)
        self.publish(self.vilnius, ["after.example.net"], "--tlp", "green")
        self.arrive(self.brussels, "after.example.net")
        self.assertEqual(self.heard(self.brussels, "evil.example.net", "sighting"), [], "it was not for Brussels")

    def test_an_origin_known_through_a_partner_is_answered_by_way_of_it(self):
        link(self.taipei, self.brussels)
        self.publish(self.brussels, ["relayed.example.net"], "--tlp", "green")
        self.arrive(self.vilnius, "relayed.example.net")
        made = self.vilnius.json("sight", "relayed.example.net")
        self.assertIn("taipei", " ".join(made["notes"]))
        said = self.arrive(self.brussels, "relayed.example.net", "sighting")[0]
        self.assertEqual((said["origin_name"], said["received_from"]), ("vilnius", "taipei"))

    def test_an_answer_to_an_origin_known_through_a_partner_is_withdrawn_by_way_of_it(self):
        link(self.taipei, self.brussels)
        self.publish(self.brussels, ["relayed.example.net"], "--tlp", "green")
        self.arrive(self.vilnius, "relayed.example.net")
        self.vilnius.run("dispute", "relayed.example.net", "--reason", "a content network")
        self.arrive(self.brussels, "relayed.example.net", "dispute")
        done = self.vilnius.json("withdraw", "relayed.example.net", "--yes")
        self.assertEqual((len(done["bulletins"]), done["unanswered"], done["not_withdrawn"]), (1, [], []))
        wait_for(lambda: not self.heard(self.brussels, "relayed.example.net", "dispute"), what="the dispute to be gone")

    def test_a_dispute_of_a_value_and_of_a_whole_publication_shows_with_its_reason_where_it_was_sent(self):
        made = self.publish(self.taipei, ["cdn.example.net", "other.example.net"], "--tlp", "green")
        self.arrive(self.vilnius, "cdn.example.net")
        self.vilnius.run("dispute", "cdn.example.net", "--reason", "a content network")
        self.arrive(self.taipei, "cdn.example.net", "dispute")
        self.assertEqual(self.heard(self.taipei, "other.example.net", "dispute"), [])
        self.vilnius.run("dispute", made["publication"], "--reason", "a test list")
        self.arrive(self.taipei, "other.example.net", "dispute")
        replies = self.taipei.json("show", made["bulletins"][0])[0]["held"]["replies"]
        self.assertEqual([(one["kind"], one["origin_name"], one["text"], one["claims"]) for one in replies],
                         [("dispute", "vilnius", "a test list", []), ("dispute", "vilnius", "a content network", [0])])
        shown = self.taipei.run("show", made["bulletins"][0], "-o", "human").stdout
        self.assertIn("dispute by vilnius", shown)
        self.assertIn(": a test list", shown)
        found = self.taipei.run("lookup", "cdn.example.net").stdout.rstrip("\n").split("\t")
        self.assertEqual(found[10], "1", "an origin disputes once")
        self.assertEqual(self.vilnius.run("dispute", "cdn.example.net", check=False).returncode, 2, "the reason is missing")
        for reason in ("   ", "\u200b"):
            done = self.vilnius.run("dispute", "cdn.example.net", "--reason", reason, check=False)
            self.assertEqual(done.returncode, 2, "a reason that nobody sees is none")

    def test_ids_are_disputed_from_standard_input_too(self):
        made = self.publish(self.taipei, ["cdn.example.net"], "--tlp", "green")
        self.arrive(self.vilnius, "cdn.example.net")
        self.vilnius.run("dispute", "-", "--reason", "a test list", input=made["publication"] + "\n")
        self.arrive(self.taipei, "cdn.example.net", "dispute")

    def test_withdraw_takes_back_our_answers_too(self):
        self.publish(self.taipei, ["cdn.example.net"], "--tlp", "green")
        self.arrive(self.vilnius, "cdn.example.net")
        self.vilnius.run("dispute", "cdn.example.net", "--reason", "a content network")
        self.arrive(self.taipei, "cdn.example.net", "dispute")
        self.vilnius.run("withdraw", "cdn.example.net", "--yes")
        wait_for(lambda: not self.heard(self.taipei, "cdn.example.net", "dispute"), what="the dispute to be gone")

    def test_wider_than_what_it_answers_is_refused_and_as_wide_is_not(self):
        self.publish(self.taipei, ["amber.example.net"], "--tlp", "amber")
        self.publish(self.taipei, ["green.example.net"], "--tlp", "green")
        self.arrive(self.vilnius, "amber.example.net")
        self.arrive(self.vilnius, "green.example.net")
        for options in (("--tlp", "green"), ("--to-all-who-hold",)):
            for dry in ((), ("--dry-run",)):
                done = self.vilnius.run("sight", "amber.example.net", "--yes", *options, *dry, check=False)
                self.assertEqual(done.returncode, 4, done.stdout + done.stderr)
                self.assertIn("wider_than_target", done.stderr)
        unasked = self.vilnius.run("sight", "green.example.net", "--tlp", "green", check=False)
        self.assertEqual(unasked.returncode, 4, "a wide audience needs a person's word")
        link(self.vilnius, self.brussels)
        self.arrive(self.brussels, "green.example.net")
        self.vilnius.run("sight", "green.example.net", "--to-all-who-hold", "--yes")
        self.arrive(self.brussels, "green.example.net", "sighting")
        self.arrive(self.taipei, "green.example.net", "sighting")

    def test_many_values_are_answered_in_one_publication_and_misses_are_told(self):
        values = [f"h{n}.example.net" for n in range(3_000)]
        self.publish(self.taipei, values, "--tlp", "green")
        self.arrive(self.vilnius, values[-1])
        text = "\n".join([*values, values[7], values[7], "unknown.example.net", "1.2.3.999"]) + "\n"
        done = self.vilnius.run("sight", "-", "-o", "json", input=text, check=False)
        self.assertEqual(done.returncode, 6, done.stderr)
        made = json.loads(done.stdout)
        self.assertEqual((made["answered"], made["unanswered"], made["refused"]), (3_000, ["unknown.example.net"], 1))
        self.assertEqual((len(made["publications"]), len(made["bulletins"])), (1, 3))
        self.assertIn("-:3004: 1.2.3.999", done.stderr)
        said = self.arrive(self.taipei, values[7], "sighting")
        self.assertEqual(said[0]["sighting"]["count"], 3, "it stood in three lines")
        self.vilnius.run("withdraw", made["publications"][0], "--reason", "a loop in the sensor")
        wait_for(lambda: not self.heard(self.taipei, values[7], "sighting"), what="the withdrawal of the sightings")

    def test_withdraw_takes_values_and_ids_from_standard_input(self):
        first = self.publish(self.taipei, ["one.example.net", "two.example.net"], "--tlp", "green")
        self.publish(self.taipei, ["two.example.net", "three.example.net"], "--tlp", "amber")
        self.arrive(self.vilnius, "three.example.net")
        done = self.taipei.run("withdraw", "-", "--reason", "ours", input="two.example.net\nunknown.example.net\n", check=False)
        self.assertEqual((done.returncode, done.stdout.count("withdrawn; ")), (6, 2), done.stderr)
        self.assertIn("unknown.example.net: nothing that we say of it holds now", done.stderr)
        done = self.taipei.run("withdraw", "-", "--reason", "ours", input="other.example.net\nunknown.example.net\n", check=False)
        self.assertEqual((done.returncode, done.stderr.count("example.net: nothing that we say")), (1, 2), done.stderr)
        wait_for(lambda: not self.vilnius.has("two.example.net"), what="the withdrawal of one value")
        self.assertTrue(self.vilnius.has("one.example.net"))
        done = self.taipei.run("withdraw", "-", "--reason", "ours", input=f"{first['publication']}\n{'0' * 32}\n", check=False)
        self.assertEqual(done.returncode, 6, done.stderr)
        wait_for(lambda: not self.vilnius.has("one.example.net"), what="the withdrawal of the publication")
        self.assertTrue(self.vilnius.has("three.example.net"))
        self.assertEqual(self.vilnius.run("withdraw", "three.example.net", check=False).returncode, 1, "they never said it")

    def test_an_unknown_id_keeps_no_other_from_being_disputed_and_is_told(self):
        unknown = "abcdef0123"
        made = self.publish(self.taipei, ["one.example.net", "two.example.net"], "--tlp", "green")["publication"]
        self.arrive(self.vilnius, "two.example.net")
        lines = f"{made}\n{unknown}\none.example.net\n"
        done = self.vilnius.run("dispute", "-", "--reason", "shared", "-o", "json", input=lines, check=False)
        self.assertEqual(done.returncode, 6, done.stderr)
        told = json.loads(done.stdout)
        self.assertEqual((told["answered"], told["unanswered"], len(told["publications"])), (2, [unknown], 2))
        self.assertIn("there is no bulletin or publication " + unknown, done.stderr)
        self.arrive(self.taipei, "one.example.net", "dispute")
        done = self.vilnius.run("dispute", "-", "--reason", "shared", input=f"{unknown}\n{unknown[::-1]}\n", check=False)
        self.assertEqual((done.returncode, done.stderr.count("there is no bulletin"), done.stdout), (1, 2, ""))

    def test_what_was_signed_before_the_daemon_went_away_is_told(self):
        first, second = [self.publish(self.taipei, [value], "--tlp", "green")["publication"] for value in ("one.tw", "two.tw")]
        self.arrive(self.vilnius, "two.tw")
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = folder.name + "/api.sock"
        door = socket.create_server(path, family=socket.AF_UNIX)
        self.addCleanup(door.close)

        def pass_on_until_the_second():
            client, daemon = door.accept()[0], socket.socket(socket.AF_UNIX)
            with client, daemon:
                daemon.connect(str(self.vilnius.socket))
                while True:
                    for one in select.select([client, daemon], [], [])[0]:
                        data = one.recv(1 << 16)
                        if not data or second.encode() in data:
                            return
                        (daemon if one is client else client).sendall(data)
        between = threading.Thread(target=pass_on_until_the_second)
        between.start()
        done = subprocess.run([BIN / "tidings", "--socket", path, "dispute", first, second, "--reason", "x", "-o", "json"],
                              capture_output=True, text=True, timeout=60)
        between.join()
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("answered in part", done.stderr)
        told = json.loads(done.stdout)
        self.assertEqual((told["answered"], len(told["publications"]), len(told["bulletins"])), (1, 1, 1))

    def test_nobody_is_asked_about_answers_to_nothing(self):
        master, terminal = os.openpty()
        self.addCleanup(os.close, master)
        for words in (("sight",), ("dispute", "--reason", "shared")):
            asked = subprocess.run([BIN / "tidings", "--socket", self.taipei.socket, *words, "nobody-said.tw", "nor-this.tw",
                                    "--to-all-who-hold"], stdin=terminal, stdout=subprocess.PIPE, stderr=terminal, timeout=60)
            told = os.read(master, 1 << 16).decode()
            self.assertEqual((asked.returncode, asked.stdout), (1, b""), told)
            self.assertIn("nothing to answer was found; nothing was published", told)
            self.assertNotIn("[y/N]", told)
        os.close(terminal)

    def test_who_withdraws_is_asked_about_what_there_is(self):
        master, terminal = os.openpty()
        self.addCleanup(os.close, master)
        for words, question in ((["one-name.tw", "two-name.tw"], "Withdraw 2 values, with"),
                                (["0123456789", "one-name.tw"], "Withdraw 1 id whole and 1 value, with")):
            os.write(master, b"n\n")
            asked = subprocess.run([BIN / "tidings", "--socket", self.taipei.socket, "withdraw", *words], stdin=terminal,
                                   stdout=subprocess.PIPE, stderr=terminal, timeout=60)
            told = os.read(master, 1 << 16).decode()
            self.assertEqual(asked.returncode, 4, told)
            self.assertIn(question, told)
        os.close(terminal)

    def test_a_sighting_that_cannot_be_is_refused(self):
        self.publish(self.taipei, ["evil.example.net"], "--tlp", "green")
        for options in (("--first-seen", "1h", "--last-seen", "3d"), ("--count", "0"), ("--when", "2199-01-01")):
            self.assertEqual(self.taipei.run("sight", "evil.example.net", *options, check=False).returncode, 2, options)
        self.assertEqual(self.taipei.run("sight", "unknown.example.net", check=False).returncode, 1)

    def test_explain_tells_who_may_hold_what_speaks_of_a_value_in_one_answer(self):
        self.publish(self.taipei, ["evil.example.net"], "--tlp", "green")
        self.arrive(self.vilnius, "evil.example.net")
        self.vilnius.run("sight", "evil.example.net")
        self.arrive(self.taipei, "evil.example.net", "sighting")
        holdings = self.taipei.json("explain", "evil.example.net")["holdings"]
        self.assertEqual(len({one["bulletin"] for one in holdings}), 2)


if __name__ == "__main__":
    unittest.main(verbosity=2)
