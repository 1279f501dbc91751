#!/usr/bin/python3
"""`tidings verify` says what was verified, and exits with 5 for whatever is not what its card's owner signed."""
import json
import pathlib
import subprocess
import sys
import tempfile

TIDINGS, SAMPLES = sys.argv[1:3]


def verify(*words, **more):
    return subprocess.run([TIDINGS, "verify", *words], capture_output=True, text=True, errors="replace", **more)


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    subprocess.run([SAMPLES, name], check=True)
    words = (folder / "words").read_text()

    # Right bytes, against the card as text and as bytes.
    for card in ("taipei.card", "taipei.card.bin"):
        result = verify(folder / "good", "--card", folder / card)
        assert result.returncode == 0, result
        for said in ("Taipei CERT", "Ed25519", words, "3 claims, complete and as signed", "TLP:GREEN"):
            assert said in result.stdout, (said, result.stdout)
        assert "login-verify[.]example[.]com" in result.stdout, "values are defanged for people"
        assert "\x1b" not in result.stdout and "\\u001b" in result.stdout, "a title cannot clear the screen"

    assert "login-verify.example.com" in verify(folder / "good", "--card", folder / "taipei.card", "--no-defang").stdout

    # For machines.
    shown = json.loads(verify(folder / "good", "--card", folder / "taipei.card", "-o", "json").stdout)
    assert shown["verified"] is True and shown["fingerprint"] == words and shown["claims_verified"] == 3, shown
    assert [c["value"] for c in shown["bulletin"]["claims"]] == [
        "login-verify.example.com", "203.0.113.9", "https://login-verify.example.com/a?b=1"], shown

    # A pruned copy verifies too, and says how much of it there is.
    result = verify(folder / "pruned", "--card", folder / "taipei.card")
    assert result.returncode == 0 and "1 of 3 claims shown" in result.stdout, result

    # From standard input.
    with open(folder / "good", "rb") as bulletin:
        assert verify("-", "--card", folder / "taipei.card", stdin=bulletin).returncode == 0

    # Whatever is wrong is 5, with a reason.
    for wrong in ("altered-title", "altered-claim", "undated"):
        result = verify(folder / wrong, "--card", folder / "taipei.card")
        assert result.returncode == 5 and "does not verify" in result.stderr, (wrong, result)
        report = json.loads(verify(folder / wrong, "--card", folder / "taipei.card", "-o", "json").stdout)
        assert report["verified"] is False and report["why"], report
    assert verify(folder / "good", "--card", folder / "other.card").returncode == 5

    # Cut anywhere, it never verifies and never crashes.
    good = (folder / "good").read_bytes()
    for size in range(0, len(good), 7):
        (folder / "cut").write_bytes(good[:size])
        assert verify(folder / "cut", "--card", folder / "taipei.card").returncode == 5, size

    # What cannot be read at all is bad input.
    assert verify(folder / "none", "--card", folder / "taipei.card").returncode == 2
    assert verify(folder / "good", "--card", folder / "good").returncode == 2
    assert verify(folder / "good").returncode == 2

    # A card is added only with the words that belong to it; neither case asks the daemon anything.
    def add(*words):
        return subprocess.run([TIDINGS, "--socket", "/nowhere/api.sock", "partner", "add", folder / "taipei.card", *words],
                              capture_output=True, text=True, stdin=subprocess.DEVNULL)
    result = add()
    assert result.returncode == 2 and "--fingerprint" in result.stderr, result
    result = add("--fingerprint", " ".join(reversed(words.split())))
    assert result.returncode == 5 and "Nothing was added" in result.stderr, result
    assert add("--fingerprint", words.upper()).returncode == 3, "the words are right; only the daemon is missing"

    shown = subprocess.run([TIDINGS, "card", "show", "--file", folder / "taipei.card", "-o", "json"], capture_output=True)
    assert json.loads(shown.stdout)["fingerprint"] == words
print("ok")
