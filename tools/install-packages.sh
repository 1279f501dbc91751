#!/usr/bin/env bash
# Installs the Debian packages of the named sections of tools/packages.txt (default: build), if any is missing.
# Needs root or sudo only when something is missing.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
sections=("${@:-build}")
wanted=()
for section in "${sections[@]}"; do
  mapfile -t -O "${#wanted[@]}" wanted < <(awk -v want="[$section]" '
    /^\[/ { inside = ($1 == want); next }
    inside { sub(/#.*/, ""); if (NF) print $1 }' "$here/packages.txt")
done
missing=()
for package in "${wanted[@]}"; do
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0
as_root=()
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null || { echo "Missing packages: ${missing[*]}. Run as root, or install sudo." >&2; exit 1; }
  as_root=(sudo)
fi
echo "Installing ${#missing[@]} Debian packages: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
# Tests start what they need by themselves: nothing that is installed here runs as a service, now or at the next boot.
policy=/usr/sbin/policy-rc.d
made_policy=
cleanup() { rm -f "$log"; [ -z "$made_policy" ] || "${as_root[@]}" rm -f "$policy"; }
trap cleanup EXIT
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" install -m 755 /dev/stdin "$policy"
  made_policy=yes
fi
if ! { "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=300 update &&
       "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
  tail -n 40 "$log" >&2
  echo "Installing packages failed; the lines above say why." >&2
  exit 1
fi
declare -A services=([bind9]=named [unbound]=unbound [haproxy]=haproxy [squid]=squid [clamav]=clamav-freshclam)
for package in "${missing[@]}"; do
  service=${services[$package]:-}
  [ -z "$service" ] || "${as_root[@]}" systemctl --quiet disable "$service.service" >/dev/null 2>&1 || true
done
