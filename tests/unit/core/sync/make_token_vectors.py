#!/usr/bin/env python3
"""Writes tests/data/vectors/token.json: cursor tokens by docs/protocol.md, in other words than core/sync/token.cpp."""
import hashlib
import hmac
import json
import struct
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

LANES = ["withdrawal", "urgent", "normal"]
KEY = bytes(range(32))
PARTNER = hashlib.sha256(b"a partner").digest()
LEDGER = bytes(range(0xA0, 0xB0))


def mac(key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, hashlib.sha256).digest()


def seal(lane: int, sequence: int, view: int) -> bytes:
    plain = LEDGER + struct.pack(">QQ", sequence, view)
    bound = b"tidings/1 token\0" + PARTNER + bytes([lane])
    nonce = mac(mac(KEY, b"tidings/1 token nonce"), bound + plain)[:12]
    return nonce + AESGCM(mac(KEY, b"tidings/1 token encryption")).encrypt(nonce, plain, bound)


def vector(lane: int, sequence: int, view: int) -> dict:
    return {
        "lane": LANES[lane], "lane_number": lane, "partner": PARTNER.hex(), "ledger": LEDGER.hex(),
        "sequence": str(sequence), "view": str(view), "token": seal(lane, sequence, view).hex(),
    }


def main() -> None:
    cursors = [(2, 0, 0), (2, 4711, 0x0123456789ABCDEF), (0, 1, 1), (1, 2**64 - 1, 2**64 - 1)]
    vectors = {"key": KEY.hex(), "tokens": [vector(*cursor) for cursor in cursors]}
    path = Path(__file__).resolve().parents[4] / "tests/data/vectors/token.json"
    path.write_text(json.dumps(vectors, indent=1) + "\n")


main()
