"""Publications that wait before they are signed: for a time, for a second person, across restarts and kills."""
import grp
import json
import os
import pwd
import re
import subprocess
import time
import unittest

from case import Case, digest
from framework.node import BIN, wait_for


class Held(Case):
    def setUp(self):
        self.alpha = self.started("alpha")

    def hold(self, values, time_, *options):
        return self.publish(self.alpha, values, "--hold", time_, *options)["held"]

    def held(self):
        return json.loads(self.alpha.run("held", "list", "-o", "json").stdout)

    def configure(self, **settings):
        text = self.alpha.config.read_text()
        for name, value in settings.items():
            text, count = re.subn(rf"(?m)^#?\s*{name} = .*$", f"{name} = {value}", text)
            self.assertGreaterEqual(count, 1, name)
        self.alpha.config.write_text(text)

    def test_it_is_released_by_itself_when_its_time_is_up(self):
        made = self.hold(["soon.example.net"], "3s", "--tlp", "green")
        self.assertFalse(self.alpha.has("soon.example.net"))
        self.assertEqual([one["id"] for one in self.held()], [made["id"]])
        wait_for(lambda: self.alpha.has("soon.example.net"), 15, "the release")
        self.assertEqual(self.held(), [])

    def test_it_is_shown_dropped_and_then_never_published(self):
        made = self.hold(["never.example.net"], "3s")
        shown = self.alpha.json("held", "show", made["id"][:8])
        self.assertEqual([(one["type"], one["value"], one["verdict"]) for one in shown["values"]],
                         [("domain", "never.example.net", "malicious")])
        self.alpha.run("held", "drop", made["id"])
        time.sleep(5)
        self.assertFalse(self.alpha.has("never.example.net"))
        self.assertEqual(self.alpha.run("held", "release", made["id"], check=False).returncode, 1)

    def test_it_is_released_early_by_hand(self):
        made = self.hold(["early.example.net"], "2h")
        released = self.alpha.json("held", "release", made["id"])
        self.assertTrue(self.alpha.has("early.example.net"))
        self.assertEqual(released["published"], 1)

    def test_a_held_amendment_brings_nothing_back_that_was_withdrawn_meanwhile(self):
        made = self.publish(self.alpha, ["wrong.example.net", "right.example.net"], "--tlp", "green")
        done = self.alpha.run("amend", made["publication"], "--title", "Corrected", "--hold", "3s", "--yes", "-o", "json")
        held = json.loads(done.stdout)["held"]["id"]
        withdrawn = self.alpha.json("withdraw", "wrong.example.net", "--yes")
        self.assertIn(f"tidings held drop {held}", withdrawn["notes"][0])
        trouble = wait_for(lambda: self.held()[0]["trouble"], 15, "the release to fail")
        self.assertIn("withdrawn", trouble)
        refused = self.alpha.run("held", "release", held, check=False)
        self.assertEqual(refused.returncode, 4, refused.stderr)
        self.alpha.run("held", "drop", held)
        self.alpha.run("amend", made["publication"], "--title", "Corrected", "--yes")
        self.assertEqual(self.alpha.json("query", "right.example.net")[0]["said"][0]["revision"], 2)
        self.assertFalse(self.alpha.has("wrong.example.net"))
        self.assertTrue(self.alpha.has("right.example.net"))

    def test_a_restart_and_a_kill_keep_it_and_release_it_once(self):
        values = [digest(n) for n in range(3_000)]
        self.hold(values, "6s", "--tlp", "green")
        self.hold(["later.example.net"], "2h")
        self.alpha.stop()
        self.alpha.start()
        self.assertEqual(len(self.held()), 2)
        self.alpha.kill()
        time.sleep(7)
        self.assertEqual(self.alpha.start().run("status", check=False).returncode, 0)
        wait_for(lambda: self.alpha.has(values[-1]), 15, "the release of what came due meanwhile")
        wait_for(lambda: len(self.held()) == 1, 10, "the end of the draft")
        said = json.loads(self.alpha.run("query", values[0], "-o", "json").stdout)[0]["said"]
        self.assertEqual(len(said), 1)
        self.assertEqual(self.alpha.counters()["tidings_held_drafts"], 1)

    def test_a_kill_in_the_middle_of_a_release_publishes_all_of_it_in_one_view(self):
        values = [digest(n) for n in range(60_000)]
        made = self.hold(values, "2h", "--tlp", "green")
        releasing = subprocess.Popen([BIN / "tidings", "--socket", self.alpha.socket, "held", "release", made["id"]],
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.3)
        self.alpha.kill()
        releasing.wait()
        self.alpha.start()
        if self.held():
            self.alpha.run("held", "release", made["id"])
        self.assertEqual(self.held(), [])
        for value in (values[0], values[31_000], values[-1]):
            said = json.loads(self.alpha.run("query", value, "-o", "json").stdout)[0]["said"]
            self.assertEqual(len(said), 1, "a part that a crash left is replaced, not doubled")

    def test_number_time_and_kind_are_bounded(self):
        self.configure(held_most=1)
        self.alpha.stop()
        self.alpha.start()
        self.hold(["one.example.net"], "1h")
        full = self.alpha.run("publish", "-", "--title", "x", "--allow-special", "--hold", "1h", input="two.example.net\n", check=False)
        self.assertEqual(full.returncode, 3, full.stderr)
        for time_ in ("0s", "soon", "400d"):
            done = self.alpha.run("publish", "-", "--title", "x", "--allow-special", "--hold", time_, input="x.example.net\n", check=False)
            self.assertEqual(done.returncode, 2, done.stderr)
        red = self.alpha.run("publish", "-", "--title", "x", "--allow-special", "--hold", "1h", "--tlp", "red", input="x.example.net\n", check=False)
        self.assertEqual(red.returncode, 4, "what would be refused is refused when it is held")

    @unittest.skipUnless(os.geteuid() == 0, "acting as two users needs root: skipped")
    def test_two_persons(self):
        author, colleague = pwd.getpwnam("nobody"), pwd.getpwnam("daemon")
        group = grp.getgrgid(author.pw_gid)
        self.configure(review='"two-person"', review_above='"green"', publisher_group=f'"{group.gr_name}"')
        self.alpha.stop()
        self.alpha.start()

        def run(who, *args, text="wide.example.net\n"):
            return self.alpha.run_as(who.pw_uid, group.gr_gid, *args, input=text)
        publish = ("publish", "-", "--title", "x", "--allow-special", "--yes", "-o", "json")
        amber = run(author, *publish, "--tlp", "amber", text="narrow.example.net\n")
        self.assertEqual(amber.returncode, 0, amber.stderr)
        self.assertIsNone(json.loads(amber.stdout)["held"])
        self.assertTrue(self.alpha.has("narrow.example.net"))
        done = run(author, *publish, "--tlp", "green")
        self.assertEqual(done.returncode, 0, done.stderr)
        held = json.loads(done.stdout)["held"]
        self.assertTrue(held["needs_review"])
        self.assertFalse(self.alpha.has("wide.example.net"))
        own = run(author, "held", "release", held["id"])
        self.assertEqual(own.returncode, 4, own.stderr)
        self.assertIn("second person", own.stderr)
        self.assertIn("review_refused", self.alpha.log.read_text())
        released = run(colleague, "held", "release", held["id"])
        self.assertEqual(released.returncode, 0, released.stderr)
        self.assertTrue(self.alpha.has("wide.example.net"))
        again = json.loads(run(author, *publish, "--tlp", "green", "--hold", "1h").stdout)["held"]
        approved = run(colleague, "held", "release", again["id"], "-o", "json")
        self.assertEqual(json.loads(approved.stdout)["held"]["approved_by"], f"uid {colleague.pw_uid}")
        self.assertEqual(len(self.held()), 1, "approved, and its time is not up")
        self.assertEqual(run(author, "held", "drop", again["id"]).returncode, 0)
        withdrawn = run(author, "withdraw", "wide.example.net", "--yes")
        self.assertEqual(withdrawn.returncode, 0, "a withdrawal never waits: " + withdrawn.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
