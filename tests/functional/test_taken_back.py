"""What its author took back or changed goes, by whatever way it came; and who may say that it goes further."""
import json
import unittest
import uuid

import samples
from feed_case import Feeding
from framework.feed_server import Reply
from https_case import HttpsCase, indicator


class TakenBack(Feeding, HttpsCase):
    def file(self, node, name, content):
        path = node.home / name
        path.write_text(json.dumps(content))
        return path

    def told(self, node, name, content, *more, code=0):
        done = node.run("publish", self.file(node, name, content), "--yes", "-o", "json", *more, check=False)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return json.loads(done.stdout) if code == 0 else done.stderr

    def published(self, node, text):
        return json.loads(node.run("publish", "-", "--title", "A list", "--yes", "-o", "json", input=text).stdout)

    def bundle(self, *objects):
        return {"type": "bundle", "id": f"bundle--{uuid.uuid4()}", "objects": list(objects)}

    def versions(self):
        green = {"object_marking_refs": [samples.GREEN]}
        return [indicator(1, "a.evil-name.tw", **green),
                indicator(1, "b.evil-name.tw", modified="2026-04-01T08:00:00.000Z", **green),
                indicator(1, "b.evil-name.tw", modified="2026-05-01T08:00:00.000Z", revoked=True, **green)]

    def exported(self, node):
        return [line for line in node.run("export", "list", "--type", "domain").stdout.splitlines() if line[:1] != "#"]

    def test_the_newest_version_of_an_object_holds_and_publish_says_what_goes(self):
        node = self.started("alpha")
        first, changed, revoked = self.versions()
        self.told(node, "first.json", self.bundle(first))
        dry = self.told(node, "changed.json", self.bundle(changed), "--dry-run")
        self.assertIn("does not claim it: 1 value", json.dumps(dry["notes"]))
        self.assertTrue(node.has("a.evil-name.tw"))
        self.assertEqual(self.told(node, "changed.json", self.bundle(changed))["notes"], dry["notes"])
        self.assertEqual(self.exported(node), ["b.evil-name.tw"])
        done = node.run("publish", self.file(node, "revoked.json", self.bundle(revoked)), "--yes")
        self.assertIn("note: withdrawn", done.stdout)
        for again in (first, changed):
            self.assertIn("not claimed", json.dumps(self.told(node, "again.json", self.bundle(again))["notes"]))
        self.assertEqual(self.exported(node), [])

    def test_a_feed_withdraws_what_a_stix_object_revokes_though_gone_values_expire(self):
        server = self.server()
        first, changed, revoked = self.versions()
        put = lambda *objects: server.pages.update({"/stix": Reply(json.dumps(self.bundle(*objects)))})
        put(first, indicator(2, "c.evil-name.tw"))
        node = self.fed(("soc", {"url": server.url("/stix")}))
        put(changed)
        self.again(node)
        self.assertEqual([node.has(f"{name}.evil-name.tw") for name in "abc"], [False, True, True], "c is gone, and expires")
        put(revoked, changed)
        self.again(node)
        self.assertFalse(node.has("b.evil-name.tw"))
        self.assertIn("taken back by their author, and withdrawn: 1 value", self.of(node)["remarks"])
        self.again(node)
        self.assertFalse(node.has("b.evil-name.tw"), "the older version that stands beside it does not bring it back")

    def test_a_node_withdraws_what_another_withdrew_whose_taxii_it_reads(self):
        alpha = self.serving()
        secret = self.folder / "of-alpha"
        secret.write_text(self.token(alpha) + "\n")
        secret.chmod(0o600)
        self.publish(alpha, ["a.evil-name.tw", "b.evil-name.tw"])
        reader = self.client(alpha, secret.read_text().strip())
        url = f"https://localhost:{alpha.http}{reader.root}collections/{self.all_of(reader)}/"
        beta = self.fed(("soc", {"url": url, "format": "taxii", "secret_file": str(secret)}), name="beta")
        self.assertTrue(beta.has("a.evil-name.tw") and beta.has("b.evil-name.tw"))
        alpha.run("withdraw", "a.evil-name.tw", "--yes")
        self.again(beta)
        self.assertFalse(beta.has("a.evil-name.tw"))
        self.assertTrue(beta.has("b.evil-name.tw"))
        self.assertIn("taken back by their author, and withdrawn: 1 value", self.of(beta)["remarks"])

    def test_a_feed_withdraws_what_a_misp_event_deletes_though_gone_values_expire(self):
        server = self.server()
        event = samples.misp_event()
        server.pages["/event"] = Reply(json.dumps(event))
        node = self.fed(("soc", {"url": server.url("/event")}))
        self.assertTrue(node.has("login.kit-two.net"))
        event["Event"]["Attribute"][0]["deleted"] = True
        server.pages["/event"] = Reply(json.dumps(event))
        self.again(node)
        self.assertFalse(node.has("login.kit-two.net"))
        self.assertTrue(node.has("45.62.198.74:8443"))
        self.assertIn("taken back by their author", json.dumps(self.of(node)["remarks"]))

    def test_a_feed_does_not_say_again_what_was_withdrawn_by_hand(self):
        server = self.server()
        server.pages["/list"] = Reply("cdn-host.org\nevil-name.tw\n")
        node = self.fed(("soc", {"url": server.url("/list"), "gone": "withdraw"}))
        node.run("withdraw", "cdn-host.org", "--yes")
        server.pages["/list"] = Reply("cdn-host.org\nnew-one.tw\n")
        self.assertEqual(self.again(node)["added"], 1)
        self.assertFalse(node.has("cdn-host.org") or node.has("evil-name.tw"))
        self.assertIn("withdrawn by hand, and not said again: 1 value", self.of(node)["remarks"])
        server.pages["/list"] = Reply("cdn-host.org\nevil-name.tw\n")
        self.again(node)
        self.assertTrue(node.has("evil-name.tw"), "what it took back itself it says again")
        told = self.published(node, "cdn-host.org\n")
        self.assertIn("a value that was withdrawn is said again: cdn-host.org", told["notes"])

    def test_a_feed_hears_its_author_of_an_object_of_which_a_value_was_withdrawn_by_hand(self):
        server = self.server()
        either = "[domain-name:value = 'a.evil-name.tw' OR domain-name:value = 'b.evil-name.tw']"
        put = lambda **more: server.pages.update({"/stix": Reply(json.dumps(self.bundle(
            indicator(1, "", object_marking_refs=[samples.GREEN], pattern=either, **more))))})
        put()
        node = self.fed(("soc", {"url": server.url("/stix")}))
        node.run("withdraw", "a.evil-name.tw", "--yes")
        put(modified="2026-04-01T08:00:00.000Z", labels=["again"])
        self.again(node)
        self.assertEqual([node.has(f"{name}.evil-name.tw") for name in "ab"], [False, True])
        put(modified="2026-05-01T08:00:00.000Z", revoked=True)
        self.again(node)
        self.assertFalse(node.has("a.evil-name.tw") or node.has("b.evil-name.tw"))

    def test_with_a_files_name_goes_the_digest_that_was_said_with_it(self):
        node = self.started("alpha")
        self.published(node, f"a.exe|{samples.FILES[2]}\n")
        self.assertTrue(node.has(samples.FILES[2]))
        node.run("withdraw", f"a.exe|{samples.FILES[2]}", "--yes")
        self.assertFalse(node.has(samples.FILES[2]))

    def test_a_misp_feed_does_not_say_again_what_was_withdrawn_by_hand(self):
        folder = self.folder / "events"
        folder.mkdir()
        event = samples.misp_event()["Event"]
        def put(at):
            event["timestamp"] = str(at)
            (folder / f"{event['uuid']}.json").write_text(json.dumps({"Event": event}))
            (folder / "manifest.json").write_text(json.dumps({event["uuid"]: {
                "info": event["info"], "timestamp": str(at), "Orgc": {"name": "CERT"}}}))
        put(1_800_000_000)
        node = self.fed(("soc", {"folder": str(folder), "format": "misp-feed"}))
        self.assertTrue(node.has("login.kit-two.net"))
        node.run("withdraw", "login.kit-two.net", "--yes")
        event["info"] += " (changed)"
        put(1_800_000_001)
        self.again(node)
        self.assertFalse(node.has("login.kit-two.net"))
        self.assertTrue(node.has("45.62.198.74:8443"))
        self.assertIn("withdrawn by hand, and not said again: 1 value", self.of(node)["remarks"])

    def test_what_is_left_of_a_feeds_event_lives_on(self):
        folder = self.folder / "events"
        folder.mkdir()
        event = samples.misp_event()["Event"]
        (folder / f"{event['uuid']}.json").write_text(json.dumps({"Event": event}))
        (folder / "manifest.json").write_text(json.dumps({event["uuid"]: {
            "info": event["info"], "timestamp": event["timestamp"], "Orgc": {"name": "CERT"}}}))
        node = self.fed(("soc", {"folder": str(folder), "format": "misp-feed", "expiry": "1h"}))
        node.run("withdraw", "login.kit-two.net", "--yes")
        node.stop()
        node.config.write_text(node.config.read_text().replace('expiry = "1h"', 'expiry = "3h"'))
        node.start()
        before = self.ends(node, "45.62.198.74:8443")
        self.again(node)
        self.again(node)
        self.assertGreater(self.ends(node, "45.62.198.74:8443"), before)
        self.assertFalse(node.has("login.kit-two.net"))

    def test_an_older_version_of_an_event_undoes_no_newer_one(self):
        node = self.started("alpha")
        newer = samples.misp_event()
        older = json.loads(json.dumps(newer))
        older["Event"]["Attribute"][0]["value"] = "deleted-one.tw"
        older["Event"]["timestamp"] = "1600000000"
        self.told(node, "newer.json", newer)
        told = self.told(node, "older.json", older)
        self.assertEqual((told["published"], told["already_said"]), (0, 0))
        self.assertIn("a newer version of the event stands here", told["notes"][0])
        self.assertIn("a newer version of the event stands here",
                      self.told(node, "older.json", older, "--hold", "1h", code=4))
        (node.home / "list.txt").write_text("other-one.tw\n")
        done = node.run("publish", self.file(node, "older.json", older), node.home / "list.txt", "--yes", check=False)
        self.assertEqual(done.returncode, 6, done.stdout + done.stderr)
        self.assertFalse(node.has("deleted-one.tw"))
        self.assertEqual(node.run("withdraw", str(uuid.uuid4()), check=False).returncode, 1, "an id that is not here")
        self.assertTrue(node.has("login.kit-two.net") and node.has("other-one.tw"))
        node.run("withdraw", newer["Event"]["uuid"], "--yes")
        self.assertFalse(node.has("login.kit-two.net"))

    def test_a_withdrawn_value_of_several_leaves_every_export_and_the_others_stay(self):
        node = self.started("alpha")
        digest = samples.FILES[2]
        event = samples.misp_event()
        event["Event"]["Attribute"] += [
            {"uuid": str(uuid.uuid4()), "type": kind, "category": "Payload delivery", "to_ids": True, "value": value}
            for kind, value in [("domain|ip", "cdn-host.org|45.62.198.99"), ("filename|sha256", f"a.exe|{digest}")]]
        self.told(node, "event.json", event)
        either = indicator(1, "or-one.com", object_marking_refs=[samples.GREEN],
                           pattern="[domain-name:value = 'or-one.com' OR domain-name:value = 'or-two.com']")
        self.told(node, "bundle.json", self.bundle(either))
        self.assertIn(digest, node.run("export", "clamav-hsb").stdout)
        self.assertTrue(node.has(digest))
        self.assertIn(either["pattern"], node.run("export", "stix").stdout.replace("\\u0027", "'"))
        for value in ("cdn-host.org", "or-one.com", digest):
            node.run("withdraw", value, "--yes")
        for format, *more in (("misp", "--local"), ("stix", "--local"), ("clamav-hsb",)):
            text = node.run("export", format, *more).stdout
            for value in ("cdn-host.org", "or-one.com", digest):
                self.assertNotIn(value, text, format)
            if format != "clamav-hsb":
                self.assertIn("45.62.198.99", text)
                self.assertIn("or-two.com", text)
        self.assertIn("1 by in_part", node.run("export", "misp", "--local").stderr)

    def test_an_author_who_widens_a_named_document_is_followed_with_a_reason(self):
        node = self.started("alpha")
        marked = lambda tlp: {"Event": {**samples.misp_event()["Event"], "Tag": [{"name": f"tlp:{tlp}"}]}}
        self.told(node, "event.json", marked("amber"))
        self.assertIn("override the marking", self.told(node, "event.json", marked("green"), code=4))
        self.told(node, "event.json", marked("green"), "--override-marking", "author widened it")


if __name__ == "__main__":
    unittest.main(verbosity=2)
