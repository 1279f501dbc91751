"""Feeds whose servers lie: pages without an end, names of others' events, files that lead elsewhere."""
import gzip
import json
import os
import subprocess
import time
import unittest
import uuid
from urllib.parse import parse_qs, urlparse

from feed_case import Feeding, lines
from framework.feed_server import Reply
from framework.node import BIN, wait_for

COLLECTION = "/api/collections/x/"
MEDIA_TYPE = "application/taxii+json;version=2.1"


def indicator(number, **more):
    return {"type": "indicator", "spec_version": "2.1", "id": f"indicator--{uuid.uuid5(uuid.NAMESPACE_URL, str(number))}",
            "created": "2026-01-01T00:00:00.000Z", "modified": "2026-01-01T00:00:00.000Z", "pattern_type": "stix",
            "pattern": f"[domain-name:value = 'n{number}.evil-example.net']", "valid_from": "2026-01-01T00:00:00Z",
            "indicator_types": ["malicious-activity"], **more}


class Pages(Feeding):
    """A TAXII collection: `page` answers each request by its parameters and how many came before."""

    def reading(self, page, **settings):
        server = self.server()
        asked = []

        def answer(request):
            asked.append({name: values[0] for name, values in parse_qs(urlparse(request.path).query).items()})
            made = page(asked[-1], len(asked) - 1)
            return made if made is None or isinstance(made, Reply) else Reply(json.dumps(made), headers={"Content-Type": MEDIA_TYPE})

        server.pages[COLLECTION + "objects/"] = answer
        return self.fed(("taxii", {"url": server.url(COLLECTION), "format": "taxii", **settings})), asked

    def failing(self, node, word):
        status = self.of(node, "taxii")
        self.assertEqual(status["standing"], "failing", status)
        self.assertIn(word, status["last_error"])

    def test_a_next_that_stays_the_same_is_asked_for_once(self):
        node, asked = self.reading(lambda asked, number: {"objects": [indicator(number)], "more": True, "next": "again"})
        self.failing(node, "read before")
        self.assertEqual(len(asked), 2)

    def test_pages_that_lead_round_in_a_circle_are_read_once(self):
        node, asked = self.reading(lambda asked, number: {"objects": [indicator(number)], "more": True, "next": "ab"[number % 2]})
        self.failing(node, "read before")
        self.assertEqual(len(asked), 3)

    def test_dates_that_lead_round_in_a_circle_are_read_once(self):
        def page(asked, number):
            body = json.dumps({"objects": [indicator(number)], "more": True})
            return Reply(body, headers={"Content-Type": MEDIA_TYPE, "X-TAXII-Date-Added-Last": f"2026-02-0{number % 2 + 1}T00:00:00.000000Z"})

        node, asked = self.reading(page)
        self.failing(node, "read before")
        self.assertEqual(len(asked), 3)

    def test_pages_without_an_end_are_left_by_the_number_of_their_values(self):
        node, asked = self.reading(lambda asked, number: {"objects": [indicator(10 * number + at) for at in range(10)], "more": True, "next": str(number)}, max_values=1500)
        self.failing(node, "max_values")
        self.assertLessEqual(len(asked), 151, "a batch is fifty pages")
        self.assertTrue(node.has("n1.evil-example.net"), "what was read is kept")

    def test_slow_pages_without_an_end_are_left_in_time_and_gone_on_with(self):
        def page(asked, number):
            time.sleep(0.05)
            at = int(asked.get("next", "0"))
            since = int(asked.get("added_after", "2026-02-01T00:00:00.000000Z")[20:26])
            begin = at or since
            body = json.dumps({"objects": [indicator(begin)], "more": True, "next": str(begin + 1)})
            return Reply(body, headers={"Content-Type": MEDIA_TYPE, "X-TAXII-Date-Added-Last": f"2026-02-01T00:00:00.{begin + 1:06}Z"})

        node, asked = self.reading(page, run_timeout="4s")
        self.failing(node, "run_timeout")
        self.assertTrue(node.has("n1.evil-example.net"), "what was read is kept")
        before = len(asked)
        self.again(node, "taxii", code=3)
        self.assertGreaterEqual(int(asked[before]["added_after"][20:26]), before // 2, "the next run goes on where this one was")

    def test_what_came_before_a_page_that_cannot_be_read_is_kept(self):
        def page(asked, number):
            if number % 3 == 2:
                return Reply("it works!", headers={"Content-Type": MEDIA_TYPE})
            body = json.dumps({"objects": [indicator(number)], "more": True, "next": str(number)})
            return Reply(body, headers={"Content-Type": MEDIA_TYPE, "X-TAXII-Date-Added-Last": f"2026-02-01T00:00:0{number}.000000Z"})

        node, asked = self.reading(page)
        self.failing(node, "")
        self.assertTrue(node.has("n0.evil-example.net") and node.has("n1.evil-example.net"))
        self.assertFalse("added_after" in asked[0])
        self.again(node, "taxii", code=2)
        self.assertEqual(asked[3]["added_after"], "2026-02-01T00:00:00.000000Z", "the next run goes on where this one was")

    def test_what_was_added_at_one_time_is_not_lost_between_pages(self):
        """Page 2 of three fails once; all that they hold was added by one request."""
        def page(asked, number):
            if number == 1:
                return Reply("busy", status=503)
            if "added_after" in asked:
                return {"objects": []}
            at = int(asked.get("next", "0"))
            body = json.dumps({"objects": [indicator(at)], **({"more": True, "next": str(at + 1)} if at < 2 else {})})
            return Reply(body, headers={"Content-Type": MEDIA_TYPE, "X-TAXII-Date-Added-Last": "2026-02-01T00:00:00.000000Z"})

        node, asked = self.reading(page)
        self.failing(node, "503")
        self.assertTrue(node.has("n0.evil-example.net"), "what was read is kept")
        self.again(node, "taxii")
        self.assertTrue(node.has("n1.evil-example.net") and node.has("n2.evil-example.net"))

    def test_a_feed_called_as_a_page_of_another_does_not_take_its_place(self):
        server, asked = self.server(), []

        def page(request):
            asked.append(request.path)
            if len(asked) == 2:  # the first page lies on the disk; the other feed's list comes in between
                wait_for(lambda: server.asked("/list"), 20, "the other feed")
                time.sleep(0.5)
            made = {"objects": [indicator(len(asked))], **({"more": True, "next": "2"} if len(asked) == 1 else {})}
            return Reply(json.dumps(made), headers={"Content-Type": MEDIA_TYPE})

        def other(request):
            wait_for(lambda: len(asked) == 2, 20, "the second page")
            return Reply(lines("evil-name.tw"))

        server.pages[COLLECTION + "objects/"] = page
        server.pages["/list"] = other
        node = self.fed(("taxii", {"url": server.url(COLLECTION), "format": "taxii", "timeout": "30s"}),
                        ("taxii-0", {"url": server.url("/list"), "timeout": "30s"}))
        self.assertEqual(self.of(node, "taxii")["standing"], "waiting", self.of(node, "taxii"))
        self.assertTrue(node.has("n1.evil-example.net") and node.has("evil-name.tw"))

    def test_empty_pages_without_an_end_are_left_in_time(self):
        node, asked = self.reading(lambda asked, number: {"more": True, "next": str(number)}, run_timeout="2s")
        self.failing(node, "run_timeout")

    def test_an_object_that_cannot_be_read_keeps_none_of_its_page_out(self):
        bad = ('{"a":' * 200 + "1" + "}" * 200, '{"id": "x", "id": "y"}', '{"x": NaN}', '{"x": "\\ud83d"}')
        body = '{"objects": [%s, %s, %s]}' % (json.dumps(indicator(1)), ", ".join(bad), json.dumps(indicator(2)))
        node, asked = self.reading(lambda asked, number: Reply(body, headers={"Content-Type": MEDIA_TYPE}))
        status = self.of(node, "taxii")
        self.assertEqual((status["standing"], status["refused"]), ("waiting", 4), status)
        self.assertIn('has "id" twice', json.dumps(status["remarks"]).replace("\\", ""))
        self.assertTrue(node.has("n1.evil-example.net") and node.has("n2.evil-example.net"))

    def test_a_page_that_is_deep_twofold_or_a_bomb_is_refused_whole(self):
        deep = '{"objects": [], "x": ' + '{"a":' * 200 + "1" + "}" * 200 + "}"
        twofold = '{"objects": [], "objects": [%s]}' % json.dumps(indicator(1))
        for body in (deep, twofold, '{"objects": [], "x": "' + "y" * 10_000_000 + '"}', "[" * 100_000):
            node, asked = self.reading(lambda asked, number, body=body: Reply(body, headers={"Content-Type": MEDIA_TYPE}))
            self.assertEqual(self.of(node, "taxii")["standing"], "failing", body[:40])
            self.assertEqual(self.bulletins(node), 0)
        bomb = Reply(gzip.compress(b'{"objects": [' + b" " * 100_000_000), headers={"Content-Encoding": "gzip"})
        node, asked = self.reading(lambda asked, number: bomb, max_size="1MiB")
        self.failing(node, "longer than")

    def test_one_id_many_times_in_a_page_is_each_value_once(self):
        same = [indicator(1, modified=f"2026-01-01T00:00:{second:02}.000Z") for second in range(60)]
        node, asked = self.reading(lambda asked, number: {"objects": same + same})
        self.assertEqual(self.of(node, "taxii")["standing"], "waiting", self.of(node, "taxii"))
        self.assertTrue(node.has("n1.evil-example.net"))


class Misp(Feeding):
    def event(self, number, value):
        made = str(uuid.uuid5(uuid.NAMESPACE_URL, str(number)))
        return made, {"Event": {"uuid": made, "info": f"Event {number}", "date": "2026-01-01", "timestamp": "1700000000",
                                "threat_level_id": "2", "analysis": "2", "published": True, "Orgc": {"name": "CERT"},
                                "Attribute": [{"uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, value)), "type": "domain", "value": value,
                                               "category": "Network activity", "to_ids": True, "timestamp": "1700000000"}]}}

    def manifest(self, *events):
        return json.dumps({made: {"info": event["Event"]["info"], "timestamp": "1700000000", "Orgc": {"name": "CERT"}} for made, event in events})

    def test_an_event_under_anothers_name_is_refused_and_told_and_the_rest_goes_on(self):
        server = self.server()
        first, second = self.event(1, "a.evil-example.net"), self.event(2, "b.evil-example.net")
        server.pages["/misp/manifest.json"] = Reply(self.manifest(first, second))
        server.pages[f"/misp/{first[0]}.json"] = Reply(json.dumps(self.event(3, "c.evil-example.net")[1]))
        server.pages[f"/misp/{second[0]}.json"] = Reply(json.dumps(second[1]))
        node = self.fed(("misp", {"url": server.url("/misp/"), "format": "misp-feed"}))
        status = self.of(node, "misp")
        self.assertEqual((status["standing"], status["refused"]), ("waiting", 1), status)
        self.assertIn("another event than the manifest says", json.dumps(status["remarks"]))
        self.assertTrue(node.has("b.evil-example.net"))
        self.assertFalse(node.has("c.evil-example.net"))

    def test_an_event_that_is_missing_is_asked_for_again(self):
        server = self.server()
        first, second = self.event(1, "evil-name.tw"), self.event(2, "evil-other.tw")
        server.pages["/misp/manifest.json"] = Reply(self.manifest(first, second))
        server.pages[f"/misp/{first[0]}.json"] = Reply(json.dumps(first[1]))
        node = self.fed(("misp", {"url": server.url("/misp/"), "format": "misp-feed"}))
        self.assertEqual((self.of(node, "misp")["standing"], self.of(node, "misp")["refused"]), ("waiting", 1))
        server.pages[f"/misp/{second[0]}.json"] = Reply(json.dumps(second[1]))
        self.assertEqual(self.again(node, "misp")["refused"], 0)
        self.assertTrue(node.has("evil-name.tw") and node.has("evil-other.tw"))
        self.assertEqual(len(server.asked(f"/misp/{first[0]}.json")), 1, "the other is here")

    def test_a_server_that_answers_every_page_alike_is_left(self):
        server = self.server()
        full = json.dumps({"response": [self.event(number, f"n{number}.evil-example.net")[1] for number in range(50)]})
        server.pages["/events/restSearch"] = lambda request: Reply(full)
        node = self.fed(("misp", {"url": server.url("/"), "format": "misp-api"}))
        self.assertIn("does not turn pages", self.of(node, "misp")["last_error"])
        self.assertEqual(len(server.requests), 2)
        self.assertTrue(node.has("n1.evil-example.net"))

    def at(self, number, timestamp):
        made, event = self.event(number, f"n{number}.evil-name.tw")
        event["Event"]["timestamp"] = event["Event"]["publish_timestamp"] = str(timestamp)
        return event

    def slow_server(self, order):
        """A MISP server whose pages take long and never end; `order` puts each page's events into theirs."""
        server, asked = self.server(), []

        def search(request):
            body = json.loads(request.body)
            if body["order"].endswith("DESC"):
                return Reply(json.dumps({"response": [self.at(0, 1_800_000_000)]}))
            asked.append(body)
            time.sleep(0.2)
            begin = max(int(body.get("publish_timestamp", 0)) - 1_700_000_000, 0) + 50 * (body["page"] - 1)
            return Reply(json.dumps({"response": order([self.at(begin + at, 1_700_000_000 + begin + at) for at in range(50)])}))

        server.pages["/events/restSearch"] = search
        return server, asked

    def test_a_misp_server_whose_events_do_not_end_in_time_is_left_and_gone_on_with(self):
        server, asked = self.slow_server(lambda events: events)
        node = self.fed(("misp", {"url": server.url("/"), "format": "misp-api", "run_timeout": "2s", "gone": "withdraw"}))
        status = self.of(node, "misp")
        self.assertEqual(status["standing"], "failing", status)
        self.assertIn("run_timeout", status["last_error"])
        self.assertTrue(node.has("n1.evil-name.tw"), "what was read is kept")
        before = len(asked)
        self.again(node, "misp", code=3)
        self.assertEqual((asked[before]["publish_timestamp"], asked[before]["page"]), (str(1_700_000_000 + 49 * before), 1),
                         "the next run goes on where this one was")
        self.assertTrue(node.has("n1.evil-name.tw"), "and takes nothing back that it did not see")

    def test_a_misp_server_that_does_not_sort_is_gone_on_with_from_where_the_run_began(self):
        server, asked = self.slow_server(lambda events: events[::-1])
        node = self.fed(("misp", {"url": server.url("/"), "format": "misp-api", "run_timeout": "2s"}))
        self.assertIn("run_timeout", self.of(node, "misp")["last_error"])
        before = len(asked)
        self.again(node, "misp", code=3)
        self.assertNotIn("publish_timestamp", asked[before], "what is still to come may be older than what came")

    def changing_server(self, sorts):
        """A MISP server of 130 events, one of which is edited, and so not published any more, behind the first page."""
        server, asked = self.server(), []
        events = [self.at(number, 1_700_000_000 + number) for number in range(130)]
        events[60:] = [self.at(number, 1_700_000_060 + number // 60) for number in range(60, 130)]  # many of one second

        def search(request):
            body = json.loads(request.body)
            found = [event for event in events if int(event["Event"]["publish_timestamp"]) >= int(body.get("publish_timestamp", 0))]
            if sorts and body["order"].endswith("DESC"):
                found.reverse()
            elif not asked:
                events.pop(7)
            asked.append(body)
            begin = body["limit"] * (body["page"] - 1)
            return Reply(json.dumps({"response": found[begin:begin + body["limit"]]}))

        server.pages["/events/restSearch"] = search
        return server, asked

    def test_an_event_that_changes_while_a_misp_server_is_read_keeps_no_other_out(self):
        server, asked = self.changing_server(sorts=True)
        node = self.fed(("misp", {"url": server.url("/"), "format": "misp-api"}))
        self.assertEqual(self.of(node, "misp")["standing"], "waiting", self.of(node, "misp"))
        self.assertEqual([number for number in range(130) if not node.has(f"n{number}.evil-name.tw")], [])
        self.assertEqual([(body["page"], body["limit"]) for body in asked], [(1, 50), (1, 1), (1, 50), (1, 50), (2, 50)])

    def test_a_misp_server_that_only_seems_to_sort_is_read_by_pages(self):
        server, asked = self.changing_server(sorts=False)
        node = self.fed(("misp", {"url": server.url("/"), "format": "misp-api"}))
        self.assertEqual([body["page"] for body in asked], [1, 1, 2, 3])
        self.assertTrue(all("publish_timestamp" not in body for body in asked))
        self.assertTrue(node.has("n129.evil-name.tw"))

    def test_a_misp_feed_whose_events_do_not_end_in_time_is_left_and_gone_on_with(self):
        server = self.server()
        events = [self.event(number, f"n{number}.evil-name.tw") for number in range(20)]
        server.pages["/misp/manifest.json"] = Reply(self.manifest(*events))
        for made, event in events:
            server.pages[f"/misp/{made}.json"] = lambda request, event=event: time.sleep(0.3) or Reply(json.dumps(event))
        node = self.fed(("misp", {"url": server.url("/misp/"), "format": "misp-feed", "run_timeout": "2s", "gone": "withdraw"}))
        self.assertIn("run_timeout", self.of(node, "misp")["last_error"])
        for _ in range(6):
            if self.of(node, "misp")["standing"] == "waiting":
                break
            node.run("feed", "run", "misp", check=False)
        self.assertEqual(self.of(node, "misp")["standing"], "waiting", self.of(node, "misp"))
        self.assertEqual([len(server.asked(f"/misp/{made}.json")) for made, _ in events], 20 * [1], "each was fetched once")
        for number in range(20):
            self.assertTrue(node.has(f"n{number}.evil-name.tw"))

    def test_a_misp_feed_whose_manifest_takes_all_the_time_comes_further_with_each_run(self):
        server = self.server()
        events = [self.event(number, f"n{number}.evil-name.tw") for number in range(3)]
        server.pages["/misp/manifest.json"] = lambda request: time.sleep(1.6) or Reply(self.manifest(*events))
        server.pages["/misp/hashes.csv"] = lambda request: time.sleep(1.6) or Reply("no such page", 404)
        for made, event in events:
            server.pages[f"/misp/{made}.json"] = Reply(json.dumps(event))
        node = self.fed(("misp", {"url": server.url("/misp/"), "format": "misp-feed", "run_timeout": "3s", "timeout": "10s"}))
        self.assertIn("run_timeout", self.of(node, "misp")["last_error"])
        self.again(node, "misp", code=3)
        self.assertEqual(self.again(node, "misp")["standing"], "waiting", "one event each time")
        self.assertTrue(node.has("n2.evil-name.tw"))

    def test_a_link_in_a_folder_of_events_does_not_lead_out(self):
        inside, outside = self.folder / "events", self.folder / "others"
        inside.mkdir()
        outside.mkdir()
        first, second = self.event(1, "a.evil-example.net"), self.event(2, "b.evil-example.net")
        (inside / "manifest.json").write_text(self.manifest(first, second))
        (outside / "event.json").write_text(json.dumps(first[1]))
        (inside / f"{first[0]}.json").symlink_to(outside / "event.json")
        (inside / f"{second[0]}.json").write_text(json.dumps(second[1]))
        node = self.fed(("misp", {"folder": str(inside), "format": "misp-feed"}))
        self.assertIn("leads out of the folder", json.dumps(self.of(node, "misp")["remarks"]))
        self.assertTrue(node.has("b.evil-example.net"))
        self.assertFalse(node.has("a.evil-example.net"))


class Folders(Feeding):
    def inbox(self, name, **files):
        folder = self.folder / name
        folder.mkdir()
        for file, content in files.items():
            (folder / file.replace("_", ".")).write_text(content)
        return folder

    def test_one_bad_file_is_told_and_the_rest_goes_on(self):
        inbox = self.inbox("bad", one_txt=lines("a.evil-example.net"), two_txt=lines("b.evil-example.net"))
        node = self.fed(("soc", {"folder": str(inbox), "gone": "withdraw"}))
        self.assertTrue(node.has("a.evil-example.net") and node.has("b.evil-example.net"))
        (inbox / "one.txt").write_text('{"type": "bundle", "id": "bundle--1", "objects": [')
        (inbox / "two.txt").write_text(lines("b.evil-example.net", "c.evil-example.net"))
        status = self.again(node)
        self.assertEqual((status["standing"], status["refused"], status["added"]), ("waiting", 1, 1), status)
        self.assertIn("one.txt", json.dumps(status["remarks"]))
        self.assertTrue(node.has("a.evil-example.net"), "what cannot be read is not gone")
        self.assertTrue(node.has("c.evil-example.net"))
        self.assertEqual(self.again(node)["refused"], 1, "it is tried again, and told again")
        (inbox / "one.txt").write_text(lines("d.evil-example.net"))
        status = self.again(node)
        self.assertEqual((status["refused"], status["added"], status["gone"]), (0, 1, 1), status)
        self.assertFalse(node.has("a.evil-example.net"))

    def test_a_folder_of_bad_files_alone_fails(self):
        inbox = self.inbox("all-bad", one_txt='{"type": "bundle", "id": "bundle--1", "objects": [')
        node = self.fed(("soc", {"folder": str(inbox)}))
        self.assertIn("one.txt", self.of(node)["last_error"])

    def test_a_folder_of_folders_alone_fails(self):
        inbox = self.inbox("of-folders")
        (inbox / "lists").mkdir()
        node = self.fed(("soc", {"folder": str(inbox)}))
        self.assertIn("lists: a folder in the folder is not read", self.of(node)["last_error"])
        (inbox / "one.txt").write_text(lines("evil-name.tw"))
        self.assertEqual(self.again(node)["standing"], "waiting")

    def test_links_are_followed_within_the_folder_alone(self):
        inbox = self.inbox("links", one_txt=lines("a.evil-example.net"))
        secret = self.inbox("elsewhere", secret_txt=lines("secret.evil-example.net"))
        (inbox / "out.txt").symlink_to(secret / "secret.txt")
        (inbox / "again.txt").symlink_to(inbox / "one.txt")
        node = self.fed(("soc", {"folder": str(inbox)}))
        status = self.of(node)
        self.assertEqual((status["standing"], status["refused"]), ("waiting", 1), status)
        self.assertIn("out.txt leads out of the folder", json.dumps(status["remarks"]))
        self.assertTrue(node.has("a.evil-example.net"))
        self.assertFalse(node.has("secret.evil-example.net"))
        os.unlink(inbox / "out.txt")
        self.assertEqual(self.again(node)["refused"], 0)

    def test_backups_are_not_read_and_a_subfolder_is_told(self):
        inbox = self.inbox("kept", one_txt=lines("evil-name.tw"))
        (inbox / "one.txt~").write_text(lines("former-name.tw"))
        (inbox / "old").mkdir()
        (inbox / "old" / "two.txt").write_text(lines("older-name.tw"))
        node = self.fed(("soc", {"folder": str(inbox)}))
        status = self.of(node)
        self.assertEqual((status["standing"], status["added"], status["left_out"]), ("waiting", 1, 1), status)
        self.assertIn("old: a folder in the folder is not read", status["remarks"])
        self.assertFalse(node.has("former-name.tw") or node.has("older-name.tw"))

    def test_a_feed_has_a_pap_of_its_own_which_check_judges(self):
        inbox = self.inbox("pap", one_txt=lines("a.evil-example.net"))
        node = self.fed(("soc", {"folder": str(inbox), "pap": "red", "tlp": "green"}))
        self.assertIn('"red"', json.dumps(node.json("query", "a.evil-example.net", "--exact")[0]))
        node.config.write_text(node.config.read_text().replace('pap = "red"', 'pap = "purple"'))
        done = subprocess.run([BIN / "tidingsd", "check", "--config", node.config], capture_output=True, text=True)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("pap: ", done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
