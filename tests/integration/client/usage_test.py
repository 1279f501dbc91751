#!/usr/bin/python3
"""What `tidings` says before any daemon is asked: usage, bad input, markings, and a daemon that is not there."""
import os
import pathlib
import pty
import subprocess
import sys
import tempfile

TIDINGS = sys.argv[1]
ENV = {k: v for k, v in os.environ.items() if k != "TIDINGS_SOCKET"} | {"TIDINGS_SOCKET": "/nowhere/api.sock"}


def run(*words, text=""):
    return subprocess.run([TIDINGS, *words], input=text, capture_output=True, text=True, env=ENV)


def expect(code, said, *words, **more):
    result = run(*words, **more)
    assert result.returncode == code, (words, result)
    assert said in result.stdout + result.stderr, (said, result)


commands = ["publish", "amend", "withdraw", "sight", "dispute", "held", "lookup", "query", "watch", "export", "show", "explain", "parse", "verify", "card", "partner", "warnings", "status"]
for command in commands:
    expect(0, "Examples:", command, "--help")
for command in ["show", "export"]:
    expect(0, "Examples:", "card", command, "--help")
for command in ["add", "list", "show", "terms", "suspend", "resume", "remove"]:
    expect(0, "Exit codes:", "partner", command, "--help")

for command in ["list", "show", "release", "drop"]:
    expect(0, "Exit codes:", "held", command, "--help")

expect(0, "tidings publish [OPTIONS]", "help", "publish")
expect(0, "Subcommands:", "help")
expect(2, "there is no command 'pubish'", "pubish")
expect(2, "--colour", "query", "x.example", "--colour")
expect(2, "is not one of", "status", "-o", "csv")
expect(3, "/nowhere/api.sock", "status")
expect(3, "systemctl start tidingsd", "query", "evil.com")
expect(2, "nothing to publish", "publish")
expect(2, "--reason", "dispute", "evil.com")
expect(2, "--when is for one moment", "sight", "evil.com", "--when", "1h", "--last-seen", "1h")
expect(2, "--when 'soon'", "sight", "evil.com", "--when", "soon")
expect(2, "--last-seen '2099-01-01'", "sight", "evil.com", "--last-seen", "2099-01-01")
expect(2, "'tidings held show --help'", "held", "show")
for limit in ("0", "9" * 30):
    expect(2, "not in range 1 to 4294967295", "query", "--limit", limit)
for command in ("query", "export"):
    assert "withdrawal" not in run(command, "--help").stdout
expect(0, "withdrawal", "watch", "--help")
expect(2, "-:2: 1.2.3.999: ", "sight", "-", text="\n1.2.3.999\n")
expect(2, "--hold 'soon'", "publish", "--title", "x", "--hold", "soon")
expect(2, "no id or value", "withdraw", "-", text="# nothing\n")
expect(2, "--value goes with the id", "withdraw", "evil.com", "--value", "evil.com")
expect(2, "--as 'nonsense'", "lookup", "x", "--as", "nonsense")
expect(3, "cannot reach", "lookup", "-", text="evil.com\n")
expect(0, "rpz", "export", "--list")
expect(2, "there is no format 'bind'", "export", "bind")
expect(2, "FORMAT", "export")
expect(2, "hosts takes no ipv4", "export", "hosts", "--type", "ipv4")
expect(2, "no name of a zone", "export", "rpz", "--zone", "a b")
expect(2, "--reload runs when a file changed", "export", "hosts", "--reload", "true")
expect(2, "no range of rule numbers", "export", "snort", "--sid-range", "9-1")
expect(2, "no name of a set", "export", "nftables", "--set", "a;b")
expect(2, "--max-age 'soon'", "export", "hosts", "--max-age", "soon")
expect(2, "--max-tlp 'purple'", "export", "hosts", "--max-tlp", "purple")
expect(3, "cannot reach", "export", "hosts")

with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    (folder / "amber.txt").write_text("# tlp: amber\nevil.com\n")
    (folder / "bad.txt").write_text("1.2.3.999\n10.0.0.1\n")
    (folder / "mixed.txt").write_text("evil.com\n1.2.3.999\n")
    (folder / "empty.txt").write_text("# nothing here\n")

    # A marking in the input is not widened.
    expect(4, "amber.txt:1 is marked TLP:AMBER", "publish", folder / "amber.txt", "--tlp", "clear", "--yes")
    expect(3, "cannot reach", "publish", folder / "amber.txt", "--tlp", "clear", "--override-marking", "agreed", "--yes")
    expect(3, "cannot reach", "publish", folder / "amber.txt", "--tlp", "red", "--release-to", "brussels", "--yes")
    expect(4, "--release-to", "publish", folder / "amber.txt", "--tlp", "red", "--yes")

    # Each refused input is named with its place; nothing is published when all were refused.
    expect(2, f"{folder}/bad.txt:1: 1.2.3.999: ", "publish", folder / "bad.txt")
    expect(2, "2 read, 0 published, 0 already said, 2 refused", "publish", folder / "bad.txt")
    expect(3, f"{folder}/mixed.txt:2: 1.2.3.999: ", "publish", folder / "mixed.txt")
    (folder / "wide.txt").write_bytes("evil.com\r\nevil.net\r\n".encode("utf-16"))
    for command in ("publish", "parse"):
        told = run(command, folder / "wide.txt")
        assert (told.stdout + told.stderr).count("UTF-8") == 1, told
    expect(2, "no value in the input", "publish", folder / "empty.txt")
    expect(2, "-:1: ", "publish", "-", "--format", "list", text="localhost\n")
    expect(2, "cannot be opened", "publish", folder / "none.txt")
    expect(2, "--tlp 'purple'", "publish", folder / "mixed.txt", "--tlp", "purple")
    expect(2, "--expires", "publish", folder / "mixed.txt", "--expires", "2001-01-01")
    expect(2, "--confidence", "publish", folder / "mixed.txt", "--confidence", "101")

# Colour only on a terminal, and not where NO_COLOR is set.
def on_terminal(env):
    main, side = pty.openpty()
    child = subprocess.run([TIDINGS, "parse", "-o", "human"], input=b"evil.com\n", stdout=side, env=env)
    os.close(side)
    assert child.returncode == 0
    out = os.read(main, 4096).decode()
    os.close(main)
    return out

assert "\x1b[" in on_terminal(ENV | {"TERM": "xterm"})
assert "\x1b[" not in on_terminal(ENV | {"TERM": "xterm", "NO_COLOR": "1"})
assert "\x1b[" not in run("parse", "-o", "human", text="evil.com\n").stdout
print("ok")
