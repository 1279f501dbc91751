#!/usr/bin/python3
"""Squid parses the exported lists without a word against them."""
from consumer import export, folder, free_port, need, run

squid = need("squid")
home = folder()
(home / "names.txt").write_text(export("squid-domains", ["evil.example", "www.evil.example", "other.example"]))
(home / "addresses.txt").write_text(export("squid-addresses", ["198.51.100.0/24", "198.51.100.7", "2001:db8::/32"]))
(home / "urls.txt").write_text(export("squid-urls", ["http://shared.example/bad.php?a=(1)+b", "http://shared.example/[x]{2}$"]))
(home / "squid.conf").write_text(f"""visible_hostname proxy.example
http_port 127.0.0.1:{free_port()}
cache_log {home}/cache.log
access_log none
pid_filename {home}/pid
coredump_dir {home}
acl names dstdomain "{home}/names.txt"
acl addresses dst "{home}/addresses.txt"
acl urls url_regex "{home}/urls.txt"
http_access deny names
http_access deny addresses
http_access deny urls
http_access allow all
""")
parsed = run(squid, "-k", "parse", "-f", str(home / "squid.conf"))
said = parsed.stdout + parsed.stderr
assert parsed.returncode == 0, said
for word in ["ERROR", "FATAL", "WARNING: '", "is a subdomain", "empty"]:
    assert word not in said, said
print("ok")
