#!/usr/bin/env bash
# Runs as root in the booted container: what an operator does after installing, and what users then may do.
# The last line of its output is PASSED, or what was expected and did not happen.
set -uo pipefail

fail() {
  echo "--- journal"
  journalctl --no-pager -o cat -u tidingsd | tail -n 40
  echo "FAILED: $*"
  exit 1
}
step() { echo "- $*"; }
property() { systemctl show tidingsd --property="$1" --value; }
as() { runuser -u "$1" -- "${@:2}"; }
until_true() {  # SECONDS COMMAND…
  local end=$((SECONDS + $1))
  until "${@:2}" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.1
  done
}

step "the unit is verified"
said=$(systemd-analyze verify tidingsd.service 2>&1 | grep -i tidings)
[ -z "$said" ] || fail "systemd-analyze verify: $said"

step "users, groups and folders are made"
systemd-sysusers tidings.conf && systemd-tmpfiles --create tidings.conf || fail "sysusers or tmpfiles"
[ "$(stat -c '%U %a' /var/lib/tidings)" = "tidings 700" ] || fail "the data folder is not the daemon's own"
useradd --groups tidings-publisher analyst && useradd outsider || fail "useradd"

step "a node is made"
tidingsd init --organisation "Container CERT" --endpoint 127.0.0.1:7443 || fail "init"
[ "$(stat -c '%U %a' /var/lib/tidings/keys/node.pem)" = "tidings 600" ] || fail "a key is not the daemon's own"
tidingsd check || fail "the config that init wrote has faults"

step "the service starts, as its own user, without capabilities"
systemctl daemon-reload
systemctl start tidingsd || fail "systemctl start"
pid=$(property MainPID)
[ "$(ps -o user= -p "$pid")" = tidings ] || fail "it runs as another user"
grep -q '^CapEff:\s*0000000000000000$' "/proc/$pid/status" || fail "it has capabilities"
[ "$(property StatusText)" = "Serving Container CERT" ] || fail "it did not tell its status"

step "an analyst publishes through the socket, and finds it"
printf '# command and control\nhxxp://evil-update[.]example-cdn.net/gate.php\n45.77.1[.]99\n' |
  as analyst tidings publish - --title "Found in a container" --tlp green --yes || fail "publish"
as analyst tidings query 45.77.1.99 -o json | grep -q "Container CERT" || fail "the query does not find it"

step "an outsider may neither publish nor read"
printf '45.77.1.98\n' | as outsider tidings publish - --title x --tlp green --yes
[ $? = 4 ] || fail "an outsider's publish was not refused by policy (4)"
as outsider tidings query 45.77.1.99 && fail "an outsider reads"

step "a reload keeps it running"
systemctl reload tidingsd || fail "reload"
[ "$(property MainPID)" = "$pid" ] || fail "the reload was a restart"

step "the watchdog restarts it when it hangs, and nothing is lost"
mkdir -p /run/systemd/system/tidingsd.service.d
printf '[Service]\nWatchdogSec=1s\n' >/run/systemd/system/tidingsd.service.d/test.conf
systemctl daemon-reload && systemctl restart tidingsd || fail "restart"
pid=$(property MainPID)
sleep 2
[ "$(property MainPID)" = "$pid" ] || fail "the watchdog killed a service that was well"
kill -STOP "$pid"
until_true 20 sh -c "[ \"\$(systemctl show tidingsd -P NRestarts)\" -ge 1 ]" || fail "a hung service was not restarted"
until_true 20 as analyst tidings query 45.77.1.99 || fail "what was published is gone"

step "it stops cleanly within 10 s"
begin=$SECONDS
systemctl stop tidingsd || fail "systemctl stop"
[ $((SECONDS - begin)) -le 10 ] || fail "stopping took $((SECONDS - begin)) s"
[ "$(property Result)" = success ] || fail "it ended as $(property Result)"
[ ! -e /run/tidings/api.sock ] || fail "the socket is left"
echo "PASSED"
