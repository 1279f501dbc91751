"""Watching: what arrives, as it arrives, exactly once, across restarts, slow readers and failing commands."""
import json
import os
import resource
import signal
import subprocess
import threading
import time
import unittest
from pathlib import Path

from case import Case, digest
from framework import protobuf
from framework.node import BIN, wait_for


class Watcher:
    """A real `tidings watch` with its lines."""

    def __init__(self, node, *options):
        self.process = subprocess.Popen([BIN / "tidings", "--socket", node.socket, "watch", "-o", "jsonl", *map(str, options)],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.lines = []
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def read(self):
        for line in self.process.stdout:
            self.lines.append(json.loads(line))

    def values(self):
        return [line["value"] for line in self.lines]

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        code = self.process.wait(20)
        self.thread.join(5)
        self.error = self.process.stderr.read()
        self.process.stdout.close()
        self.process.stderr.close()
        return code


class Watch(Case):
    def setUp(self):
        self.alpha = self.started("alpha")

    def watch(self, *options):
        before = self.alpha.counters().get("tidings_watchers", 0)
        watcher = Watcher(self.alpha, *options)
        self.addCleanup(lambda: watcher.process.poll() is None and watcher.end(signal.SIGKILL))
        wait_for(lambda: watcher.process.poll() is not None or self.alpha.counters()["tidings_watchers"] > before, what="the watch")
        return watcher

    def say(self, *values, tlp="green"):
        return self.publish(self.alpha, values, "--tlp", tlp)

    def test_lines_come_at_once_and_the_cursor_of_any_line_goes_on_behind_it(self):
        one = self.watch()
        self.say("a.example.net", "b.example.net", "c.example.net")
        wait_for(lambda: len(one.lines) == 3, 5, "three lines")
        self.assertEqual(one.end(), 0, one.error)
        self.assertIn("--from", one.error)
        again = self.watch("--from", one.lines[0]["cursor"])
        wait_for(lambda: len(again.lines) == 2, 5, "the rest")
        self.assertEqual(again.values(), ["b.example.net", "c.example.net"])
        self.assertEqual(again.end(signal.SIGINT), 0)

    def test_a_restart_of_the_daemon_while_others_publish_loses_and_repeats_nothing(self):
        kept = self.alpha.home / "cursor"
        one = self.watch("--cursor-file", kept)
        said, stop = [], threading.Event()

        def publish():
            number = 0
            while not stop.is_set():
                values = [digest(number * 10 + i) for i in range(10)]
                done = self.alpha.run("publish", "-", "--title", "x", "--tlp", "green", "--yes", input="\n".join(values), check=False)
                if done.returncode == 0:
                    said.extend(values)
                number += 1

        publisher = threading.Thread(target=publish)
        publisher.start()
        for restart in (self.alpha.kill, self.alpha.stop, self.alpha.kill):
            time.sleep(1)
            restart()
            self.alpha.start()
        time.sleep(1)
        self.assertEqual(one.end(), 0, one.error)
        two = self.watch("--cursor-file", kept)
        stop.set()
        publisher.join()
        wait_for(lambda: set(said) <= set(one.values() + two.values()), 20, "all that was published")
        self.assertEqual(two.end(), 0)
        seen = one.values() + two.values()
        self.assertEqual(len(seen), len(set(seen)), "nothing twice")
        self.assertGreater(len(said), 20)

    def test_since_filters_and_markings(self):
        self.say("old.example.net", "45.62.198.73")
        domains = self.watch("--since", "1h", "--type", "domain", "--tlp", "green,clear")
        self.say("amber.example.net", tlp="amber")
        made = self.say("new.example.net")
        self.alpha.run("withdraw", made["publication"])
        wait_for(lambda: len(domains.lines) == 3, 5, "three lines")
        self.assertEqual(domains.values(), ["old.example.net", "new.example.net", None])
        self.assertEqual(domains.lines[2]["kind"], "withdrawal")
        self.assertEqual(domains.lines[2]["targets"][0]["bulletin"], made["bulletins"][0])

    def test_values_names_and_networks_are_watched_with_what_covers_them(self):
        about = self.watch("www.evil.example", "198.51.100.7")
        below = self.watch("--subdomains", "evil.example")
        urls = self.watch("--subdomains", "evil.example", "--type", "url,email")
        inside = self.watch("--within", "198.51.100.0/24", "--type", "ipv4")
        exact = self.watch("--exact", "www.evil.example")
        all_said = ["evil.example", "www.evil.example", "*.evil.example", "notevil.example", "198.51.0.0/16", "198.51.100.0/25", "198.51.100.7", "203.0.113.9"]
        self.say(*all_said, "end.example.net")
        self.say("https://mail.evil.example/x")
        wait_for(lambda: "https://mail.evil.example/x" in below.values(), 5, "the last")
        self.assertEqual(set(about.values()), {"evil.example", "www.evil.example", "*.evil.example", "198.51.0.0/16", "198.51.100.0/25", "198.51.100.7"})
        self.assertEqual(set(below.values()), {"evil.example", "www.evil.example", "*.evil.example", "https://mail.evil.example/x"})
        self.assertEqual(inside.values(), ["198.51.100.7"])
        wait_for(lambda: urls.lines, 5, "the URL")
        self.assertEqual(urls.values(), ["https://mail.evil.example/x"])
        self.assertEqual(exact.values(), ["www.evil.example"])
        for refused in (["x y"], ["--within", "evil.example"], ["--subdomains"], ["--subdomains", "198.51.100.0.1"],
                        ["--exec", "cat", "-o", "human"]):
            self.assertNotEqual(self.alpha.run("watch", *refused, check=False).returncode, 0, refused)

    def test_until_ends_it_when_all_from_before_is_told(self):
        self.say("a.example.net")
        past = self.watch("--since", "1h", "--until", time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 1)))
        begun = time.monotonic()
        self.assertEqual(past.process.wait(10), 0)
        past.thread.join(5)
        self.assertLess(time.monotonic() - begun, 8)
        self.assertEqual(past.values(), ["a.example.net"])
        past.end = lambda *_: 0
        past.process.stdout.close()
        past.process.stderr.close()

    def test_a_command_gets_each_batch_until_it_takes_it(self):
        out, tries, kept = (self.alpha.home / name for name in ("out", "tries", "cursor"))
        # Fails the first two times, then takes all.
        command = f"echo x >> {tries}; [ $(wc -l < {tries}) -gt 2 ] && cat >> {out}"
        one = self.watch("--exec", command, "--cursor-file", kept)
        self.say("a.example.net", "b.example.net")
        wait_for(lambda: out.exists() and len(out.read_text().splitlines()) >= 2, 20, "the third try")
        self.say("c.example.net")
        wait_for(lambda: len(out.read_text().splitlines()) == 3, 10, "the next batch")
        self.assertEqual(one.end(), 0)
        self.assertIn("run again", one.error)
        self.say("d.example.net")
        two = self.watch("--exec", f"cat >> {out}", "--cursor-file", kept)
        wait_for(lambda: len(out.read_text().splitlines()) == 4, 10, "what came meanwhile")
        self.assertEqual(two.end(), 0)
        self.assertEqual([json.loads(line)["value"] for line in out.read_text().splitlines()],
                         [f"{c}.example.net" for c in "abcd"])

    def test_a_command_gets_what_waits_together(self):
        for number in range(20):
            self.say(digest(number))
        out, runs = self.alpha.home / "out", self.alpha.home / "runs"
        self.alpha.run("watch", "--since", "1h", "--until", "1s", "--exec", f"echo x >> {runs}; cat >> {out}", timeout=20)
        self.assertEqual([json.loads(line)["value"] for line in out.read_text().splitlines()], [digest(n) for n in range(20)])
        self.assertLess(len(runs.read_text().split()), 5)

    def test_an_output_that_fails_ends_it_behind_the_last_whole_line(self):
        values = [digest(number) for number in range(50)]
        self.say(*values)
        watch = [BIN / "tidings", "--socket", self.alpha.socket, "watch", "--since", "1h", "--until", "1s"]
        with open("/dev/full", "w") as full:
            done = subprocess.run(watch, stdout=full, stderr=subprocess.PIPE, text=True, timeout=20)
        self.assertEqual((done.returncode, "standard output" in done.stderr), (3, True), done.stderr)
        torn, kept = self.alpha.home / "torn", self.alpha.home / "cursor"

        def cannot_write_much():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))

        with open(torn, "w") as file:
            done = subprocess.run([*watch, "--cursor-file", kept], stdout=file, stderr=subprocess.PIPE, text=True,
                                  timeout=20, preexec_fn=cannot_write_much, restore_signals=False)
        self.assertEqual(done.returncode, 3, done.stderr)
        *whole, half = torn.read_text().split("\n")
        self.assertTrue(whole and half)
        rest = self.alpha.run("watch", "--until", "1s", "--cursor-file", kept).stdout.splitlines()
        self.assertEqual([json.loads(line)["value"] for line in whole + rest], values)

    def test_an_output_that_does_not_block_is_waited_for(self):
        values = [digest(number) for number in range(3000)]
        self.say(*values)
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        child = subprocess.Popen([BIN / "tidings", "--socket", self.alpha.socket, "watch", "--since", "1h", "--until", "1s"], stdout=writer)
        os.close(writer)
        time.sleep(1)
        with open(reader) as file:
            told = [json.loads(line)["value"] for line in file]
        self.assertEqual(child.wait(20), 0)
        self.assertTrue(sorted(told) == sorted(values), "each line once")

    def test_until_ends_it_though_the_daemon_is_away_or_the_command_fails(self):
        self.say("a.example.net")
        refusing = self.alpha.run("watch", "--since", "1h", "--until", "3s", "--exec", "false", check=False, timeout=20)
        self.assertEqual((refusing.returncode, "was not taken" in refusing.stderr), (6, True), refusing.stderr)
        waiting = self.watch("--until", "3s")
        self.alpha.stop()
        self.assertEqual(waiting.process.wait(20), 3)
        waiting.end = lambda *_: 0
        waiting.thread.join(5)
        self.assertEqual(waiting.process.stderr.read().count("it is tried again"), 1)
        waiting.process.stdout.close()
        waiting.process.stderr.close()

    def test_a_cursor_file_is_for_one_watch_and_a_link_to_it_stays(self):
        kept, link = self.alpha.home / "kept", self.alpha.home / "link"
        link.symlink_to("kept")
        one = self.watch("--cursor-file", link)
        self.say("a.example.net")
        wait_for(kept.exists, 10, "the cursor")
        second = self.alpha.run("watch", "--cursor-file", kept, check=False, timeout=20)
        self.assertEqual((second.returncode, "another watch" in second.stderr), (2, True), second.stderr)
        self.assertEqual(one.end(), 0, one.error)
        self.assertTrue(link.is_symlink())
        self.say("b.example.net")
        again = self.watch("--cursor-file", link)
        wait_for(lambda: again.lines, 10, "the rest")
        self.assertEqual(again.end(), 0, again.error)
        self.assertEqual(again.values(), ["b.example.net"])

    def test_a_command_that_hangs_ends_with_all_it_started(self):
        begun = self.alpha.home / "begun"
        one = self.watch("--exec", f"trap '' TERM; sh -c 'echo $$ > {begun}; sleep 300'")
        self.say("a.example.net")
        wait_for(lambda: begun.exists() and begun.read_text().strip(), 10, "the command")
        child = int(begun.read_text())
        one.end()
        self.assertNotIn("run again", one.error)
        stat = Path(f"/proc/{child}/stat")
        wait_for(lambda: not stat.exists() or stat.read_text().rsplit(")", 1)[1].split()[0] == "Z", 10,
                 "the end of what the command started")

    def test_a_cursor_of_another_node_is_refused_and_what_to_do_is_told(self):
        other = self.started("beta")
        elsewhere = Watcher(other)
        self.publish(other, ["x.example.net"], "--tlp", "green")
        wait_for(lambda: elsewhere.lines, 10, "a line")
        cursor = elsewhere.lines[0]["cursor"]
        self.assertEqual(elsewhere.end(), 0)
        for given, says in ((cursor, "another node"), ("00ff", "no cursor"), ("nonsense", "--from")):
            done = self.alpha.run("watch", "--from", given, check=False)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(says, done.stderr)
            self.assertNotIn("go on from here", done.stderr, "it would be refused again")
        done = self.alpha.run("watch", "--origin", "nobody", check=False)
        self.assertEqual(done.returncode, 1, done.stderr)

    def test_one_that_never_reads_is_dropped_and_disturbs_nobody(self):
        idle = subprocess.Popen([BIN / "tidings", "--socket", self.alpha.socket, "watch", "-o", "jsonl"], stdout=subprocess.PIPE)
        self.addCleanup(lambda: (idle.kill(), idle.wait(), idle.stdout.close()))
        good = self.watch()
        before = self.resident()
        values = [digest(n) for n in range(30_000)]
        for at in range(0, len(values), 10_000):
            self.say(*values[at:at + 10_000])
        wait_for(lambda: len(good.lines) == len(values), 60, "all of it")
        # Parts of one publication are accepted in any order; and no diff of such lists: it takes minutes.
        self.assertTrue(sorted(good.values()) == sorted(values), "not what was published")
        self.assertLess(self.resident() - before, 100 << 20)

    def resident(self):
        with open(f"/proc/{self.alpha.process.pid}/status") as status:
            return next(int(line.split()[1]) << 10 for line in status if line.startswith("VmRSS:"))

    def test_a_thousand_watchers_are_told_and_one_more_than_may_is_refused(self):
        import socket as sockets
        frame = lambda body: (len(body) + 1).to_bytes(4, "big") + b"\x01" + body
        watch = frame(protobuf.encode([(1, 1), (35, b"")]) + b"\x9a\x02\x00")  # an empty WatchRequest is still there
        clients = []
        for _ in range(1024):
            client = sockets.socket(sockets.AF_UNIX)
            client.settimeout(20)
            client.connect(str(self.alpha.socket))
            client.sendall(watch)
            clients.append(client)
            self.addCleanup(client.close)
        wait_for(lambda: self.alpha.counters()["tidings_watchers"] == 1024, what="a thousand watches")
        refused = self.alpha.run("watch", check=False)
        self.assertEqual(refused.returncode, 3, refused.stderr)
        self.assertIn("as many watch as may", refused.stderr)
        self.assertEqual(self.alpha.counters()["tidings_watchers_refused_total"], 1)
        self.say("told.example.net")
        for client in clients:
            seen = b""
            while b"told.example.net" not in seen:
                piece = client.recv(65536)
                self.assertTrue(piece)
                seen += piece
        for client in clients:
            client.close()
        wait_for(lambda: self.alpha.counters()["tidings_watchers"] == 0, what="their end")


if __name__ == "__main__":
    unittest.main(verbosity=2)
