"""An HTTPS server of feeds that misbehaves on request: what it answers to a path is a function of the request."""
import gzip
import http.server
import ssl
import threading
import time


class Reply:
    def __init__(self, body=b"", status=200, headers=None, packed=False, etag=None):
        self.body = body if isinstance(body, bytes) else body.encode()
        self.status, self.headers, self.packed, self.etag = status, dict(headers or {}), packed, etag


class FeedServer:
    """`pages`: path -> Reply, a function of the request that makes one, or one that writes to the socket by itself and
    returns None."""

    def __init__(self, certificate=None, port=0):
        self.pages, self.requests = {}, []
        self.released = threading.Event()
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                server.answer(self)

            def do_POST(self):
                self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                server.answer(self)

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *arguments: None  # who refuses our certificate, or has read enough
        self.port = self.server.server_address[1]
        self.tls = certificate is not None
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def url(self, path="/", host="localhost"):
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}{path}"

    def close(self):
        self.released.set()
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request):
        path = request.path.split("?")[0]
        self.requests.append((request.command, request.path, dict(request.headers)))
        page = self.pages.get(path, Reply("no such page", 404))
        reply = page(request) if callable(page) else page
        if reply is None:
            request.close_connection = True
            return
        if reply.etag and request.headers.get("If-None-Match") == reply.etag:
            reply = Reply(status=304, etag=reply.etag)
        body = gzip.compress(reply.body) if reply.packed else reply.body
        try:
            request.send_response(reply.status)
            for name, value in reply.headers.items():
                request.send_header(name, value)
            if reply.etag:
                request.send_header("ETag", reply.etag)
            if reply.packed:
                request.send_header("Content-Encoding", "gzip")
            if reply.status != 304:
                request.send_header("Content-Length", str(len(body)))
            request.end_headers()
            if reply.status != 304:
                request.wfile.write(body)
        except OSError:
            pass  # it has read enough

    def asked(self, path):
        return [one for one in self.requests if one[1].split("?")[0] == path]


def endless(request):
    """A list that never ends: a line now and then, for as long as somebody reads."""
    request.send_response(200)
    request.send_header("Content-Type", "text/plain")
    request.end_headers()
    try:
        number = 0
        while True:
            request.wfile.write(f"n{number}.evil-example.net\n".encode())
            request.wfile.flush()
            number += 1
            time.sleep(0.1)
    except OSError:
        return None
