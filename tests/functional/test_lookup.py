"""`lookup`: one answer line an input line, whatever comes in."""
import json
import subprocess
import time
import unittest

from case import Case, digest
from framework.node import BIN


class Lookup(Case):
    def setUp(self):
        self.alpha = self.started("alpha")
        self.publish(self.alpha, ["evil.example.net", "45.62.198.73", digest(1)], "--tlp", "green", "--role", "c2", "--confidence", "80")

    def lookup(self, text, *options):
        return self.alpha.run("lookup", "-", *options, input=text, check=False)

    def test_one_line_comes_out_for_each_that_goes_in_in_order_misses_shown(self):
        lines = ["evil[.]example.net", "", "missing.example.net", "# a comment", "hxxp://45.62.198[.]73", "45.62.198.73", digest(1).upper()]
        done = self.lookup("\n".join(lines) + "\n")
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = [line.split("\t") for line in done.stdout.splitlines()]
        self.assertEqual([row[0] for row in rows], lines)
        self.assertEqual([row[3] for row in rows], ["yes", "no", "no", "no", "no", "yes", "yes"])
        self.assertEqual(rows[0][1:3], ["domain", "evil.example.net"])
        self.assertEqual(rows[5][4:9], ["malicious", "80", "80", "c2", "alpha"])
        self.assertEqual({len(row) for row in rows}, {11})

    def test_values_stand_beside_standard_input(self):
        done = self.lookup("evil.example.net\n", "45.62.198.73", "missing.example.net")
        self.assertEqual([line.split("\t")[0] for line in done.stdout.splitlines()], ["evil.example.net", "45.62.198.73", "missing.example.net"])
        done = self.alpha.run("lookup", "missing.example.net", "-", "45.62.198.73", input="evil.example.net\n")
        self.assertEqual([line.split("\t")[3] for line in done.stdout.splitlines()], ["no", "yes", "yes"])

    def test_bad_lines_are_told_with_their_number_and_end_in_six(self):
        done = self.lookup("evil.example.net\n1.2.3.999\n")
        self.assertEqual(done.returncode, 6)
        self.assertIn("-:2: 1.2.3.999: ", done.stderr)
        self.assertEqual(done.stdout.splitlines()[1].split("\t")[1], "reject")
        self.assertEqual(self.lookup("1.2.3.999\n").returncode, 2)

    def test_nothing_found_ends_in_one(self):
        self.assertEqual(self.lookup("missing.example.net\n").returncode, 1)
        self.assertEqual(self.alpha.run("lookup", "missing.example.net", check=False).returncode, 1)
        self.assertEqual(self.alpha.run("lookup", "missing.example.net", "evil.example.net", check=False).returncode, 0)

    def test_every_format_tells_the_same(self):
        text = "evil.example.net\n1.2.3.999\nmissing.example.net\n"
        objects = [json.loads(line) for line in self.lookup(text, "-o", "jsonl").stdout.splitlines()]
        self.assertEqual(objects, json.loads(self.lookup(text, "-o", "json").stdout))
        self.assertEqual([one["found"] for one in objects], [True, False, False])
        self.assertEqual((objects[0]["origins"], objects[0]["score"]), (["alpha"], 0), "names of examples are no threat")
        self.assertEqual(objects[0]["warnings"], ["special-use and public suffixes"])
        self.assertIsNone(objects[1]["type"])
        self.assertIn("reject", objects[1])
        csv = self.lookup(text, "-o", "csv").stdout.splitlines()
        self.assertTrue(csv[0].startswith("raw,type,canonical,found,verdict,score"))
        self.assertEqual(len(csv), 4)
        self.assertIn("evil[.]example[.]net", self.lookup(text, "-o", "human").stdout)
        self.assertIn("in warning list special-use", self.lookup(text, "-o", "human").stdout)
        self.assertIn("score 80", self.lookup("45.62.198.73\n", "-o", "human").stdout)

    def test_a_hint_reads_lines_as_what_they_are(self):
        done = self.lookup("0.0.0.0 evil.example.net\n", "--as", "hosts")
        self.assertEqual(done.stdout.split("\t")[2], "evil.example.net")
        self.assertEqual(self.lookup("x\n", "--as", "nonsense").returncode, 2)

    def test_a_mapped_address_is_answered_and_sighted_as_the_ipv4_address(self):
        self.assertEqual(self.lookup("::ffff:45.62.198.73\n").stdout.split("\t")[1:5], ["ipv6", "::ffff:45.62.198.73", "yes", "malicious"])
        self.assertEqual(self.alpha.json("query", "::ffff:45.62.198.73")[0]["value"], "45.62.198.73")
        self.alpha.run("sight", "::ffff:45.62.198.73")
        self.assertEqual(self.alpha.json("query", "45.62.198.73")[0]["sightings"], 1)

    def test_a_line_is_answered_before_the_next_is_written(self):
        asking = subprocess.Popen([BIN / "tidings", "--socket", self.alpha.socket, "lookup", "-"], stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE, text=True)
        self.addCleanup(asking.wait)
        for value, found in (("evil.example.net", "yes"), ("missing.example.net", "no")):
            asking.stdin.write(value + "\n")
            asking.stdin.flush()
            self.assertEqual(asking.stdout.readline().split("\t")[3], found)
        asking.stdin.close()
        asking.stdout.close()

    def test_two_hundred_thousand_lines_keep_their_order(self):
        lines = [digest(n) for n in range(200_000)]
        begin = time.monotonic()
        done = self.lookup("\n".join(lines))
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = done.stdout.splitlines()
        self.assertEqual([row.split("\t", 1)[0] for row in rows], lines)
        self.assertEqual([n for n, row in enumerate(rows) if "\tyes\t" in row], [1])
        print(f"lookup -: {len(lines) / (time.monotonic() - begin):,.0f} lines/s", flush=True)

    def test_a_daemon_that_goes_is_told_and_ends_it(self):
        asking = subprocess.Popen([BIN / "tidings", "--socket", self.alpha.socket, "lookup", "-"], stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

        def ask():
            asking.stdin.write("evil.example.net\n")
            asking.stdin.flush()

        ask()
        self.assertIn("evil.example.net", asking.stdout.readline())
        self.alpha.kill()
        ask()
        self.assertEqual(asking.wait(20), 3)
        self.assertIn("tidings: ", asking.stderr.read())
        asking.stdin.close()
        asking.stdout.close()
        asking.stderr.close()


if __name__ == "__main__":
    unittest.main(verbosity=2)
