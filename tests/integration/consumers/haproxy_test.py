#!/usr/bin/python3
"""HAProxy reads the exported lists, and refuses requests for listed names, URLs and addresses, and no others."""
import http.client
import socket

from consumer import export, folder, free_port, need, run, start, wait_for

haproxy = need("haproxy")
home, port = folder(), free_port(socket.SOCK_STREAM)
(home / "names.lst").write_text(export("haproxy-domains", ["evil.example", "other.example"]))
(home / "urls.lst").write_text(export("haproxy-urls", ["http://shared.example/bad?a=1", "https://shared.example/worse"]))
(home / "addresses.lst").write_text(export("haproxy-addresses", ["198.51.100.0/24", "203.0.113.5", "2001:db8::/32"]))
(home / "haproxy.cfg").write_text(f"""defaults
  mode http
  timeout client 5s
  timeout server 5s
  timeout connect 5s
frontend f
  bind 127.0.0.1:{port}
  http-request set-var(txn.host) req.hdr(host),host_only,lower
  http-request set-var(txn.from) req.hdr(x-from)
  http-request deny if {{ str(.),concat(,txn.host) -m end -f {home}/names.lst }}
  http-request deny if {{ baseq -f {home}/urls.lst }}
  http-request deny if {{ var(txn.from) -m ip -f {home}/addresses.lst }}
  http-request return status 200
""")
checked = run(haproxy, "-c", "-f", str(home / "haproxy.cfg"))
assert checked.returncode == 0, checked
process = start(haproxy, "-db", "-f", str(home / "haproxy.cfg"))


def status(host, path="/", source="192.0.2.1"):
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", path, headers={"Host": host, "X-From": source})
        return connection.getresponse().status
    except OSError:
        return None


wait_for(lambda: status("good.example"), process, "an answer")
for host in ["evil.example", "www.EVIL.example", "evil.example:8080", "other.example"]:
    assert status(host) == 403, host
for host in ["good.example", "notevil.example", "evil.example.net"]:
    assert status(host) == 200, host
assert status("shared.example", "/bad?a=1") == 403
assert status("shared.example", "/worse") == 403
assert status("shared.example", "/bad") == 200
assert status("shared.example", "/") == 200
assert status("good.example", source="198.51.100.77") == 403
assert status("good.example", source="203.0.113.6") == 200
print("ok")
