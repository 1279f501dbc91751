#!/usr/bin/python3
"""No file of the program grows past 400 lines: beyond that it has more than one reason to exist."""
import pathlib
import sys

LIMIT = 400
root = pathlib.Path(sys.argv[1])
long, count = [], 0
for top in ("base", "proto", "core", "formats", "daemon", "client"):
    for path in (root / top).rglob("*"):
        if path.suffix in (".hpp", ".cpp", ".proto"):
            count += 1
            lines = len(path.read_text().splitlines())
            if lines > LIMIT:
                long.append(f"{path.relative_to(root)}: {lines} lines, more than {LIMIT}")
print("\n".join(long) or f"{count} files, none longer than {LIMIT} lines")
sys.exit(1 if long or count == 0 else 0)
