"""Who asks over HTTPS by a client's certificate: known by its key, with a role, a ceiling and an end as any other."""
import subprocess
import time
import unittest

from framework.node import link
from framework.receiver import make_certificate
from https_case import HttpsCase, indicator


class ClientCertificates(HttpsCase):
    def made(self, name):
        """A certificate with its key, as a client has it."""
        return make_certificate(self.folder, name=name)

    def known(self, node, name, *options):
        """A client whose certificate's key is let in."""
        both = self.made(name)
        node.run("access", "certificate", "add", name, "--certificate", self.folder / f"{name}.crt", *options)
        return self.client(node, certificate=both)

    def asking(self, name="alpha", **more):
        return self.serving(name, client_certificates="true", **more)

    def test_its_role_and_its_ceiling_hold(self):
        node = self.asking()
        self.publish(node, ["green.evil-name.tw"], "--tlp", "green")
        self.publish(node, ["amber.evil-name.tw"], "--tlp", "amber")
        shown = lambda made: {one["pattern"].split("'")[1].split(".")[0] for one in made.page(self.all_of(made)).get("objects", [])}
        unstated = self.known(node, "unstated")
        self.assertEqual(shown(unstated), {"green"}, "a reader up to GREEN, unless it is said")
        self.refused(403, unstated.post, self.all_of(unstated), [indicator(1, "posted.evil-name.tw")])
        publisher = self.known(node, "publisher", "--role", "publisher", "--max-tlp", "amber")
        everything = self.all_of(publisher)
        self.assertEqual(shown(publisher), {"green", "amber"})
        posted = indicator(1, "posted.evil-name.tw")
        self.assertEqual(publisher.post(everything, [posted])["success_count"], 1)
        self.assertNotIn(posted, unstated.page(everything)["objects"])
        one = f"objects/{posted['id']}/"
        self.refused(403, publisher.ask, "DELETE", publisher.path(everything, one))
        self.refused(404, unstated.page, everything, one)
        operator = self.known(node, "operator", "--role", "operator", "--max-tlp", "amber")
        operator.ask("DELETE", operator.path(everything, one))
        self.refused(404, publisher.page, everything, one)
        narrow = self.known(node, "narrow", "--role", "publisher")
        failed = narrow.post(everything, [indicator(2, "blind.evil-name.tw")])["failures"]
        self.assertIn("narrower than you are shown: TLP:AMBER, where TLP:GREEN is the narrowest", failed[0]["message"])

    def test_a_partners_sees_what_that_partner_may_hold(self):
        alpha, beta = self.asking(), self.node("beta").start()
        link(alpha, beta, ("--send", "green", "--accept", "red"))
        self.publish(alpha, ["clear.evil-name.tw"], "--tlp", "clear")
        self.publish(alpha, ["amber.evil-name.tw"], "--tlp", "amber")
        partner = self.known(alpha, "beta", "--role", "operator", "--max-tlp", "red", "--partner", "beta")
        everything = self.all_of(partner)
        self.assertEqual([one["pattern"] for one in partner.page(everything)["objects"]], ["[domain-name:value = 'clear.evil-name.tw']"])
        self.refused(403, partner.post, everything, [])
        self.assertEqual(partner.raw("GET", "/feeds/any", headers={})[0], 403)

    def test_what_is_revoked_is_refused_at_once_on_an_open_connection_too(self):
        node = self.asking()
        made, other = self.known(node, "probe"), self.known(node, "other")
        self.assertTrue(made.collections())
        node.run("access", "revoke", "probe")
        self.refused(401, made.collections)
        self.refused(401, self.client(node, certificate=self.folder / "probe.both.pem", discover=False).discover)
        self.assertTrue(other.collections())
        node.stop()
        node.start()
        self.refused(401, self.client(node, certificate=self.folder / "probe.both.pem", discover=False).discover)
        self.assertTrue(self.client(node, certificate=self.folder / "other.both.pem").collections())
        self.assertEqual([one["name"] for one in node.json("access", "list")], ["other"])

    def test_its_access_ends_when_it_was_said_to(self):
        node = self.asking()
        made = self.known(node, "brief", "--expires", "3s")
        self.assertTrue(made.collections())
        time.sleep(3.1)
        self.refused(401, made.collections)
        self.refused(401, self.client(node, certificate=self.folder / "brief.both.pem", discover=False).discover)

    def test_its_own_dates_and_its_issuer_are_not_looked_at_and_its_key_alone_is(self):
        node = self.asking()
        key, request = self.folder / "old.key", self.folder / "old.csr"
        run = lambda *command: subprocess.run(["openssl", *map(str, command)], check=True, capture_output=True)
        run("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", request, "-subj", "/CN=old")
        over = self.folder / "old.crt"
        run("x509", "-req", "-in", request, "-signkey", key, "-days", "-1", "-out", over)
        both = self.folder / "old.both.pem"
        both.write_text(over.read_text() + key.read_text())
        self.refused(401, self.client(node, certificate=both, discover=False).discover)
        node.run("access", "certificate", "add", "old", "--certificate", over)
        self.assertTrue(self.client(node, certificate=both).collections(), "--expires and revoke end it, not what it says of itself")
        run("x509", "-req", "-in", request, "-signkey", key, "-days", "2", "-out", over)
        both.write_text(over.read_text() + key.read_text())
        self.assertTrue(self.client(node, certificate=both).collections(), "renewed with the same key")
        self.refused(401, self.client(node, certificate=self.made("another"), discover=False).discover)

    def test_where_certificates_are_not_asked_for_none_lets_in(self):
        node = self.serving()
        both = self.made("unasked")
        node.run("access", "certificate", "add", "unasked", "--certificate", self.folder / "unasked.crt")
        self.refused(401, self.client(node, certificate=both, discover=False).discover)


if __name__ == "__main__":
    unittest.main(verbosity=2)
