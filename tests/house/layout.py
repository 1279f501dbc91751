#!/usr/bin/python3
"""All sources are laid out as .clang-format says. Usage: layout.py ROOT"""
import pathlib
import shutil
import subprocess
import sys

FORMATTER = "clang-format-19"
root = pathlib.Path(sys.argv[1])
if shutil.which(FORMATTER) is None:
    print(f"skipped: {FORMATTER} is not installed")
    sys.exit(77)
tops = ("base", "proto", "core", "formats", "daemon", "client", "tests", "tools")
paths = sorted(str(path) for top in tops for path in (root / top).rglob("*") if path.suffix in (".hpp", ".cpp"))
told = subprocess.run([FORMATTER, "--dry-run", "-Werror", *paths], capture_output=True, text=True, cwd=root).stderr
wrong = sorted({line.split(":")[0] for line in told.splitlines() if "-Wclang-format-violations" in line})
print("\n".join(f"{path}: run {FORMATTER} -i on it" for path in wrong) or f"{len(paths)} files are laid out alike")
sys.exit(1 if wrong or told or not paths else 0)
