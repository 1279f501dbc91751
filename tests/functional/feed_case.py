"""What tests of feeds start from: servers with a certificate, and nodes with blocks [[feed]]."""
import json

from certified_case import CertifiedCase
from framework.feed_server import FeedServer
from framework.node import wait_for


def lines(*values):
    return "# a list\n" + "\n".join(values) + "\n"


class Feeding(CertifiedCase):
    def server(self, **options):
        made = FeedServer(**{"certificate": self.certificate, **options})
        self.addCleanup(made.close)
        return made

    def feed(self, node, name, **settings):
        """A block for the node's config."""
        rows = {"name": f'"{name}"', "every": '"1h"', "ca_file": f'"{self.ca}"', "timeout": '"2s"',
                **{key: value if not isinstance(value, str) else f'"{value}"' for key, value in settings.items()}}
        if "folder" in rows:
            rows.pop("ca_file")
        text = "".join(f"{key} = {str(value).lower() if isinstance(value, bool) else value}\n" for key, value in rows.items())
        with open(node.config, "a") as config:
            config.write(f"\n[[feed]]\n{text}")

    def fed(self, *feeds, name="alpha"):
        """A node with feeds (name, settings), each of which has run once."""
        node = self.node(name)
        for feed, settings in feeds:
            self.feed(node, feed, **settings)
        node.start()
        wait_for(lambda: len(self.all(node)) == len(feeds) and all(one["last_run_at"] for one in self.all(node)), 30, "the first runs")
        return node

    def all(self, node):
        return json.loads(node.run("feed", "list", "-o", "json").stdout)

    def of(self, node, name="soc"):
        return node.json("feed", "show", name)

    def again(self, node, name="soc", code=0):
        done = node.run("feed", "run", name, "-o", "json", check=False)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return json.loads(done.stdout) if done.stdout.strip() else done.stderr

    def bulletins(self, node):
        return node.json("status")["bulletins"]

    def ends(self, node, value):
        found = node.json("query", value, "--exact")[0]
        return sorted(set(part for part in json.dumps(found).split('"') if part.startswith("20") and "T" in part))[-1]
