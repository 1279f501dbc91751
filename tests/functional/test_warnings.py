"""Warning lists and expiry, over real daemons."""
import json
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from case import Case
from framework.node import BIN, link, wait_for


def misp(name, kind, values, **more):
    return json.dumps({"name": name, "description": "", "version": 1, "type": kind, "list": values, **more})


def at(offset):
    """What lets a daemon see another time. Not the program of that name: it would take our signals in its stead."""
    library = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    return ["env", f"LD_PRELOAD={library}", f"FAKETIME={offset}"]


class Warnings(Case):
    def setUp(self):
        self.lists = Path(tempfile.mkdtemp(prefix="tidings-lists-"))
        self.addCleanup(shutil.rmtree, self.lists, True)
        self.write("clouds/list.json", misp("Clouds", "cidr", ["45.62.0.0/16"], matching_attributes=["ip-src", "ip-dst"]))
        self.write("sites.json", misp("Sites", "hostname", ["bank.tw", "not a name"]))
        self.alpha = self.node("alpha")
        self.alpha.set("warning", lists=f'"{self.lists}"')
        self.alpha.start()

    def write(self, name, text):
        (self.lists / name).parent.mkdir(exist_ok=True)
        (self.lists / name).write_text(text)

    def say(self, values, *options):
        return self.alpha.run("publish", "-", "--title", "x", "--yes", *options, input="\n".join(values) + "\n", check=False)

    def marks(self, node, value):
        found = node.run("query", value, "-o", "jsonl", check=False).stdout
        return [hit["list"] for hit in json.loads(found)["warnings"]] if found.strip() else None

    def test_a_hit_refuses_with_the_list_and_force_publishes(self):
        refused = self.say(["45.62.198.73", "evil.tw"])
        self.assertEqual(refused.returncode, 4, refused.stderr)
        self.assertIn('45[.]62[.]198[.]73 in "Clouds" (45.62.0.0/16)', refused.stderr)
        self.assertIn("--force", refused.stderr)
        self.assertFalse(self.alpha.has("evil.tw"))
        self.assertIn('requests_refused_total{reason="policy"} 1', self.alpha.run("status", "--counters").stdout)
        self.assertEqual(self.say(["45.62.198.73", "evil.tw"], "--force").returncode, 0)
        self.assertEqual(self.marks(self.alpha, "45.62.198.73"), ["Clouds"])
        self.assertEqual(self.marks(self.alpha, "evil.tw"), [])

    def test_a_dry_run_shows_hits_and_publishes_nothing(self):
        done = self.say(["login.bank.tw", "8.8.8.8", "evil.tw"], "--dry-run", "-o", "json")
        self.assertEqual(done.returncode, 0, done.stderr)
        shown = json.loads(done.stdout)
        self.assertEqual(shown["warned"], 2)
        self.assertEqual({hit["list"] for one in shown["warnings"] for hit in one["warnings"]}, {"Sites", "public resolvers"})

    def test_what_a_partner_says_is_taken_and_marked_and_a_reload_acts_at_once(self):
        beta = self.started("beta")
        link(self.alpha, beta)
        self.assertEqual(beta.run("publish", "-", "--title", "x", "--tlp", "green", "--yes", input="45.62.198.73\nevil.tw\n").returncode, 0)
        wait_for(lambda: self.alpha.has("evil.tw"))
        self.assertEqual(self.marks(self.alpha, "45.62.198.73"), ["Clouds"])
        self.assertEqual(self.marks(beta, "45.62.198.73"), [])
        self.write("more.json", misp("More", "substring", ["vil.t"]))
        self.alpha.process.send_signal(signal.SIGHUP)
        wait_for(lambda: self.marks(self.alpha, "evil.tw") == ["More"])
        self.assertIn("More", self.alpha.run("explain", "evil.tw", "-o", "json").stdout)

    def test_what_a_list_has_by_the_time_of_its_release_needs_force(self):
        held = self.publish(self.alpha, ["later.tw"], "--tlp", "green", "--hold", "1h")["held"]["id"]
        self.write("later.json", misp("Later", "string", ["later.tw"]))
        self.alpha.process.send_signal(signal.SIGHUP)
        wait_for(lambda: "Later" in [one["name"] for one in self.alpha.json("warnings", "list")["lists"]])
        done = self.alpha.run("held", "release", held, check=False)
        self.assertEqual(done.returncode, 4, done.stdout)
        self.assertIn(f"'tidings held release {held} --force'", done.stderr)
        self.assertEqual(self.alpha.json("held", "release", held, "--force")["published"], 1)
        self.assertTrue(self.alpha.has("later.tw"))

    def test_lists_and_their_faults_are_told_and_values_are_tested(self):
        self.write("broken.json", '{"name": "Broken", "type": "string", "list": ["a", 7]}')
        self.alpha.process.send_signal(signal.SIGHUP)
        wait_for(lambda: len(self.alpha.json("warnings", "list")["faults"]) == 2)
        told = self.alpha.json("warnings", "list")
        self.assertEqual([fault["what"] for fault in told["faults"]],
                         ["it is not a text, at /list/1; the list is left out", "it is no host name, at /list/1; the entry is left out"])
        self.assertIn("Clouds", [one["name"] for one in told["lists"]])
        self.assertGreater(told["memory_bytes"], 0)
        self.assertIn("warning_list_fault", self.alpha.log.read_text())
        self.assertTrue(any("warning lists have 2 faults" in line for line in self.alpha.json("status")["warnings"]))
        tested = self.alpha.run("warnings", "test", "-", "-o", "tsv", input="www.bank.tw\n45.62.0.1\nevil.tw\n").stdout
        self.assertEqual(tested, "www.bank.tw\tdomain\tSites\tbank.tw\n45.62.0.1\tipv4\tClouds\t45.62.0.0/16\nevil.tw\tdomain\t\t\n")
        self.assertEqual(self.alpha.run("warnings", "test", "evil.tw", check=False).returncode, 1)

    def test_a_folder_that_is_not_there_is_a_fault_in_check_list_status_and_log(self):
        def checked():
            return subprocess.run([BIN / "tidingsd", "check", "--config", self.alpha.config], capture_output=True, text=True)
        self.assertEqual(checked().returncode, 0)
        gone = self.lists / "typo"
        text = self.alpha.config.read_text()
        self.alpha.config.write_text(text.replace(f'"{self.lists}"', f'"{gone}"'))
        done = checked()
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertIn(f"warning.lists: {gone} is no folder", done.stderr)
        self.alpha.process.send_signal(signal.SIGHUP)
        wait_for(lambda: [one["file"] for one in self.alpha.json("warnings", "list")["faults"]] == [str(gone)])
        self.assertTrue(any("warning lists have 1 fault:" in line for line in self.alpha.json("status")["warnings"]))
        self.assertIn(str(gone), self.alpha.log.read_text())

    def test_a_pattern_that_would_backtrack_and_one_that_hits_everything_do_no_harm(self):
        self.write("bad.json", misp("Bad", "regex", ["^(a+)+$", ".*", "(x)\\1"]))
        self.alpha.process.send_signal(signal.SIGHUP)
        wait_for(lambda: len(self.alpha.json("warnings", "list")["faults"]) == 3)
        begin = time.monotonic()
        self.assertEqual(self.alpha.run("warnings", "test", "http://evil.tw/" + "a" * 4000 + "!", check=False).returncode, 1)
        self.assertLess(time.monotonic() - begin, 10)


class Expiry(Case):
    def test_each_type_ends_at_its_own_time_and_its_body_leaves_the_store(self):
        alpha = self.node("alpha")
        alpha.set("expiry", by_type='["ipv4=1h", "domain=2h"]').set("store", forget_every='"10s"')
        alpha.start()
        done = alpha.run("publish", "-", "--title", "x", "--tlp", "green", "--dry-run", "-o", "json", input="45.62.198.73\nevil.tw\nhttp://evil.tw/x\n")
        ends = {one["type"]: one["expires_at"] for one in json.loads(done.stdout)["expiries"]}
        self.assertLess(ends["ipv4"], ends["domain"])
        self.assertLess(ends["domain"], ends["url"])
        self.publish(alpha, ["45.62.198.73", "evil.tw"], "--tlp", "green")
        soon = self.publish(alpha, ["soon.tw", "45.62.198.74"], "--tlp", "green", "--expires", "3s")
        self.assertTrue(alpha.has("soon.tw"))
        wait_for(lambda: not alpha.has("soon.tw"))
        self.assertTrue(alpha.has("evil.tw"))
        self.assertEqual(alpha.json("show", soon["publication"])[0]["held"]["expired"], True)
        said = [alpha.json("query", value)[0]["said"][0]["valid_until"] for value in ("45.62.198.73", "evil.tw")]
        self.assertLess(said[0], said[1])
        alpha.stop()
        alpha.prefix = at("+3h")  # away for so long
        alpha.start()
        self.assertFalse(alpha.has("45.62.198.73"))
        self.assertFalse(alpha.has("evil.tw"))
        wait_for(lambda: alpha.run("show", soon["publication"], check=False).returncode == 1)

    def test_a_clock_far_ahead_forgets_nothing_that_a_right_one_would_keep(self):
        alpha = self.started("alpha")
        made = self.publish(alpha, ["evil.tw"], "--tlp", "green")
        alpha.stop()
        alpha.prefix = at("+300d")
        alpha.start()
        self.assertFalse(alpha.has("evil.tw"))
        self.assertTrue(any("the clock jumped ahead" in line for line in alpha.json("status")["warnings"]))
        self.assertIn("clock_jumped", alpha.log.read_text())
        time.sleep(3)
        self.assertTrue(alpha.json("show", made["publication"])[0]["held"]["expired"])
        alpha.stop()
        alpha.prefix = []
        alpha.start()
        self.assertTrue(alpha.has("evil.tw"))
