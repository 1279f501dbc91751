#!/usr/bin/python3
"""clamscan finds a file by its exported digest, whatever its size, and no other. Nothing is downloaded or started."""
import hashlib

from consumer import export, folder, need, run

clamscan = need("clamscan")
home = folder()
evil, good = home / "evil.bin", home / "good.bin"
evil.write_bytes(b"a file that somebody reported" * 100)
good.write_bytes(b"a file that nobody reported" * 100)
data = evil.read_bytes()

for format, digests, suffix in [("clamav-hsb", [hashlib.sha256(data).hexdigest()], ".hsb"),
                                ("clamav-hsb", [hashlib.sha1(data).hexdigest(), hashlib.sha256(b"x").hexdigest()], ".hsb"),
                                ("clamav-hdb", [hashlib.md5(data).hexdigest()], ".hdb")]:
    base = home / ("tidings" + suffix)
    base.write_text(export(format, digests))
    found = run(clamscan, "--no-summary", "-d", str(base), str(evil))
    assert found.returncode == 1 and "Tidings.A_test" in found.stdout and "FOUND" in found.stdout, found
    clean = run(clamscan, "--no-summary", "-d", str(base), str(good))
    assert clean.returncode == 0 and "OK" in clean.stdout, clean
print("ok")
