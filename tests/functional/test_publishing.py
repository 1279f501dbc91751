"""Publishing: input as it comes, safe defaults, exit codes."""
import json
import subprocess
import tempfile
import unittest

from case import Case, digest
from framework.node import BIN, SOURCE, link, wait_for

ADVISORIES = SOURCE / "tests/data/advisories"


class Publishing(Case):
    def setUp(self):
        self.alpha = self.started("alpha")

    def test_the_sample_advisories_publish_and_what_is_refused_is_told_with_its_line(self):
        for name, form, code in (("govershell-c2.txt", "list", 0), ("raccoon-sinkhole-request.csv", "csv", 0),
                                 ("sunburst-infrastructure.csv", "csv", 0), ("patched-router-dns.txt", "list", 6)):
            with self.subTest(name):
                done = self.alpha.run("publish", ADVISORIES / name, "--format", form, "--title", name, "--tlp", "green",
                                      "--yes", check=False)
                self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        self.assertIn("patched-router-dns.txt:7", done.stderr)
        self.assertIn("192.168.1.1", done.stderr)
        for value in ("104.194.152.137", "80.85.154.48:443", "wss://api.twmoc.info/ws", "zupertech.com", "CVE-2020-10148",
                      "142.132.180.233", "8ed4b4ed952526d89899e723f3488de4"):
            self.assertTrue(self.alpha.has(value), value)

    def test_unmarked_means_the_default_never_clear(self):
        made = self.publish(self.alpha, ["unmarked.example.net"])
        shown = self.alpha.json("show", made["publication"])
        self.assertEqual(shown[0]["audience"]["tlp"], "amber")

    def test_red_without_names_and_names_nobody_knows_are_refused(self):
        text = "x.example.net\n"
        red = self.alpha.run("publish", "-", "--allow-special", "--title", "x", "--tlp", "red", "--yes", input=text, check=False)
        self.assertEqual(red.returncode, 4, red.stderr)
        beta = self.started("brussels")
        link(self.alpha, beta)
        name = self.alpha.run("publish", "-", "--allow-special", "--title", "x", "--tlp", "red", "--release-to", "brusels", "--yes", input=text, check=False)
        self.assertIn(name.returncode, (2, 4))
        self.assertIn("brussels", name.stderr)

    def test_without_a_terminal_a_wider_audience_needs_yes(self):
        done = self.alpha.run("publish", "-", "--allow-special", "--title", "x", "--tlp", "green", input="x.example.net\n", check=False)
        self.assertEqual(done.returncode, 4, done.stderr)
        self.assertIn("--yes", done.stderr)
        self.assertFalse(self.alpha.has("x.example.net"))

    def test_a_marking_in_the_input_is_not_widened(self):
        text = "# tlp: amber\nmarked.example.net\n"
        done = self.alpha.run("publish", "-", "--allow-special", "--title", "x", "--tlp", "clear", "--yes", input=text, check=False)
        self.assertEqual(done.returncode, 4, done.stderr)
        done = self.alpha.run("publish", "-", "--allow-special", "--title", "x", "--tlp", "clear", "--yes", "--override-marking",
                              "the author agreed by mail", input=text, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_table_of_misp_with_a_row_for_its_own_organisation_stays_here(self):
        text = "value,type,to_ids,distribution\nopen-seven.com,domain,1,3\nkept-seven.com,domain,1,0\n"
        done = self.alpha.run("publish", "-", "--format", "csv", "--yes", "-o", "json", input=text)
        made = json.loads(done.stdout)
        self.assertTrue(made["local"])
        self.assertEqual([self.alpha.json("show", one)[0]["audience"]["local"] for one in made["bulletins"]], [True])
        for value in ("open-seven.com", "kept-seven.com"):
            self.assertTrue(self.alpha.has(value))

    def test_a_dry_run_shows_recipients_and_stores_nothing(self):
        beta, gamma = self.started("beta", "gamma")
        link(self.alpha, beta)
        self.alpha.add(gamma, "--send", "clear", "--accept", "clear")
        done = self.alpha.run("publish", "-", "--allow-special", "--title", "x", "--tlp", "green", "--dry-run", input="dry.example.net\n")
        self.assertIn("beta", done.stdout)
        self.assertIn("gamma", done.stdout)
        self.assertFalse(self.alpha.has("dry.example.net"))

    def test_a_list_skips_what_is_already_said_and_a_report_does_not(self):
        values = ["a.example.net", "b.example.net"]
        self.publish(self.alpha, values, "--list", "--tlp", "green")
        again = self.publish(self.alpha, values + ["c.example.net"], "--list", "--tlp", "green")
        self.assertEqual((again["already_said"], again["published"]), (2, 1))
        whole = self.publish(self.alpha, values, "--tlp", "green")
        self.assertEqual(whole["published"], 2)

    def test_what_is_called_benign_clears_and_is_not_accused_at_once(self):
        alpha = self.alpha
        self.publish(alpha, ["harmless.tw"], "--role", "benign")
        indicator = alpha.json("query", "harmless.tw")[0]
        self.assertEqual((indicator["verdict"], indicator["score"], indicator["said"][0]["role"]), ("benign", 0, "benign"))
        self.publish(alpha, ["harmless.tw"], "--role", "benign", "--verdict", "malicious", code=2)
        done = alpha.run("publish", "-", "--title", "A table", "--yes", "-o", "json", check=False,
                         input="value,role,verdict\nsafe.tw,benign,\nboth.tw,benign,suspicious\n")
        self.assertEqual(done.returncode, 6, done.stderr)
        self.assertIn("its role is benign and its verdict accuses", done.stderr)
        self.assertEqual(alpha.json("query", "safe.tw")[0]["verdict"], "benign")
        self.assertEqual(alpha.run("lookup", "both.tw", check=False).returncode, 1)
        self.publish(alpha, ["8.8.8.8"], "--role", "benign")  # which warning lists have

    def test_exit_codes(self):
        self.assertEqual(self.alpha.run("query", "nowhere.example.net", check=False).returncode, 1)
        self.assertEqual(self.alpha.run("query", "1.2.3.999", check=False).returncode, 2)
        self.assertEqual(self.alpha.run("frobnicate", check=False).returncode, 2)
        gone = subprocess.run([BIN / "tidings", "--socket", "/nonexistent/s", "status"], capture_output=True, text=True)
        self.assertEqual(gone.returncode, 3)
        self.assertIn("/nonexistent/s", gone.stderr)

    def test_shown_bytes_verify_offline_and_altered_ones_do_not(self):
        made = self.publish(self.alpha, ["proof.example.net"], "--tlp", "green")
        raw = subprocess.run([BIN / "tidings", "--socket", self.alpha.socket, "show", made["bulletins"][0], "--raw"],
                             capture_output=True, check=True).stdout
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/b"
            verify = lambda: subprocess.run([BIN / "tidings", "verify", path, "--card", self.alpha.card()], capture_output=True)
            with open(path, "wb") as out:
                out.write(raw)
            self.assertEqual(verify().returncode, 0)
            with open(path, "wb") as out:
                out.write(raw.replace(b"proof", b"prove"))
            self.assertEqual(verify().returncode, 5)
        from framework import bulletins
        import base64
        card = self.alpha.card().read_text()
        body = "".join(line for line in card.split("\n\n", 1)[1].splitlines() if "-----" not in line)
        identity = bulletins.first(bulletins.decode(base64.b64decode(body)), 1)
        self.assertIsNone(bulletins.verify(raw, identity), "the second implementation agrees")

    def test_a_hundred_thousand_claims_are_one_publication_of_many_bulletins(self):
        values = [digest(n) for n in range(100_000)]
        made = self.publish(self.alpha, values, "--tlp", "green")
        self.assertGreater(len(made["bulletins"]), 20)
        self.assertEqual(made["published"], 100_000)
        self.assertTrue(self.alpha.has(values[77_777]))
        self.alpha.run("withdraw", made["publication"], "--reason", "test")
        wait_for(lambda: not self.alpha.has(values[77_777]), what="the withdrawal of all parts")


if __name__ == "__main__":
    unittest.main(verbosity=2)
