"""A webhook's receiver: a real HTTPS server that misbehaves on request, checks signatures and knows repeats by their key."""
import hashlib
import hmac
import http.server
import json
import pathlib
import re
import ssl
import subprocess
import tempfile
import threading
import time


def make_ca(folder, name="ca"):
    folder = pathlib.Path(folder)
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                    "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.pem", "-subj", f"/CN=Test {name}"],
                   check=True, capture_output=True)
    return folder / f"{name}.pem"


def make_certificate(folder, ca="ca", names="DNS:localhost,IP:127.0.0.1", name="server"):
    """A server's certificate with its key, in one file."""
    folder = pathlib.Path(folder)
    key, request, made = folder / f"{name}.key", folder / f"{name}.csr", folder / f"{name}.crt"
    (folder / f"{name}.ext").write_text(f"subjectAltName={names}\n")
    subprocess.run(["openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out",
                    request, "-subj", "/CN=receiver"], check=True, capture_output=True)
    subprocess.run(["openssl", "x509", "-req", "-in", request, "-CA", folder / f"{ca}.pem", "-CAkey", folder / f"{ca}.key",
                    "-CAcreateserial", "-days", "2", "-extfile", folder / f"{name}.ext", "-out", made],
                   check=True, capture_output=True)
    both = folder / f"{name}.both.pem"
    both.write_text(made.read_text() + key.read_text())
    return both


class Receiver:
    """`behave(number of the request)` returns a status, "hang", "close" (in the middle of the answer), "huge" or
    ("redirect", url). Without it everything is taken."""

    def __init__(self, secret, certificate=None, behave=None, port=0):
        self.secret, self.behave = secret.encode(), behave or (lambda number: 200)
        self.taken = {}       # delivery key -> arrivals, of what we answered 2xx (or cut while answering it)
        self.repeated = 0     # came again under a key that was taken
        self.requests = 0
        self.unsigned = []
        self.released = threading.Event()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                receiver.answer(self)

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.tls = certificate is not None
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            # The handshake belongs into the handler's thread: one client that stops there would stop all.
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    def url(self, host="localhost"):
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}/in"

    def close(self):
        self.released.set()
        self.server.shutdown()
        self.server.server_close()

    def is_signed(self, headers, body):
        match = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", headers.get("Tidings-Signature", ""))
        if not match or abs(time.time() - int(match[1])) > 60:
            return False
        return hmac.compare_digest(match[2], hmac.new(self.secret, match[1].encode() + b"." + body, hashlib.sha256).hexdigest())

    def answer(self, request):
        body = request.rfile.read(int(request.headers["Content-Length"]))
        self.requests += 1
        if not self.is_signed(request.headers, body):
            self.unsigned.append(dict(request.headers))
        act = self.behave(self.requests)
        if act == "hang":
            self.released.wait(60)
            return
        key = request.headers["Tidings-Delivery"]
        if act in (200, 204, "close", "huge"):
            if key in self.taken:
                self.repeated += 1
            self.taken[key] = json.loads(body)["arrivals"]
        if act == "close":
            request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf of it")
            return  # and the connection ends
        if isinstance(act, tuple):
            request.send_response(307)
            request.send_header("Location", act[1])
            request.send_header("Content-Length", "0")
            request.end_headers()
            return
        text = b"x" * (50 << 20) if act == "huge" else b"ok"
        request.send_response(200 if act == "huge" else act)
        request.send_header("Content-Length", str(len(text)))
        request.end_headers()
        try:
            request.wfile.write(text)
        except OSError:
            pass  # it has read enough

    def values(self):
        """What was taken, repeats resolved by their key."""
        return [arrival["value"] for arrivals in self.taken.values() for arrival in arrivals]
