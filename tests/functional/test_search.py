"""Searching: what covers a value, what lies within, conditions, text, counts; and the query log."""
import json
import subprocess
import time
import unittest

from case import Case, digest
from framework.node import BIN


class Search(Case):
    def setUp(self):
        self.alpha = self.started("alpha")

    def found(self, *args, code=0):
        """Values by match, of a query for jsonl."""
        done = self.alpha.run("query", *args, "-o", "jsonl", check=False)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return [f'{each["match"]} {each["value"]}' for each in map(json.loads, done.stdout.splitlines())]

    def test_a_value_finds_what_covers_it_and_what_lies_within(self):
        self.publish(self.alpha, ["45.62.0.0/16", "45.62.198.73", "evil.com", "*.evil.com", "www.evil.com"])
        self.assertEqual(self.found("45.62.198[.]73"), ["exact 45.62.198.73", "contains 45.62.0.0/16"])
        self.assertEqual(self.found("45.62.198.73", "--exact"), ["exact 45.62.198.73"])
        self.assertEqual(self.found("a.www.evil.com"), ["parent www.evil.com", "wildcard *.evil.com", "parent evil.com"])
        self.assertEqual(sorted(self.found("*.evil.com")), ["exact *.evil.com", "within www.evil.com"])
        self.assertEqual(len(self.found("evil.com", "--subdomains")), 3)
        self.assertEqual(len(self.found("--within", "45.62.0.0/15")), 2)
        self.assertEqual(self.found("--within", "45.62.198.73", code=2), [])
        self.assertEqual(self.found("evil.com", "--exact", "--subdomains", code=2), [])
        self.assertEqual(self.found("**.evil.com", code=2), [], "a glob of stars")

    def test_type_says_what_is_looked_for_unless_a_plain_value_stands_beside_it(self):
        self.publish(self.alpha, ["evil.com", "*.evil.com", "www.evil.com", "https://mail.evil.com/x", "a@evil.com", "45.62.198.73", "45.62.198.73:443", "45.62.198.74"])
        self.assertEqual(self.found("evil.com", "--subdomains", "--type", "url"), ["within https://mail.evil.com/x"])
        self.assertEqual(len(self.found("evil.com", "--subdomains", "--type", "url,email")), 2)
        self.assertEqual(self.found("*.evil.com", "--type", "domain"), ["within www.evil.com"])
        self.assertEqual(self.found("www.evil.com", "--exact", "--type", "domain"), ["exact www.evil.com"])
        self.assertEqual(self.found("evil.com", "--type", "url,domain", code=2), [])
        self.assertEqual(sorted(self.found("--within", "45.62.198.73/32")), ["exact 45.62.198.73", "within 45.62.198.73:443"])
        self.assertEqual(self.found("--within", "45.62.198.73/32", "--type", "ip-port"), ["within 45.62.198.73:443"])
        self.assertEqual(self.found("45.62.198.73", "--subdomains", code=2), [])

    def test_text_is_found_in_any_script(self):
        self.publish(self.alpha, ["evil.com", digest(1)], "--title", "假冒銀行的釣魚網站", "--tag", "malware:Emotet")
        self.publish(self.alpha, ["login-paypal.com"])
        self.assertEqual(len(self.found("--text", "釣魚")), 2)
        self.assertEqual(len(self.found("--text", "銀行 emot*")), 2)
        self.assertEqual(self.found("--text", "paypal"), ["exact login-paypal.com"])
        self.assertEqual(self.found("--text", "nowhere", code=1), [])
        for words in ("*", "***", "e*", "*x"):
            self.assertEqual(self.found("--text", words, code=2), [], words)

    def test_conditions_are_mixed_and_pages_go_on(self):
        self.publish(self.alpha, [digest(i) for i in range(250)], "--tag", "bulk", "--confidence", "40")
        self.publish(self.alpha, ["evil.com"], "--tag", "bulk", "--confidence", "90", "--tlp", "green")
        self.assertEqual(self.found("--tag", "bulk", "--min-confidence", "80"), ["exact evil.com"])
        self.assertEqual(self.found("--tag", "bulk", "--tlp", "green,clear", "--type", "domain,url"), ["exact evil.com"])
        self.assertEqual(len(self.found("--tag", "bulk", "--origin", "self", "--since", "1h")), 251, "jsonl streams all")
        first = self.alpha.run("query", "--tag", "bulk", "--limit", "200", "-o", "jsonl")
        page = first.stderr.split("--page ")[1].split()[0]
        rest = self.found("--tag", "bulk", "--page", page)
        self.assertEqual(len(first.stdout.splitlines()) + len(rest), 251)
        self.assertEqual(self.found("--tag", "other", "--page", page, code=2), [], "the page of another question")
        self.assertEqual(self.found("--page", "00ff", code=2), [])

    def test_what_is_said_again_while_pages_are_read_is_not_lost_nor_told_twice(self):
        values = [digest(i) for i in range(200)]
        made = self.publish(self.alpha, values)
        told, page = [], []
        for step in range(100):
            done = self.alpha.run("query", "--limit", "30", *page, "-o", "jsonl")
            told += [json.loads(line)["value"] for line in done.stdout.splitlines()]
            if "--page" not in done.stderr:
                break
            page = ["--page", done.stderr.split("--page ")[1].split()[0]]
            if step == 0:
                self.publish(self.alpha, values, "--confidence", "77")
            if step == 2:
                self.alpha.run("amend", made["publication"], "-", "--title", "x", "--yes", input="\n".join(values) + "\n")
                self.alpha.stop()
                self.alpha.start()
        self.assertEqual(len(told), 200)
        self.assertEqual(sorted(told), sorted(values))

    def test_what_finds_nothing_by_its_nature_is_refused(self):
        done = self.alpha.run("query", "--kind", "withdrawal", check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn("watch --kind withdrawal", done.stderr)

    def test_counts_whole_and_by_group(self):
        self.publish(self.alpha, [digest(i) for i in range(30)] + ["evil.com"], "--tag", "a")
        self.publish(self.alpha, ["evil.com", "45.62.198.73"], "--tag", "b")
        count = lambda *args: self.alpha.run("query", *args, "-o", "csv").stdout.split()
        self.assertEqual(count("--count"), ["indicators", "32"])
        self.assertEqual(count("--by", "type"), ["group,indicators", "sha256,30", "domain,1", "ipv4,1"])
        self.assertEqual(count("--by", "tag"), ["group,indicators", "a,31", "b,2"])
        self.assertEqual(count("--by", "tag", "--type", "domain"), ["group,indicators", "a,1", "b,1"])
        self.assertEqual(count("--count", "--within", "45.0.0.0/8"), ["indicators", "1"])
        self.assertEqual(self.alpha.run("query", "--by", "colour", check=False).returncode, 2)
        self.assertEqual(self.alpha.run("query", "--count", "--tag", "c", check=False).returncode, 1)

    def test_what_a_typing_error_or_an_unset_variable_makes_of_a_question_is_told(self):
        self.publish(self.alpha, ["evil.com"])
        done = self.alpha.run("query", "--origin", "alpah", check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("no organisation is known as alpah", done.stderr)
        self.assertIn("no organisation", self.alpha.run("query", "evil.com", "www.evil.com", "--origin", "x", check=False).stderr)
        for option in ("--since", "--until", "--issued-since", "--text", "--tag", "--origin", "--page", "--by", "--within"):
            self.assertEqual(self.found(option, "", code=2), [], option)
        for option in ("--from", "--since", "--cursor-file", "--exec", "--text"):
            self.assertEqual(self.alpha.run("watch", option, "", check=False, timeout=10).returncode, 2, option)
        self.assertEqual(self.found("--page", "00", "--count", code=2), [])
        for words in (["--text", b"\xff"], ["--tag", b"\xff"], ["--origin", b"\xff"]):
            done = subprocess.run([BIN / "tidings", "--socket", self.alpha.socket, "query", *words], capture_output=True, text=True)
            self.assertEqual((done.returncode, "UTF-8" in done.stderr), (2, True), done.stderr)

    def test_a_name_that_hides_what_it_is_is_shown_as_what_it_is(self):
        self.publish(self.alpha, ["p\u0430ypal.com"])
        shown = self.alpha.run("query", "--type", "domain", "-o", "human").stdout
        self.assertIn("xn--pypal-4ve[.]com (reads p\u0430ypal[.]com, mixes Cyrillic and Latin)", shown)


class QueryLog(Case):
    def test_it_tells_who_asked_what_unless_it_is_off_or_asked_not_to(self):
        quiet = self.started("quiet")
        self.publish(quiet, ["evil.com"])
        quiet.run("query", "evil.com")
        self.assertNotIn("queried", quiet.log.read_text())
        loud = self.node("loud")
        loud.config.write_text(loud.config.read_text().replace("#log = false", "log = true"))
        loud.start()
        self.publish(loud, ["evil.com"])
        loud.run("query", "evil.com", "--origin", "self")
        loud.run("query", "--by", "type", "--text", "evil")
        loud.run("query", "secret.com", "-n", check=False)
        loud.run("explain", "evil.com")
        loud.run("explain", "missing.com", check=False)
        loud.run("explain", "secret.com", "-n", check=False)
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        loud.run("watch", "evil.com", "--type", "domain", "--since", "1h", "--until", now)
        loud.run("watch", "secret.com", "-n", "--since", "1h", "--until", now)
        loud.run("lookup", "looked.com", check=False)
        log = loud.log.read_text()
        self.assertRegex(log, r'queried: .*who="uid \d+" asked="why evil\.com" found=1')
        self.assertIn('asked="why missing.com" found=0', log)
        self.assertRegex(log, r'who="uid \d+" asked="watch of evil\.com')
        self.assertNotIn("looked.com", log)
        self.assertRegex(log, r'queried: .*who="uid \d+" asked="evil\.com origin=self" found=1')
        self.assertIn('asked="count of text=evil" found=1', log)
        self.assertNotIn("secret.com", log)


if __name__ == "__main__":
    unittest.main()
