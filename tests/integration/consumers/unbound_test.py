#!/usr/bin/python3
"""unbound takes the exported local zones, and answers NXDOMAIN for them and truly for the rest."""
from consumer import ask, expect_names, export, folder, free_port, need, run, start, wait_for

unbound, checkconf = need("unbound"), need("unbound-checkconf")
home, port = folder(), free_port()

(home / "tidings.conf").write_text(export("unbound", ["evil.example", "other.example"]))
(home / "unbound.conf").write_text(f"""server:
  directory: "{home}"
  chroot: ""
  username: ""
  pidfile: "{home}/pid"
  use-syslog: no
  do-daemonize: no
  interface: 127.0.0.1
  port: {port}
  local-zone: "example." static
  local-data: "good.example. A 192.0.2.3"
  local-data: "evilgood.example. A 192.0.2.4"
include: "{home}/tidings.conf"
remote-control:
  control-enable: no
""")
checked = run(checkconf, str(home / "unbound.conf"))
assert checked.returncode == 0, checked
process = start(unbound, "-d", "-c", str(home / "unbound.conf"))
wait_for(lambda: ask(port, "good.example"), process, "an answer")
expect_names(port, ["evil.example", "www.evil.example", "other.example"],
             {"good.example": "192.0.2.3", "evilgood.example": "192.0.2.4"})
print("ok")
