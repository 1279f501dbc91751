"""Feeds that the daemon fetches: differences alone are published, and no server can hurt who reads from it."""
import gzip
import json
import subprocess
import time
import unittest
import uuid

from feed_case import Feeding, lines
from framework.feed_server import Reply, endless
from framework.node import BIN, link, wait_for
from framework.receiver import make_certificate


class Feeds(Feeding):
    def test_what_is_there_is_published_once_and_an_unchanged_feed_publishes_nothing(self):
        server = self.server()
        server.pages["/list"] = Reply(lines("a.evil-example.net", "b.evil-example.net", "45.62.198.73"), etag='"1"')
        node = self.fed(("soc", {"url": server.url("/list"), "role": "c2", "confidence": "high"}))
        self.assertEqual((self.of(node)["added"], self.of(node)["outcome"]), (3, "published"))
        found = node.json("query", "a.evil-example.net", "--exact")[0]
        self.assertEqual(found["value"], "a.evil-example.net")
        self.assertEqual(list((node.data / "fetched").iterdir()), [], "no document stays when it was read")
        before = self.bulletins(node)
        self.assertEqual(self.again(node)["outcome"], "unchanged")
        self.assertEqual(server.requests[-1][2].get("If-None-Match"), '"1"')
        server.pages["/list"] = Reply(lines("b.evil-example.net", "45.62.198.73", "a.evil-example.net"), etag='"2"')
        self.assertEqual(self.again(node)["added"], 0)
        self.assertEqual(self.bulletins(node), before, "another order is no news")

    def test_only_differences_are_published_and_gone_values_are_withdrawn(self):
        server = self.server()
        server.pages["/list"] = Reply(lines("a.evil-example.net", "b.evil-example.net"))
        node = self.fed(("soc", {"url": server.url("/list"), "gone": "withdraw"}))
        server.pages["/list"] = Reply(lines("b.evil-example.net", "c.evil-example.net"))
        run = self.again(node)
        self.assertEqual((run["added"], run["gone"]), (1, 1))
        self.assertFalse(node.has("a.evil-example.net"))
        self.assertTrue(node.has("b.evil-example.net") and node.has("c.evil-example.net"))
        server.pages["/list"] = Reply(lines("a.evil-example.net", "b.evil-example.net", "c.evil-example.net"))
        self.assertEqual(self.again(node)["added"], 1, "what comes back is said again")
        self.assertTrue(node.has("a.evil-example.net"))

    def test_gone_values_are_left_to_expire_unless_it_is_set_otherwise(self):
        server = self.server()
        server.pages["/list"] = Reply(lines("a.evil-example.net", "b.evil-example.net"))
        node = self.fed(("soc", {"url": server.url("/list")}))
        server.pages["/list"] = Reply(lines("b.evil-example.net"))
        self.assertEqual(self.again(node)["gone"], 1)
        self.assertTrue(node.has("a.evil-example.net"))

    def test_a_hosts_file_of_one_public_address_is_known_by_what_is_in_it(self):
        server = self.server()
        names = [f"n{number}.evil-name.tw" for number in range(3)]
        server.pages["/hosts"] = Reply(lines(*[f"146.112.61.104 {name}" for name in names]))
        node = self.fed(("soc", {"url": server.url("/hosts")}))
        self.assertEqual((self.of(node)["added"], self.of(node)["refused"]), (3, 0))
        self.assertFalse(node.has("146.112.61.104"))

    def test_a_restart_asks_for_nothing_that_is_here(self):
        server = self.server()
        server.pages["/list"] = Reply(lines("a.evil-example.net"), etag='"1"')
        node = self.fed(("soc", {"url": server.url("/list")}))
        node.stop()
        node.start()
        time.sleep(2)
        self.assertEqual(len(server.asked("/list")), 1)
        self.assertEqual(self.again(node)["outcome"], "unchanged")

    def test_an_empty_or_broken_document_takes_nothing_back(self):
        server = self.server()
        server.pages["/list"] = Reply(lines("a.evil-example.net"))
        node = self.fed(("soc", {"url": server.url("/list"), "gone": "withdraw", "format": "list"}))
        server.pages["/list"] = Reply("# maintenance\n")
        self.assertIn("says nothing", self.again(node, code=2))
        self.assertTrue(node.has("a.evil-example.net"))
        self.assertEqual(self.of(node)["standing"], "failing")
        self.assertIn("says nothing", node.run("status").stdout)

    def test_a_page_of_prose_where_a_list_was_is_no_list(self):
        server = self.server()
        server.pages["/list"] = Reply("<html><body>Down for maintenance, see http://status.evil-example.net/</body></html>")
        node = self.fed(("soc", {"url": server.url("/list")}))
        self.assertIn("prose", self.of(node)["last_error"])

    def test_a_page_that_has_a_name_on_a_line_takes_nothing_back(self):
        server = self.server()
        server.pages["/list"] = Reply(lines("a.evil-example.net", "b.evil-example.net"))
        node = self.fed(("soc", {"url": server.url("/list"), "gone": "withdraw", "format": "list"}))
        server.pages["/list"] = Reply("<html>\n<title>Rate limited</title>\nsupport.evil-example.net\n</html>\n")
        self.assertIn("HTML", self.again(node, code=2))
        server.pages["/list"] = Reply("Rate limited.\nAsk us again later:\nsupport.evil-example.net\n")
        self.assertEqual(self.again(node)["gone"], 0)
        self.assertTrue(node.has("a.evil-example.net") and node.has("b.evil-example.net"))

    def test_a_feed_that_never_ends_is_left_in_time_and_by_size(self):
        server = self.server()
        server.pages["/drip"] = endless
        server.pages["/huge"] = Reply(b"a.evil-example.net\n" * 200_000)
        node = self.fed(("drip", {"url": server.url("/drip"), "run_timeout": "3s"}),
                        ("huge", {"url": server.url("/huge"), "max_size": "1MiB"}))
        self.assertIn("in time", self.of(node, "drip")["last_error"])
        self.assertIn("longer than", self.of(node, "huge")["last_error"])
        self.assertEqual(self.bulletins(node), 0)

    def test_of_a_refusal_that_never_ends_no_more_is_read_than_tells_why(self):
        def refusal(request):
            request.send_response(500)
            request.end_headers()
            try:
                while True:
                    request.wfile.write(b"sorry, " * 10_000)
            except OSError:
                return None

        server = self.server()
        server.pages["/list"] = refusal
        node = self.fed(("soc", {"url": server.url("/list"), "max_size": "4GiB"}))
        self.assertIn("answered 500", self.of(node)["last_error"])

    def test_a_gzip_bomb_ends_where_it_grows_and_gzip_is_read(self):
        server = self.server()
        server.pages["/bomb"] = Reply(gzip.compress(b"a" * 100_000_000), headers={"Content-Encoding": "gzip"})
        server.pages["/packed"] = Reply(lines("a.evil-example.net"), packed=True)
        server.pages["/list.gz"] = Reply(gzip.compress(lines("b.evil-example.net").encode()))
        node = self.fed(("bomb", {"url": server.url("/bomb"), "max_size": "1MiB", "format": "list"}),
                        ("packed", {"url": server.url("/packed")}), ("file", {"url": server.url("/list.gz")}))
        self.assertIn("longer than", self.of(node, "bomb")["last_error"])
        self.assertTrue(node.has("a.evil-example.net") and node.has("b.evil-example.net"))

    def test_redirects_are_followed_but_never_to_where_only_we_reach(self):
        server = self.server()
        server.pages["/list"] = Reply(lines("a.evil-example.net"))
        server.pages["/moved"] = Reply(status=302, headers={"Location": "/list"})
        server.pages["/round"] = Reply(status=302, headers={"Location": "/round"})
        server.pages["/inside"] = Reply(status=302, headers={"Location": "https://10.0.0.1/secret"})
        server.pages["/file"] = Reply(status=302, headers={"Location": "file:///etc/passwd"})
        node = self.fed(("moved", {"url": server.url("/moved")}),
                        ("allowed", {"url": server.url("/moved"), "allow_private": True}),
                        ("round", {"url": server.url("/round"), "allow_private": True}),
                        ("inside", {"url": server.url("/inside")}), ("file", {"url": server.url("/file")}))
        self.assertIn("not allowed", self.of(node, "moved")["last_error"], "loopback, named by another")
        self.assertIn("not allowed", self.of(node, "inside")["last_error"])
        self.assertIn("leads to file:, and only https is followed", self.of(node, "file")["last_error"])
        self.assertIn("more than five times", self.of(node, "round")["last_error"])
        self.assertEqual(self.of(node, "allowed")["added"], 1)

    def test_a_redirect_to_another_server_is_not_given_the_credentials(self):
        other, server = self.server(), self.server()
        other.pages["/list"] = Reply(lines("a.evil-example.net"))
        server.pages["/moved"] = Reply(status=302, headers={"Location": other.url("/list")})
        secret = self.folder / "token"
        secret.write_text("s3cret-token\n")
        secret.chmod(0o600)
        node = self.fed(("soc", {"url": server.url("/moved"), "allow_private": True, "secret_file": str(secret)}))
        self.assertEqual(server.requests[0][2].get("Authorization"), "Bearer s3cret-token")
        self.assertNotIn("Authorization", other.requests[0][2])
        server.pages["/moved"] = Reply(status=401)
        self.assertIn("see its credentials", self.again(node, code=3), "the server refused, and no policy of ours")

    def test_a_certificate_of_another_name_is_refused(self):
        server = self.server(certificate=make_certificate(self.folder, names="DNS:elsewhere.example", name="misnamed"))
        server.pages["/list"] = Reply(lines("a.evil-example.net"))
        node = self.fed(("soc", {"url": server.url("/list")}))
        self.assertIn("its certificate is not for localhost", self.of(node)["last_error"])
        self.assertEqual(server.requests, [])

    def test_a_failing_server_is_asked_less_and_less(self):
        server = self.server()
        server.pages["/list"] = Reply("", 500)
        server.pages["/busy"] = Reply("", 503, {"Retry-After": "7200"})
        node = self.fed(("soc", {"url": server.url("/list")}), ("busy", {"url": server.url("/busy")}))

        def pause(name):
            status = self.of(node, name)
            parse = lambda text: time.mktime(time.strptime(text[:19], "%Y-%m-%dT%H:%M:%S"))
            return parse(status["next_run_at"]) - parse(status["last_run_at"])

        first = pause("soc")
        for _ in range(3):
            self.again(node, code=3)
        self.assertGreater(pause("soc"), 4 * first)
        self.assertGreater(pause("busy"), 7000, "as it asked for")
        self.assertGreater(node.counters()["tidings_feeds_failing"], 1)
        server.pages["/list"] = Reply(lines("a.evil-example.net"))
        self.assertEqual(self.again(node)["failures"], 0)

    def test_a_folder_is_a_feed_of_all_its_files(self):
        inbox = self.folder / "inbox"
        inbox.mkdir()
        (inbox / "one.txt").write_text(lines("a.evil-example.net"))
        (inbox / "two.csv").write_text("indicator,type,tlp\nb.evil-example.net,domain,amber+strict\n")
        node = self.fed(("soc", {"folder": str(inbox), "gone": "withdraw"}))
        self.assertEqual(self.of(node)["added"], 2)
        self.assertEqual(self.again(node)["outcome"], "unchanged")
        (inbox / "one.txt").unlink()
        self.assertEqual(self.again(node)["gone"], 1)
        self.assertFalse(node.has("a.evil-example.net"))
        found = node.json("query", "b.evil-example.net", "--exact")[0]
        self.assertIn("amber+strict", json.dumps(found), "what is marked narrower stays so")

    def test_ten_nodes_with_one_feed_are_no_ten_witnesses(self):
        server = self.server()
        server.pages["/list"] = Reply(lines("a.evil-example.net"))
        a = self.fed(("soc", {"url": server.url("/list"), "tlp": "clear"}))
        b = self.fed(("soc", {"url": server.url("/list"), "tlp": "clear"}), name="beta")
        link(a, b)
        self.publish(a, ["told.evil-example.net"], "--tlp", "green")
        wait_for(lambda: b.has("told.evil-example.net"), 30, "what is shared")
        found = b.json("query", "a.evil-example.net", "--exact")[0]
        self.assertNotIn("alpha", json.dumps(found))

    def test_a_feed_is_paused_and_resumed_also_over_a_restart(self):
        server = self.server()
        server.pages["/list"] = Reply(lines("a.evil-example.net"))
        node = self.fed(("soc", {"url": server.url("/list"), "every": "10s"}))
        self.assertEqual(node.json("feed", "pause", "soc")["standing"], "paused")
        node.stop()
        node.start()
        wait_for(lambda: self.all(node), what="the feeds")
        self.assertEqual(self.of(node)["standing"], "paused")
        asked = len(server.requests)
        self.assertEqual(node.json("feed", "resume", "soc")["standing"], "waiting")
        wait_for(lambda: len(server.requests) > asked, what="the next run")
        self.assertIn("no feed nothing", node.run("feed", "run", "nothing", check=False).stderr)

    def test_faults_of_the_config_are_told_before_the_start(self):
        def checked(name, **settings):
            node = self.node(name)
            node.set("publish", review='"two-person"', review_above='"green"')
            self.feed(node, "soc", folder="/nowhere", **settings)
            return subprocess.run([BIN / "tidingsd", "check", "--config", node.config], capture_output=True, text=True)
        self.assertEqual(checked("alpha", share=True, tlp="amber").returncode, 0)
        self.assertIn("feed soc: there is no format", checked("beta", format="nonsense").stderr.replace("format: ", ""))
        node = self.node("delta")
        self.feed(node, "one", folder="/nowhere", role="c3")
        self.feed(node, "two", folder="/nowhere", format="nonsense")
        both = subprocess.run([BIN / "tidingsd", "check", "--config", node.config], capture_output=True, text=True).stderr
        self.assertIn("feed one: role: there is no c3; it is c2, ", both)
        self.assertIn("feed two: format: there is no format nonsense", both)
        wide = checked("gamma", share=True, tlp="green")
        self.assertNotEqual(wide.returncode, 0)
        self.assertIn("feed soc: what it shares needs a second person's release", wide.stderr)

    def test_what_half_a_life_is_over_of_is_said_again_as_a_header_alone(self):
        server = self.server()
        values = [f"n{number}.evil-example.net" for number in range(900)]
        server.pages["/list"] = Reply(lines(*values), etag='"1"')
        a = self.fed(("soc", {"url": server.url("/list"), "share": True, "tlp": "green", "expiry": "1h"}))
        b = self.node("beta").start()
        link(a, b)
        wait_for(lambda: b.has(values[-1]), 30, "the feed's values at the partner")
        whole = b.counters()["tidings_link_received_bytes_total"]
        a.stop()
        text = a.config.read_text().replace('expiry = "1h"', 'expiry = "3h"')
        a.config.write_text(text)  # an hour is less than half of three
        server.pages["/list"] = Reply(lines(*reversed(values)), etag='"2"')
        before = b.counters()["tidings_link_received_bytes_total"]
        a.start()
        run = self.again(a)
        self.assertEqual((run["added"], run["renewed"]), (0, 1))
        wait_for(lambda: self.ends(b, values[0]) == self.ends(a, values[0]), 30, "the fresh header at the partner")
        again = b.counters()["tidings_link_received_bytes_total"] - before
        self.assertLess(10 * again, whole, f"{again:.0f} bytes, a new Hello among them, for what took {whole:.0f}")


class Servers(Feeding):
    """MISP and TAXII as feeds."""

    def event(self, number, *values, timestamp=1_700_000_000, published=None):
        made = str(uuid.uuid5(uuid.NAMESPACE_URL, str(number)))
        attributes = [{"uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{number}/{value}")), "type": "domain",
                       "category": "Network activity", "to_ids": True, "value": value, "timestamp": str(timestamp)}
                      for value in values]
        return made, {"Event": {"uuid": made, "info": f"Event {number}", "date": "2026-01-01", "timestamp": str(timestamp),
                                "publish_timestamp": str(published or timestamp), "threat_level_id": "2", "analysis": "2",
                                "published": True, "Orgc": {"name": "CERT"}, "Tag": [{"name": "tlp:green"}], "Attribute": attributes}}

    def put(self, server, *events):
        manifest = {}
        for made, event in events:
            server.pages[f"/misp/{made}.json"] = Reply(json.dumps(event))
            manifest[made] = {"info": event["Event"]["info"], "timestamp": event["Event"]["timestamp"], "Orgc": {"name": "CERT"}}
        server.pages["/misp/manifest.json"] = Reply(json.dumps(manifest))

    def test_a_misp_feed_is_read_event_by_event_and_what_changed_alone(self):
        server = self.server()
        first, second = self.event(1, "a.evil-example.net", "b.evil-example.net"), self.event(2, "c.evil-example.net")
        self.put(server, first, second)
        node = self.fed(("misp", {"url": server.url("/misp/"), "format": "misp-feed", "gone": "withdraw"}))
        self.assertEqual(self.of(node, "misp")["format"], "misp-feed", "as the config says it")
        for value in ("a", "b", "c"):
            self.assertTrue(node.has(f"{value}.evil-example.net"))
        self.assertEqual(self.again(node, "misp")["outcome"], "unchanged")
        asked = len(server.asked(f"/misp/{second[0]}.json"))
        self.put(server, self.event(1, "a.evil-example.net", "d.evil-example.net", timestamp=1_700_000_100), second)
        self.again(node, "misp")
        self.assertEqual(len(server.asked(f"/misp/{second[0]}.json")), asked, "the other did not change")
        self.assertTrue(node.has("d.evil-example.net"))
        self.assertFalse(node.has("b.evil-example.net"), "a revision replaces what it was")
        self.put(server, second)
        self.again(node, "misp")
        self.assertFalse(node.has("a.evil-example.net"))
        self.assertTrue(node.has("c.evil-example.net"))

    def test_what_names_a_bulletin_that_it_came_from_stays_here_in_every_format(self):
        server = self.server()
        bulletin = "ab" * 32
        told, passed_on = self.event(1, "open.evil-name.tw"), self.event(2, "misp.evil-name.tw")
        passed_on[1]["Event"]["Tag"].append({"name": f'tidings:bulletin="{bulletin}"'})
        self.put(server, told, passed_on)
        said = lambda value, *references: {
            "type": "indicator", "spec_version": "2.1", "id": f"indicator--{uuid.uuid5(uuid.NAMESPACE_URL, value)}",
            "created": "2026-01-01T00:00:00.000Z", "modified": "2026-01-01T00:00:00.000Z", "valid_from": "2026-01-01T00:00:00Z",
            "pattern": f"[domain-name:value = '{value}']", "pattern_type": "stix", "external_references": list(references)}
        named = said("stix.evil-name.tw", {"source_name": "tidings", "external_id": bulletin})
        server.pages["/stix"] = Reply(json.dumps({"type": "bundle", "id": "bundle--1", "objects": [
            said("other.evil-name.tw"), named, said("more.evil-name.tw", {"source_name": "tidings", "external_id": "cd" * 32})]}))
        server.pages["/csv"] = Reply(f"value,type,bulletin\ncsv.evil-name.tw,domain,{bulletin}\n")
        shared = {"share": True, "tlp": "green"}
        node = self.fed(("misp", {"url": server.url("/misp/"), "format": "misp-feed", **shared}),
                        ("stix", {"url": server.url("/stix"), **shared}), ("csv", {"url": server.url("/csv"), **shared}))
        said_by = lambda value: node.json("query", f"{value}.evil-name.tw", "--exact")[0]["said"][0]["bulletin"]
        stays = lambda value: node.json("show", said_by(value))[0]["audience"]["local"]
        self.assertEqual([stays(value) for value in ("open", "other", "misp", "stix", "csv")], [False, False, True, True, True])
        self.assertEqual(said_by("stix"), said_by("more"), "what stays is said alike, whichever bulletin it names")
        for feed in ("misp", "stix", "csv"):
            self.assertIn("it names a bulletin that it came from", json.dumps(self.of(node, feed)), feed)

    def test_a_misp_server_is_asked_for_what_changed_since_by_its_key(self):
        server = self.server()
        _, first = self.event(1, "a.evil-example.net", timestamp=1_700_000_000)
        _, second = self.event(2, "c.evil-example.net", timestamp=1_700_000_500)
        _, late = self.event(3, "late.evil-name.tw", timestamp=1_700_000_100, published=1_700_000_600)
        events, asked = [first, second], []

        def search(request):
            body = json.loads(request.body)
            asked.append((body, request.headers["Authorization"]))
            since = int(body.get("publish_timestamp", 0))
            found = [event for event in events if int(event["Event"]["publish_timestamp"]) >= since]
            return Reply(json.dumps({"response": found if body["page"] == 1 else []}))

        server.pages["/events/restSearch"] = search
        key = self.folder / "key"
        key.write_text("k" * 40 + "\n")
        key.chmod(0o600)
        node = self.fed(("misp", {"url": server.url("/"), "format": "misp-api", "secret_file": str(key)}))
        self.assertTrue(node.has("a.evil-example.net") and node.has("c.evil-example.net"))
        self.assertEqual(asked[0][1], "k" * 40)
        self.assertEqual(self.again(node, "misp")["outcome"], "unchanged")
        self.assertEqual(asked[-1][0]["publish_timestamp"], "1700000500")
        events.append(late)
        self.again(node, "misp")
        self.assertTrue(node.has("late.evil-name.tw"), "edited before the others were published")

    def test_a_taxii_collection_is_read_page_by_page_and_on_from_there(self):
        server = self.server()
        objects = []

        def add(number, pattern, modified="2026-01-01T00:00:00.000Z", **more):
            made = {"type": "indicator", "spec_version": "2.1", "id": f"indicator--{uuid.uuid5(uuid.NAMESPACE_URL, str(number))}",
                    "created": "2026-01-01T00:00:00.000Z", "modified": modified, "pattern": pattern, "pattern_type": "stix",
                    "valid_from": "2026-01-01T00:00:00Z", "indicator_types": ["malicious-activity"], **more}
            objects.append((f"2026-02-01T00:00:{len(objects):02}.000000Z", made))

        def page(request):
            from urllib.parse import parse_qs, urlparse
            asked = parse_qs(urlparse(request.path).query)
            after = asked.get("added_after", [""])[0]
            behind = [one for one in objects if one[0] > after]
            start = int(asked.get("next", ["0"])[0])
            part = behind[start:start + 2]
            body = {"objects": [made for _, made in part], "more": start + 2 < len(behind)}
            if body["more"]:
                body["next"] = str(start + 2)
            headers = {"Content-Type": "application/taxii+json;version=2.1"}
            if part:
                headers["X-TAXII-Date-Added-Last"] = part[-1][0]
            return Reply(json.dumps(body), headers=headers)

        for number in range(5):
            add(number, f"[domain-name:value = 'n{number}.evil-example.net']")
        server.pages["/api/collections/x/objects/"] = page
        node = self.fed(("taxii", {"url": server.url("/api/collections/x/"), "format": "taxii", "gone": "withdraw"}))
        for number in range(5):
            self.assertTrue(node.has(f"n{number}.evil-example.net"))
        self.assertEqual(self.again(node, "taxii")["outcome"], "unchanged")
        self.assertIn("added_after=2026-02-01T00%3A00%3A04", server.requests[-1][1])
        add(0, "[domain-name:value = 'other.evil-example.net']", modified="2026-02-02T00:00:00.000Z")
        self.again(node, "taxii")
        self.assertTrue(node.has("other.evil-example.net") and node.has("n1.evil-example.net"))
        self.assertFalse(node.has("n0.evil-example.net"), "a newer version of its object says another value")


if __name__ == "__main__":
    unittest.main(verbosity=2)
