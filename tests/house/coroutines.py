#!/usr/bin/python3
"""tools/check-coroutines.sh finds every planted form of tests/house/coroutines/planted.cpp and nothing in sound.cpp, and
passes the tree. Usage: coroutines.py ROOT BUILD"""
import pathlib
import re
import shutil
import subprocess
import sys


def check(root, *what):
    done = subprocess.run([root / "tools/check-coroutines.sh", *what], capture_output=True, text=True)
    if done.returncode == 2:
        sys.exit("check-coroutines.sh could not look:\n" + done.stderr)
    return done.returncode, done.stdout


def lines_found(text):
    return {int(number) for number in re.findall(r"\.cpp:(\d+):", text)}


def main():
    root, build = pathlib.Path(sys.argv[1]), sys.argv[2]
    if shutil.which("clang-query-19") is None:
        print("skipped: clang-query-19 is not installed (package clang-tools-19)")
        sys.exit(77)
    folder = root / "tests/house/coroutines"
    planted = (folder / "planted.cpp").read_text().splitlines()
    expected = {number for number, line in enumerate(planted, 1) if line.endswith("// caught")}
    _, found = check(root, folder / "planted.cpp")
    if lines_found(found) != expected:
        sys.exit(f"planted.cpp: caught lines {sorted(lines_found(found))}, expected {sorted(expected)}\n{found}")
    code, found = check(root, folder / "sound.cpp")
    if code != 0:
        sys.exit("sound.cpp is sound, but was caught:\n" + found)
    code, found = check(root, build)
    if code != 0:
        sys.exit("forms that g++ 12.2 miscompiles:\n" + found)
    print("ok: " + str(len(expected)) + " planted forms caught; " + (found.strip() or "the tree has none"))


main()
