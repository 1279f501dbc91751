"""Files in everybody's formats, written for the tests."""
import hashlib
import json
import uuid

SPACE = uuid.UUID("2b0f3b0a-6a0c-4c0e-8f5e-0d5f2f3a9c11")
GREEN = "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"
AMBER = "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421"
RED = "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1"
# By the ids that the standards fixed: TLP 2 and 1, from the widest to the narrowest.
TLPS = ["marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487", GREEN, AMBER,
        "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003", RED]
TLPS_1 = ["marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9", "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da",
          "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82", "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed"]
FILES = [hashlib.sha256(str(n).encode()).hexdigest() for n in range(3)]  # whose names nobody takes for placeholders
MD5 = hashlib.md5(b"file").hexdigest()
TIMES = {"created": "2026-11-01T08:00:00.000Z", "modified": "2026-11-02T08:00:00.000Z"}


def stix_id(kind, key):
    return f"{kind}--{uuid.uuid5(SPACE, key)}"


def stix(kind, key, **more):
    return {"type": kind, "spec_version": "2.1", "id": stix_id(kind, key), **TIMES, **more}


def indicator(name, pattern, *markings, **more):
    marks = {"object_marking_refs": list(markings)} if markings else {}
    return stix("indicator", name, name=name, pattern=pattern, pattern_type="stix", valid_from="2026-11-01T08:00:00Z",
                indicator_types=["malicious-activity"], **marks, **more)


def as_published(one, tlp=AMBER):
    """An object of STIX as it leaves: with the TLP that it was published under, where it has none by itself."""
    own = one.get("object_marking_refs", [])
    marks = {one["id"], *own, *(part.get("marking_ref") for part in one.get("granular_markings", []))}
    return one if marks & {*TLPS, *TLPS_1} else {**one, "object_marking_refs": [*own, tlp]}


SOURCES = "extension-definition--7d8c2a54-3f0e-4b1d-9c66-5a1e0b7f2d43"


def unnamed(one):
    """An object of STIX without the bulletins of Tidings that it names: docs/formats.md."""
    mine = {"external_references": [each for each in one.get("external_references", []) if each.get("source_name") != "tidings"],
            "extensions": {key: value for key, value in one.get("extensions", {}).items() if key != SOURCES}}
    changed = {key: value for key, value in mine.items() if key in one and value != one[key]}
    return {key: value for key, value in {**one, **changed}.items() if key not in changed or value}


def named(one):
    """The bulletins that an object of STIX names, in hex."""
    return [each["external_id"] for each in one.get("external_references", []) if each.get("source_name") == "tidings"] + \
        one.get("extensions", {}).get(SOURCES, {}).get("bulletins", [])


def untagged(event):
    """An event of MISP without the bulletins of Tidings that its tags name."""
    tags = [tag for tag in event.get("Tag") or [] if not tag["name"].startswith("tidings:bulletin=")]
    return {key: value for key, value in {**event, "Tag": tags}.items() if key != "Tag" or value}


def bundle(*objects):
    return json.dumps({"type": "bundle", "id": stix_id("bundle", "sample"), "objects": list(objects)}, indent=1)


def stix_objects():
    """Of a report on one kit: most is GREEN, one server is AMBER."""
    author = stix("identity", "cert", name="CERT Example", identity_class="organization", object_marking_refs=[GREEN])
    first = indicator("first", "[domain-name:value = 'login.kit-one.net']", GREEN, created_by_ref=author["id"])
    second = indicator("second", "[ipv4-addr:value = '45.62.198.73']", AMBER, created_by_ref=author["id"])
    third = indicator("third", "[file:hashes.'SHA-256' = '" + FILES[0] + "' AND file:name = 'a.exe']", GREEN)
    odd = indicator("odd", "[domain-name:value MATCHES '^kit[0-9]+']", GREEN, x_owner={"team": [1, 2.5, None]})
    malware = stix("malware", "kit", name="Kit One", is_family=True, object_marking_refs=[GREEN])
    relation = stix("relationship", "uses", relationship_type="indicates", source_ref=first["id"],
                    target_ref=malware["id"], object_marking_refs=[GREEN])
    sighting = stix("sighting", "seen", sighting_of_ref=first["id"], count=3, object_marking_refs=[GREEN])
    note = stix("note", "note", content="Ünïcode; \"quoted\"", object_refs=[first["id"]], object_marking_refs=[GREEN])
    refs = [one["id"] for one in (first, second, third, odd, malware, relation, sighting, note)]
    report = stix("report", "report", name="Kit One", published="2026-11-02T08:00:00Z", report_types=["threat-report"],
                  object_refs=refs, created_by_ref=author["id"], object_marking_refs=[GREEN])
    return [author, first, second, third, odd, malware, relation, sighting, note, report]


def attribute(name, kind, value, category="Network activity", **more):
    return {"uuid": str(uuid.uuid5(SPACE, name)), "type": kind, "category": category, "value": value, "to_ids": True,
            "distribution": "5", "timestamp": "1761984000", "comment": "", **more}


def misp_event(**more):
    """One event: for all, but for an attribute that is for partners and one that is for nobody else."""
    event = {
        "uuid": str(uuid.uuid5(SPACE, "event")), "info": "Phishing kit", "date": "2026-11-01", "threat_level_id": "2",
        "analysis": "1", "distribution": "3", "published": True, "timestamp": "1761984000",
        "Orgc": {"name": "CERT Example", "uuid": str(uuid.uuid5(SPACE, "org"))},
        "Tag": [{"name": "tlp:green"}, {"name": "kit:one"}],
        "Attribute": [
            attribute("a1", "domain", "login.kit-two.net"),
            attribute("a2", "ip-dst|port", "45.62.198.74|8443", distribution="2"),
            attribute("a3", "url", "http://login.kit-two.net/own", distribution="0"),
            attribute("a4", "comment", "seen by hand", category="Other", to_ids=False),
            attribute("a5", "sha256", FILES[1], category="Payload delivery", comment="dropper",
                      Tag=[{"name": "stage:2"}]),
        ],
        "Object": [{
            "uuid": str(uuid.uuid5(SPACE, "object")), "name": "file", "meta-category": "file", "distribution": "5",
            "template_uuid": "688c46fb-5edb-40a3-8273-1af7923e2215", "template_version": "24", "timestamp": "1761984000",
            "Attribute": [
                attribute("o1", "filename", "invoice.exe", category="Payload delivery", object_relation="filename"),
                attribute("o2", "md5", MD5, category="Payload delivery", object_relation="md5"),
            ]}],
    }
    return {"Event": {**event, **more}}


REPORT = """# Kit Three

The kit calls `hxxps://login.kit-three[.]net/gate` and 45.62.198[.]75; see https://www.example.org/kit-three for more.

## Indicators of compromise

| SHA-256 | name |
|---|---|
| """ + FILES[2] + """ | kit3.exe |
"""

OPENIOC = """<?xml version="1.0" encoding="utf-8"?>
<ioc xmlns="http://schemas.mandiant.com/2010/ioc" id="3a0f3b0a-6a0c-4c0e-8f5e-0d5f2f3a9c11" last-modified="2026-11-01T00:00:00">
 <short_description>Kit Four</short_description><authored_by>CERT Example</authored_by>
 <definition><Indicator operator="OR" id="1"><IndicatorItem id="2" condition="is">
  <Context document="Network" search="Network/DNS" type="mir"/><Content type="string">login.kit-four.net</Content>
 </IndicatorItem></Indicator></definition></ioc>
"""

YARA = """rule kit_five : kit {
  meta: author = "CERT Example" description = "The loader" hash = "7c97f0d3a1b2c4d5e6f70819a2b3c4d5"
  strings: $a = "kit five"
  condition: $a
}
"""

SIGMA = """title: Kit six asks
id: 8a0f3b0a-6a0c-4c0e-8f5e-0d5f2f3a9c11
author: CERT Example
logsource: {category: dns}
detection: {selection: {query: login.kit-six.net}, condition: selection}
"""

SURICATA = 'alert dns $HOME_NET any -> any any (msg:"Kit seven"; dns.query; content:"login.kit-seven.net"; bsize:19; ' \
           'sid:1000007; rev:1;)\n'

LISTS = {
    "hosts.txt": "# hosts\n0.0.0.0 a.kit-eight.net\n0.0.0.0 b.kit-eight.net\n",
    "adguard.txt": "! a filter\n||c.kit-eight.net^\n||d.kit-eight.net^$important\n",
    "zone.rpz": "$TTL 60\n@ SOA localhost. root.localhost. 1 1 1 1 1\n  NS localhost.\ne.kit-eight.net CNAME .\n"
                "*.e.kit-eight.net CNAME .\n",
    "dnsmasq.conf": "address=/f.kit-eight.net/0.0.0.0\naddress=/g.kit-eight.net/0.0.0.0\n",
}
