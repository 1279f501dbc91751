"""What Tidings exported and somebody publishes again goes no further than the bulletins that it came from."""
import json
import unittest

import samples
from case import Case
from framework.node import link, wait_for


class PassingOn(Case):
    """alpha says something to beta alone; gamma, beta's partner, is no partner of alpha's and holds none of it."""

    def setUp(self):
        self.alpha, self.beta, self.gamma, self.delta = self.started("alpha", "beta", "gamma", "delta")
        link(self.alpha, self.beta)
        link(self.alpha, self.delta)
        link(self.beta, self.gamma)

    def told_to_beta(self, *files, value):
        self.alpha.run("publish", *files, "--release-to", "beta", "--yes", "--force")
        wait_for(lambda: self.beta.has(value), what="what was released to beta")
        self.assertFalse(self.delta.has(value))

    def file(self, node, name, text):
        path = node.home / name
        path.write_text(text)
        return path

    def tried(self, node, path, *options, code):
        done = node.run("publish", path, "--yes", *options, check=False)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def goes_no_further(self, text, name, value):
        """Where it is held, whom it was released to bounds whom it may reach; where it is not, nobody knows."""
        here, there = self.file(self.beta, name, text), self.file(self.gamma, name, text)
        self.assertIn("released to named organisations only", self.tried(self.beta, here, code=4))
        self.assertIn("released to named organisations only", self.tried(self.beta, here, "--dry-run", code=4))
        reason = ("--override-marking", "agreed by telephone")
        self.assertIn("released to named organisations only", self.tried(self.beta, here, *reason, code=4), "what is held binds")
        self.assertFalse(self.gamma.has(value))
        told = self.tried(self.gamma, there, code=4)
        self.assertIn("not here", told)
        self.assertIn("ask its origin", told)
        self.assertFalse(self.gamma.has(value))
        self.assertIn("left out of what it is based on", self.tried(self.gamma, there, *reason, code=0))
        self.assertTrue(self.gamma.has(value))
        self.tried(self.beta, here, "--release-to", "alpha", code=0)

    def test_values_that_leave_as_stix(self):
        self.told_to_beta(self.file(self.alpha, "list.txt", "said.evil-name.tw\n"), value="said.evil-name.tw")
        self.goes_no_further(self.beta.run("export", "stix").stdout, "said.json", "said.evil-name.tw")

    def test_objects_that_came_as_stix(self):
        green = samples.indicator("green", "[domain-name:value = 'green.evil-name.tw']", samples.GREEN)
        self.told_to_beta(self.file(self.alpha, "came.json", samples.bundle(green)), value="green.evil-name.tw")
        text = self.beta.run("export", "stix").stdout
        out = [one for one in json.loads(text)["objects"] if one["id"] == green["id"]]
        self.assertEqual([samples.unnamed(one) for one in out], [green])
        self.goes_no_further(text, "came.json", "green.evil-name.tw")

    def test_values_that_leave_as_an_event_of_misp(self):
        self.told_to_beta(self.file(self.alpha, "list.txt", "said.evil-name.tw\n"), value="said.evil-name.tw")
        self.goes_no_further(self.beta.run("export", "misp").stdout, "event.json", "said.evil-name.tw")

    def test_an_event_that_came_from_misp(self):
        event = samples.misp_event(Object=[])
        event["Event"]["Attribute"] = event["Event"]["Attribute"][:1]
        self.told_to_beta(self.file(self.alpha, "came.json", json.dumps(event)), value="login.kit-two.net")
        text = self.beta.run("export", "misp").stdout
        self.assertEqual(samples.untagged(json.loads(text)["response"][0]["Event"])["Tag"], event["Event"]["Tag"])
        self.goes_no_further(text, "came.json", "login.kit-two.net")

    def test_values_that_leave_as_csv_and_json(self):
        self.told_to_beta(self.file(self.alpha, "list.txt", "said.evil-name.tw\n"), value="said.evil-name.tw")
        for form in ("csv", "jsonl"):
            text = self.beta.run("export", form).stdout
            here, there = self.file(self.beta, f"out.{form}", text), self.file(self.gamma, f"out.{form}", text)
            self.assertIn("released to named organisations only", self.tried(self.beta, here, code=4))
            self.assertIn("ask its origin", self.tried(self.gamma, there, code=4))
        self.assertIn("left out", self.tried(self.gamma, there, "--override-marking", "agreed by telephone", code=0))
        self.tried(self.gamma, there, "--based-on", "0123456789abcdef", "--override-marking", "agreed by telephone", code=4)

    def test_what_stays_on_the_node_may_come_from_anywhere(self):
        self.told_to_beta(self.file(self.alpha, "list.txt", "said.evil-name.tw\n"), value="said.evil-name.tw")
        there = self.file(self.gamma, "said.json", self.beta.run("export", "stix").stdout)
        self.tried(self.gamma, there, "--local", code=0)
        self.assertTrue(self.gamma.has("said.evil-name.tw"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
