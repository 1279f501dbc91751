#!/usr/bin/python3
"""BIND loads the exported zone, and answers NXDOMAIN for what is listed and truly for the rest."""
from consumer import ask, expect_names, export, folder, free_port, need, run, start, wait_for

named, checkzone = need("named"), need("named-checkzone")
home, port = folder(), free_port()

long_name = ".".join(["a" * 60] * 3 + ["b" * 54, "example"])  # 245 bytes: no room for the zone behind it
zone = export("rpz", ["evil.example", "*.below.example", "198.51.100.7", "203.0.113.0/24", "2001:db8::57",
                      "2001:db8:0:1::/64", long_name], "rpz.test")
assert "1 by too_long" in zone, zone
(home / "rpz.db").write_text(zone)
checked = run(checkzone, "-i", "none", "rpz.test", str(home / "rpz.db"))
assert checked.returncode == 0 and "OK" in checked.stdout, checked

# An origin of truth, and a resolver that asks it: policy is for what is resolved.
(home / "example.db").write_text("""$TTL 60
@ SOA localhost. root.localhost. 1 60 60 60 60
@ NS localhost.
evil A 192.0.2.1
www.evil A 192.0.2.2
good A 192.0.2.3
below A 192.0.2.4
www.below A 192.0.2.5
listed-address A 198.51.100.7
listed-network A 203.0.113.99
""")
truth_port = free_port()
common = f"""directory "{home}"; listen-on-v6 {{ none; }}; dnssec-validation no; notify no; allow-transfer {{ none; }};"""
(home / "truth.conf").write_text(f"""options {{ {common} pid-file "{home}/truth.pid"; session-keyfile "{home}/truth.key";
 listen-on port {truth_port} {{ 127.0.0.1; }}; recursion no; }};
controls {{ }};
zone "example" {{ type primary; file "example.db"; }};
""")
(home / "named.conf").write_text(f"""options {{ {common} pid-file "{home}/named.pid"; session-keyfile "{home}/named.key";
 listen-on port {port} {{ 127.0.0.1; }}; recursion yes; empty-zones-enable no;
 forwarders {{ 127.0.0.1 port {truth_port}; }}; forward only;
 response-policy {{ zone "rpz.test"; }} qname-wait-recurse no; }};
controls {{ }};
zone "rpz.test" {{ type primary; file "rpz.db"; }};
""")
truth = start(named, "-g", "-c", str(home / "truth.conf"))
wait_for(lambda: ask(truth_port, "good.example"), truth, "the origin's answer")
resolver = start(named, "-g", "-c", str(home / "named.conf"))
wait_for(lambda: ask(port, "good.example") == (0, ["192.0.2.3"]), resolver, "the resolver's answer")
wait_for(lambda: ask(port, "evil.example") == (3, []), resolver, "the policy")  # it is read beside the zones

expect_names(port, ["evil.example", "www.evil.example", "a.b.evil.example", "www.below.example", "listed-address.example",
                    "listed-network.example"],
             {"good.example": "192.0.2.3", "below.example": "192.0.2.4"})
assert ask(truth_port, "evil.example") == (0, ["192.0.2.1"])
print("ok")
