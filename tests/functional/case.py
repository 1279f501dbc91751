"""What every functional test starts from: nodes that are closed at the end, whatever happened."""
import hashlib
import json
import unittest

from framework.node import Node


def digest(number):
    """A SHA-256 that nobody would take for a placeholder."""
    return hashlib.sha256(str(number).encode()).hexdigest()


class Case(unittest.TestCase):
    def node(self, name, **options):
        node = Node(name, **options)
        self.addCleanup(node.close)
        return node

    def started(self, *names):
        nodes = [self.node(name).start() for name in names]
        return nodes if len(nodes) > 1 else nodes[0]

    def publish(self, node, values, *options, code=0):
        """Publishes lines of values; returns the JSON answer."""
        text = "\n".join(values) + "\n"
        title = () if "--title" in options else ("--title", "A test")
        done = node.run("publish", "-", *title, "--yes", "--allow-special", "-o", "json", *options, input=text, check=False)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return json.loads(done.stdout) if done.stdout.strip() else {}
