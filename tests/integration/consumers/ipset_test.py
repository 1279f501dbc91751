#!/usr/bin/python3
"""ipset restores the exported sets, in a network namespace of the test's own, and the next export takes their places."""
from consumer import export, folder, need, run, skip

ipset, unshare = need("ipset"), need("unshare")
home = folder()
probe = run(unshare, "-n", "/bin/sh", "-c", f"{ipset} create probe hash:net family inet && {ipset} destroy probe")
if probe.returncode != 0:
    skip("no network namespaces or no ipset in this kernel: " + probe.stderr.strip())

first, second = home / "first", home / "second"
first.write_text(export("ipset", ["198.51.100.0/25", "198.51.100.128/25", "203.0.113.5", "203.0.113.6", "2001:db8::1"]))
second.write_text(export("ipset", ["192.0.2.1", *(f"11.{i >> 8 & 255}.{i & 255}.{1 + 2 * (i >> 16)}" for i in range(70_000))]))


def applied(*files):
    script = " && ".join(f"{ipset} restore -f {file}" for file in files) + f" && {ipset} save"
    done = run(unshare, "-n", "/bin/sh", "-c", script)
    assert done.returncode == 0, done
    return {line.removeprefix("add ") for line in done.stdout.splitlines() if line.startswith("add ")}


held = {"tidings4 198.51.100.0/24", "tidings4 203.0.113.5", "tidings4 203.0.113.6", "tidings6 2001:db8::1"}
assert applied(first) == held
assert applied(first, first) == held
assert len(applied(first, second)) == 70_001
print("ok")
