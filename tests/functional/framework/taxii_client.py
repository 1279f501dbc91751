"""A TAXII 2.1 client, written from the OASIS standard of June 2021 alone: what it refuses, the standard forbids."""
import base64
import gzip
import http.client
import json
import re
import ssl
import urllib.parse

MEDIA_TYPE = "application/taxii+json;version=2.1"
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


class TaxiiError(Exception):
    def __init__(self, status, body, headers):
        super().__init__(f"{status}: {body}")
        self.status, self.body, self.headers = status, body, headers


class TaxiiClient:
    def __init__(self, port, ca, token=None, user=None, certificate=None, host="localhost"):
        context = ssl.create_default_context(cafile=str(ca))
        if certificate:
            context.load_cert_chain(certificate)
        self.connection = http.client.HTTPSConnection(host, port, context=context, timeout=60)
        self.headers = {}
        if token:
            self.headers["Authorization"] = f"Bearer {token}"
        if user:
            self.headers["Authorization"] = "Basic " + base64.b64encode(":".join(user).encode()).decode()
        self.last = None  # headers of the last answer

    def close(self):
        self.connection.close()

    def raw(self, method, path, body=None, headers=None):
        self.connection.request(method, path, body, {**self.headers, **(headers or {})})
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        self.last = answer.headers
        return answer.status, content

    def ask(self, method, path, body=None, parameters=None, **headers):
        if parameters:
            path += "?" + urllib.parse.urlencode(parameters, safe=":,[]")
        sent = {"Accept": MEDIA_TYPE, **headers}
        if body is not None:
            sent.setdefault("Content-Type", MEDIA_TYPE)
            body = json.dumps(body)
        status, content = self.raw(method, path, body, sent)
        if status >= 400:
            message = json.loads(content)
            assert message.get("title"), "an error message has a title (3.6.1)"
            assert message.get("http_status", str(status)) == str(status)
            raise TaxiiError(status, message, self.last)
        assert self.last["Content-Type"].replace(" ", "") == MEDIA_TYPE, self.last["Content-Type"]
        return json.loads(content)

    def get(self, path, **parameters):
        return self.ask("GET", path, parameters={name.replace("__", "["): value for name, value in parameters.items()})

    def discover(self):
        found = self.get("/taxii2/")
        assert found["title"] and found["default"] in found["api_roots"]
        self.root = urllib.parse.urlsplit(found["default"]).path
        assert self.root.endswith("/")
        root = self.get(self.root)
        assert MEDIA_TYPE in root["versions"] and root["max_content_length"] > 0 and root["title"]
        return found

    def collections(self):
        return self.get(self.root + "collections/").get("collections", [])

    def path(self, collection, rest):
        return f"{self.root}collections/{collection}/{rest}"

    def page(self, collection, rest="objects/", **parameters):
        """One page with its dates checked (5.4 to 5.8)."""
        found = self.ask("GET", self.path(collection, rest), parameters=parameters)
        told = found.get("objects", found.get("versions", []))
        first, last = self.last.get("X-TAXII-Date-Added-First"), self.last.get("X-TAXII-Date-Added-Last")
        assert bool(told) == bool(first) == bool(last), "dates stand beside objects"
        if told:
            assert TIMESTAMP.fullmatch(first) and TIMESTAMP.fullmatch(last) and first <= last
        assert bool(found.get("more")) == ("next" in found)
        if "limit" in parameters:
            assert len(told) <= int(parameters["limit"])
        return found

    def pages(self, collection, rest="objects/", **parameters):
        """Every page by `next` (3.5)."""
        while True:
            found = self.page(collection, rest, **parameters)
            yield found
            if not found.get("more"):
                return
            parameters["next"] = found["next"]

    def objects(self, collection, rest="objects/", **parameters):
        return [one for page in self.pages(collection, rest, **parameters) for one in page.get("objects", [])]

    def post(self, collection, objects):
        return self.ask("POST", self.path(collection, "objects/"), {"objects": objects})
