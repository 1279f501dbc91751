#!/usr/bin/python3
"""Real values with the answer expected of each: $TIDINGS_CORPUS/observables/truth.tsv, by way of `tidings parse`."""
import collections
import os
import pathlib
import re
import subprocess
import sys

TIDINGS = sys.argv[1]
corpus = os.environ.get("TIDINGS_CORPUS")
if not corpus:
    print("skipped: TIDINGS_CORPUS names no folder")
    sys.exit(77)


def unescaped(text):
    plain = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}
    return re.sub(r"\\(u[0-9a-fA-F]{4}|.)", lambda m: plain.get(m[1]) or chr(int(m[1][1:], 16)), text)


rows = [line.split("\t") for line in (pathlib.Path(corpus) / "observables/truth.tsv").read_text("utf-8").split("\n")[1:] if line]
by_hint = collections.defaultdict(list)
for row in rows:
    by_hint[row[2]].append(row)
wrong = 0
for hint, group in by_hint.items():
    text = "".join(unescaped(row[1]) + "\n" for row in group)
    run = subprocess.run([TIDINGS, "parse", "--as", hint, "-o", "tsv", "-"], input=text.encode(), capture_output=True)
    answers = run.stdout.decode().split("\n")[:-1]
    assert run.returncode == 0 and len(answers) == len(group), (hint, run)
    for row, answer in zip(group, answers):
        expected = ["reject", row[4].removeprefix("reject: ")] if row[3] == "-" else row[3:5]
        if answer.split("\t") != [row[1], *expected]:
            wrong += 1
            print(f"{row[0]}: expected {expected}, got {answer}")
print(f"{len(rows)} rows, {wrong} wrong")
sys.exit(1 if wrong or not rows else 0)
