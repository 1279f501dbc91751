"""What is posted to a TAXII collection: several versions of one object, and a status that says what became of each."""
import json
import os
import pathlib
import time
import unittest

import samples
from https_case import CREATED, HttpsCase, indicator

CORPUS = os.environ.get("TIDINGS_CORPUS")
MODIFIED = [CREATED, "2026-04-01T08:00:00.000Z", "2026-05-01T08:00:00.000Z"]
VERSIONS = [at.replace(".000Z", ".000000Z") for at in MODIFIED]


class Versions(HttpsCase):
    def of_three(self):
        """One indicator in three versions; the last two are about one value."""
        values = ("first.bad-host.com", "second.bad-host.com", "second.bad-host.com")
        return [indicator(1, value, modified=at, name=f"as of {at}") for value, at in zip(values, MODIFIED)]

    def test_versions_in_one_envelope_are_all_told(self):
        node = self.serving()
        made = self.client(node, self.token(node))
        everything = self.all_of(made)
        three = self.of_three()
        family = [{"type": "malware", "spec_version": "2.1", "id": "malware--00000000-0000-4000-8000-000000000001",
                   "created": CREATED, "modified": at, "is_family": True, "name": "Emotet"} for at in MODIFIED]
        family = [samples.as_published(one) for one in family]
        status = made.post(everything, [*three, *reversed(family)])
        self.assertEqual((status["success_count"], [one["version"] for one in status["successes"]][:3]), (6, VERSIONS), status)
        for versions in (three, family):
            one = f"objects/{versions[0]['id']}/"
            self.assertEqual(made.page(everything, one)["objects"], versions[2:], "the last")
            self.assertCountEqual(made.page(everything, one, **{"match[version]": "all"})["objects"], versions)
            self.assertEqual(made.page(everything, one, **{"match[version]": "first"})["objects"], versions[:1])
            self.assertEqual(made.page(everything, one, **{"match[version]": MODIFIED[1]})["objects"], versions[1:2])
            self.assertCountEqual(made.page(everything, one + "versions/")["versions"], VERSIONS)
        self.assertCountEqual(made.page(everything)["objects"], [three[2], family[2]])
        self.assertEqual([one["version"] for one in made.page(everything, "manifest/")["objects"]], [VERSIONS[2]] * 2)
        self.assertEqual(len(made.page(everything, "manifest/", **{"match[version]": "all"})["objects"]), 6)
        self.assertEqual([one["version"] for one in made.page(everything, "manifest/", **{"match[version]": "first"})["objects"]], [VERSIONS[0]] * 2)
        before = node.json("status")["bulletins"]
        made.post(everything, [*three, *family])
        self.assertEqual(node.json("status")["bulletins"], before, "posted again it is nothing new")
        exported = node.run("export", "stix").stdout
        told = [json.dumps(one["modified"]) for one in json.loads(exported)["objects"] if one["id"] == three[0]["id"]]
        self.assertEqual(sorted(told), [json.dumps(at) for at in MODIFIED])

    def test_one_version_is_deleted_and_what_others_say_stays(self):
        node = self.serving()
        made = self.client(node, self.token(node))
        everything = self.all_of(made)
        three = self.of_three()
        made.post(everything, three)
        one = f"objects/{three[0]['id']}/"
        delete = lambda version: made.ask("DELETE", made.path(everything, one), parameters={"match[version]": version} if version else None)
        delete(MODIFIED[1])
        self.assertEqual(made.page(everything, one + "versions/")["versions"], [VERSIONS[0], VERSIONS[2]])
        self.assertTrue(node.has("second.bad-host.com"))
        self.assertFalse(node.has("first.bad-host.com"), "the newest version holds")
        delete("last")
        self.assertEqual(made.page(everything, one)["objects"], three[:1])
        self.assertFalse(node.has("second.bad-host.com"))
        made.post(everything, three)
        self.assertEqual(made.page(everything, one + "versions/")["versions"], VERSIONS)
        delete(None)
        self.refused(404, made.page, everything, one)
        self.assertFalse(node.has("first.bad-host.com") or node.has("second.bad-host.com"))

    @unittest.skipUnless(CORPUS, "TIDINGS_CORPUS is not set")
    def test_the_collections_of_a_reference_server_come_back_version_by_version(self):
        node = self.serving()
        made = self.client(node, self.token(node))
        everything = self.all_of(made)
        path = pathlib.Path(CORPUS) / "taxii/medallion/medallion/test/data/default_data.json"
        for collection in json.loads(path.read_text())["trustgroup1"]["collections"]:
            objects = collection.get("objects", [])
            if not objects:
                continue
            status = made.post(everything, objects)
            self.assertEqual(status["success_count"], len(objects), status)
            version = lambda one: one.get("modified", one.get("created"))
            for id in {one["id"] for one in objects}:
                told = made.page(everything, f"objects/{id}/", **{"match[version]": "all"})["objects"]
                posted = {json.dumps(samples.as_published(one), sort_keys=True) for one in objects if one["id"] == id}
                self.assertEqual({json.dumps(one, sort_keys=True) for one in told}, posted)
                last = max((one for one in objects if one["id"] == id), key=version)
                self.assertEqual(made.page(everything, f"objects/{id}/")["objects"], [samples.as_published(last)])
                self.assertEqual(len(made.page(everything, f"objects/{id}/versions/")["versions"]), len(posted))


RED = "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1"
AMBER_OF_TLP_1 = "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82"
UNKNOWN = "marking-definition--00000000-0000-4000-8000-0000000000ff"


class Status(HttpsCase):
    """What is told of each object is what became of it."""

    def posting(self, **http):
        node = self.serving(**http)
        made = self.client(node, self.token(node))
        return node, made, self.all_of(made)

    def outcomes(self, status):
        return {one["id"]: one.get("message", "") for one in status.get("successes", [])}, {one["id"]: one["message"] for one in status.get("failures", [])}

    def test_one_object_that_may_not_be_published_fails_alone(self):
        node, made, everything = self.posting()
        red, good = indicator(1, "red.bad-host.com", object_marking_refs=[RED]), indicator(2, "good.bad-host.com")
        status = made.post(everything, [red, good])
        succeeded, failed = self.outcomes(status)
        self.assertEqual((list(succeeded), list(failed), status["total_count"]), ([good["id"]], [red["id"]], 2), status)
        self.assertIn("RED", failed[red["id"]])
        self.assertEqual(made.page(everything)["objects"], [good])
        self.assertTrue(node.has("good.bad-host.com"))
        self.assertFalse(node.has("red.bad-host.com"))

    def test_what_a_collection_would_not_show_is_refused_and_told(self):
        node = self.node("alpha").set("publish", unattended_tlp='"green"')
        self.serving_at(node, collections=({"name": "green", "max_tlp": "green", "ecosystems": ["health"], "write": True}, "all"))
        made = self.client(node, self.token(node))
        green = next(one["id"] for one in made.collections() if one["alias"] == "green")
        amber, old = indicator(1, "amber.bad-host.com"), indicator(2, "old.bad-host.com", object_marking_refs=[AMBER_OF_TLP_1])
        unmarked = indicator(3, "none.bad-host.com")
        del unmarked["object_marking_refs"]
        _, failed = self.outcomes(made.post(green, [amber, old, unmarked]))
        self.assertEqual(set(failed), {one["id"] for one in (amber, old, unmarked)})
        for why in failed.values():
            self.assertIn("narrower than this collection shows: TLP:AMBER, where TLP:GREEN is the narrowest", why)
        self.assertIn("what is not marked is given publish.default_tlp", failed[unmarked["id"]])
        self.assertFalse(any(node.has(f"{name}.bad-host.com") for name in ("amber", "old", "none")))
        everything = self.all_of(made)
        succeeded, _ = self.outcomes(made.post(everything, [old]))
        self.assertEqual(list(succeeded), [old["id"]])
        definition = made.page(everything, f"objects/{AMBER_OF_TLP_1}/")["objects"]
        self.assertEqual([(one["id"], one["definition"]) for one in definition], [(AMBER_OF_TLP_1, {"tlp": "amber"})])

    def test_a_collection_that_could_never_show_what_is_posted_is_a_fault_of_the_config(self):
        for wrong, why in (({"max_tlp": "green"}, "max_tlp, tlps: "), ({"types": ["domain"]}, "types: "), ({"origins": ["beta"]}, "")):
            node = self.node("alpha")
            with self.assertRaises(AssertionError) as caught:
                self.serving_at(node, collections=({"name": "in", "write": True, **wrong},))
            line = node.config.read_text().split("\n[[taxii_collection]]")[0].count("\n") + 2
            self.assertIn(f"{line}: taxii_collection in: {why}", str(caught.exception))

    def test_the_manuals_collection_takes_what_is_posted_to_it(self):
        manual = (pathlib.Path(__file__).parents[2] / "docs/taxii.md").read_text()
        block = manual.split("[[taxii_collection]]\n")[1].split("```")[0]
        node = self.node("alpha")
        node.config.write_text(node.config.read_text() + "\n[[taxii_collection]]\n" + block)
        self.serving_at(node, collections=("all",))
        made = self.client(node, self.token(node))
        health = next(one["id"] for one in made.collections() if one["can_write"] and one["alias"] != "all")
        marked, unmarked = indicator(1, "one.bad-host.com"), indicator(2, "two.bad-host.com")
        del unmarked["object_marking_refs"]
        succeeded, failed = self.outcomes(made.post(health, [marked, unmarked]))
        self.assertEqual((set(succeeded), failed), ({marked["id"], unmarked["id"]}, {}))
        self.assertEqual({one["id"] for one in made.page(health)["objects"]}, set(succeeded))

    def test_what_is_not_taken_leaves_nothing_behind_and_is_told(self):
        node, made, everything = self.posting()
        good = indicator(1, "good.bad-host.com")
        no_uuid = indicator(2, "name.bad-host.com", id="indicator--my-own-name")
        long = indicator(3, "long.bad-host.com", x_more="x" * 300_000)
        status = made.post(everything, [no_uuid, long, good])
        succeeded, failed = self.outcomes(status)
        self.assertEqual((set(succeeded), set(failed)), ({good["id"]}, {no_uuid["id"], long["id"]}), status)
        self.assertIn("UUID", failed[no_uuid["id"]])
        self.assertIn("256 KiB", failed[long["id"]])
        self.assertTrue(all(one["version"] for one in (*status["successes"], *status["failures"])), "each has a version")
        self.assertEqual(made.page(everything)["objects"], [good])
        self.assertFalse(node.has("name.bad-host.com") or node.has("long.bad-host.com"))

    def test_what_is_kept_but_not_as_it_was_meant_is_told(self):
        node, made, everything = self.posting()
        pattern = {**indicator(1, "x"), "pattern": "[domain-name:value = "}
        garbage = indicator(2, "garbage.bad-host.com", modified="garbage")
        unmarked = indicator(3, "unmarked.bad-host.com", object_marking_refs=[UNKNOWN])
        succeeded, failed = self.outcomes(made.post(everything, [pattern, garbage, unmarked]))
        self.assertEqual(failed, {})
        self.assertIn("no STIX pattern", succeeded[pattern["id"]])
        self.assertIn("modified is no timestamp", succeeded[garbage["id"]])
        self.assertIn("kept on this node and told to nobody", succeeded[unmarked["id"]])
        self.assertCountEqual(made.page(everything)["objects"], [pattern, garbage])
        self.assertTrue(node.has("unmarked.bad-host.com"))
        definition = {"type": "marking-definition", "spec_version": "2.1", "id": UNKNOWN, "created": CREATED,
                      "definition_type": "statement", "definition": {"statement": "Ours"}}
        marked = indicator(4, "marked.bad-host.com", object_marking_refs=[UNKNOWN])
        succeeded, _ = self.outcomes(made.post(everything, [definition, marked]))
        self.assertEqual(succeeded, {UNKNOWN: "", marked["id"]: ""})
        self.assertIn(samples.as_published(marked), made.page(everything)["objects"])

    def test_what_came_from_a_bulletin_that_is_not_here_or_went_less_far_fails_alone(self):
        node, made, everything = self.posting()
        from_bulletin = lambda id: [{"source_name": "tidings", "external_id": id}]
        self.publish(node, ["local.bad-host.com"], "--local")
        local = node.json("query", "local.bad-host.com", "--exact")[0]["said"][0]["bulletin"]
        elsewhere = indicator(1, "elsewhere.bad-host.com", external_references=from_bulletin("ab" * 32))
        narrower = indicator(2, "narrower.bad-host.com", external_references=from_bulletin(local))
        good = indicator(3, "good.bad-host.com")
        succeeded, failed = self.outcomes(made.post(everything, [elsewhere, narrower, good]))
        self.assertEqual(succeeded, {good["id"]: ""})
        self.assertIn("not here", failed[elsewhere["id"]])
        self.assertIn("stays on its origin's node", failed[narrower["id"]])
        self.assertFalse(node.has("elsewhere.bad-host.com") or node.has("narrower.bad-host.com"))
        said = node.json("query", "good.bad-host.com", "--exact")[0]["said"][0]["bulletin"]
        again = indicator(4, "again.bad-host.com", external_references=from_bulletin(said))
        self.assertEqual(self.outcomes(made.post(everything, [again]))[1], {}, "no further than that did")

    def test_other_words_under_a_version_that_is_here_are_refused(self):
        node, made, everything = self.posting()
        first, other = indicator(1, "first.bad-host.com"), indicator(1, "other.bad-host.com")
        made.post(everything, [first])
        status = made.post(everything, [other, indicator(2, "more.bad-host.com")])
        self.assertEqual((status["success_count"], status["failure_count"]), (1, 1), status)
        self.assertIn("other content", status["failures"][0]["message"])
        self.assertEqual(made.post(everything, [other, other])["failure_count"], 2, "twice in one envelope, too")
        self.assertFalse(node.has("other.bad-host.com"))
        self.assertEqual(made.page(everything, f"objects/{first['id']}/")["objects"], [first])
        self.assertEqual(made.post(everything, [first])["success_count"], 1, "the same again is no fault")
        unmarked = {key: value for key, value in indicator(3, "unmarked.bad-host.com").items() if key != "object_marking_refs"}
        made.post(everything, [unmarked])
        told = made.ask("GET", made.path(everything, f"objects/{unmarked['id']}/"))["objects"]
        self.assertEqual([samples.unnamed(one) for one in told], [samples.as_published(unmarked)],
                         "with the marking that it was published under")
        self.assertEqual(len(samples.named(told[0])), 1, "and the bulletin")
        before = node.json("status")["bulletins"]
        for again in (unmarked, *told):
            self.assertEqual(made.post(everything, [again])["success_count"], 1, "as it was, or as it is told")
        self.assertEqual(node.json("status")["bulletins"], before)
        status = made.post(everything, [{**first, "modified": MODIFIED[1]}, {**other, "modified": MODIFIED[1]}])
        self.assertEqual((status["success_count"], status["failure_count"]), (1, 1), status)
        self.assertEqual(made.page(everything, f"objects/{first['id']}/versions/")["versions"], VERSIONS[:2])

    def test_a_bundle_a_list_and_a_bare_object_are_no_envelopes(self):
        node, made, everything = self.posting()
        good = indicator(1, "good.bad-host.com")
        for body in ([], [good], good, {"type": "bundle", "id": "bundle--00000000-0000-4000-8000-000000000001", "objects": [good]}):
            error = self.refused(400, made.ask, "POST", made.path(everything, "objects/"), body)
            self.assertIn("envelope", error.body["description"], error)
        self.assertEqual(made.page(everything), {})
        self.assertEqual(made.ask("POST", made.path(everything, "objects/"), {})["total_count"], 0)

    def test_what_has_no_version_of_its_own_has_one_here(self):
        node, made, everything = self.posting()
        address = {"type": "ipv4-addr", "spec_version": "2.1", "id": "ipv4-addr--00000000-0000-4000-8000-000000000001", "value": "45.62.198.73"}
        definition = {"type": "marking-definition", "spec_version": "2.1", "id": UNKNOWN, "created": CREATED,
                      "definition_type": "statement", "definition": {"statement": "Ours"}}
        status = made.post(everything, [address, definition])
        versions = {one["id"]: one["version"] for one in status["successes"]}
        self.assertEqual(versions[definition["id"]], VERSIONS[0], "its created")
        records = {one["id"]: one["version"] for one in made.page(everything, "manifest/")["objects"]}
        self.assertEqual(records, versions)
        for posted in (address, definition):
            one, version = f"objects/{posted['id']}/", versions[posted["id"]]
            self.assertEqual(made.page(everything, one + "versions/")["versions"], [version])
            self.assertEqual(made.page(everything, one, **{"match[version]": version})["objects"], [samples.as_published(posted)])
            self.refused(404, made.page, everything, one, **{"match[version]": "2020-01-01T00:00:00Z"})
        again = made.post(everything, [address, definition])
        self.assertEqual({one["id"]: one["version"] for one in again["successes"]}, versions, "posted again it is the same")
        in_report = {"type": "report", "spec_version": "2.1", "id": "report--00000000-0000-4000-8000-000000000001", "created": CREATED,
                     "modified": CREATED, "published": CREATED, "name": "Of an address", "object_refs": [address["id"]]}
        again = made.post(everything, [address, in_report])
        self.assertEqual({one["id"]: one["version"] for one in again["successes"]}[address["id"]], versions[address["id"]], "in other company, too")
        self.assertEqual(len(made.page(everything, f"objects/{address['id']}/versions/")["versions"]), 1)

    def test_an_envelope_of_thousands_that_are_here_is_answered_soon(self):
        node, made, everything = self.posting()
        objects = [indicator(number, f"c{number}.bad-host.com") for number in range(5_000)]
        self.assertEqual(made.post(everything, objects)["success_count"], 5_000)
        begun = time.monotonic()
        other = [{**one, "name": "other words"} for one in objects[:2_500]]
        status = made.post(everything, [*other, *objects[2_500:]])
        self.assertEqual((status["success_count"], status["failure_count"]), (2_500, 2_500))
        self.assertLess(time.monotonic() - begun, 30)
        crowd = [indicator(9, "crowd.bad-host.com", modified=f"2026-04-{day:02}T08:{minute:02}:00.000Z") for day in range(1, 29) for minute in range(60)]
        self.assertEqual(made.post(everything, crowd)["success_count"], len(crowd))
        begun = time.monotonic()
        later = [{**one, "modified": one["modified"].replace("-04-", "-05-")} for one in crowd]
        self.assertEqual(made.post(everything, later)["success_count"], len(later))
        self.assertLess(time.monotonic() - begun, 10, "not each is compared with each")
        crowd += later
        begun = time.monotonic()
        one = f"objects/{crowd[0]['id']}/"
        self.assertEqual(made.page(everything, one)["objects"], [crowd[-1]])
        self.assertEqual(len([at for page in made.pages(everything, one + "versions/") for at in page["versions"]]), len(crowd) + 1)
        self.assertEqual(len(made.objects(everything, **{"match[type]": "indicator"})), 5_000)
        self.assertLess(time.monotonic() - begun, 60)


if __name__ == "__main__":
    unittest.main(verbosity=2)
