#!/usr/bin/python3
"""nft takes the exported sets: checked, applied in a network namespace of the test's own, replaced by the next export."""
import json

from consumer import export, folder, need, run, skip

nft, unshare = need("nft"), need("unshare")
home = folder()
probe = run(unshare, "-n", nft, "list", "ruleset")
if probe.returncode != 0:
    skip("no network namespaces or no nftables here: " + probe.stderr.strip())

first, second = home / "first.nft", home / "second.nft"
first.write_text(export("nftables", ["198.51.100.0/25", "198.51.100.128/25", "198.51.100.7", "203.0.113.5", "203.0.113.6",
                                     "2001:db8::/33", "2001:db8:8000::/33", "2001:db8:ffff::1"]))
second.write_text(export("nftables", ["192.0.2.1"]))
checked = run(unshare, "-n", nft, "-c", "-f", str(first))
assert checked.returncode == 0, checked


def applied(*files):
    """The elements of both sets after these files, one by one."""
    script = " && ".join(f"{nft} -f {file}" for file in files) + f" && {nft} -j list ruleset"
    done = run(unshare, "-n", "/bin/sh", "-c", script)
    assert done.returncode == 0, done
    sets = [entry["set"] for entry in json.loads(done.stdout)["nftables"] if "set" in entry]
    return {each["name"]: each.get("elem", []) for each in sets}


sets = applied(first)
assert sets["ipv4"] == [{"prefix": {"addr": "198.51.100.0", "len": 24}}, {"range": ["203.0.113.5", "203.0.113.6"]}], sets
assert sets["ipv6"] == [{"prefix": {"addr": "2001:db8::", "len": 32}}], sets
assert applied(first, first) == sets
assert applied(first, second) == {"ipv4": ["192.0.2.1"], "ipv6": []}

# Many at once, as one transaction.
many = home / "many.nft"
many.write_text(export("nftables", [f"11.{i >> 8}.{i & 255}.1" for i in range(20_000)]))
assert len(applied(many)["ipv4"]) == 20_000
print("ok")
