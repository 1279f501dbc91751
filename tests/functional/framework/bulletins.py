"""Keys, cards and bulletins, made from docs/protocol.md alone: the second implementation."""
import base64
import hashlib
import os
import struct
import time

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

from .protobuf import decode, encode, every, first

CLEAR, GREEN, AMBER, AMBER_STRICT, RED = 1, 2, 3, 4, 5
REPORT, SIGHTING, DISPUTE, WITHDRAWAL = 1, 2, 3, 4
IPV4, DOMAIN, SHA256 = 1, 6, 22
DAY = 86_400_000_000  # µs


def now():
    return time.time_ns() // 1000


def sha256(data):
    return hashlib.sha256(data).digest()


def raw_public(key):
    return key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def sign(key, purpose, message):
    return key.sign(purpose.encode() + b"\0" + message)


def signed(key, purpose, statement):
    return encode([(1, statement), (2, raw_public(key)), (3, sign(key, purpose, statement))])


def salt(seed, number):
    both = sha256(b"\x02" + seed + struct.pack(">I", number // 2))
    return both[:16] if number % 2 == 0 else both[16:]


def merkle_root(hashes):
    if not hashes:
        return sha256(b"")
    if len(hashes) == 1:
        return hashes[0]
    left = 1
    while left * 2 < len(hashes):
        left *= 2
    return sha256(b"\x01" + merkle_root(hashes[:left]) + merkle_root(hashes[left:]))


def root_of(seed, claims):
    return merkle_root([sha256(b"\x00" + salt(seed, i) + claim) for i, claim in enumerate(claims)])


def claim(kind, value, role=0, confidence=None, comment=""):
    return encode([(1, kind), (2, value), (3, role), (5, 0 if confidence is None else confidence + 1), (8, comment)])


class Organisation:
    """An organisation with a root, a node key delegated for `valid` (from, until in µs), and a card."""

    def __init__(self, name, endpoints=(), tls_pins=(), valid=None):
        self.name = name
        self.root = ed25519.Ed25519PrivateKey.generate()
        self.node = ed25519.Ed25519PrivateKey.generate()
        self.id = sha256(raw_public(self.root))
        begin, end = valid or (now() - DAY, now() + 400 * DAY)
        self.valid_until = end
        self.delegation = encode([(1, 1), (2, self.id), (3, raw_public(self.node)), (4, begin), (5, end), (6, [1, 2])])
        self.delegation_id = sha256(self.delegation)
        self.issued = 0
        self.make_card(endpoints, tls_pins)

    def make_card(self, endpoints, tls_pins, serial=1):
        identity = encode([(1, 1), (2, self.id), (3, self.name), (4, serial), (5, [raw_public(self.root)]),
                           (6, [signed(self.root, "tidings/1 delegation", self.delegation)]), (8, now())])
        self.identity = signed(self.root, "tidings/1 identity", identity)
        contact = encode([(1, 1), (2, self.id), (3, serial), (4, list(tls_pins)), (5, list(endpoints)),
                          (8, min(now(), self.valid_until - 1))])
        self.contact = signed(self.node, "tidings/1 contact", contact)
        self.card = encode([(1, self.identity), (2, self.contact)])

    def card_text(self):
        body = base64.encodebytes(self.card).decode()
        return f"-----BEGIN TIDINGS CARD-----\n\n{body}-----END TIDINGS CARD-----\n"

    def header(self, claims, seed, tlp=GREEN, kind=REPORT, **over):
        """The fields of a header; `over` replaces any by name."""
        self.issued = max(now(), self.issued + 1)
        issued = over.get("issued_at", self.issued)
        audience = encode([(1, tlp), (2, over.get("pap", 0)), (3, list(over.get("release_to", ())))])
        return encode([
            (1, over.get("version", 1)), (2, 1), (3, over.get("origin", self.id)), (4, kind), (5, issued),
            (6, over.get("expires_at", issued + 30 * DAY)), (7, audience), (8, over.get("priority", 0)),
            (9, over.get("publication_id") or os.urandom(16)), (10, over.get("revision", 1)), (11, 1), (12, 1),
            (14, [encode([(1, target)]) for target in over.get("targets", ())]),
            (15, over.get("title", "A test report")), (16, over.get("text", "")), (18, list(over.get("tags", ()))),
            (23, over.get("claim_count", len(claims))), (24, over.get("root", root_of(seed, claims)))])

    def bulletin(self, claims, key=None, **over):
        """(id, bytes) of a signed bulletin."""
        seed = os.urandom(32)
        header = self.header(claims, seed, **over)
        return self.seal(header, seed, claims, key)

    def seal(self, header, seed, claims, key=None, signature=None):
        signature = signature or sign(key or self.node, "tidings/1 bulletin", header)
        return sha256(header), encode([(1, header), (2, signature), (3, 1), (4, self.delegation_id), (5, seed if claims else b""),
                                       (6, list(claims))])


def withhold_claims(bulletin):
    """The same (id, bytes), pruned of every claim: what any relay can make of it, and still verifies."""
    identifier, data = bulletin
    fields = decode(data)
    root = first(decode(first(fields, 1)), 24)
    return identifier, encode([(number, first(fields, number)) for number in (1, 2, 3, 4)] + [(7, encode([(3, [root])]))])


def open_bulletin(data):
    """(header fields, claims, signature right under `public key`?) of a bulletin's bytes."""
    fields = decode(data)
    return {"header": first(fields, 1), "signature": first(fields, 2), "delegation": first(fields, 4),
            "seed": first(fields, 5), "claims": every(fields, 6)}


def verify(data, identity_signed):
    """Checks a bulletin from its bytes and its origin's signed identity; returns what is wrong, or None."""
    bulletin = open_bulletin(data)
    statement = decode(identity_signed)
    identity = decode(first(statement, 1))
    roots = every(identity, 5)
    header = decode(bulletin["header"])
    if sha256(roots[0]) != first(header, 3):
        return "the identity is another organisation's"
    for delegated in every(identity, 6):
        parts = decode(delegated)
        delegation = first(parts, 1)
        if sha256(delegation) != bulletin["delegation"]:
            continue
        fields = decode(delegation)
        if not first(fields, 4) <= first(header, 5) <= first(fields, 5):
            return "the delegation does not cover issued_at"
        try:
            root = ed25519.Ed25519PublicKey.from_public_bytes(first(parts, 2))
            root.verify(first(parts, 3), b"tidings/1 delegation\0" + delegation)
            node = ed25519.Ed25519PublicKey.from_public_bytes(first(fields, 3))
            node.verify(bulletin["signature"], b"tidings/1 bulletin\0" + bulletin["header"])
        except Exception:  # the library tells a wrong signature so
            return "a wrong signature"
        if root_of(bulletin["seed"], bulletin["claims"]) != first(header, 24):
            return "the claims do not fit the root"
        return None
    return "no such delegation"
