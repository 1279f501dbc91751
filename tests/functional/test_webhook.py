"""Webhooks: signed, in order, nothing lost, repeats known by their key, whatever the receiver does."""
import signal
import socket
import subprocess
import time
import unittest

from certified_case import CertifiedCase
from framework.receiver import Receiver, make_ca, make_certificate
from framework.node import BIN, link, wait_for

SECRET = "a secret of some length"


class Webhook(CertifiedCase):
    def receiver(self, **options):
        made = Receiver(SECRET, **{"certificate": self.certificate, **options})
        self.addCleanup(made.close)
        return made

    def hook(self, node, name, url, **more):
        """A block for the node's config."""
        secret = node.home / "hook.secret"
        if not secret.exists():
            secret.write_text(SECRET + "\n")
            secret.chmod(0o600)
        settings = {"name": f'"{name}"', "url": f'"{url}"', "secret_file": f'"{secret}"', "ca_file": f'"{self.ca}"', "timeout": '"1s"', **more}
        with open(node.config, "a") as config:
            config.write("\n[[webhook]]\n" + "".join(f"{key} = {value}\n" for key, value in settings.items()))

    def status(self, node, name="soc"):
        return next((hook for hook in node.json("status")["webhooks"] if hook["name"] == name), None)

    def served(self, **hooks):
        """A node with these webhooks, each serving from now on."""
        node = self.node("alpha")
        for name, settings in hooks.items():
            self.hook(node, name, **settings)
        node.start()
        wait_for(lambda: len(node.json("status")["webhooks"]) == len(hooks), what="the webhooks")
        time.sleep(0.3)
        return node

    def say(self, node, *values, tlp="green"):
        return self.publish(node, values, "--tlp", tlp)

    def test_what_arrives_is_posted_signed_over_tls_and_only_what_may_be(self):
        soc = self.receiver()
        node = self.served(soc={"url": soc.url()})
        self.say(node, "amber.example.net", tlp="amber")
        made = self.say(node, "a.example.net", "b.example.net")
        wait_for(lambda: len(soc.values()) == 2, what="the delivery")
        self.assertEqual(soc.values(), ["a.example.net", "b.example.net"])
        self.assertEqual(soc.unsigned, [])
        arrival = next(iter(soc.taken.values()))[0]
        self.assertEqual((arrival["type"], arrival["kind"], arrival["tlp"]), ("domain", "report", "green"))
        self.assertIn(arrival["bulletin"], made["bulletins"])
        node.run("withdraw", made["publication"])
        wait_for(lambda: any(a["kind"] == "withdrawal" for arrivals in soc.taken.values() for a in arrivals), what="the withdrawal")
        self.assertEqual(self.status(node)["standing"], "serving")
        wait_for(lambda: self.status(node)["lag"] == 0, what="the end of its lag")

    def test_errors_hangs_and_broken_answers_are_tried_again_until_all_is_taken_once(self):
        acts = {1: 500, 2: "close", 3: "hang", 4: ("redirect", "https://localhost:1/")}
        soc = self.receiver(behave=lambda number: acts.get(number, 200))
        node = self.served(soc={"url": soc.url(), "batch_max": 2})
        self.say(node, *(f"n{i}.example.net" for i in range(5)))
        wait_for(lambda: self.status(node)["standing"] == "retrying", what="the failure in status")
        self.assertTrue(self.status(node)["last_error"])
        wait_for(lambda: len(soc.values()) == 5 and soc.requests >= 7, 60, "all of it")
        self.assertEqual(soc.values(), [f"n{i}.example.net" for i in range(5)])
        self.assertGreaterEqual(soc.repeated, 1, "what came again after a broken answer had the same key")
        wait_for(lambda: self.status(node)["standing"] == "serving", what="the recovery in status")

    def test_a_huge_answer_is_not_read_to_its_end(self):
        soc = self.receiver(behave=lambda number: "huge")
        node = self.served(soc={"url": soc.url()})
        self.say(node, "a.example.net")
        self.say(node, "b.example.net")
        wait_for(lambda: len(soc.values()) == 2, what="the deliveries")

    def test_one_that_hangs_delays_no_other(self):
        bad, good = self.receiver(behave=lambda number: "hang"), self.receiver()
        node = self.served(bad={"url": bad.url()}, good={"url": good.url()})
        for i in range(5):
            self.say(node, f"n{i}.example.net")
        wait_for(lambda: len(good.values()) == 5, 10, "the good one's deliveries")
        self.assertEqual(self.status(node, "good")["standing"], "serving")
        self.assertGreater(self.status(node, "bad")["lag"], 0)
        wait_for(lambda: node.counters()["tidings_webhook_lag"] > 0, what="the gauge, told each second")

    def test_a_wrong_certificate_or_name_is_refused(self):
        make_ca(self.folder, "other")
        foreign = self.receiver(certificate=make_certificate(self.folder, ca="other", name="foreign"))
        misnamed = self.receiver(certificate=make_certificate(self.folder, names="DNS:elsewhere.example", name="misnamed"))
        node = self.served(foreign={"url": foreign.url()}, misnamed={"url": misnamed.url()})
        self.say(node, "a.example.net")
        for name, receiver in (("foreign", foreign), ("misnamed", misnamed)):
            wait_for(lambda: "certificate" in (self.status(node, name)["last_error"] or ""), what="the refusal")
            self.assertEqual(receiver.requests, 0)

    def test_a_name_for_a_private_address_is_refused_unless_allowed(self):
        soc = self.receiver()
        name = socket.gethostname()
        try:
            address = socket.gethostbyname(name)
        except socket.gaierror:
            self.skipTest("this machine's own name stands for no address")
        if not address.startswith(("127.", "10.", "172.", "192.168.")):
            self.skipTest("this machine's own name stands for a public address")
        node = self.served(soc={"url": f"https://{name}:{soc.port}/in"})
        self.say(node, "a.example.net")
        wait_for(lambda: "not allowed" in (self.status(node)["last_error"] or ""), what="the refusal")
        self.assertEqual(soc.requests, 0)

    def test_410_gone_pauses_until_a_reload(self):
        soc = self.receiver(behave=lambda number: 410 if number == 1 else 200)
        node = self.served(soc={"url": soc.url()})
        self.say(node, "a.example.net")
        wait_for(lambda: self.status(node)["standing"] == "paused", what="the pause")
        self.say(node, "b.example.net")
        time.sleep(2)
        self.assertEqual(soc.requests, 1)
        node.process.send_signal(signal.SIGHUP)
        wait_for(lambda: soc.values() == ["a.example.net", "b.example.net"], what="what was kept for it")

    def test_kill_9_loses_nothing_and_what_comes_twice_has_the_same_key(self):
        slow = lambda number: time.sleep(0.05) or 200
        soc = self.receiver(behave=slow)
        node = self.served(soc={"url": soc.url(), "batch_max": 7})
        said = []
        for round in range(6):
            for i in range(5):
                values = [f"r{round}-{i}-{n}.example.net" for n in range(4)]
                self.say(node, *values)
                said += values
            node.kill()
            node.start()
        wait_for(lambda: set(said) <= set(soc.values()), 60, "all of it")
        self.assertEqual(sorted(soc.values()), sorted(said), "none lost, none doubled that its key does not resolve")

    def test_one_that_names_a_partner_to_come_goes_on_from_when_it_was_configured(self):
        soc = self.receiver()
        beta = self.node("beta").start()
        alpha = self.node("alpha")
        self.hook(alpha, "soc", soc.url(), origins='["beta"]')
        alpha.start()
        wait_for(lambda: (self.status(alpha) or {}).get("failures", 0) >= 4, what="tries without that partner")
        link(alpha, beta)
        self.publish(beta, ["soon.example.net"], "--tlp", "green")
        wait_for(lambda: alpha.run("lookup", "soon.example.net", check=False).returncode == 0, what="the report")
        wait_for(lambda: soc.values() == ["soon.example.net"], what="what came before the name was known to it")

    def test_the_config_is_checked_with_its_lines(self):
        node = self.node("alpha")
        self.hook(node, "soc", "http://soc.example.tw/", types='["domain"]', max_tlp='"green"')
        self.hook(node, "soc2", "https://soc.example.tw/", types='["domian"]')
        text = node.config.read_text().splitlines()
        done = subprocess.run([BIN / "tidingsd", "check", "--config", node.config], capture_output=True, text=True)
        self.assertEqual(done.returncode, 2)
        line = next(number for number, line in enumerate(text, 1) if line.startswith('url = "http://soc'))
        self.assertIn(f":{line}: webhook.url: http, which everybody", done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
