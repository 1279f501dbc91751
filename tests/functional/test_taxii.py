"""TAXII 2.1 over HTTPS: by a client written from the standard, and by curl."""
import gzip
import json
import subprocess
import threading
import time

import samples
from framework.node import FULL, link, wait_for
from framework.receiver import make_certificate
from framework.taxii_client import MEDIA_TYPE
from https_case import CREATED, HttpsCase, indicator


class Taxii(HttpsCase):
    def test_nobody_is_told_anything_without_credentials_that_are_known(self):
        node = self.serving(client_certificates="true")
        token = self.token(node)
        for made in (self.client(node, discover=False), self.client(node, "tidings_" + "0" * 64, discover=False),
                     self.client(node, user=("siem", "wrong password"), discover=False)):
            error = self.refused(401, made.discover)
            self.assertIn("Basic", ", ".join(error.headers.get_all("WWW-Authenticate")))
        self.assertTrue(self.client(node, token).collections())
        self.assertTrue(self.client(node, user=("siem", token)).collections(), "a token is taken as a password, too")
        secret = node.home / "password"
        secret.write_text("correct horse battery\n")
        node.run("access", "user", "add", "lin", "--password-file", secret)
        self.assertTrue(self.client(node, user=("lin", "correct horse battery")).collections())
        make_certificate(self.folder, name="client")
        node.run("access", "certificate", "add", "probe", "--certificate", self.folder / "client.crt")
        self.assertTrue(self.client(node, certificate=self.folder / "client.both.pem").collections())
        made = self.client(node, token)
        node.run("access", "revoke", "siem")
        self.refused(401, made.collections)
        self.assertNotIn(token, node.log.read_text())
        self.assertNotIn("correct horse", node.log.read_text())
        self.assertEqual({one["name"] for one in node.json("access", "list")}, {"lin", "probe"})
        self.assertIn("up to TLP:GREEN", node.run("access", "list", "-o", "human").stdout)

    def test_tokens_expire_and_outlive_a_restart(self):
        node = self.serving()
        token = self.token(node)
        short = self.token(node, "short", "--expires", "2s")
        self.assertTrue(self.client(node, short).collections())
        node.stop()
        node.start()
        self.assertTrue(self.client(node, token).collections())
        time.sleep(2.1)
        self.refused(401, self.client(node, short, discover=False).discover)

    def test_what_the_standard_says_of_paths_media_types_and_parameters(self):
        node = self.serving(collections=({"name": "all"}, {"name": "in", "read": False, "write": True}))
        made = self.client(node, self.token(node))
        everything, writable = (one["id"] for one in made.collections())
        self.assertEqual([(one["can_read"], one["can_write"]) for one in made.collections()], [(True, False), (False, True)])
        self.assertEqual(made.get(made.path(everything, ""))["alias"], "all")
        self.assertEqual(made.page(everything), {}, "nothing is an empty envelope")
        ask = lambda path, **headers: made.ask("GET", path, **headers)
        self.refused(404, ask, "/taxii2")
        self.refused(404, ask, "/taxii2/other/")
        self.refused(404, ask, made.path("00000000-0000-4000-8000-000000000000", "objects/"))
        self.refused(406, ask, "/taxii2/", Accept="application/xml")
        self.refused(406, ask, "/taxii2/", Accept="application/taxii+json;version=2.0")
        self.refused(415, made.ask, "POST", made.path(writable, "objects/"), {}, **{"Content-Type": "application/json"})
        self.refused(403, made.page, writable)
        self.refused(403, made.post, everything, [])
        self.refused(405, made.ask, "DELETE", made.path(everything, "objects/"))
        self.refused(404, made.page, everything, "objects/indicator--00000000-0000-4000-8000-000000000000/")
        for wrong in ({"limit": "0"}, {"limit": "x"}, {"added_after": "yesterday"}, {"match[version]": "newest"},
                      {"match[id]": "indicator"}, {"match[type]": "a, b"}, {"next": "made-up"}):
            self.refused(400, made.page, everything, **wrong)
        self.refused(400, made.ask, "GET", made.path(everything, "objects/?limit=1&limit=2"))
        self.refused(400, made.post, writable, "no list of objects")
        self.refused(404, made.get, made.root + "status/2d086da7-4bdc-4f91-900e-d77486753710/")
        self.assertEqual(made.raw("GET", "/else", headers={})[0], 404)

    def test_collections_take_what_they_say_they_take(self):
        node = self.serving(collections=({"name": "in", "read": False, "write": True, "remove": True}, {"name": "out"},
                                         {"name": "closed", "read": False}, "both"))
        made = self.client(node, self.token(node))
        told = {one["alias"]: one for one in made.collections()}
        self.assertEqual({name: (one["can_read"], one["can_write"]) for name, one in told.items()},
                         {"in": (False, True), "out": (True, False), "closed": (False, False), "both": (True, True)})
        posted = indicator(1, "posted.bad-host.com")
        self.assertEqual(made.post(told["in"]["id"], [posted])["success_count"], 1)
        self.assertEqual(made.page(told["out"]["id"])["objects"], [posted])
        one = f"objects/{posted['id']}/"
        for name in ("in", "closed"):
            for rest in ("objects/", "manifest/", one, one + "versions/"):
                self.refused(403, made.page, told[name]["id"], rest)
        for name in ("out", "closed"):
            self.refused(403, made.post, told[name]["id"], [posted])
        for name in ("in", "out", "closed"):
            self.refused(403, made.ask, "DELETE", made.path(told[name]["id"], one))
        made.ask("DELETE", made.path(told["both"]["id"], one))
        self.assertEqual(made.page(told["out"]["id"]), {})

    def test_a_role_does_what_it_is_for_and_no_more(self):
        node = self.serving()
        role = lambda name: self.client(node, self.token(node, name, "--role", name, "--max-tlp", "amber"))
        reader, publisher, operator, admin = map(role, ("reader", "publisher", "operator", "admin"))
        everything = self.all_of(reader)
        posted = [indicator(number, f"c{number}.bad-host.com") for number in range(1, 4)]
        self.refused(403, reader.post, everything, posted)
        for number, made in enumerate((publisher, operator, admin)):
            self.assertEqual(made.post(everything, posted[number:number + 1])["success_count"], 1)
        remove = lambda made, number: made.ask("DELETE", made.path(everything, f"objects/{posted[number]['id']}/"))
        self.refused(403, remove, reader, 0)
        self.refused(403, remove, publisher, 0)
        remove(operator, 0)
        remove(admin, 1)
        self.assertEqual(reader.page(everything)["objects"], posted[2:])

    def test_conditions_are_joined_by_and_and_their_values_by_or(self):
        node = self.serving()
        made = self.client(node, self.token(node))
        everything = self.all_of(made)
        ones = [indicator(number, f"c{number}.bad-host.com") for number in range(3)]
        family = samples.as_published({
            "type": "malware", "spec_version": "2.1", "id": "malware--00000000-0000-4000-8000-000000000001",
            "created": CREATED, "modified": CREATED, "is_family": True, "name": "Emotet"})
        made.post(everything, [*ones, family])
        ask = lambda **conditions: [one["id"] for one in made.page(everything, **{f"match[{name}]": value for name, value in conditions.items()}).get("objects", [])]
        ids = [one["id"] for one in (*ones, family)]
        self.assertCountEqual(ask(type="indicator,malware"), ids)
        self.assertEqual(ask(type="malware"), [family["id"]])
        self.assertCountEqual(ask(id=f"{ids[0]},{ids[3]}"), [ids[0], ids[3]])
        self.assertEqual(ask(id=f"{ids[0]},{ids[3]}", type="indicator"), [ids[0]])
        self.assertEqual(ask(id=f"{ids[0]},{ids[3]}", type="tool,malware", version=f"{CREATED},first", spec_version="2.1,2.0"), [ids[3]])
        self.assertEqual(ask(type="malware", spec_version="2.0"), [])
        self.refused(400, made.ask, "GET", made.path(everything, "objects/?match[type]=indicator&match[type]=malware"))
        self.assertEqual(made.page(everything, limit=1, **{"match[type]": "malware"})["objects"], [family])

    def test_bodies_that_are_no_envelope_are_refused_and_the_rest_of_one_goes_on(self):
        node = self.serving()
        made = self.client(node, self.token(node))
        everything = self.all_of(made)
        where = made.path(everything, "objects/")
        send = lambda body, **headers: made.raw("POST", where, body, {"Content-Type": MEDIA_TYPE, "Accept": MEDIA_TYPE, **headers})
        good = json.dumps(indicator(1, "good.bad-host.com"))
        for body in (b"", b"{", b"[" * 100_000, b'{"objects": [], "x": ' + b'{"a":' * 200 + b"1" + b"}" * 200 + b"}", b'{"objects": "x"}',
                     f'{{"objects": [{good}]'.encode(), b'{"objects": [], "more": NaN}',
                     f'{{"objects": [{good}], "objects": []}}'.encode()):
            status, answer = send(body)
            self.assertIn(status, (400, 413), body[:60])
            self.assertTrue(json.loads(answer)["title"])
        self.assertEqual(send(gzip.compress(b'{"objects": []}'), **{"Content-Encoding": "gzip"})[0], 415)
        twice = json.loads(good)["id"]
        bad = '{"type": "indicator", "type": "tool", "id": "%s"}' % twice.replace("00000001", "00000002")
        status, answer = send(f'{{"objects": [{good}, 7, {{"id": "nothing"}}, {{"x": 1e999999}}]}}'.encode())
        status = json.loads(answer)
        self.assertEqual((status["success_count"], made.page(everything)["objects"]), (1, [json.loads(good)]), status)
        self.assertGreaterEqual(status["failure_count"], 2, status)
        self.assertIn(send(f'{{"objects": [{bad}]}}'.encode())[0], (202, 400))
        self.assertEqual(made.page(everything)["objects"], [json.loads(good)])

    def test_what_is_said_here_is_told_as_stix_with_dates_ids_and_markings(self):
        node = self.serving()
        made = self.client(node, self.token(node))
        everything = self.all_of(made)
        self.publish(node, ["evil.example.net", "45.62.198.73", "https://bad.example.org/x"], "--tlp", "green", "--role", "c2")
        told = made.page(everything)["objects"]
        self.assertEqual([one["type"] for one in told], ["indicator"] * 3)
        self.assertIn("[domain-name:value = 'evil.example.net']", [one["pattern"] for one in told])
        self.assertTrue(all("bab4a63c-aed9-4cf5-a766-dfca5abac2bb" in one["object_marking_refs"][0] for one in told))
        records = made.page(everything, "manifest/")["objects"]
        self.assertEqual([one["id"] for one in records], [one["id"] for one in told])
        dates = [one["date_added"] for one in records]
        self.assertEqual(sorted(set(dates)), dates, "dates are unique and rise")
        self.assertEqual(made.page(everything), made.page(everything), "reading again makes no other object")
        one = told[0]["id"]
        self.assertEqual(made.page(everything, f"objects/{one}/")["objects"], [told[0]])
        self.assertEqual(len(made.page(everything, f"objects/{one}/versions/")["versions"]), 1)
        self.assertEqual(made.page(everything, **{"match[id]": f"{told[2]['id']},{one}"})["objects"], [told[0], told[2]])
        self.assertEqual(made.page(everything, **{"match[type]": "malware,sighting"}), {})
        self.assertEqual(made.page(everything, **{"match[spec_version]": "2.0"}), {})
        identity = made.page(everything, f"objects/{told[0]['created_by_ref']}/")["objects"][0]
        self.assertEqual(identity["name"], "alpha")
        marking = told[0]["object_marking_refs"][0]
        self.assertEqual(made.page(everything, f"objects/{marking}/")["objects"][0]["type"], "marking-definition")
        node.stop()
        node.start()
        again = self.client(node, self.token(node, "again", "--max-tlp", "green"))
        self.assertEqual(again.page(everything, f"objects/{one}/")["objects"], [told[0]], "found though nobody was told it lately")
        self.assertEqual(again.page(everything, added_after=dates[1])["objects"], told[2:])

    def test_pages_by_next_and_by_added_after_lose_and_repeat_nothing_while_more_arrives(self):
        node = self.serving()
        made = self.client(node, self.token(node))
        everything = self.all_of(made)
        total, batches = 100_000, 20
        lines = [f"n{i}.paged.example.net" for i in range(total)]

        def arrive():
            for begin in range(0, total, total // batches):
                self.publish(node, lines[begin:begin + total // batches], "--tlp", "green")

        arriving = threading.Thread(target=arrive)
        arriving.start()
        seen, after = [], None
        while True:
            is_over = not arriving.is_alive()
            page = made.page(everything, **({"added_after": after} if after else {}), limit=1000)
            seen += [one["pattern"] for one in page.get("objects", [])]
            after = made.last.get("X-TAXII-Date-Added-Last") or after
            if is_over and not page.get("objects"):
                break
        arriving.join()
        self.assertEqual(len(seen), total)
        self.assertEqual(len(set(seen)), total)
        by_next = [one["id"] for one in made.objects(everything, limit=997)]
        self.assertEqual(len(set(by_next)), total)
        page = made.page(everything, limit=2)
        self.refused(400, made.page, everything, "manifest/", limit=2, next=page["next"])

    def test_what_is_posted_comes_back_as_it_was_and_is_known_here_and_to_partners(self):
        alpha, beta = self.serving(), self.serving("beta")
        link(alpha, beta, FULL)
        made = self.client(alpha, self.token(alpha))
        everything = self.all_of(made)
        objects = [indicator(1, "posted.bad-host.com", name="C2 é \u4e2d", x_custom={"deep": [1, 2.50, None]}, confidence=80),
                   {"type": "malware", "spec_version": "2.1", "id": "malware--00000000-0000-4000-8000-000000000001",
                    "created": CREATED, "modified": CREATED, "is_family": True, "name": "Emotet"},
                   {"type": "x-odd-thing", "spec_version": "2.1", "id": "x-odd-thing--00000000-0000-4000-8000-000000000002",
                    "created": CREATED, "modified": CREATED, "x_says": "kept"}]
        objects[1:] = map(samples.as_published, objects[1:])
        status = made.post(everything, objects)
        self.assertEqual((status["status"], status["total_count"], status["success_count"], status["failure_count"]), ("complete", 3, 3, 0), status)
        self.assertEqual(made.get(made.root + f"status/{status['id']}/"), status)
        self.assertCountEqual(made.page(everything)["objects"], objects)
        self.assertTrue(alpha.has("posted.bad-host.com"))
        wait_for(lambda: beta.has("posted.bad-host.com"), what="its way to beta")
        at_beta = self.client(beta, self.token(beta))
        self.assertCountEqual(at_beta.page(self.all_of(at_beta))["objects"], objects)
        self.refused(404, self.client(alpha, self.token(alpha, "other")).get, made.root + f"status/{status['id']}/")
        self.assertEqual(made.post(everything, objects)["success_count"], 3)
        self.assertEqual(len(made.page(everything)["objects"]), 3, "posted again it is no second object")
        newer = {**objects[0], "modified": "2026-04-01T08:00:00.000Z", "name": "C2, still"}
        made.post(everything, [newer])
        self.assertCountEqual(made.page(everything)["objects"], [newer, *objects[1:]])
        one = f"objects/{newer['id']}/"
        self.assertEqual(made.page(everything, one + "versions/")["versions"], ["2026-03-01T08:00:00.000000Z", "2026-04-01T08:00:00.000000Z"])
        self.assertEqual(made.page(everything, one, **{"match[version]": "first"})["objects"], [objects[0]])
        self.assertEqual(made.page(everything, one, **{"match[version]": "all"})["objects"], [objects[0], newer])
        self.assertEqual(made.page(everything, one, **{"match[version]": CREATED})["objects"], [objects[0]])
        self.assertEqual(len(made.page(everything, **{"match[version]": "all"})["objects"]), 4)
        made.ask("DELETE", made.path(everything, one), parameters={"match[version]": CREATED})
        self.assertEqual(made.page(everything, one, **{"match[version]": "all"})["objects"], [newer])

    def test_a_posted_marking_wider_than_is_published_unattended_is_refused_and_told(self):
        node = self.serving()
        made = self.client(node, self.token(node))
        everything = self.all_of(made)
        clear = indicator(7, "wide.bad-host.com", object_marking_refs=["marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487"])
        status = made.post(everything, [clear, indicator(8, "narrow.bad-host.com")])
        self.assertEqual((status["success_count"], status["failure_count"]), (1, 1), status)
        self.assertIn("unattended", status["failures"][0]["message"])
        self.assertFalse(node.has("wide.bad-host.com"))
        self.assertTrue(node.has("narrow.bad-host.com"))
        warned = indicator(10, "www.example.net")
        status = made.post(everything, [warned])
        self.assertIn("warning list", status["successes"][0]["message"])
        self.assertFalse(node.has("www.example.net"))
        self.assertIn(warned, made.page(everything)["objects"])

    def test_a_posted_marking_that_needs_a_second_person_is_refused_and_told(self):
        node = self.node("alpha")
        node.set("publish", review='"two-person"', review_above='"amber"')
        self.serving_at(node)
        made = self.client(node, self.token(node))
        strict = indicator(8, "narrow.bad-host.com", object_marking_refs=["marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003"])
        status = made.post(self.all_of(made), [indicator(7, "wide.bad-host.com"), strict])
        self.assertEqual((status["success_count"], status["failure_count"]), (1, 1), status)
        self.assertIn("second person", status["failures"][0]["message"])
        self.assertFalse(node.has("wide.bad-host.com"))
        self.assertTrue(node.has("narrow.bad-host.com"))

    def test_what_is_withdrawn_replaced_or_deleted_is_told_as_revoked(self):
        node = self.serving()
        made = self.client(node, self.token(node))
        everything = self.all_of(made)
        gone = self.publish(node, ["gone.example.net"], "--tlp", "green")
        kept = self.publish(node, ["kept.example.net", "dropped.example.net"], "--tlp", "green")
        self.publish(node, ["twice.example.net"], "--tlp", "green")
        again = self.publish(node, ["twice.example.net"], "--tlp", "amber")
        told = {one["pattern"].split("'")[1]: one for one in made.page(everything)["objects"]}
        self.assertEqual(set(told), {"gone.example.net", "kept.example.net", "dropped.example.net", "twice.example.net"})
        after = made.last["X-TAXII-Date-Added-Last"]
        node.run("withdraw", gone["publication"])
        node.run("withdraw", again["publication"])
        node.run("amend", kept["publication"], "-", "--yes", "--allow-special", input="kept.example.net\n")
        later = made.page(everything, added_after=after)["objects"]
        self.assertEqual({one["id"]: one.get("revoked", False) for one in later},
                         {told["gone.example.net"]["id"]: True, told["dropped.example.net"]["id"]: True, told["kept.example.net"]["id"]: False})
        self.assertTrue(all(one["modified"] > told[name]["modified"] for one in later
                            for name in told if told[name]["id"] == one["id"]))
        after = made.last["X-TAXII-Date-Added-Last"]
        made.ask("DELETE", made.path(everything, f"objects/{told['kept.example.net']['id']}/"))
        self.refused(404, made.page, everything, f"objects/{told['kept.example.net']['id']}/")
        self.assertEqual([one.get("revoked") for one in made.page(everything, added_after=after)["objects"]], [True])
        self.assertFalse(node.has("kept.example.net"))
        posted = indicator(9, "posted.bad-host.com")
        made.post(everything, [posted])
        made.ask("DELETE", made.path(everything, f"objects/{posted['id']}/"))
        self.assertFalse(node.has("posted.bad-host.com"))
        self.assertNotIn(posted["id"], [one["id"] for one in made.page(everything)["objects"]])

    def test_each_sees_what_its_ceiling_and_a_partners_terms_let_it_see(self):
        alpha, beta = self.serving(collections=("all", {"name": "health", "ecosystems": ["health"]}, {"name": "wide", "max_tlp": "green"})), self.node("beta").start()
        link(alpha, beta, ("--send", "green", "--accept", "red"))
        self.publish(alpha, ["clear.example.net"], "--tlp", "clear")
        self.publish(alpha, ["green.example.net"], "--tlp", "green", "--ecosystem", "health")
        self.publish(alpha, ["amber.example.net"], "--tlp", "amber")
        self.publish(alpha, ["local.example.net"], "--local")
        names = lambda made, number=0: {one["pattern"].split("'")[1].split(".")[0] for one in made.page(made.collections()[number]["id"]).get("objects", [])}
        self.assertEqual(names(self.client(alpha, self.token(alpha))), {"clear", "green", "amber"})
        self.assertEqual(names(self.client(alpha, self.token(alpha, "g", "--max-tlp", "green"))), {"clear", "green"})
        analyst = self.client(alpha, self.token(alpha, "a", "--max-tlp", "amber"))
        self.assertEqual((names(analyst, 1), names(analyst, 2)), ({"green"}, {"clear", "green"}))
        partner = self.client(alpha, self.token(alpha, "b", "--max-tlp", "red", "--partner", "beta"))
        self.assertEqual(names(partner), {"clear"}, "GREEN is for the community, which beta is not of")
        self.refused(403, partner.post, partner.collections()[0]["id"], [])
        reader = self.client(alpha, self.token(alpha, "r", "--role", "reader"))
        self.refused(403, reader.post, reader.collections()[0]["id"], [])

    def test_sightings_and_disputes_of_others_refer_to_what_they_are_about(self):
        alpha, beta = self.serving(), self.node("beta").start()
        link(alpha, beta, FULL)
        self.publish(alpha, ["seen.example.net", "doubted.example.net"], "--tlp", "green")
        wait_for(lambda: beta.has("doubted.example.net"), what="the report at beta")
        self.publish(beta, ["seen.example.net"], "--tlp", "green", "--verdict", "suspicious")
        beta.run("sight", "seen.example.net", "--count", "3", "--yes")
        beta.run("dispute", "doubted.example.net", "--reason", "it is ours", "--yes")
        made = self.client(alpha, self.token(alpha))
        everything = self.all_of(made)
        told = wait_for(lambda: (lambda all: all if len(all) == 5 else None)(made.page(everything)["objects"]), what="all at alpha")
        who = {one["created_by_ref"] for one in told if one.get("pattern") == "[domain-name:value = 'seen.example.net']"}
        self.assertEqual({made.page(everything, f"objects/{one}/")["objects"][0]["name"] for one in who}, {"alpha", "beta"})
        told = [one for one in told if one["type"] != "indicator" or one["created_by_ref"] == told[0]["created_by_ref"]]
        by_type = {one["type"]: one for one in told if one["type"] != "indicator"}
        ids = {one["pattern"].split("'")[1]: one["id"] for one in told if one["type"] == "indicator"}
        self.assertEqual((by_type["sighting"]["sighting_of_ref"], by_type["sighting"]["count"]), (ids["seen.example.net"], 3))
        self.assertEqual((by_type["opinion"]["object_refs"], by_type["opinion"]["explanation"]), ([ids["doubted.example.net"]], "it is ours"))
        self.assertNotEqual(by_type["opinion"]["created_by_ref"], told[0]["created_by_ref"])

    def test_curl_speaks_it_too_with_gzip_and_a_large_body(self):
        node = self.serving()
        token = self.token(node)
        curl = lambda *options: subprocess.run(
            ["curl", "-sS", "--fail-with-body", "--cacert", str(self.ca), "-u", f"siem:{token}", *options], capture_output=True, check=True).stdout
        root = f"https://localhost:{node.http}/taxii2/"
        self.assertEqual(json.loads(curl(root))["api_roots"], [root + "tidings/"])
        envelope = self.folder / "envelope.json"
        objects = [indicator(i, f"c{i}.bad-host.com", description="x" * 500) for i in range(3000)]
        envelope.write_text(json.dumps({"objects": objects}))
        where = root + "tidings/collections/all/objects/"
        status = json.loads(curl("-H", f"Content-Type: {MEDIA_TYPE}", "-H", f"Accept: {MEDIA_TYPE}", "--data-binary", f"@{envelope}", where))
        self.assertEqual(status["success_count"], 3000)
        told, query = [], "?limit=1000"
        while True:  # parts of a publication are stored in any order
            page = json.loads(curl("--compressed", "-H", f"Accept: {MEDIA_TYPE}", where + query))
            told += page["objects"]
            if not page.get("more"):
                break
            query = "?limit=1000&next=" + page["next"]
        by_id = {one["id"]: one for one in told}
        self.assertEqual(len(told), 3000)
        self.assertTrue(all(samples.unnamed(by_id[one["id"]]) == one for one in objects), "each as it was posted")

    def test_bad_requests_are_refused_and_leave_the_server_serving(self):
        node = self.serving(request_deadline='"2s"', idle_deadline='"2s"')
        token = self.token(node)
        made = self.client(node, token, discover=False)
        self.assertEqual(made.raw("GET", "/taxii2/", headers={"X-Long": "x" * 40_000})[0], 431)
        made = self.client(node, token, discover=False)
        self.assertEqual(made.raw("POST", "/taxii2/", b"x", {"Content-Length": str(1 << 30)})[0], 413)
        made = self.client(node, discover=False)
        self.assertEqual(made.raw("POST", "/taxii2/", b"x" * 100_000, {})[0], 401, "a stranger's body is not read")
        import socket
        import ssl
        context = ssl.create_default_context(cafile=str(self.ca))
        for sent in (b"GET /taxii2/ HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
                     b"nonsense\r\n\r\n", b"GET taxii2 HTTP/1.1\r\nHost: a\r\n\r\n"):
            with socket.create_connection(("127.0.0.1", node.http)) as plain, context.wrap_socket(plain, server_hostname="localhost") as tls:
                tls.sendall(sent)
                self.assertRegex(tls.recv(4096), rb"^HTTP/1\.1 (400|401|505) ")
        with socket.create_connection(("127.0.0.1", node.http)) as slow, context.wrap_socket(slow, server_hostname="localhost") as tls:
            tls.settimeout(10)
            begun = time.monotonic()
            tls.sendall(b"GET /taxii2/ HTT")
            self.assertEqual(tls.recv(10), b"", "who does not finish is closed")
            self.assertLess(time.monotonic() - begun, 8)
        self.assertTrue(self.client(node, token).collections())

    def test_who_guesses_waits_longer_and_longer(self):
        node = self.serving()
        times = []
        for _ in range(7):
            made = self.client(node, "tidings_" + "1" * 64, discover=False)
            begun = time.monotonic()
            self.refused(401, made.discover)
            times.append(time.monotonic() - begun)
        self.assertLess(times[1], 0.2)
        self.assertGreater(times[6], 1.5)
        self.assertEqual(node.log.read_text().count("access_failed"), 1, "said once")
        self.assertEqual(node.counters()["tidings_access_failed_total"], 7)
