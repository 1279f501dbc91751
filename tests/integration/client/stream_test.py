#!/usr/bin/python3
"""What `tidings query` makes of answers that break off: a daemon that is played here speaks the API's frames."""
import os
import pathlib
import socket
import struct
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "functional"))
from framework import protobuf

TIDINGS = sys.argv[1]
INDICATOR = protobuf.encode([(1, protobuf.encode([(1, 1), (2, bytes([45, 62, 198, 73]))])), (2, 4)])
PAGE = (6, protobuf.encode([(1, INDICATOR), (2, b"more")]))
NOTHING_YET = (6, protobuf.encode([(2, b"more")]))
END = (6, protobuf.encode([(1, INDICATOR)]))
REBUILDING = (6, protobuf.encode([(1, INDICATOR), (65, 1)]))
NOT_FOUND = (3, protobuf.encode([(1, "not_found"), (2, "no bulletin at sequence 7")]))


def read_exactly(client, size):
    data = b""
    while len(data) < size:
        piece = client.recv(size - len(data))
        if not piece:
            raise EOFError
        data += piece
    return data


def play(listener, requests):
    client, _ = listener.accept()
    with client:
        for answers in requests:
            size = struct.unpack(">I", read_exactly(client, 4))[0]
            asked = protobuf.first(protobuf.decode(read_exactly(client, size)[1:]), 1)
            for at, (field, body) in enumerate(answers):
                answer = protobuf.encode([(1, asked), (2, at == len(answers) - 1), (field, body)])
                client.sendall(struct.pack(">IB", len(answer) + 1, 2) + answer)
        while client.recv(4096):
            pass


def query(answers, *words):
    return query_on([answers], *words)


def query_on(requests, *words):
    with tempfile.TemporaryDirectory() as folder:
        path = folder + "/api.sock"
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(path)
        listener.listen()
        daemon = threading.Thread(target=play, args=(listener, requests), daemon=True)
        daemon.start()
        return subprocess.run([TIDINGS, "query", *words, "-o", "jsonl"], capture_output=True, text=True, timeout=60,
                              env=dict(os.environ, TIDINGS_SOCKET=path))


for words in (["--all"], ["45.62.198.73"]):
    whole = query([PAGE, END], *words)
    assert whole.returncode == 0 and len(whole.stdout.splitlines()) == 2, whole
    nothing = query([NOT_FOUND], *words)
    assert nothing.returncode == 1 and not nothing.stdout, nothing
    broken = query([PAGE, NOT_FOUND], *words)
    assert broken.returncode not in (0, 1), broken
    assert "no bulletin at sequence 7" in broken.stderr, broken
    warned = query([REBUILDING], *words)
    assert warned.returncode == 0 and "index is being rebuilt" in warned.stderr, warned

# A request that finds little among much ends early: the client goes on until it has what was asked for, or the end.
short = query_on([[PAGE], [NOTHING_YET], [PAGE], [END]], "--min-score", "90", "--limit", "3")
assert short.returncode == 0 and len(short.stdout.splitlines()) == 3 and not short.stderr, short
full = query_on([[PAGE], [PAGE]], "--limit", "2")
assert full.returncode == 0 and len(full.stdout.splitlines()) == 2 and "--page" in full.stderr, full
