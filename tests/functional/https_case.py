"""What tests over HTTPS start from: nodes with a certificate, collections and tokens."""
import json

import samples
from certified_case import CertifiedCase
from framework.node import free_port
from framework.taxii_client import TaxiiClient, TaxiiError

CREATED = "2026-03-01T08:00:00.000Z"


def indicator(number, value, **more):
    return {"type": "indicator", "spec_version": "2.1", "id": f"indicator--{number:08x}-0000-4000-8000-0123456789ab",
            "created": CREATED, "modified": CREATED, "pattern": f"[domain-name:value = '{value}']", "pattern_type": "stix",
            "valid_from": CREATED, "object_marking_refs": [samples.AMBER], **more}


class Client(TaxiiClient):
    """Pages tell objects without the bulletins that they name; ask() tells all."""

    def page(self, collection, rest="objects/", **parameters):
        found = super().page(collection, rest, **parameters)
        return {**found, "objects": [samples.unnamed(one) for one in found["objects"]]} if "objects" in found else found


class HttpsCase(CertifiedCase):
    def serving(self, name="alpha", collections=("all",), **http):
        return self.serving_at(self.node(name), collections, **http)

    def serving_at(self, node, collections=("all",), **http):
        node.http = free_port()
        node.set("http", listen=f'["127.0.0.1:{node.http}"]', certificate=f'"{self.folder}/server.crt"',
                 key=f'"{self.folder}/server.key"', **http)
        with open(node.config, "a") as config:
            for one in collections:
                one = {"name": one, "write": True, "remove": True} if isinstance(one, str) else one
                config.write("\n[[taxii_collection]]\n")
                config.writelines(f"{key} = {json.dumps(value)}\n" for key, value in one.items())
        return node.start()

    def token(self, node, name="siem", *options):
        return node.json("access", "token", "add", name, *(options or ("--role", "operator", "--max-tlp", "red")))["token"]

    def client(self, node, token=None, discover=True, **more):
        made = Client(node.http, self.ca, token=token, **more)
        self.addCleanup(made.close)
        if discover:
            made.discover()
        return made

    def refused(self, status, call, *arguments, **parameters):
        with self.assertRaises(TaxiiError) as caught:
            call(*arguments, **parameters)
        self.assertEqual(caught.exception.status, status, caught.exception)
        return caught.exception

    def all_of(self, client):
        return next(one["id"] for one in client.collections() if one["alias"] == "all")
