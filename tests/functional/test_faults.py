"""kill -9 in the middle of a publish, and a full disk: nothing acknowledged is lost, nothing is stored twice."""
import hashlib
import os
import random
import subprocess
import sqlite3
import tempfile
import threading
import time
import unittest

from case import Case
from framework.node import BIN, LONG, link, wait_for

ROUNDS = 200 if LONG else 20
CLAIMS = 100_000


def digest(series, number):
    return hashlib.sha256(f"{series} {number}".encode()).hexdigest()


def ledger(node):
    return sqlite3.connect(f"file:{node.data}/ledger.db?mode=ro", uri=True)


class Killed(Case):
    def test_nothing_acknowledged_is_lost_and_nothing_stored_twice_on_either_side(self):
        a, b = self.started("alpha", "beta")
        link(a, b)
        rng = random.Random(1)
        acknowledged = []  # (a value, round) that the client was told is stored
        for round_number in range(ROUNDS):
            values = [digest(round_number, n) for n in range(CLAIMS)]
            victim = (a, b)[round_number % 2]
            result = {}

            def publish():
                result["done"] = a.run("publish", "-", "--title", f"Round {round_number}", "--tlp", "green", "--yes",
                                       "--list", input="\n".join(values), check=False, timeout=120)

            thread = threading.Thread(target=publish)
            thread.start()
            time.sleep(rng.uniform(0.02, 0.6))
            victim.kill()
            thread.join()
            victim.start()
            if result["done"].returncode == 0:
                acknowledged.append((values[0], values[-1]))
        for first, last in acknowledged:
            self.assertTrue(a.has(first) and a.has(last), "acknowledged, and lost")
        settled = lambda: [row for row in a.json("status")["links"] if row["connected"] and row["caught_up"]]
        wait_for(settled, 120, "catching up after the last kill")
        for first, last in acknowledged:
            wait_for(lambda: b.has(first) and b.has(last), 60, "what was acknowledged reaching the partner")
        wait_for(lambda: self.ids(a) == self.ids(b), 60, "the same bulletins on either side")
        for node in (a, b):
            ids = self.ids(node, distinct=False)
            self.assertEqual(len(ids), len(set(ids)), "a bulletin stored twice")

    def ids(self, node, distinct=True):
        with ledger(node) as db:
            rows = [row[0] for row in db.execute("SELECT id FROM entry")]
        return set(rows) if distinct else rows


@unittest.skipUnless(os.geteuid() == 0, "mounting a small tmpfs needs root: skipped")
class FullDisk(Case):
    def test_nothing_is_acknowledged_that_is_not_stored_and_service_resumes_when_space_returns(self):
        folder = tempfile.mkdtemp(prefix="tidings-full-")
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder], check=True)
        self.addCleanup(lambda: (subprocess.run(["umount", "-l", folder], check=True), os.rmdir(folder)))
        node = self.node("small", data_in=folder)
        self.addCleanup(node.close)
        node.start()
        stored, refused = [], None
        for n in range(400):
            values = [digest(n, m) for m in range(2000)]
            done = node.run("publish", "-", "--title", str(n), "--tlp", "green", "--yes", "--list",
                            input="\n".join(values), check=False)
            if done.returncode == 0:
                stored.append(values[-1])
            else:
                refused = done
                break
        self.assertIsNotNone(refused, "the disk never filled")
        self.assertRegex(refused.stderr.lower(), "disk|full|space")
        for value in stored:
            self.assertTrue(node.has(value), "acknowledged, and not there")
        subprocess.run(["mount", "-o", "remount,size=200m", folder], check=True)
        wait_for(lambda: node.run("publish", "-", "--title", "after", "--tlp", "green", "--yes", "--allow-special", input="after.example.net\n",
                                  check=False).returncode == 0, 20, "service resuming")
        self.assertTrue(node.has("after.example.net"))
        node.stop()
        node.start()
        for value in [*stored[-3:], "after.example.net"]:
            self.assertTrue(node.has(value))


if __name__ == "__main__":
    unittest.main(verbosity=2)
