"""Whole files of others, there and back, object by object: on the node that publishes them, and through a partner."""
import collections
import json
import os
import pathlib
import unittest

import samples
from case import Case
from framework.node import link, wait_for

CORPUS = os.environ.get("TIDINGS_CORPUS")
MOST_BYTES = 256 * 1024  # of an object that travels as it is
PARTS = ("Attribute", "Object", "EventReport")
# TLP 1 and 2 and PAP, whose ids are fixed: docs/formats.md.
RED = {"marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed", "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1"}
WIDE = {"marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9", "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da",
        "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82", "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
        "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
        "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003"}
KEPT_BACK = ("ShadowAttribute", "RelatedEvent", "SharingGroup", "event_creator_email")


def documents(folder, *patterns):
    """(path, JSON) of all files that are JSON."""
    for path in sorted(one for pattern in patterns for one in folder.rglob(pattern)):
        try:
            yield path, json.loads(path.read_text())
        except ValueError:
            continue


def events_of(document):
    """The MISP events of a file, however they are wrapped."""
    if isinstance(document, list):
        return [event for each in document for event in events_of(each)]
    if not isinstance(document, dict):
        return []
    for wrapper in ("response", "Event"):
        if isinstance(document.get(wrapper), (dict, list)):
            return events_of(document[wrapper])
    return [document] if "info" in document and ("Attribute" in document or "Object" in document) else []


def may_leave(tag):
    return not tag.get("local") and tag.get("exportable", True)


def is_for_fewer(cluster):
    return str(cluster.get("distribution")) not in ("3", "5", "None")


def stripped(thing):
    """As docs/formats.md says that it travels: without what is no business of others."""
    if thing.get("deleted") is True and "value" in thing:
        remains = {key: thing[key] for key in ("uuid", "timestamp", "deleted", "distribution", "object_relation") if key in thing}
        return {**remains, "type": "comment", "category": "Other", "value": "deleted"}
    out = {key: value for key, value in thing.items() if key not in KEPT_BACK or not value}
    galaxies = out["Galaxy"] if isinstance(out.get("Galaxy"), list) else []
    kept = {one["tag_name"] for galaxy in galaxies for one in galaxy.get("GalaxyCluster") or [] if is_for_fewer(one)}
    if isinstance(out.get("Tag"), list):
        out["Tag"] = [tag for tag in out["Tag"] if may_leave(tag) and tag["name"] not in kept]
    if galaxies:
        out["Galaxy"] = [{**galaxy, "GalaxyCluster": [one for one in galaxy["GalaxyCluster"] if may_leave(one) and not is_for_fewer(one)]}
                         if isinstance(galaxy.get("GalaxyCluster"), list) else galaxy for galaxy in out["Galaxy"]]
    if isinstance(out.get("Attribute"), list):
        out["Attribute"] = [stripped(one) for one in out["Attribute"]]
    return out


def is_for_nobody(thing):
    return str(thing.get("distribution")) == "0"


def without_to_ids(thing):
    """What has come to be known since takes to_ids away; nothing else of an attribute changes."""
    out = {**thing, "to_ids": None} if "to_ids" in thing else dict(thing)
    if isinstance(out.get("Attribute"), list):
        out["Attribute"] = [without_to_ids(one) for one in out["Attribute"]]
    return out


def counted(things):
    return collections.Counter(json.dumps(without_to_ids(stripped(one)), sort_keys=True) for one in things or [])


def has_expired(attribute):
    """MISP's sighting of type 2 says when it ends."""
    return any(str(one.get("type")) == "2" for one in attribute.get("Sighting") or [])


def stays_here(thing):
    return is_for_nobody(thing) or any(is_for_nobody(one) for one in thing.get("Attribute") or [])


@unittest.skipUnless(CORPUS, "TIDINGS_CORPUS is not set")
class RoundTrips(Case):
    def setUp(self):
        self.alpha, self.beta = self.node("alpha"), self.node("beta")
        for node in (self.alpha, self.beta):
            node.start()
        link(self.alpha, self.beta)
        self.corpus = pathlib.Path(CORPUS)

    def publish_all(self, files):
        done = self.alpha.run("publish", *files, "--force", "--allow-special", "--yes", check=False, timeout=600)
        self.assertIn(done.returncode, (0, 6), done.stdout + done.stderr)

    def exported(self, node, form, *options):
        return json.loads(node.run("export", form, "--max-tlp", "red", *options, timeout=600).stdout)

    def caught_up(self, form, keys):
        """What beta tells once it tells all that alpha gives to others."""
        want = keys(self.exported(self.alpha, form))
        wait_for(lambda: keys(self.exported(self.beta, form)) == want, 180, "beta telling what alpha gives away")
        return self.exported(self.beta, form)

    def bundles(self):
        """Of each real file: its objects, and the ids that its markings are defined by."""
        for path, document in documents(self.corpus, "*.json", "*.stix2"):
            if path.relative_to(self.corpus).parts[0] not in ("stix", "misp", "reports") or not isinstance(document, dict):
                continue
            objects = document.get("objects", []) if document.get("type") == "bundle" else [document]
            objects = [one for one in objects if isinstance(one, dict) and "--" in str(one.get("id"))]
            if objects:
                yield path, objects

    def as_told(self, one):
        """What nobody marked has the default; who wrote it and its terms have that of what refers to them."""
        borrows = one["type"] in ("identity", "marking-definition")
        return [samples.as_published(one, tlp) for tlp in (samples.TLPS if borrows else [samples.AMBER])]

    def test_every_stix_bundle_comes_back_object_by_object(self):
        files, want, kept = [], {}, set()
        for path, objects in self.bundles():
            files.append(path)
            defined = {one["id"] for one in objects if one["type"] == "marking-definition"}
            for one in objects:
                if one["id"] in WIDE | RED:
                    continue  # the standards' own definitions are written anew
                # Of one id in one version, as the standard has it, there is one object.
                want.setdefault((one["id"], one.get("modified")), []).append(one)
                marks = set(one.get("object_marking_refs", []))
                if marks - defined - WIDE or marks & RED:
                    kept.add(one["id"])
        self.publish_all(files)
        for node, got in ((self.alpha, self.exported(self.alpha, "stix", "--local")),
                          (self.beta, self.caught_up("stix", lambda out: {one["id"] for one in out["objects"]}))):
            texts = {json.dumps(samples.unnamed(one), sort_keys=True) for one in got["objects"]}
            lost = [key for key, objects in want.items()
                    if not any(json.dumps(one, sort_keys=True) in texts for each in objects for one in self.as_told(each))
                    and len(json.dumps(objects[0])) < MOST_BYTES]
            print(f"{node.name}: {len(want)} objects of {len(files)} files, {len(lost)} not told", flush=True)
            self.assertEqual([key for key in lost if node is self.alpha or key[0] not in kept][:10], [])
        self.assertGreater(len(want), 4000)

    def events(self):
        """Real events that name themselves, by uuid; of several of one name the last."""
        found = {}
        for path, document in documents(self.corpus, "*.json"):
            for event in events_of(document):
                if path.relative_to(self.corpus).parts[0] in ("misp", "reports") and event.get("uuid"):
                    found[event["uuid"]] = (path, event)
        return found

    def compare(self, node, want, got):
        """What of an event is not as it was, but for what docs/formats.md lists."""
        differs = []
        got = samples.untagged(got)
        if not want.get("Tag"):
            got.setdefault("Tag", want.get("Tag"))
        for name in set(want) | set(got):
            unmarked = "distribution" not in want and name in ("distribution", "Tag")
            if name not in PARTS and not unmarked and stripped(want).get(name) != got.get(name):
                differs.append((name, want.get(name), got.get(name)))
        for part in PARTS:
            things = [one for one in want.get(part) or [] if node is self.alpha or not stays_here(one)]
            live = [one for one in things if not has_expired(one)]
            missing, made = counted(live) - counted(got.get(part)), counted(got.get(part)) - counted(things)
            differs += [(part, "lost", one) for one in missing] + [(part, "made", one) for one in made]
        return differs

    def test_every_misp_event_comes_back_attribute_by_attribute(self):
        want = self.events()
        self.publish_all(sorted({path for path, event in want.values()}))
        by_uuid = lambda out: {each["Event"]["uuid"]: each["Event"] for each in out["response"]}
        for node, out in ((self.alpha, by_uuid(self.exported(self.alpha, "misp", "--local"))),
                          (self.beta, by_uuid(self.caught_up("misp", lambda out: set(by_uuid(out)))))):
            told = 0
            for uuid, (path, event) in want.items():
                if node is self.beta and is_for_nobody(event):
                    self.assertNotIn(uuid, out, path)
                    continue
                self.assertIn(uuid, out, f"{node.name}: {path}")
                self.assertEqual(self.compare(node, event, out[uuid])[:3], [], f"{node.name}: {path}")
                told += 1
            print(f"{node.name}: {told} of {len(want)} events as they were", flush=True)
        self.assertGreater(len(want), 80)


if __name__ == "__main__":
    unittest.main(verbosity=2)
