"""A partner that speaks the link protocol over TLS 1.3 in Python: honest or not, as the test wants."""
import base64
import datetime
import hashlib
import pathlib
import socket
import ssl
import struct
import tempfile

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from .bulletins import Organisation
from .protobuf import decode, encode, every, first, packed

HELLO, OFFER, WANT, DELIVER, ACK, IDENTITY, PING, PONG, GOODBYE = range(1, 10)
STORED, KNOWN, UNWANTED, REFUSED, LATER = 1, 2, 3, 4, 5
WITHDRAWAL_LANE, URGENT_LANE, NORMAL_LANE = 0, 1, 2


class TlsKey:
    """A P-256 key and a self-signed certificate in files, and the pin partners know it by."""

    def __init__(self):
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "whatever")])
        begin = datetime.datetime(2001, 1, 1)  # long over: dates are not judged
        certificate = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
                       .serial_number(x509.random_serial_number()).not_valid_before(begin)
                       .not_valid_after(begin + datetime.timedelta(days=1)).sign(key, hashes.SHA256()))
        self.folder = tempfile.TemporaryDirectory(prefix="tidings-peer-")
        self.key_file = pathlib.Path(self.folder.name) / "key.pem"
        self.certificate_file = pathlib.Path(self.folder.name) / "certificate.pem"
        self.key_file.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                                    serialization.NoEncryption()))
        self.certificate_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        self.pin = hashlib.sha256(key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)).digest()


class Peer:
    """An organisation of ours with a TLS key, ready to be added by a node and to dial it."""

    def __init__(self, name="peer", **organisation):
        self.tls = TlsKey()
        self.organisation = Organisation(name, tls_pins=[self.tls.pin], **organisation)
        self.name = name
        self.sock = None
        self.buffer = b""
        self.offers = 0
        self.acks = {}

    def join(self, node, *terms):
        """Makes `node` know us."""
        path = pathlib.Path(self.tls.folder.name) / "card"
        path.write_bytes(self.organisation.card)
        words = node.json("card", "show", "--file", str(path))["fingerprint"]
        node.add((path, words), self.name, *(terms or ("--send", "red", "--accept", "red", "--community")))
        return self

    def connect(self, node, alpn=("tidings/1",), maximum=ssl.TLSVersion.TLSv1_3, certificate=True, session=None):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE  # the node's key is not what these tests are about
        context.maximum_version = maximum
        if alpn:
            context.set_alpn_protocols(list(alpn))
        if certificate:
            context.load_cert_chain(self.tls.certificate_file, self.tls.key_file)
        plain = socket.create_connection(("127.0.0.1", node.port), timeout=15)
        self.sock = context.wrap_socket(plain, session=session)
        self.buffer, self.offers, self.acks = b"", 0, {}
        return self

    def close(self):
        if self.sock is not None:
            self.sock.close()
            self.sock = None

    def __del__(self):
        self.close()
        self.tls.folder.cleanup()

    # Frames.
    def send(self, kind, body):
        self.sock.sendall(struct.pack(">IB", len(body) + 1, kind) + body)

    def receive(self, timeout=15):
        """The next frame as (type, body); None when the other side has closed."""
        self.sock.settimeout(timeout)
        while True:
            if len(self.buffer) >= 4:
                size = struct.unpack(">I", self.buffer[:4])[0]
                if len(self.buffer) >= 4 + size:
                    frame = self.buffer[4:4 + size]
                    self.buffer = self.buffer[4 + size:]
                    return frame[0], frame[1:]
            try:
                data = self.sock.recv(65536)
            except (ssl.SSLError, ConnectionError):
                return None
            if not data:
                return None
            self.buffer += data

    def wait_for(self, kind, timeout=15):
        """The body of the next frame of `kind`; pings are answered, what else comes on the way is dealt with."""
        while True:
            frame = self.receive(timeout)
            if frame is None:
                raise ConnectionError(f"closed while frame {kind} was waited for")
            if frame[0] == kind:
                return frame[1]
            self.on_other(*frame)

    def on_other(self, kind, body):
        if kind == PING:
            self.send(PONG, body)
        elif kind == OFFER:  # take nothing
            fields = decode(body)
            entries = every(fields, 3)
            if not entries:  # a cursor that moves over what we may not hold: not answered
                return
            self.send(WANT, encode([(1, first(fields, 1)),
                                    (3, [encode([(1, i), (2, UNWANTED)]) for i in range(len(entries))])]))
        elif kind == ACK:
            self.note_acks(body)
        elif kind == GOODBYE:
            fields = decode(body)
            raise ConnectionError(f"goodbye: {first(fields, 1, b'').decode()}: {first(fields, 2, b'').decode()}")

    # The protocol.
    def hello(self, node=None, cursors=(), organisation=None, version=1, your_last=0):
        self.send(HELLO, encode([(1, version), (3, organisation or self.organisation.id), (4, "python"),
                                 (6, [encode([(1, lane), (2, token)]) for lane, token in cursors]), (7, your_last),
                                 (8, 4 << 20)]))
        self.greeting = decode(self.wait_for(HELLO))
        return self

    def offer(self, bulletins, lane=NORMAL_LANE, token=b"token"):
        """Offers (id, bytes) pairs; returns the indexes the node wants."""
        self.offers += 1
        self.send(OFFER, encode([(1, self.offers), (2, lane), (3, [encode([(1, i), (2, len(b))]) for i, b in bulletins]),
                                 (4, token)]))
        wanted, settled = [], {}
        while len(wanted) + len(settled) < len(bulletins):
            fields = decode(self.wait_for(WANT))
            if first(fields, 1, 0) != self.offers:
                continue
            for value in every(fields, 2):
                wanted += packed(value) if isinstance(value, bytes) else [value]
            for value in every(fields, 3):
                entry = decode(value)
                settled[first(entry, 1, 0)] = (first(entry, 2, 0), first(entry, 3, b"").decode())
            if not every(fields, 3) and len(wanted) < len(bulletins):
                break  # the others are known
        self.settled = settled
        return sorted(wanted)

    def deliver(self, identifier, data, lane=NORMAL_LANE, piece=16384, size=None):
        for at in range(0, max(len(data), 1), piece):
            begin = [(1, identifier), (2, lane), (3, size or len(data))] if at == 0 else [(2, lane)]
            self.send(DELIVER, encode(begin + [(4, data[at:at + piece])]))

    def note_acks(self, body):
        for value in every(decode(body), 1):
            entry = decode(value)
            self.acks[first(entry, 1)] = (first(entry, 2, 0), first(entry, 3, b"").decode())

    def outcome(self, identifier, timeout=15):
        """(outcome, reason) of a delivered bulletin."""
        while identifier not in self.acks:
            self.note_acks(self.wait_for(ACK, timeout))
        return self.acks[identifier]

    def give(self, bulletin, lane=NORMAL_LANE):
        """Offers and delivers one (id, bytes); returns its (outcome, reason)."""
        if self.offer([bulletin], lane) != [0]:
            return self.settled.get(0, (KNOWN, ""))
        self.deliver(*bulletin, lane=lane)
        return self.outcome(bulletin[0])

    def introduce(self, other):
        self.send(IDENTITY, encode([(1, other.identity)]))
