"""Exports that programs fetch over HTTPS, and exports of what came over it."""
import hashlib
import json

import samples
from framework.node import link, wait_for
from https_case import CREATED, HttpsCase, indicator


class Fetching(HttpsCase):
    def test_feeds_are_streamed_with_tags_and_not_sent_again_while_nothing_changed(self):
        node = self.node("alpha")
        with open(node.config, "a") as config:
            config.write('\n[[export]]\nname = "block"\nformat = "list"\nmax_tlp = "amber"\n')
        node = self.serving_at(node.set("warning", builtin="false"))
        self.publish(node, ["clear.example.net"], "--tlp", "green")
        self.publish(node, ["local.example.net"], "--tlp", "green", "--local")
        self.assertIn("local.example.net", node.run("export", "list").stdout, "it leaves by HTTPS never")
        entries = lambda body: [line for line in body.split(b"\n") if line and not line.startswith(b"#")]
        made = self.client(node, self.token(node), discover=False)
        status, body = made.raw("GET", "/feeds/block", headers={"Accept-Encoding": "gzip"})
        self.assertEqual((status, entries(body)), (200, [b"clear.example.net"]))
        tag = made.last["ETag"]
        self.assertEqual(made.raw("GET", "/feeds/block", headers={"If-None-Match": tag})[0], 304)
        self.publish(node, [f"n{i}.many.example.net" for i in range(20_000)], "--tlp", "amber", "--pap", "green")
        wait_for(lambda: node.has("n19999.many.example.net"), what="the last of them")
        status, body = made.raw("GET", "/feeds/block", headers={"If-None-Match": tag, "Accept-Encoding": "gzip"})
        self.assertEqual((status, len(entries(body))), (200, 20_001))
        self.assertNotEqual(made.last["ETag"], tag)
        self.assertEqual(made.raw("GET", "/feeds/block")[1], body, "the same without gzip")
        narrow = self.client(node, self.token(node, "g", "--max-tlp", "green"), discover=False)
        self.assertEqual(entries(narrow.raw("GET", "/feeds/block")[1]), [b"clear.example.net"], "TLP is by who reads")
        self.assertEqual(narrow.raw("GET", "/feeds/none")[0], 404)
        self.assertEqual(narrow.raw("POST", "/feeds/block")[0], 405)
        self.assertEqual(self.client(node, discover=False).raw("GET", "/feeds/block")[0], 401)

    def test_a_partners_own_client_gets_no_export_and_does_not_learn_which_there_are(self):
        alpha, beta = self.node("alpha"), self.node("beta").start()
        with open(alpha.config, "a") as config:
            config.write('\n[[export]]\nname = "block"\nformat = "list"\nmax_tlp = "clear"\n')
        alpha = self.serving_at(alpha)
        link(alpha, beta)
        partner = self.client(alpha, self.token(alpha, "b", "--max-tlp", "red", "--partner", "beta"), discover=False)
        self.assertEqual({partner.raw("GET", f"/feeds/{name}") for name in ("block", "none")},
                         {(403, b"Feeds are not for partners, who have their links and TAXII.\n")})

    def test_what_was_posted_as_stix_is_exported_as_it_was(self):
        node = self.serving_at(self.node("alpha").set("warning", builtin="false"))
        made = self.client(node, self.token(node))
        objects = [indicator(1, "posted.bad-host.com", x_custom={"deep": [1, 2.50, None]}), indicator(2, "gone.bad-host.com"),
                   {"type": "malware", "spec_version": "2.1", "id": "malware--00000000-0000-4000-8000-000000000001",
                    "created": CREATED, "modified": CREATED, "is_family": True, "name": "Emotet"}]
        objects[2] = samples.as_published(objects[2])
        made.post(self.all_of(made), objects)
        self.publish(node, ["said.bad-host.com"], "--tlp", "green")
        self.publish(node, ["local.bad-host.com"], "--local")
        exported = lambda *options: [samples.unnamed(one) for one in json.loads(node.run("export", "stix", *options).stdout)["objects"]]
        told = exported()
        for one in objects:
            self.assertIn(one, told)
        self.assertEqual([one["pattern"] for one in told if one["type"] == "indicator" and one not in objects],
                         ["[domain-name:value = 'said.bad-host.com']"])
        self.assertEqual([one for one in exported("--max-tlp", "clear")], [])
        self.assertEqual([one["type"] for one in exported("--type", "url")], [])
        made.ask("DELETE", made.path(self.all_of(made), f"objects/{objects[1]['id']}/"))
        self.assertNotIn(objects[1], exported())
        node.run("withdraw", "posted.bad-host.com", "--yes")
        self.assertNotIn(objects[0], exported(), "without its value an object says nothing that holds")
        self.assertEqual(made.page(self.all_of(made), **{"match[type]": "malware"})["objects"], objects[2:])
        self.assertNotIn(objects[0]["id"], [one["id"] for one in made.page(self.all_of(made))["objects"] if not one.get("revoked")])

    def test_a_misp_instance_pulls_a_feed_file_by_file(self):
        node = self.node("alpha")
        with open(node.config, "a") as config:
            config.write('\n[[export]]\nname = "misp"\nformat = "misp-feed"\nmax_tlp = "amber"\n')
            config.write(f'\n[[export]]\nname = "kept"\nformat = "misp-feed"\nmax_tlp = "amber"\nevery = "10s"\npath = "{node.home}/kept"\n')
        node = self.serving_at(node.set("warning", builtin="false"))
        self.publish(node, ["green.bad-host.com", "198.51.100.7"], "--tlp", "green", "--title", "Green")
        self.publish(node, ["amber.bad-host.com"], "--tlp", "amber", "--pap", "red", "--title", "Amber")
        made = self.client(node, self.token(node), discover=False)

        def fetch(client, name, **headers):
            status, body = client.raw("GET", f"/feeds/misp/{name}", headers={"Accept-Encoding": "gzip", **headers})
            return body if status == 200 else status

        def pull(client):
            """What MISP's own fetch does: the manifest, the hashes, then each event that is told."""
            manifest = json.loads(fetch(client, "manifest.json"))
            events = {uuid: json.loads(fetch(client, f"{uuid}.json"))["Event"] for uuid in manifest}
            for uuid, event in events.items():
                self.assertEqual((event["uuid"], event["timestamp"], event["info"]), (uuid, manifest[uuid]["timestamp"], manifest[uuid]["info"]))
            lines = fetch(client, "hashes.csv").decode().split()
            self.assertCountEqual(lines, [f"{hashlib.md5(one['value'].encode()).hexdigest()},{uuid}"
                                          for uuid, event in events.items() for one in event["Attribute"]])
            return {event["info"]: event for event in events.values()}

        events = pull(made)
        self.assertEqual(set(events), {"Green", "Amber"})
        self.assertCountEqual([one["value"] for one in events["Green"]["Attribute"]], ["green.bad-host.com", "198.51.100.7"])
        self.assertIn("PAP:red", [tag["name"] for tag in events["Amber"]["Tag"]])
        self.assertEqual(set(pull(self.client(node, self.token(node, "g", "--max-tlp", "green"), discover=False))), {"Green"})
        fetch(made, "manifest.json")
        tag = made.last["ETag"]
        self.assertEqual(fetch(made, "manifest.json", **{"If-None-Match": tag}), 304)
        gone = self.publish(node, ["later.bad-host.com"], "--tlp", "green", "--title", "Later")
        self.assertNotEqual(fetch(made, "manifest.json", **{"If-None-Match": tag}), 304)
        self.assertEqual(set(pull(made)), {"Green", "Amber", "Later"})
        later = next(uuid for uuid, head in json.loads(fetch(made, "manifest.json")).items() if head["info"] == "Later")
        kept = node.home / "kept"
        wait_for(lambda: len(list(kept.glob("*-*.json"))) == 3, what="the folder")
        node.run("withdraw", gone["publication"], "--yes")
        wait_for(lambda: fetch(made, f"{later}.json") == 404, 90, "the event to go for who asks for it alone")
        self.assertEqual(set(pull(made)), {"Green", "Amber"})
        wait_for(lambda: len(list(kept.glob("*-*.json"))) == 2, what="the event to go")
        for name in ("", "other.json", "..%2Fmanifest.json", "manifest.json/", "00000000-0000-4000-8000-000000000000.json"):
            self.assertEqual(fetch(made, name), 404, name)
        self.assertEqual(made.raw("GET", "/feeds/misp")[0], 404)
        self.assertEqual(fetch(self.client(node, discover=False), "manifest.json"), 401)
        folder = node.home / "by-client"
        self.assertIn("3 written", node.run("export", "misp-feed", "--folder", folder).stderr)
        self.assertIn("nothing changed", node.run("export", "misp-feed", "--folder", folder).stderr)
        self.assertEqual({path.name for path in folder.iterdir()}, {path.name for path in kept.iterdir()})
        self.assertIn("--folder", node.run("export", "misp-feed", check=False).stderr)
        self.assertEqual(len(json.loads(node.run("export", "misp").stdout)["response"]), 2)
