"""Everybody's formats, published as they are and handed on as they came."""
import json
import os
import pathlib
import unittest

import samples
from case import Case
from framework.node import link, wait_for

CORPUS = os.environ.get("TIDINGS_CORPUS")


class Formats(Case):
    def file(self, node, name, content):
        path = node.home / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def told(self, node, *arguments, code=0):
        """The answer of `tidings publish` as JSON."""
        done = node.run("publish", *arguments, "--yes", "-o", "json", check=False)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return json.loads(done.stdout) if done.stdout.strip() else {}

    def tlp_of(self, node, value):
        """The marking of the one bulletin that says it."""
        found = node.json("query", value, "--exact")
        self.assertEqual(len(found), 1, found)
        return {(said["tlp"], said.get("local", False)) for said in found[0]["said"]}

    def stix_of(self, node):
        done = node.run("export", "stix")
        return {one["id"]: one for one in json.loads(done.stdout)["objects"]}

    def event_of(self, node):
        done = node.run("export", "misp")
        return json.loads(done.stdout)["response"][0]["Event"]


class Stix(Formats):
    def setUp(self):
        self.alpha, self.beta = self.started("alpha", "beta")
        link(self.alpha, self.beta)
        self.objects = samples.stix_objects()
        self.bundle = self.file(self.alpha, "kit.json", samples.bundle(*self.objects))

    def test_a_bundle_is_one_publication_split_by_its_markings(self):
        made = self.told(self.alpha, self.bundle)
        self.assertEqual([one["audience"]["tlp"] for one in made["shares"]], ["green", "amber"])
        self.assertEqual(made["published"], made["read"])
        self.assertEqual(made["originals"], len(self.objects))
        self.assertEqual(made["refused"], 0)
        self.assertEqual(self.tlp_of(self.alpha, "login.kit-one.net"), {("green", False)})
        self.assertEqual(self.tlp_of(self.alpha, "45.62.198.73"), {("amber", False)})
        self.assertTrue(self.alpha.has(samples.FILES[0]))

    def test_what_went_in_comes_out_object_by_object_here_and_at_a_partner(self):
        self.told(self.alpha, self.bundle)
        wait_for(lambda: self.beta.has("45.62.198.73") and self.beta.has("login.kit-one.net"), what="the bundle at beta")
        for node in (self.alpha, self.beta):
            out = self.stix_of(node)
            for one in self.objects:
                self.assertEqual(samples.unnamed(out[one["id"]]), one, f"{node.name}: {one['type']} {one.get('name')}")
                narrow = samples.AMBER in one["object_marking_refs"]
                self.assertEqual(len(samples.named(out[one["id"]])), int(narrow), "GREEN tells by itself whom it may reach")

    def test_reading_it_again_says_nothing_new_and_what_was_taken_out_is_taken_back(self):
        first = self.told(self.alpha, self.bundle)
        again = self.told(self.alpha, self.bundle)
        self.assertEqual((again["bulletins"], again["published"]), ([], 0))
        wait_for(lambda: self.beta.has("45.62.198.73") and self.beta.has("login.kit-one.net"), what="the bundle at beta")
        rest = [one for one in self.objects if one.get("name") != "second"]
        for one in rest:
            if one["type"] == "report":
                one["object_refs"].remove(samples.stix_id("indicator", "second"))
        made = self.told(self.alpha, self.file(self.alpha, "less.json", samples.bundle(*rest)))
        self.assertEqual((made["publication"], made["revision"]), (first["publication"], 2))
        wait_for(lambda: not self.beta.has("45.62.198.73"), what="beta forgetting what no part says any more")
        self.assertTrue(self.beta.has("login.kit-one.net"))

    def test_a_marking_is_narrowed_freely_and_widened_with_a_reason_alone(self):
        wider = self.alpha.run("publish", self.bundle, "--tlp", "clear", "--yes", check=False)
        self.assertEqual(wider.returncode, 4, wider.stderr)
        self.assertIn("--override-marking", wider.stderr)
        self.told(self.alpha, self.bundle, "--tlp", "amber")
        self.assertEqual(self.tlp_of(self.alpha, "login.kit-one.net"), {("amber", False)})
        out = self.stix_of(self.alpha)
        self.assertEqual({tuple(out[one["id"]]["object_marking_refs"]) for one in self.objects}, {(samples.AMBER,)})
        self.assertIn(samples.AMBER, out, "with its definition")

    def test_who_wrote_it_and_its_terms_reach_whom_the_objects_reach(self):
        author = samples.stix("identity", "author", name="Unmarked Author", identity_class="organization")
        terms = samples.stix("marking-definition", "terms", definition_type="statement", definition={"statement": "(c) CERT"})
        del terms["modified"]
        green = samples.indicator("green", "[domain-name:value = 'green.kit-one.net']", samples.GREEN, terms["id"],
                                  created_by_ref=author["id"])
        made = self.told(self.alpha, self.file(self.alpha, "unmarked.json", samples.bundle(author, terms, green)))
        self.assertEqual((made["shares"], made["audience"]["tlp"]), ([], "green"), "of one audience")
        wait_for(lambda: self.beta.has("green.kit-one.net"), what="the indicator at beta")
        out = self.stix_of(self.beta)
        for one in (author, terms, green):
            self.assertEqual(out.get(one["id"]), samples.as_published(one, samples.GREEN))

    def test_what_stays_here_comes_back_here_where_it_is_asked_for(self):
        unknown = samples.stix_id("marking-definition", "nowhere")
        kept = samples.indicator("kept", "[domain-name:value = 'kept.kit-one.net']", unknown)
        self.told(self.alpha, self.file(self.alpha, "kept.json", samples.bundle(kept)))
        done = self.alpha.run("export", "stix")
        self.assertNotIn(kept["id"], done.stdout)
        self.assertIn("by local (marked to stay on this node: --local)", done.stderr)
        done = self.alpha.run("export", "stix", "--local")
        self.assertEqual([samples.unnamed(one) for one in json.loads(done.stdout)["objects"] if one["id"] == kept["id"]],
                         [samples.as_published(kept)])
        self.assertNotIn("by local", done.stderr)
        refused = self.alpha.run("export", "rpz", "--local", check=False)
        self.assertEqual(refused.returncode, 2, refused.stderr)
        self.assertIn("--local is for stix and misp", refused.stderr)

    def test_what_is_red_without_names_stays_here(self):
        red = samples.indicator("red", "[domain-name:value = 'red.kit-one.net']", samples.RED)
        path = self.file(self.alpha, "red.json", samples.bundle(red, self.objects[0], self.objects[1]))
        done = self.alpha.run("publish", path, "--yes")
        self.assertIn("stay here", done.stdout)
        self.assertTrue(self.alpha.has("red.kit-one.net"))
        wait_for(lambda: self.beta.has("login.kit-one.net"), what="the rest at beta")
        self.assertFalse(self.beta.has("red.kit-one.net"))

    def test_without_originals_only_what_they_say_is_published(self):
        made = self.told(self.alpha, self.bundle, "--no-original")
        self.assertEqual(made["left_out"], len(self.objects))
        self.assertEqual(made["published"], 4, "three values and a pattern")

    def test_a_dry_run_shows_each_audience_with_its_counts(self):
        done = self.alpha.run("publish", self.bundle, "--dry-run")
        self.assertIn("TLP:GREEN", done.stdout)
        self.assertIn("TLP:AMBER", done.stdout)
        self.assertFalse(self.alpha.has("login.kit-one.net"))


class Misp(Formats):
    GROUP = "6f1e6a52-8c0b-4d8e-9a53-2f0b1c7d4e90"

    def setUp(self):
        self.alpha, self.beta, self.gamma = (self.node(name) for name in ("alpha", "beta", "gamma"))
        self.alpha.set("publish", sharing_groups=f'["{self.GROUP}=beta"]')
        for node in (self.alpha, self.beta, self.gamma):
            node.start()
        link(self.alpha, self.beta)
        link(self.alpha, self.gamma)

    def event(self, **more):
        return self.file(self.alpha, "event.json", json.dumps(samples.misp_event(**more)))

    def test_an_event_is_split_by_distribution_and_tags(self):
        made = self.told(self.alpha, self.event())
        self.assertEqual(made["publication"], samples.misp_event()["Event"]["uuid"].replace("-", ""))
        self.assertEqual(self.tlp_of(self.alpha, "login.kit-two.net"), {("green", False)})
        self.assertEqual(self.tlp_of(self.alpha, "45.62.198.74:8443"), {("amber", False)})
        wait_for(lambda: self.beta.has("45.62.198.74:8443"), what="the AMBER attribute at beta")
        self.assertTrue(self.alpha.has("http://login.kit-two.net/own"))
        self.assertFalse(self.beta.has("http://login.kit-two.net/own"))
        self.assertGreater(made["kept_here"], 0)

    def test_who_wrote_it_is_told_with_what_is_said_of_a_value(self):
        self.told(self.alpha, self.event())
        wait_for(lambda: self.beta.has("login.kit-two.net"), what="the event at beta")
        for node in (self.alpha, self.beta):
            said = node.json("query", "login.kit-two.net", "--exact")[0]["said"]
            self.assertEqual([one["producer"] for one in said], ["CERT Example"])
            self.assertIn("    by CERT Example\n", node.run("query", "login.kit-two.net", "-o", "human").stdout)

    def test_a_feed_is_published_by_its_folder(self):
        folder = self.alpha.home / "feed"
        folder.mkdir()
        event = samples.misp_event()["Event"]
        (folder / (event["uuid"] + ".json")).write_text(json.dumps({"Event": event}))
        missing = "00000000-0000-4000-8000-000000000001"
        entry = {"info": event["info"], "timestamp": event["timestamp"]}
        (folder / "manifest.json").write_text(json.dumps({event["uuid"]: entry, missing: entry}))
        made = self.told(self.alpha, folder, code=6)
        self.assertEqual(made["publication"], event["uuid"].replace("-", ""))
        self.assertTrue(self.alpha.has("login.kit-two.net"))
        again = self.told(self.alpha, folder / "manifest.json", code=6)
        self.assertEqual((again["bulletins"], again["published"]), ([], 0))

    def test_an_event_comes_back_as_it_was_but_for_what_stayed(self):
        self.told(self.alpha, self.event())
        wait_for(lambda: self.beta.has("45.62.198.74:8443") and self.beta.has("invoice.exe|" + samples.MD5), what="the event at beta")
        want = samples.misp_event()["Event"]
        for node in (self.alpha, self.beta):
            out = self.event_of(node)
            for name in ("uuid", "info", "date", "threat_level_id", "analysis", "Orgc"):
                self.assertEqual(str(out.get(name)), str(want[name]), f"{node.name}: {name}")
            attributes = {one["uuid"]: one for one in out["Attribute"]}
            for one in want["Attribute"]:
                if one["distribution"] == "0":
                    self.assertNotIn(one["uuid"], attributes, "it is for nobody else")
                else:
                    self.assertEqual(attributes.get(one["uuid"]), one, f"{node.name}: {one['value']}")
            self.assertEqual(out["Object"], want["Object"], node.name)

    def test_an_event_for_its_own_organisation_comes_back_here_alone(self):
        event = {**samples.misp_event()["Event"], "distribution": "0", "Tag": [{"name": "kit:one"}]}
        self.told(self.alpha, self.file(self.alpha, "own.json", json.dumps({"Event": event})))
        done = self.alpha.run("export", "misp")
        self.assertEqual(json.loads(done.stdout)["response"], [])
        self.assertIn("by local (marked to stay on this node: --local)", done.stderr)
        done = self.alpha.run("export", "misp", "--local")
        out = json.loads(done.stdout)["response"][0]["Event"]
        for part in ("Attribute", "Object"):
            by_uuid = lambda one: one["uuid"]
            self.assertEqual(sorted(out.pop(part), key=by_uuid), sorted(event.pop(part), key=by_uuid))
        self.assertEqual(samples.untagged(out), event)

    def test_what_is_deleted_is_taken_back_by_reading_the_event_again(self):
        self.told(self.alpha, self.event())
        wait_for(lambda: self.beta.has("login.kit-two.net"), what="the event at beta")
        attributes = samples.misp_event()["Event"]["Attribute"]
        attributes[0]["deleted"] = True
        made = self.told(self.alpha, self.event(Attribute=attributes))
        self.assertEqual((made["revision"], made["taken_back"]), (2, 1))
        wait_for(lambda: not self.beta.has("login.kit-two.net"), what="beta forgetting it")

    def test_a_sharing_group_is_who_the_config_says_and_refused_where_it_says_nothing(self):
        path = self.event(distribution="4", SharingGroup={"uuid": self.GROUP, "name": "two of us"})
        self.told(self.alpha, path)
        wait_for(lambda: self.beta.has("login.kit-two.net"), what="the group's event at beta")
        self.assertFalse(self.gamma.has("login.kit-two.net"))
        other = self.event(distribution="4", SharingGroup={"uuid": self.GROUP[:-1] + "1", "name": "others"})
        done = self.alpha.run("publish", other, "--yes", check=False)
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertIn("sharing group", done.stderr)

    def test_events_of_a_list_are_publications_of_their_own(self):
        second = samples.misp_event(uuid="aa0f3b0a-6a0c-4c0e-8f5e-0d5f2f3a9c11", info="Another")
        path = self.file(self.alpha, "list.json", json.dumps({"response": [samples.misp_event(), second]}))
        made = self.told(self.alpha, path)
        self.assertEqual([one["title"] for one in made["publications"]], ["Phishing kit", "Another"])
        self.assertEqual(len({one["publication"] for one in made["publications"]}), 2)


class Others(Formats):
    def setUp(self):
        self.alpha = self.started("alpha")

    def test_a_report_is_looked_over_before_anything_is_signed(self):
        report = self.file(self.alpha, "report.md", samples.REPORT)
        review = self.alpha.home / "review.tsv"
        done = self.alpha.run("publish", report, "--review", review)
        self.assertIn("3 marked '+'", done.stdout)
        self.assertFalse(self.alpha.has("45.62.198.75"))
        lines = review.read_text().splitlines()
        review.write_text("\n".join("-" + line[1:] if "45[.]62" in line else line for line in lines) + "\n")
        made = self.told(self.alpha, review, "--tlp", "green")
        self.assertEqual(made["published"], 2)
        self.assertTrue(self.alpha.has("https://login.kit-three.net/gate"))
        self.assertFalse(self.alpha.has("45.62.198.75"), "a person took it out")

    def test_a_report_is_published_without_its_own_links(self):
        made = self.told(self.alpha, self.file(self.alpha, "report.md", samples.REPORT))
        self.assertEqual(made["published"], 3)
        self.assertFalse(self.alpha.has("www.example.org"))

    def test_openioc_and_rules_are_told_by_their_content(self):
        for name, text, value in (("a.ioc", samples.OPENIOC, "login.kit-four.net"),
                                  ("a.yar", samples.YARA, "7c97f0d3a1b2c4d5e6f70819a2b3c4d5"),
                                  ("a.rules", samples.SURICATA, "login.kit-seven.net")):
            with self.subTest(name):
                self.told(self.alpha, self.file(self.alpha, name, text))
                self.assertTrue(self.alpha.has(value))
        self.told(self.alpha, self.file(self.alpha, "a.yml", samples.SIGMA))
        for kind, word in (("yara", "rule kit_five"), ("sigma", "Kit six asks"), ("suricata", "Kit seven")):
            found = self.alpha.json("query", "--type", kind)
            self.assertEqual(len(found), 1, kind)
            self.assertIn(word, found[0]["value"])

    def test_lists_of_every_shape_are_one_publication(self):
        files = [self.file(self.alpha, name, text) for name, text in samples.LISTS.items()]
        made = self.told(self.alpha, *files, "--title", "Kit eight")
        self.assertEqual(len(made["bulletins"]), 1)
        self.assertEqual((made["left_out"], made["refused"]), (3, 0), "what the zone says of itself")
        for letter in "abcdefg":
            self.assertTrue(self.alpha.has(f"{letter}.kit-eight.net"), letter)

    def test_our_own_zones_and_tables_are_read_back(self):
        self.publish(self.alpha, ["own.kit-nine.net"], "--role", "c2", "--tlp", "green", "--pap", "green", "--expires", "20d")
        self.publish(self.alpha, ["45.62.198.90", "45.62.199.0/24", "2a02:6b8:9::/48"], "--tlp", "green", "--pap", "green")
        until = self.alpha.json("query", "own.kit-nine.net", "--exact")[0]["said"][0]["valid_until"]
        zone, table = (self.alpha.run("export", form).stdout for form in ("rpz", "csv"))
        other = self.started("other")
        made = self.told(other, self.file(other, "own.rpz", zone))
        self.assertEqual((made["refused"], made["left_out"]), (0, 4), "of a zone's head")
        for value in ("own.kit-nine.net", "45.62.198.90", "45.62.199.0/24", "2a02:6b8:9::/48"):
            self.assertTrue(other.has(value), value)
        third = self.started("third")
        self.told(third, self.file(third, "own.csv", table), code=4)  # based on bulletins that are not here
        made = self.told(third, self.file(third, "own.csv", table), "--columns",
                         "value,type,verdict,confidence,-,tlp,roles,-,-,valid-until,-,-,pap,tags")
        self.assertEqual((made["refused"], made["audience"]["tlp"]), (0, "green"))
        said = third.json("query", "own.kit-nine.net", "--exact")[0]["said"][0]
        self.assertEqual((said["role"], said["valid_until"], said["pap"]), ("c2", until, "green"))

    def test_a_pap_in_a_comment_or_a_rule_is_kept(self):
        self.told(self.alpha, self.file(self.alpha, "pap.txt", "# TLP:GREEN PAP:RED\npap.kit-ten.net\n"), "--pap", "clear")
        self.told(self.alpha, self.file(self.alpha, "wide.txt", "# PAP:CLEAR\nwide.kit-ten.net\n"))  # and AMBER by the config
        rule = samples.SURICATA.replace("kit-seven", "kit-eleven").replace("rev:1;", "rev:1; metadata:tlp green, pap amber;")
        self.told(self.alpha, self.file(self.alpha, "pap.rules", rule.replace("bsize:19", "bsize:20")))
        for value, pap in (("pap.kit-ten.net", "red"), ("wide.kit-ten.net", "amber"), ("login.kit-eleven.net", "amber")):
            self.assertEqual(self.alpha.json("query", value, "--exact")[0]["said"][0]["pap"], pap)

    def test_standard_input_is_told_by_its_content_too(self):
        text = samples.bundle(*samples.stix_objects())
        done = self.alpha.run("publish", "-", "--yes", "-o", "json", input=text)
        self.assertEqual(len(json.loads(done.stdout)["shares"]), 2)

    def test_a_broken_file_is_told_and_does_not_keep_the_others_back(self):
        good = self.file(self.alpha, "good.json", samples.bundle(*samples.stix_objects()))
        broken = self.file(self.alpha, "broken.json", samples.bundle(*samples.stix_objects())[:900])
        done = self.alpha.run("publish", broken, good, "--yes", check=False)
        self.assertEqual(done.returncode, 6, done.stdout + done.stderr)
        self.assertIn("broken.json", done.stderr)
        self.assertTrue(self.alpha.has("login.kit-one.net"))
        alone = self.alpha.run("publish", broken, "--yes", check=False)
        self.assertEqual(alone.returncode, 2, alone.stderr)
        self.assertIn("broken.json", alone.stderr)

    def test_one_object_that_cannot_be_read_is_told_with_its_pointer(self):
        path = self.file(self.alpha, "odd.json", samples.bundle(samples.stix_objects()[1], 7, {"type": "indicator"}))
        done = self.alpha.run("publish", path, "--yes", check=False)
        self.assertEqual(done.returncode, 6, done.stdout + done.stderr)
        for pointer in ("/objects/1", "/objects/2"):
            self.assertIn(pointer, done.stderr)

    @unittest.skipUnless(CORPUS, "TIDINGS_CORPUS is not set")
    def test_real_broken_files_are_refused_with_a_reason_each(self):
        folder = pathlib.Path(CORPUS) / "stix/validator-files"
        broken = []
        for path in sorted(folder.rglob("*.json")):
            try:
                json.loads(path.read_text())
            except ValueError:
                broken.append(path)
        self.assertTrue(broken)
        good = self.file(self.alpha, "good.json", samples.bundle(*samples.stix_objects()))
        done = self.alpha.run("publish", *broken, good, "--yes", check=False)
        self.assertEqual(done.returncode, 6, done.stdout + done.stderr)
        for path in broken:
            self.assertIn(str(path), done.stderr)
        self.assertTrue(self.alpha.has("login.kit-one.net"))


@unittest.skipUnless(CORPUS, "TIDINGS_CORPUS is not set")
class Corpus(Formats):
    """Real files, there and back, object by object."""

    def setUp(self):
        self.alpha, self.beta = self.started("alpha", "beta")
        link(self.alpha, self.beta)
        self.corpus = pathlib.Path(CORPUS)

    def caught_up(self):
        total = lambda node: node.json("status")["bulletins"]
        wait_for(lambda: total(self.alpha) == total(self.beta), 120, "beta having all")

    def test_stix_bundles_come_back(self):
        want = {}
        files = []
        for path in sorted([*(self.corpus / "stix/oasis-examples").rglob("*.json"),
                            *(self.corpus / "stix/mvt-indicators").rglob("*.stix2"),
                            *(self.corpus / "reports/amnesty").rglob("*.stix2")]):
            try:
                objects = json.loads(path.read_text())["objects"]
            except (ValueError, KeyError, TypeError):
                continue
            files.append(path)
            for one in objects:
                want.setdefault(one.get("id"), []).append(one)
        done = self.alpha.run("publish", *files, "--tlp", "amber", "--force", "--allow-special", "--yes", check=False, timeout=600)
        self.assertIn(done.returncode, (0, 6), done.stdout + done.stderr)
        self.caught_up()
        for node in (self.alpha, self.beta):
            out = {}
            for one in json.loads(node.run("export", "stix", "--max-tlp", "red", timeout=600).stdout)["objects"]:
                out.setdefault(one["id"], []).append(samples.unnamed(one))
            lost = [key for key, versions in want.items()
                    if not any(samples.as_published(one) in out.get(key, []) for one in versions)]
            lost = [key for key in lost if len(json.dumps(want[key][0])) < 256 * 1024]
            print(f"{node.name}: {len(want)} objects of {len(files)} bundles, {len(lost)} lost", flush=True)
            self.assertEqual(lost[:10], [])

    def test_misp_events_come_back(self):
        files = sorted((self.corpus / "misp/feed-tweetfeed").rglob("*-*-*-*-*.json"))[:10]
        done = self.alpha.run("publish", *files, "--force", "--allow-special", "--yes", check=False, timeout=600)
        self.assertIn(done.returncode, (0, 6), done.stdout + done.stderr)
        self.caught_up()
        want = {}
        for path in files:
            event = json.loads(path.read_text())["Event"]
            want[event["uuid"]] = {one["uuid"]: one for one in event["Attribute"]}
        for node in (self.alpha, self.beta):
            out = {each["Event"]["uuid"]: each["Event"]
                   for each in json.loads(node.run("export", "misp", timeout=600).stdout)["response"]}
            self.assertEqual(set(out), set(want))
            for key, attributes in want.items():
                got = {one["uuid"]: one for one in out[key]["Attribute"]}
                same = lambda one: {**got.get(one, {}), "to_ids": True} == {**attributes[one], "to_ids": True}
                differs = [one for one in attributes if not same(one)]
                quiet = [one for one in attributes if not got[one]["to_ids"] and attributes[one]["to_ids"]]
                self.assertTrue(all("//10." in attributes[one]["value"] for one in quiet), "in a warning list by now")
                self.assertEqual(differs[:3], [], f"{node.name}: {len(differs)} of {len(attributes)}")


if __name__ == "__main__":
    unittest.main(verbosity=2)
