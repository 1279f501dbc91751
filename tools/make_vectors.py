#!/usr/bin/env python3
"""Writes tests/data/vectors/*.json but token.json, and seeds of the fuzz targets that read bulletins, cards, frames.

A second implementation of the formats, from docs/protocol.md and the standards alone: hashlib, Ed25519 of
python3-cryptography and a protobuf writer of a few lines. Nothing here comes out of the C++ code, so where the unit
tests agree with these files, two implementations agree. Run it from anywhere; its output is the same every time.
"""

import base64
import hashlib
import json
import pathlib
import struct

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ROOT = pathlib.Path(__file__).resolve().parent.parent
VECTORS = ROOT / "tests/data/vectors"
CORPUS = ROOT / "tests/fuzz/corpus"

ISSUED_AT = 1_795_000_000_000_000  # 2026-11-18T11:06:40Z
DAY = 86_400_000_000


def sha256(data):
    return hashlib.sha256(data).digest()


# Protocol Buffers encoding, as far as these messages need it.


def varint(value):
    out = b""
    while value >= 0x80:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def number_field(field, value):
    return varint(field << 3) + varint(value) if value else b""


def bytes_field(field, value):
    value = value.encode() if isinstance(value, str) else value
    return varint(field << 3 | 2) + varint(len(value)) + value


def message(*fields):
    """Fields as (number, value): an int, bytes, str, or a list of these. Empty ones are left out, as proto3 does."""
    out = b""
    for field, value in fields:
        for entry in value if isinstance(value, list) else [value]:
            if isinstance(entry, int):
                out += number_field(field, entry)
            elif entry or isinstance(value, list):
                out += bytes_field(field, entry)
    return out


def packed(field, numbers):
    return bytes_field(field, b"".join(varint(number) for number in numbers)) if numbers else b""


# Keys and signed statements.


class Key:
    def __init__(self, seed):
        self.seed = seed
        self.private = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self.private.public_key().public_bytes(
            serialization.Encoding.Raw, serialization.PublicFormat.Raw
        )

    def sign(self, purpose, data):
        return self.private.sign(purpose.encode() + b"\0" + data)

    def signed(self, purpose, statement):
        return message((1, statement), (2, self.public), (3, self.sign(purpose, statement)))


ROOT_KEY = Key(bytes(range(32)))
NODE_KEY = Key(bytes(range(32, 64)))
ORGANISATION = sha256(ROOT_KEY.public)
DELEGATION = (
    message(
        (1, 1), (2, ORGANISATION), (3, NODE_KEY.public), (4, ISSUED_AT - DAY), (5, ISSUED_AT + 399 * DAY)
    )
    + packed(6, [1, 2])
)
DELEGATION_ID = sha256(DELEGATION)


def encryption_point():
    private = ec.derive_private_key(int.from_bytes(sha256(b"encryption key of the vectors"), "big"), ec.SECP256R1())
    return private.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )


def fingerprint(roots):
    words = (VECTORS / "words.txt").read_text().split()
    assert len(words) == 256
    return " ".join(words[byte] for byte in sha256(roots[0] + b"".join(roots))[:16])


def card_vector():
    delegation = ROOT_KEY.signed("tidings/1 delegation", DELEGATION)
    name = "Example CERT"
    identity = message(
        (1, 1), (2, ORGANISATION), (3, name), (4, 1), (5, [ROOT_KEY.public]), (6, [delegation]), (8, ISSUED_AT)
    )
    endpoints = ["node.example:4717", "[2001:db8::1]:4717"]
    pin = sha256(b"a SubjectPublicKeyInfo")
    contact = message(
        (1, 1), (2, ORGANISATION), (3, 1), (4, [pin]), (5, endpoints), (6, encryption_point()), (7, []), (8, ISSUED_AT)
    )
    signed_identity = ROOT_KEY.signed("tidings/1 identity", identity)
    card = message((1, signed_identity), (2, NODE_KEY.signed("tidings/1 contact", contact)))
    return {
        "root_seed": ROOT_KEY.seed.hex(),
        "node_seed": NODE_KEY.seed.hex(),
        "organisation": ORGANISATION.hex(),
        "name": name,
        "delegation_statement": DELEGATION.hex(),
        "delegation_id": DELEGATION_ID.hex(),
        "tls_pin": pin.hex(),
        "endpoints": endpoints,
        "words": fingerprint([ROOT_KEY.public]),
        "identity": signed_identity.hex(),
        "card": card.hex(),
    }


# The salted tree.


def salt(seed, number):
    pair = sha256(b"\x02" + seed + struct.pack(">I", number // 2))
    return pair[:16] if number % 2 == 0 else pair[16:]


def leaf(seed, number, claim):
    return sha256(b"\0" + salt(seed, number) + claim)


def left_size(count):
    size = 1
    while size * 2 < count:
        size *= 2
    return size


def root(leaves):
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    left = left_size(len(leaves))
    return sha256(b"\x01" + root(leaves[:left]) + root(leaves[left:]))


def withheld(leaves, kept, start=0):
    if not any(start <= number < start + len(leaves) for number in kept):
        return [root(leaves)]
    if len(leaves) == 1:
        return []
    left = left_size(len(leaves))
    return withheld(leaves[:left], kept, start) + withheld(leaves[left:], kept, start + left)


SEED = sha256(b"the seed of the vectors")


def sha256_claim(number):
    return message((1, 22), (2, sha256(b"indicator %d" % number)))


def merkle_vector():
    rows = []
    for count in (0, 1, 2, 3, 5, 8):
        claims = [sha256_claim(number) for number in range(count)]
        leaves = [leaf(SEED, number, claim) for number, claim in enumerate(claims)]
        rows.append(
            {"claims": [c.hex() for c in claims], "leaves": [l.hex() for l in leaves], "root": root(leaves).hex()}
        )
    return {"seed": SEED.hex(), "salts": [salt(SEED, number).hex() for number in range(8)], "trees": rows}


def signing_vector():
    rows = []
    for key in (ROOT_KEY, NODE_KEY):
        for purpose in ("tidings/1 bulletin", "tidings/1 identity", "tidings/1 contact", "tidings/1 delegation"):
            data = ("words for " + purpose).encode()
            rows.append(
                {
                    "seed": key.seed.hex(),
                    "public_key": key.public.hex(),
                    "purpose": purpose,
                    "message": data.hex(),
                    "signature": key.sign(purpose, data).hex(),
                }
            )
    return {"signatures": rows}


# A bulletin.

CLAIMS = [
    message((1, 22), (2, sha256(b"a payload")), (3, 7)),
    message((1, 6), (2, "c2.vector.example"), (3, 1), (4, 1), (5, 91)),
    message((1, 1), (2, bytes([203, 0, 113, 7])), (6, ISSUED_AT), (7, ISSUED_AT + 7 * DAY), (8, "seen twice")),
    message((1, 8), (2, "http://delivery.vector.example/a?b=c"), (9, ["stage-1", "\u91e3\u9b5a"])),
    message((1, 60000), (2, b"a type of a later version")),
]


def header(claims, claims_root, **changes):
    values = {
        1: 1,
        2: 1,
        3: ORGANISATION,
        4: 1,
        5: ISSUED_AT,
        6: ISSUED_AT + 90 * DAY,
        7: message((1, 2), (2, 2)),
        9: bytes(range(16)),
        10: 1,
        11: 1,
        12: 1,
        15: "A bulletin of the test vectors",
        16: "Its values are of networks and names that documentation may use.",
        17: ["https://vector.example/advisory"],
        18: ["vectors"],
        19: ["finance"],
        22: 76,
        23: len(claims),
        24: claims_root,
    }
    values.update({int(number): value for number, value in changes.items()})
    return message(*sorted(values.items()))


def envelope(header_bytes, claims, seed=SEED, key=NODE_KEY, pruning=None):
    return message(
        (1, header_bytes),
        (2, key.sign("tidings/1 bulletin", header_bytes)),
        (3, 1),
        (4, DELEGATION_ID),
        (5, seed if claims and pruning is None else b""),
        (6, claims),
        (7, pruning or b""),
    )


def bulletin(claims, **changes):
    leaves = [leaf(SEED, number, claim) for number, claim in enumerate(claims)]
    return envelope(header(claims, root(leaves), **changes), claims)


def pruned(claims, kept):
    leaves = [leaf(SEED, number, claim) for number, claim in enumerate(claims)]
    pruning = packed(1, kept) + message((2, [salt(SEED, number) for number in kept]), (3, withheld(leaves, kept)))
    return envelope(header(claims, root(leaves)), [claims[number] for number in kept], pruning=pruning)


def bulletin_vector():
    leaves = [leaf(SEED, number, claim) for number, claim in enumerate(CLAIMS)]
    header_bytes = header(CLAIMS, root(leaves))
    known = CLAIMS[:4]
    return {
        "seed": SEED.hex(),
        "header": header_bytes.hex(),
        "id": sha256(header_bytes).hex(),
        "claims": [claim.hex() for claim in CLAIMS],
        "not_indexable": [4],
        "bulletin": bulletin(CLAIMS).hex(),
        "of_known_types": {"claims": [claim.hex() for claim in known], "bulletin": bulletin(known).hex()},
        "pruned": [{"kept": kept, "bulletin": pruned(CLAIMS, kept).hex()} for kept in ([], [0], [1, 3], [0, 1, 2, 3, 4])],
    }


# Observables: values that are canonical by docs/canonical.md, and values that are not.

CANONICAL = [
    (1, bytes([203, 0, 113, 7])),
    (2, bytes.fromhex("20010db8000000000000000000000001")),
    (2, bytes.fromhex("00000000000000000000ffffcb007107")),
    (3, bytes([203, 0, 113, 0, 24])),
    (3, bytes(5)),
    (4, bytes.fromhex("20010db8000000000000000000000000") + b"\x20"),
    (5, bytes([4, 203, 0, 113, 7, 0, 53])),
    (5, bytes.fromhex("1020010db80000000000000000000000010035")),
    (6, "evil.example"),
    (6, "_dmarc.-a-.evil.example"),
    (6, "xn--strae-oqa.example"),
    (6, "evil.xn--p1ai"),
    (6, "a" * 63 + ".example"),
    (7, "*.evil.example"),
    (8, "http://evil.example/"),
    (8, "http://@evil.example:8080/"),
    (8, "http://a%40b:c@evil.example/~user/%2F?q=%25zz#a%23b"),
    (8, "https://[2001:db8::1]/a//b?x=/../y"),
    (8, "tcp://203.0.113.7:80/"),
    (8, "http://evil.example/?"),
    (8, "http://evil.example/.../..x/.y"),
    (9, "/Gate.php?id=%7e[.]"),
    (10, "User+tag@evil.example"),
    (10, "a..b@evil.example"),
    (10, "\u00fcser@evil.example"),
    (20, bytes(range(16))),
    (24, bytes(range(64))),
    (72, bytes(range(31))),
    (25, "3::"),
    (25, "96:Qn8r5+Kz/abc:XyZ0"),
    (26, "0123456789abcdef" * 4 + "012345"),
    (26, "t1" + "0123456789abcdef" * 4 + "012345"),
    (40, "\u5831\u544a|final.docx"),
    (42, bytes(range(16)) + b"a|b.exe "),
    (45, "HKEY_LOCAL_MACHINE\\Software\\Run"),
    (45, "Software\\Run"),
    (46, "Global\\{abc}"),
    (47, "Mozilla/5.0  (two blanks)"),
    (60, bytes([0, 0, 251, 240])),
    (61, "CVE-2021-44228"),
    (62, "cpe:2.3:a:vendor:product\\:x:1.0:*:*:*:*:*:*:*"),
    (71, "t13d1516h2_8daaf6152771_b186095e22b6"),
    (71, "q13i0310Hz_55b375c5d22e_cd85d2d88918"),
    (75, bytes([0, 0x1A, 0x2B, 0x3C, 0x4D, 0x5E])),
    (76, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
    (76, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"),
    (101, "rule a {\r\n\tcondition: true\n}"),
    (1000, "two\nlines"),
    (1001, b"\x00\xff "),
]
NOT_CANONICAL = [
    (1, bytes(5)),
    (3, bytes([203, 0, 113, 7, 24])),
    (3, bytes([203, 0, 113, 7, 32])),
    (4, bytes(16) + b"\x80"),
    (5, bytes([4, 203, 0, 113, 7, 0, 0])),
    (5, bytes([16, 203, 0, 113, 7, 0, 53])),
    (6, "Evil.example"),
    (6, "evil.example."),
    (6, "example"),
    (6, "a..example"),
    (6, "evil.example1"),
    (6, "evil.x"),
    (6, "203.0.113.7"),
    (6, "xn--.example"),
    (6, "xn---abc.example"),
    (6, "xn---.example"),
    (6, "xn--99999999.example"),
    (6, "a" * 64 + ".example"),
    (7, "evil.example"),
    (7, "*.*.example"),
    (8, "HTTP://evil.example/"),
    (8, "http://evil.example"),
    (8, "http://evil.example:80/"),
    (8, "http://evil.example:/"),
    (8, "http://evil.example:080/"),
    (8, "http://Evil.example/"),
    (8, "http://evil.example./"),
    (8, "http://evil.example/a/../b"),
    (8, "http://evil.example/%7Euser"),
    (8, "http://evil.example/%2f"),
    (8, "http://evil.example/100%"),
    (8, "http://evil.example/#a#b"),
    (8, "http://a@b@evil.example/"),
    (8, "http://[2001:DB8::1]/"),
    (8, "http://[2001:db8:0::1]/"),
    (8, "http://localhost/"),
    (8, "http:///a"),
    (8, "gopher://evil.example/"),
    (9, "gate.php"),
    (9, "/a b"),
    (10, "user@Evil.example"),
    (10, "\"a b\"@evil.example"),
    (10, "@evil.example"),
    (10, "user@203.0.113.7"),
    (20, bytes(15)),
    (25, "03:abc:def"),
    (25, "3:abc"),
    (26, "T1" + "0" * 70),
    (40, " a.docx"),
    (40, "a\u00a0"),
    (40, b"\xff"),
    (40, "a\tb"),
    (42, bytes(range(16))),
    (42, bytes(range(16)) + b" a.exe"),
    (45, "HKLM\\Software"),
    (45, "HKEY_LOCAL_MACHINE:\\Software"),
    (61, "cve-2021-44228"),
    (61, "CVE-2021-123"),
    (62, "cpe:2.3:a:vendor:product:1.0:*:*:*:*:*:*"),
    (62, "cpe:2.3:A:vendor:product:1.0:*:*:*:*:*:*:*"),
    (71, "T13d1516h2_8daaf6152771_b186095e22b6"),
    (76, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb"),
    (76, "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4"),
    (1000, "ends in a line feed\n"),
    (1001, b""),
    (60000, b"a type of a later version"),
]


def canonical_vector():
    def row(kind, value):
        return {"type": kind, "value": (value.encode() if isinstance(value, str) else value).hex()}

    rows = [row(*pair) for pair in CANONICAL]
    for one in rows:
        one["key"] = sha256(struct.pack(">H", one["type"]) + bytes.fromhex(one["value"])).hex()
    return {"canonicalisation": 1, "canonical": rows, "not_canonical": [row(*pair) for pair in NOT_CANONICAL]}


def write_seeds(name, seeds):
    folder = CORPUS / name
    folder.mkdir(parents=True, exist_ok=True)
    for seed, data in seeds.items():
        (folder / seed).write_bytes(data)


def frame(kind, body):
    return struct.pack(">IB", len(body) + 1, kind) + body


def write_corpora(card):
    target = message((1, sha256(b"another bulletin"))) + packed(2, [0, 7])
    opaque = message((1, 1001), (2, "indicator--1"), (11, message((1, "application/json"), (2, "1"), (3, "{}"))))
    sighting = message((1, 22), (2, sha256(b"seen")), (10, message((1, 3), (2, ISSUED_AT), (3, ISSUED_AT), (4, "energy"))))
    bulletins = {
        "whole": bulletin(CLAIMS),
        "one-claim": bulletin(CLAIMS[:1]),
        "pruned": pruned(CLAIMS, [1, 3]),
        "pruned-to-nothing": pruned(CLAIMS, []),
        "withdrawal": bulletin([], **{"4": 4, "14": [target], "8": 1}),
        "sighting": bulletin([sighting], **{"4": 2}),
        "opaque": bulletin([opaque]),
        "named": bulletin(CLAIMS[:2], **{"7": message((1, 5), (3, [ORGANISATION]))}),
        "later-fields": bulletin(CLAIMS[:1], **{"99": "later"}) + bytes_field(50, b"later"),
    }
    for name in ("bulletin_open", "bulletin_verify"):
        write_seeds(name, bulletins)
    binary, identity = bytes.fromhex(card["card"]), bytes.fromhex(card["identity"])
    text = b"-----BEGIN TIDINGS CARD-----\nOrganisation: x\n\n%s\n-----END TIDINGS CARD-----\n"
    write_seeds(
        "card_read",
        {"binary": binary, "identity-alone": message((1, identity)), "text": text % base64.b64encode(binary)},
    )
    write_seeds(
        "frame_read",
        {
            "two-frames": frame(1, b"hello") + frame(2, b""),
            "none": struct.pack(">I", 0),
            "too-long": struct.pack(">I", 0xFFFFFFFF) + b"x",
            "unfinished": frame(3, b"x" * 40)[:20],
        },
    )


def main():
    VECTORS.mkdir(parents=True, exist_ok=True)
    card = card_vector()
    for name, vector in {
        "merkle": merkle_vector(),
        "signing": signing_vector(),
        "card": card,
        "bulletin": bulletin_vector(),
        "canonical": canonical_vector(),
    }.items():
        (VECTORS / (name + ".json")).write_text(json.dumps(vector, indent=1, ensure_ascii=True) + "\n")
    write_corpora(card)


if __name__ == "__main__":
    main()
