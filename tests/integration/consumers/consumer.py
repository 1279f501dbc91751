"""What tests of consumers share: a folder, exports of values, processes that end with the test, a small DNS client."""
import atexit
import os
import pathlib
import random
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time

SAMPLES = sys.argv[1]
NOERROR, NXDOMAIN = 0, 3


def need(program):
    """The program's path; ends the test as skipped where there is none."""
    found = shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin:/sbin")
    if not found:
        print(f"skipped: {program} is not installed (tools/install-packages.sh test)")
        sys.exit(77)
    return found


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def folder():
    made = pathlib.Path(tempfile.mkdtemp(prefix="tidings-consumer-"))
    atexit.register(shutil.rmtree, made, True)
    return made


def export(format, values, zone=None):
    done = subprocess.run([SAMPLES, format, *([zone] if zone else [])], input="".join(f"{v}\n" for v in values),
                          capture_output=True, text=True)
    assert done.returncode == 0, done
    return done.stdout


def free_port(kind=socket.SOCK_DGRAM):
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(*command):
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)

    def end():
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    atexit.register(end)
    return process


def run(*command, **more):
    return subprocess.run(command, capture_output=True, text=True, **more)


def ask(port, name):
    """(response code, IPv4 addresses) for the A records of a name (RFC 1035); None without an answer to three tries."""
    return ask_once(port, name) or ask_once(port, name) or ask_once(port, name)


def ask_once(port, name):
    number = random.randrange(65536)
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    query = struct.pack(">HHHHHH", number, 0x0100, 1, 0, 0, 0) + labels + b"\0" + struct.pack(">HH", 1, 1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as to:
        to.settimeout(1)
        to.connect(("127.0.0.1", port))
        try:
            to.send(query)
            answer = to.recv(4096)
        except OSError:
            return None
    assert struct.unpack(">H", answer[:2])[0] == number
    flags, _, answers = struct.unpack(">HHH", answer[2:8])
    at, found = len(query), []
    for _ in range(answers):
        while answer[at] & 0xc0 != 0xc0 and answer[at] != 0:
            at += answer[at] + 1
        at += 2 if answer[at] & 0xc0 == 0xc0 else 1
        kind, _, _, size = struct.unpack(">HHIH", answer[at:at + 10])
        if kind == 1:
            found.append(socket.inet_ntoa(answer[at + 10:at + 10 + size]))
        at += 10 + size
    return flags & 15, found


def wait_for(condition, process, what, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise AssertionError(f"{what}: it ended\n{process.stdout.read().decode()}")
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError(f"{what} did not happen")


def expect_names(port, refused, answered):
    for name in refused:
        assert ask(port, name) == (NXDOMAIN, []), (name, ask(port, name))
    for name, address in answered.items():
        assert ask(port, name) == (NOERROR, [address]), (name, ask(port, name))
