#!/usr/bin/python3
"""`tidings parse`: one output line an input line, reversible, in every format, from files and from standard input."""
import csv
import io
import json
import subprocess
import sys
import tempfile

TIDINGS = sys.argv[1]


def parse(text, *words):
    data = text if isinstance(text, bytes) else text.encode()
    result = subprocess.run([TIDINGS, "parse", *words], input=data, capture_output=True)
    assert result.returncode == 0, result
    return result.stdout.decode()


lines = ["hxxps://login[.]evil[.]com/a", "# a comment", "", "1.2.3.999", "185.70.184.41", "HKCU\\Software\\X", "a\tb"]
rows = [line.split("\t") for line in parse("\n".join(lines) + "\n").splitlines()]
assert len(rows) == len(lines) and all(len(row) == 3 for row in rows), rows
assert rows[0] == ["hxxps://login[.]evil[.]com/a", "url", "https://login.evil.com/a"]
assert rows[1][1:] == ["reject", "comment line"] and rows[2][1:] == ["reject", "blank line"]
assert rows[3][1] == "reject" and rows[4][1:] == ["ipv4", "185.70.184.41"]
assert rows[5] == ["HKCU\\\\Software\\\\X", "regkey", "HKEY_CURRENT_USER\\\\Software\\\\X"]
assert rows[6][0] == "a\\tb"

# Line ends of all systems, a byte order mark, no end of the last line, bytes that are no text.
assert parse(b"\xef\xbb\xbfevil.com\r\nevil.net\revil.org", "-").count("\n") == 3
assert parse(b"\xff\xfe\x00\n").startswith("\\xff\\xfe\\u0000\treject\t")
assert parse("") == ""

# The carrier's word decides.
assert parse("0.0.0.0 ads.evil.com\n", "--as", "hosts").split("\t")[1:] == ["domain", "ads.evil.com\n"]
assert parse("invoice.zip\n", "--as", "filename").split("\t")[1] == "filename"
result = subprocess.run([TIDINGS, "parse", "--as", "nonsense"], input=b"", capture_output=True, text=False)
assert result.returncode == 2 and b"nonsense" in result.stderr

# Files, several, and the other formats.
with tempfile.NamedTemporaryFile("w") as file:
    file.write("evil.com\n")
    file.flush()
    assert parse("evil.net\n", file.name, "-") == "evil.com\tdomain\tevil.com\nevil.net\tdomain\tevil.net\n"
found = [json.loads(line) for line in parse("hxxp://evil.com\n=1+1\n", "-o", "jsonl").splitlines()]
assert found[0] == {"line": 1, "raw": "hxxp://evil.com", "type": "url", "canonical": "http://evil.com/",
                    "scheme_assumed": False, "refanged": True, "hides": False}, found
assert found[1]["type"] is None and found[1]["reject"]
assert len(json.loads(parse("evil.com\nx\n", "-o", "json"))) == 2
cells = list(csv.reader(io.StringIO(parse("=1+1\n", "-o", "csv"))))
assert cells[0] == ["raw", "type", "canonical"] and cells[1][0] == "'=1+1", cells
assert list(csv.reader(io.StringIO(parse("=1+1\n", "-o", "csv", "--raw"))))[1][0] == "=1+1"
assert "evil[.]com" in parse("evil.com\n", "-o", "human")
assert "evil.com" in parse("evil.com\n", "-o", "human", "--no-defang")

# Many lines, none lost.
many = "".join(f"host{i}.evil.com\n" for i in range(200_000))
assert parse(many).count("\n") == 200_000
print("ok")
