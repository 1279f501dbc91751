"""A real tidingsd in a folder of its own, and the client beside it."""
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time

BIN = pathlib.Path(os.environ.get("TIDINGS_BIN", pathlib.Path(__file__).parents[3] / "build/release/bin"))
SOURCE = pathlib.Path(__file__).parents[3]
LONG = bool(os.environ.get("TIDINGS_LONG"))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(condition, seconds=15, what="it"):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        result = condition()
        if result:
            return result
        time.sleep(0.05)
    raise AssertionError(f"{what} did not happen within {seconds} s")


class Node:
    def __init__(self, name, data_in=None, port=None):
        self.name = name
        self.home = pathlib.Path(tempfile.mkdtemp(prefix=f"tidings-{name}-"))
        self.data = pathlib.Path(data_in) / name if data_in else self.home / "data"
        self.port = port or free_port()
        self.socket = self.home / "api.sock"
        self.config = self.home / "tidingsd.toml"
        self.log = self.home / "log"
        self.process = None
        self.prefix = []  # put in front of tidingsd: strace, faketime, …
        subprocess.run([BIN / "tidingsd", "init", "--organisation", name, "--endpoint", f"127.0.0.1:{self.port}",
                        "--listen", f"127.0.0.1:{self.port}", "--data", self.data, "--config", self.config,
                        "--socket", self.socket], check=True, capture_output=True, text=True)

    def set(self, group, **settings):
        """Changes settings in the config file; values are TOML."""
        head, mark, rest = self.config.read_text().partition(f"[{group}]\n")
        assert mark, f"no group {group}"
        body, mark_after, tail = rest.partition("\n[")
        for name, value in settings.items():
            body, changed = re.subn(rf"(?m)^#?{name} = .*$", lambda _: f"{name} = {value}", body)
            assert changed == 1, f"no setting {group}.{name}"
        self.config.write_text(head + mark + body + mark_after + tail)
        return self

    def start(self, wait=True):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([*self.prefix, BIN / "tidingsd", "--config", self.config], stdout=log,
                                            stderr=subprocess.STDOUT)
        if wait:
            wait_for(lambda: self.died() or self.run("status", check=False).returncode == 0, 30, f"{self.name} answering")
            assert not self.died(), f"{self.name} ended: {self.log.read_text()[-2000:]}"
        return self

    def died(self):
        return self.process is not None and self.process.poll() is not None

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """Ends it by SIGTERM; returns the exit code."""
        if self.process is None:
            return None
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(20)
        self.process = None
        return code

    def close(self):
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.home, ignore_errors=True)

    def run(self, *args, input=None, check=True, env=None, timeout=120):
        """Runs `tidings ARGS…` against this node."""
        done = subprocess.run([BIN / "tidings", "--socket", self.socket, *map(str, args)], input=input, text=True,
                              capture_output=True, timeout=timeout, env={**os.environ, **(env or {})})
        if check and done.returncode != 0:
            raise AssertionError(f"tidings {' '.join(map(str, args))} on {self.name}: exit {done.returncode}\n"
                                 f"{done.stdout}{done.stderr}\n--- log\n{self.log.read_text()[-1500:]}")
        return done

    def run_as(self, uid, gid, *args, input=""):
        """As another user, who may not be let to where the programs were built."""
        os.chmod(self.home, 0o755)
        client = self.home / "tidings"
        if not client.exists():
            shutil.copy(BIN / "tidings", client)
        return subprocess.run([client, "--socket", self.socket, *args], capture_output=True, text=True, input=input,
                              user=uid, group=gid, extra_groups=[], cwd=self.home)

    def json(self, *args, **more):
        return json.loads(self.run(*args, "-o", "json", **more).stdout)

    def has(self, value):
        return self.run("query", value, "--exact", check=False).returncode == 0

    def card(self):
        path = self.home / "own.card"
        path.write_text(self.run("card", "export").stdout)
        return path

    def fingerprint(self):
        return self.json("card", "show")["fingerprint"]

    def add(self, other, *terms):
        """Adds another node (or a card file with its words) as a partner; answers what is told."""
        card, words = (other.card(), other.fingerprint()) if isinstance(other, Node) else other
        name = other.name if isinstance(other, Node) else terms[0]
        rest = terms if isinstance(other, Node) else terms[1:]
        return self.run("partner", "add", card, "--as", name, "--fingerprint", words, *rest).stdout

    def counters(self):
        """The node's counters by name."""
        found = {}
        for line in self.run("status", "--counters").stdout.splitlines():
            parts = line.rsplit(" ", 1)
            if line and not line.startswith("#") and len(parts) == 2:
                try:
                    found[parts[0]] = float(parts[1])
                except ValueError:
                    continue
        return found


FULL = ("--send", "red", "--accept", "red", "--community")


def link(a, b, terms=FULL):
    a.add(b, *terms)
    b.add(a, *terms)
